"""The explorer's map and loss curve, and what is told apart and written on all its pictures."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from scenes.kit import height_levels
from scenes.kit.theme import DARK
from scenes.kit.words.numbers import number

if TYPE_CHECKING:
    from playwright.sync_api import Page

CANVAS = 420, 320  # size of each canvas


def rgb(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def near(found: Any, color: str, by: int = 8) -> bool:
    return bool(np.abs(np.subtract(found, rgb(color))).max() <= by)


# ---- Heights and numbers


def test_heights_are_told_apart_as_in_the_clips(stage: "Page") -> None:
    random = np.random.default_rng(5)
    samples = [np.exp(random.normal(0, width, size)) for width in (0.1, 1, 3) for size in (20, 31)]
    found = stage.evaluate(
        "(samples) => samples.map(T.Levels.spread)", [list(map(float, s)) for s in samples]
    )
    wanted = [height_levels.spread(sample) for sample in samples]
    for one, (lowest, highest) in zip(found, wanted, strict=True):
        assert (one["lowest"], one["highest"]) == pytest.approx((lowest, highest))


def test_contour_lines_stand_on_the_same_round_heights_as_in_the_clips(stage: "Page") -> None:
    random = np.random.default_rng(6)
    lows = random.normal(0, 3, 40)
    spans = [[float(low), float(low + np.exp(random.normal(0, 4)))] for low in lows]
    found = stage.evaluate("(s) => s.map((span) => T.Levels.roundLevels(...span).levels)", spans)
    for levels, (low, high) in zip(found, spans, strict=True):
        assert levels == pytest.approx(height_levels.round_levels(low, high, 12).tolist())


def test_numbers_are_set_as_in_the_clips(stage: "Page") -> None:
    random = np.random.default_rng(7)
    values = [0.0, 1.0, -0.5, 1e5, 12345.678, 1e-4, 9.9999e-5, 1e20, -3.21e-18]
    values += [float(10**power * sign) for power, sign in random.normal(0, 4, (60, 2))]
    for digits in (3, 6):
        found = stage.evaluate("([v, d]) => v.map((x) => T.Levels.number(x, d))", [values, digits])
        assert found == [number(value, digits) for value in values]


# ---- The map


def test_the_map_picks_what_it_shows_there(stage: "Page") -> None:
    found = stage.evaluate(
        """() => {
          const view = stage.view("ContourMap", "six_hump_camel");
          const { lower, upper } = view.ground;
          const corners = [lower, upper].map((corner) => view.project(...corner));
          const there = view.pick(...view.project(0.3, -0.7));
          return { there, outside: view.pick(1, 1), corners };
        }"""
    )
    assert found["there"] == pytest.approx([0.3, -0.7])
    assert found["outside"] is None
    (left, foot), (right, top) = found["corners"]
    assert 0 < left < right < CANVAS[0]
    assert 0 < top < foot < CANVAS[1]


def test_contour_lines_of_the_map_lie_on_their_levels(stage: "Page") -> None:
    found = stage.evaluate(
        """() => {
          const view = stage.view("ContourMap", "himmelblau");
          const [left, top, wide, high] = view.box;
          const rows = Array.from({ length: high - 6 }, (_, i) => top + 3 + i);
          const places = rows.map((row) => [left + Math.floor(0.3 * wide), row]);
          const values = places.map(([x, y]) => {
            const place = view.pick(x + 0.5, y + 0.5);
            const height = (view.ground.upper[1] - view.ground.lower[1]) / high;
            const { value, gradient } = view.ground.loss;
            return [value(...place), Math.abs(gradient(...place)[1]) * height];
          });
          const colors = stage.pixels(view, places);
          return { colors, values, levels: view.ground.levels.levels };
        }"""
    )
    light = np.array(found["colors"], dtype=float).sum(axis=1)
    value, change = np.array(found["values"]).T
    darker = (light[1:-1] < light[:-2] - 8) & (light[1:-1] <= light[2:])
    lines = np.flatnonzero(darker) + 1
    off = np.abs(value[lines, None] - np.array(found["levels"])).min(axis=1)
    assert len(lines) >= 6
    assert np.all(off < change[lines] + 0.01)


def test_low_ground_of_the_map_is_deep_blue_and_high_ground_pale(stage: "Page") -> None:
    low, high = stage.evaluate(
        """() => {
          const view = stage.view("ContourMap", "himmelblau");
          return stage.pixels(view, [view.project(3, 2), view.project(4.95, 4.95)]);
        }"""
    )
    assert near(low, DARK.terrain[0])
    assert near(high, DARK.terrain[-1])


def test_the_map_shows_walker_ring_and_mist(stage: "Page") -> None:
    found = stage.evaluate(
        """() => {
          const view = stage.view("ContourMap", "himmelblau");
          view.setRings([{ x: [3, 2], global: true }, { x: [-2.8, 3.1], global: false }]);
          view.setWalks([{ path: [-4, -4, 0, 0], colour: "walker", shape: "disc" }]);
          const [x, y] = view.project(3, 2);
          const places = [view.project(0, 0), view.project(-2, -2), [x - 11, y]];
          const clear = stage.pixels(view, places);
          view.setMist({ center: [0, 0], sight: 0.5, share: 0 });
          return { clear, misty: stage.pixels(view, [view.project(4, -4), view.project(-2, -2)]) };
        }"""
    )
    assert near(found["clear"][0], DARK.walker)
    assert near(found["clear"][1], DARK.walker, 60)
    assert near(found["clear"][2], DARK.good, 40)
    assert near(found["misty"][0], DARK.mist_high)
    assert near(found["misty"][1], DARK.walker, 60)


# ---- The loss curve


def curve(stage: "Page", walks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Draw a loss curve and return the texts on it with their places."""
    return stage.evaluate(  # type: ignore[no-any-return]
        """(walks) => {
          const view = new T.LossCurve(stage.canvas(), T.FACTS.themes.dark);
          const texts = [];
          const { pen } = view;
          pen.fillText = (text, x, y) => {
            const wide = pen.measureText(text).width;
            texts.push({ text, x, y, wide, color: pen.fillStyle });
          };
          view.setWalks(walks);
          view.draw();
          return texts;
        }""",
        walks,
    )


