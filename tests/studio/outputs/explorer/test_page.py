"""The page as it is used: by hand, by keyboard, by ear, on a phone; what it takes and refuses."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from gd_math import descend, losses, optimizers
from studio.outputs.gallery.page import page_text
from tests.end_to_end.project_copy import copy_project

MEGABYTE = 1_000_000
RAVINE = "loss=ravine&start=2,2.5&walk=gradient_descent,0.1&steps=60"
FOUR = "&".join(f"walk={name},0.1" for name in ("gradient_descent", "momentum", "adam", "adamw"))


def show(page: Page, address: str) -> None:
    page.evaluate("address => explorer.open(address)", address)


def change(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Enter")


def test_page_is_one_small_file_that_asks_for_nothing(explorer_file: Path) -> None:
    text = explorer_file.read_text(encoding="utf-8")
    assert len(text.encode()) < MEGABYTE
    assert not re.search(r"""(src|href)=["'](?!#|data:)|@import|url\(|\b(eval|Function)\(""", text)
    assert "/work" not in text
    assert str(Path.home()) not in text or Path.home() == Path("/")


@pytest.mark.parametrize("way", ["file", "http"])
def test_page_opens_from_a_folder_and_from_a_server(
    page: Page, explorer_file: Path, serve: Callable[[Path], str], way: str
) -> None:
    folder = explorer_file.parent
    address = explorer_file.as_uri() if way == "file" else f"{serve(folder)}/{explorer_file.name}"
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Misty Hill by hand")
    expect(page.locator(".outcome")).to_have_text("converged after 8 steps, f = −1")
    assert page.evaluate("explorer.Views.landscape !== null")


def test_without_webgl_the_page_says_so_and_map_and_curve_work(plain: Page) -> None:
    show(plain, RAVINE)
    expect(plain.locator("#landscape-note")).to_contain_text("WebGL 2")
    plain.locator("#map").focus()
    plain.keyboard.press("ArrowLeft")
    assert plain.evaluate("explorer.state().start") == [1.88, 2.5]
    plain.get_by_role("button", name="Hiker mode").click()
    plain.get_by_role("button", name="Lift the mist").click()
    expect(plain.locator("#hike-costs")).to_be_visible()


# ---- Walks -------------------------------------------------------------------------------------


def test_the_whole_walk_follows_the_slider_of_the_learning_rate(plain: Page) -> None:
    show(plain, f"{RAVINE}")
    slider = plain.get_by_label("Walker 1: learning rate α, logarithmic")
    for rate in (0.05, 0.35, 0.45):
        slider.fill(str(round(np.log10(rate), 2)))
        said = float(plain.get_by_label("Walker 1: learning rate α", exact=True).input_value())
        assert said == pytest.approx(rate, rel=0.02)
        expect(slider).to_have_attribute("aria-valuetext", f"α = {said:g}")
        walk = descend(losses.RAVINE, optimizers.gradient_descent(said), (2, 2.5), 60)
        flat = plain.evaluate("Array.from(explorer.seen().results[0].walk.x)")
        np.testing.assert_allclose(np.reshape(flat, (-1, 2)), walk.x, rtol=1e-9, atol=1e-300)
        outcome = {"diverged": "DIVERGED", "moving": "still moving"}.get(
            str(walk.outcome), str(walk.outcome)
        )
        expect(plain.locator(".outcome")).to_contain_text(outcome)


def test_the_slider_is_marked_where_the_limit_of_gradient_descent_is(plain: Page) -> None:
    show(plain, f"{RAVINE}&walk=adam,0.1")
    expect(plain.locator("#limit-hint")).to_contain_text("2/λmax = 0.4")
    expect(plain.locator("#limit-hint")).to_contain_text(
        "Other optimizers have limits of their own"
    )
    slider, mark = plain.locator(".track input").first, plain.locator(".limit").first
    slider.fill(str(np.log10(0.4).round(2)))
    box, at = slider.bounding_box(), mark.bounding_box()
    assert box
    assert at
    share = (at["x"] - box["x"] - 8) / (box["width"] - 16)
    assert share == pytest.approx((np.log10(0.4) + 5) / 6, abs=0.01)
    show(plain, "loss=monkey_saddle")
    expect(plain.locator("#limit-hint")).to_be_hidden()  # there is no minimum


