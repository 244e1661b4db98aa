"""Hiker mode: what is felt and seen in the mist, how far one comes, and what both walks cost."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from gd_math import descend, losses, optimizers
from studio.outputs.explorer.presets import FIRST

LOSS = losses.HILLS
LEFT = FIRST["steps"]


@pytest.fixture
def hike(plain: Page) -> Page:
    """A hike on the hills, at its beginning; motion is reduced, so that the mist lifts at once."""
    plain.evaluate("explorer.open('mode=hiker')")
    return plain


def now(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("explorer.hike()")
    return found


def press(page: Page, *keys: str) -> None:
    page.locator("#map").focus()
    for key in keys:
        page.keyboard.press(key)


def test_a_probe_tells_height_and_slope_where_it_is(hike: Page) -> None:
    press(hike, "ArrowDown")
    probe = now(hike)["probe"]
    place = np.array(probe["place"])
    gradient = LOSS.gradient(place)
    assert probe["height"] == pytest.approx(float(LOSS.value(place)), rel=1e-12)
    assert probe["slope"] == pytest.approx(float(np.linalg.norm(gradient)), rel=1e-12)
    assert probe["down"] == "south"
    assert gradient[1] > 3 * abs(gradient[0])
    expect(hike.locator("#hike-probe")).to_contain_text("slope 0.")
    expect(hike.locator("#said")).to_contain_text("The probe: height")


def test_nobody_sees_or_steps_farther_than_the_mist_lets_them(hike: Page) -> None:
    box = hike.locator("#map").bounding_box()
    assert box
    hike.mouse.click(box["x"] + 0.65 * box["width"], box["y"] + 0.8 * box["height"])
    found = now(hike)
    away = np.subtract(found["probe"]["place"], FIRST["start"])
    assert np.linalg.norm(away) == pytest.approx(found["sight"], rel=1e-9)
    assert found["sight"] < 0.1 * LOSS.diagonal
    hike.get_by_role("button", name="Step there").click()
    assert now(hike)["path"][-1] == found["probe"]["place"]


def test_a_step_needs_a_probe(hike: Page) -> None:
    expect(hike.get_by_role("button", name="Step there")).to_be_disabled()
    press(hike, "Enter", "Enter")
    assert len(now(hike)["path"]) == 1


def test_the_mist_hides_minima_walks_and_far_ground(hike: Page) -> None:
    view = "[explorer.Views.map.rings.length, explorer.Views.map.walks.length]"
    assert hike.evaluate(view) == [0, 1]
    assert hike.evaluate("explorer.Views.map.mist") == {
        "center": list(FIRST["start"]), "sight": now(hike)["sight"], "share": 0,
    }  # fmt: skip
    expect(hike.locator("#walking")).to_be_hidden()
    hike.get_by_role("button", name="Lift the mist").click()
    assert hike.evaluate(view) == [len(LOSS.minima), 2]
    assert hike.evaluate("explorer.Views.map.mist") is None


def test_the_last_step_lifts_the_mist(hike: Page) -> None:
    for left in range(LEFT, 0, -1):
        expect(hike.locator("#hike-state")).to_contain_text(f"{left} step{'s' * (left > 1)} left")
        press(hike, "ArrowDown", "Enter")
    found = now(hike)
    assert len(found["path"]) == LEFT + 1
    assert found["lifted"]
    press(hike, "ArrowUp", "Enter")
    assert len(now(hike)["path"]) == LEFT + 1
    expect(hike.locator("#sentence")).to_contain_text("The mist is gone")


def test_gradient_descent_has_walked_from_the_same_start_and_both_costs_are_told(
    hike: Page,
) -> None:
    press(hike, "ArrowDown", "ArrowDown", "Enter", "ArrowRight", "Enter")
    hike.get_by_role("button", name="Lift the mist").click()
    walk = descend(LOSS, optimizers.gradient_descent(FIRST["rate"]), FIRST["start"], LEFT)
    own = hike.evaluate("Array.from(explorer.hike().lifted.walk.x)")
    np.testing.assert_allclose(np.reshape(own, (-1, 2)), walk.x, rtol=1e-9, atol=1e-12)
    rows = hike.locator("#hike-costs tbody tr")
    you, descent = (rows.nth(i).locator("th, td").all_inner_texts() for i in (0, 1))
    height = float(LOSS.value(np.array(now(hike)["path"][-1])))
    assert you[:3] == ["you", "2", "4"]  # three probes, and the ground at the start
    assert float(you[3].replace("−", "-")) == pytest.approx(height, abs=0.005)
    assert descent[0] == "gradient descent"
    assert descent[1] == descent[2]
    assert descent[3] == "−1"
    expect(hike.locator("#said")).to_contain_text("gradient descent: ")


@pytest.mark.parametrize(
    ("rate", "verdict"),
    [(0.0001, "you came lower"), (0.2, "descent came lower"), (9, "gradient descent diverged")],
)
def test_who_comes_lower_is_said(plain: Page, rate: float, verdict: str) -> None:
    address = f"loss=ravine&start=1,0&mode=hiker&walk=gradient_descent,{rate}"
    plain.evaluate("address => explorer.open(address)", address)
    press(plain, "ArrowLeft", "Enter")
    plain.get_by_role("button", name="Lift the mist").click()
    expect(plain.locator("#sentence")).to_contain_text(verdict)


def test_begin_again_brings_back_start_and_mist(hike: Page) -> None:
    press(hike, "ArrowDown", "Enter")
    hike.get_by_role("button", name="Lift the mist").click()
    hike.get_by_role("button", name="Begin again").click()
    found = now(hike)
    assert (found["path"], found["probes"], found["lifted"]) == ([list(FIRST["start"])], 0, None)
    assert hike.evaluate("explorer.Views.map.mist.share") == 0


def test_with_motion_the_mist_lifts_slowly_from_a_landscape_seen_from_nearby(
    explorer: Page,
) -> None:
    explorer.evaluate("explorer.open('mode=hiker')")
    zoom = "explorer.Views.landscape.camera.zoom"
    assert explorer.evaluate(zoom) > 2
    explorer.get_by_role("button", name="Lift the mist").click()
    assert explorer.evaluate("explorer.Views.landscape.mist.share") < 1
    explorer.wait_for_function("explorer.Views.landscape.mist === null")
    assert explorer.evaluate(zoom) == pytest.approx(1)


def test_hiker_mode_is_left_as_it_was_entered(hike: Page) -> None:
    hike.get_by_role("button", name="Hiker mode").click()
    assert hike.evaluate("[explorer.state().hiker, explorer.hike()]") == [False, None]
    expect(hike.locator("#walking")).to_be_visible()
    press(hike, "ArrowLeft")
    assert hike.evaluate("explorer.state().start[0]") < FIRST["start"][0]