def test_losses_that_span_decades_stand_on_a_logarithmic_axis_that_says_so(stage: "Page") -> None:
    loss = [10 * 0.5**i for i in range(40)]
    texts = [one["text"] for one in curve(stage, [{"loss": loss, "colour": "walker", "name": "a"}])]
    assert "logarithmic" in texts
    assert {"10⁻⁵", "10⁻¹⁰"} & set(texts)


def test_losses_of_both_signs_stand_on_an_even_axis(stage: "Page") -> None:
    walk = {"loss": [1.0, 0.2, -0.6, -1.0], "colour": "walker", "name": "a"}
    texts = [one["text"] for one in curve(stage, [walk])]
    assert "logarithmic" not in texts
    assert {"0", "0.5", "−0.5"} <= set(texts)


def test_a_curve_that_diverges_leaves_at_the_top_with_its_mark(stage: "Page") -> None:
    wild = {"loss": [5.0 * 3**i for i in range(60)], "colour": "walker", "name": "a"}
    calm = {"loss": [5.0 * 0.9**i for i in range(60)], "colour": "second", "name": "b"}
    texts = curve(stage, [wild | {"diverged": True}, calm | {"shape": "gem"}])
    said = next(one for one in texts if one["text"] == "DIVERGED")
    assert said["color"] == DARK.wrong.lower()
    assert said["y"] < 50
    assert not any("³⁰" in one["text"] for one in texts)  # the calm one is not squeezed


def test_names_at_the_ends_of_lines_do_not_touch(stage: "Page") -> None:
    names = ["gradient descent", "momentum", "Nesterov", "Adam"]
    walks = [
        {"loss": [1.0, 0.1 + 0.001 * i, 0.001 * i], "colour": "walker", "name": name}
        for i, name in enumerate(names)
    ]
    places = {one["text"]: one for one in curve(stage, walks)}
    heights = sorted(places[name]["y"] for name in names)
    assert min(np.diff(heights)) >= 15
    assert heights[-1] < CANVAS[1]
    assert max(places[name]["x"] + places[name]["wide"] for name in names) <= CANVAS[0]


def test_a_curve_that_overflows_ends_where_it_was_last_a_number(stage: "Page") -> None:
    walk = {"loss": [2.0, 900.0, 900.0, 900.0, 900.0], "colour": "walker", "diverged": True}
    calm = {"loss": [2.0, 1.5, 1.2, 1.1, 1000.0], "colour": "second", "name": "b"}
    texts = {one["text"]: one for one in curve(stage, [walk, calm])}
    assert texts["DIVERGED"]["x"] < texts["2"]["x"]  # beside the first step, before the second