def test_up_to_four_walkers_come_and_go_each_with_a_sign(plain: Page) -> None:
    show(plain, "")
    add = plain.get_by_role("button", name="Add a walker")
    for count in (2, 3, 4):
        add.click()
        expect(plain.locator(".walker")).to_have_count(count)
    expect(add).to_be_disabled()
    drawn = plain.evaluate("explorer.Views.map.walks.map(({ shape }) => shape)")
    assert drawn == ["disc", "gem", "square", "triangle"]
    signs = plain.evaluate(
        "[...document.querySelectorAll('.walker path')].map((one) => one.getAttribute('d'))"
    )
    assert len(set(signs)) == 4
    plain.get_by_label("Walker 4: optimizer").select_option("adamw")
    change(plain, "Walker 4: weight decay λ", "0.5")
    assert plain.evaluate("explorer.state().walkers[3].parameters.decay") == 0.5
    for _ in range(3):
        plain.get_by_role("button", name="Remove walker 1").click()
    expect(plain.get_by_label("Walker 1: optimizer")).to_have_value("adamw")
    expect(plain.get_by_role("button", name="Remove walker 1")).to_be_hidden()


def test_the_walk_can_be_watched_and_stops_for_whatever_is_changed(plain: Page) -> None:
    show(plain, f"{RAVINE}")
    up_to = "explorer.Views.map.walks[0].upTo"
    plain.get_by_role("button", name="Watch it walk").click()
    plain.wait_for_function(f"{up_to} > 0 && {up_to} < 60")
    plain.get_by_label("Walker 1: learning rate α", exact=True).fill("0.2")
    plain.keyboard.press("Enter")
    assert plain.evaluate(up_to) == 60


def test_a_click_on_the_map_or_on_the_ground_sets_the_start(explorer: Page) -> None:
    show(explorer, f"{RAVINE}")
    for view, place in (("map", (-1, 1.5)), ("landscape", (0.5, -1))):
        box = explorer.locator(f"#{view}").bounding_box()
        assert box
        x, y = explorer.evaluate(f"place => explorer.Views.{view}.project(...place)", place)
        explorer.mouse.click(box["x"] + x, box["y"] + y)
        assert explorer.evaluate("explorer.state().start") == pytest.approx(place, abs=0.06)


def test_dragging_turns_the_eye_and_the_address_keeps_it(page: Page, start: str) -> None:
    page.goto(f"{start}#{RAVINE}")
    before = page.evaluate("explorer.Views.landscape.camera")
    page.mouse.move(60, 120)
    page.mouse.down()
    page.mouse.move(160, 150, steps=3)
    page.mouse.up()
    after = page.evaluate("explorer.Views.landscape.camera")
    assert after["turn"] < before["turn"] - 10
    assert page.evaluate("explorer.state().start") == [2, 2.5]
    page.wait_for_function("location.hash.includes('eye=')")
    page.reload()
    again = page.evaluate("explorer.Views.landscape.camera")
    assert again["turn"] == pytest.approx(after["turn"], abs=0.6)


# ---- Typed formulas ----------------------------------------------------------------------------


def test_a_typed_formula_becomes_the_ground_at_once(plain: Page) -> None:
    show(plain, "")
    plain.get_by_label("Formula f(x, y)").press("End")
    plain.get_by_label("Formula f(x, y)").press_sequentially(" + x²/9 + y²/9")
    expect(plain.locator("#loss")).to_have_value("")
    assert plain.evaluate("explorer.state().formula") == "sin x sin y + x²/9 + y²/9"
    assert plain.evaluate("explorer.seen().ground.rings.length") == 2
    plain.wait_for_function("location.hash.startsWith('#formula=')")
    plain.reload()
    expect(plain.get_by_label("Formula f(x, y)")).to_have_value("sin x sin y + x²/9 + y²/9")
    plain.locator("#loss").select_option("rosenbrock")
    expect(plain.locator(".outcome")).not_to_contain_text("DIVERGED")


def test_a_formula_that_is_no_number_everywhere_is_shown_where_it_is_one(plain: Page) -> None:
    show(plain, "")
    change(plain, "Formula f(x, y)", "ln(x) + y^2")
    assert plain.evaluate("explorer.state().window") == [0.1, 0.1, 3, 3]
    sentence = "'ln(x)' is not at x = -3, y = -3. So here is a part of it."
    expect(plain.locator("#ground-trouble")).to_contain_text(sentence)
    show(plain, "formula=ln(x) + y^2")
    assert plain.evaluate("explorer.state().window") == [0.1, 0.1, 3, 3]
    show(plain, "formula=ln(x) + y^2&window=-1,-1,1,1")
    expect(plain.locator("#sentence")).to_contain_text("not at x = -1, y = -1. Here is the view")


@pytest.mark.parametrize(
    ("label", "text", "sentence"),
    [
        ("Formula f(x, y)", "x^2 +", "formula"),
        ("Formula f(x, y)", "x^2", "x and y"),
        ("Formula f(x, y)", "<img src=x onerror=alert(1)>", "formula"),
        ("Formula f(x, y)", "alert(1) + x*y", "alert"),
        ("x from", "9", "from a low to a high x"),
        ("y from", "a", "y from is “a”, and must be a number such as 0.5."),
        ("Start, x", "", "Start, x is “”, and must be a number"),
        ("Start, x", "1e200", "start"),
        ("Walker 1: learning rate α", "-1", "α is -1, and must be above 0."),
        ("Walker 1: learning rate α", "fast", "α is “fast”"),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field_and_changes_nothing(
    plain: Page, label: str, text: str, sentence: str
) -> None:
    show(plain, "loss=himmelblau")
    before = plain.evaluate("explorer.state()")
    change(plain, label, text)
    field = plain.get_by_label(label, exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby")
    expect(plain.locator(f"#{described}")).to_contain_text(sentence)
    assert plain.evaluate("explorer.state()") == before
    show(plain, "loss=ravine")
    expect(plain.locator(f"#{described}")).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")


# ---- For everybody -----------------------------------------------------------------------------


def serious(page: Page) -> list[str]:
    return [
        f"{problem['id']}: {node['html']} {node['failureSummary']}"
        for problem in Axe().run(page).response["violations"]
        if problem["impact"] in {"serious", "critical"}
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(explorer: Page, scheme: str, width: int) -> None:
    explorer.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    explorer.set_viewport_size({"width": width, "height": 800})
    show(explorer, f"loss=ravine&{FOUR}")
    change(explorer, "Formula f(x, y)", "x^2 +")
    assert serious(explorer) == []
    show(explorer, "mode=hiker")
    explorer.get_by_role("button", name="Lift the mist").click()
    explorer.get_by_role("button", name="Make this clip").click()
    assert serious(explorer) == []
    explorer.get_by_role("button", name="Close").click()


def test_on_a_phone_nothing_sticks_out_and_the_ground_stays_in_sight(explorer: Page) -> None:
    explorer.set_viewport_size({"width": 390, "height": 844})
    show(explorer, f"loss=ravine&{FOUR}")
    assert explorer.evaluate("document.documentElement.scrollWidth") <= 390
    explorer.get_by_label("Walker 4: learning rate α", exact=True).scroll_into_view_if_needed()
    box = explorer.locator("#landscape").bounding_box()
    assert box
    assert box["y"] >= 0
    explorer.set_viewport_size({"width": 1280, "height": 800})


def test_on_a_laptop_all_is_seen_without_scrolling(explorer: Page) -> None:
    explorer.set_viewport_size({"width": 1280, "height": 800})
    for view in ("", f"#loss=ravine&{FOUR}", "#mode=hiker"):
        show(explorer, view)
        assert explorer.evaluate("document.documentElement.scrollHeight") <= 800
        assert explorer.evaluate("document.documentElement.scrollWidth") <= 1280
        height = explorer.evaluate("document.getElementById('landscape').clientHeight")
        assert height > 350


def test_keys_alone_lead_everywhere(plain: Page) -> None:
    show(plain, f"{RAVINE}")
    named = []
    for _ in range(60):  # all of it, wherever the focus was
        plain.keyboard.press("Tab")
        if plain.evaluate("document.activeElement === document.body"):
            continue
        named.append(
            plain.evaluate(
                "(e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText)"
                "(document.activeElement)"
            )
        )
        style = plain.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", f"nobody sees that {named[-1]} has the focus"
    wanted = ["Crawl", "Hiker mode", "Map of", "Formula", "Start, y", "Walker 1: optimizer"]
    for name in [*wanted, "Walker 1: learning rate", "Steps", "Make this clip", "Save as PNG"]:
        assert any(name in one for one in named), name


def test_arrow_keys_move_the_start_and_turn_the_eye(explorer: Page) -> None:
    show(explorer, f"{RAVINE}")
    explorer.locator("#map").focus()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowDown"):
        explorer.keyboard.press(key)
    assert explorer.evaluate("explorer.state().start") == pytest.approx([1.88, 2.608])
    explorer.locator("#landscape").focus()
    before = explorer.evaluate("explorer.Views.landscape.camera")
    for key in ("ArrowRight", "ArrowUp", "+"):
        explorer.keyboard.press(key)
    after = explorer.evaluate("explorer.Views.landscape.camera")
    assert after["turn"] > before["turn"]
    assert after["tilt"] > before["tilt"]
    assert after["zoom"] > before["zoom"]
    assert explorer.evaluate("explorer.state().start") == pytest.approx([1.88, 2.608])


def test_outcome_is_said_once_the_slider_rests(plain: Page) -> None:
    show(plain, f"{RAVINE}")
    status = plain.locator("#said")
    expect(status).to_contain_text("gradient descent, α = 0.1: converged after")
    slider = plain.get_by_label("Walker 1: learning rate α, logarithmic")
    slider.focus()
    plain.evaluate(
        "window.said = []; new MutationObserver(() => said.push(1))"
        ".observe(document.getElementById('said'), { childList: true })"
    )
    for _ in range(20):
        plain.keyboard.press("ArrowRight")
    slider.fill("-0.3")
    expect(status).to_contain_text("α = 0.501: DIVERGED after")
    assert plain.evaluate("said.length") <= 2
    label = plain.locator("#map").get_attribute("aria-label") or ""
    assert "now at x = 2, y = 2.5" in label


def test_theme_follows_the_reader(explorer: Page) -> None:
    show(explorer, "")
    for scheme in ("light", "dark"):
        explorer.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        explorer.wait_for_function(
            f"explorer.Views.map.colours.name === '{scheme}'"
            f" && explorer.Views.landscape.colours.name === '{scheme}'"
        )


# ---- What is taken away ------------------------------------------------------------------------


def test_the_view_is_saved_as_a_png(explorer: Page, tmp_path: Path) -> None:
    explorer.emulate_media(color_scheme="dark")
    show(explorer, f"{RAVINE}")
    with explorer.expect_download() as download:
        explorer.get_by_role("button", name="Save as PNG").click()
    assert download.value.suggested_filename == "misty-hill.png"
    download.value.save_as(tmp_path / "view.png")
    picture = np.array(Image.open(tmp_path / "view.png").convert("RGB")).astype(int)
    height, width, _ = picture.shape
    assert width == 2 * 1280
    for left, right in ((0, 0.6), (0.6, 1)):  # neither the landscape nor the map is empty
        part = picture[: height // 2, round(left * width) : round(right * width)]
        assert part.std() > 15


def test_command_and_link_are_copied(browser: Browser, start: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{start}#{RAVINE}")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{start}#{RAVINE}"
    page.get_by_role("button", name="Make this clip").click()
    dialog = page.get_by_role("dialog", name="Make this clip")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    command = page.evaluate("navigator.clipboard.readText()")
    assert command == dialog.locator("code").inner_text()
    assert command.startswith('make your_function SET=\'FORMULA="(5 x^2 + y^2)/2" WINDOW=')
    context.close()


def test_a_walk_is_watched_from_a_frame_that_began_before_the_click(plain: Page) -> None:
    errors: list[str] = []
    plain.on("pageerror", lambda error: errors.append(str(error)))
    plain.evaluate(
        """async () => {
          const now = performance.now.bind(performance);
          performance.now = () => now() + 200;
          document.getElementById("play").click();
          delete performance.now;
          await new Promise((done) => setTimeout(done, 400));
        }"""
    )
    expect(plain.locator("#steps-shown")).not_to_have_text("-1")
    assert errors == []


def test_gallery_links_to_an_explorer_that_is_there() -> None:
    assert 'href="../explorer.html"' in page_text([], [], "A shelf", explorer=True)
    assert "explorer.html" not in page_text([], [], "A shelf")


def test_make_builds_the_page_again_only_when_its_sources_change(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    page = project.root / "media" / "explorer.html"
    assert project.made("explorer").endswith("media/explorer.html\n")
    first = page.stat().st_mtime_ns
    project.made("explorer")
    assert page.stat().st_mtime_ns == first
    for source in (
        "gd_math/losses/teaching.py",
        "studio/outputs/explorer/scripts/controls/page.js",
    ):
        before = page.stat().st_mtime_ns
        (project.root / source).touch()
        project.made("explorer")
        assert page.stat().st_mtime_ns > before
    shutil.rmtree(project.root / "media" / ".work", ignore_errors=True)
    project.made("clean")
    assert not page.exists()
