"""The page of a watch in a real browser: it shows what was saved, and stays where one works."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.studio.editing.watch.conftest import SCENE, Watch, picture, rendered, shows, up_to_date

WALK = "box.animate.shift(2 * RIGHT)"
LINEAR = ("Square\n", "Square, linear\n")


def test_the_clip_plays_beat_by_beat(watch: Watch, page: Page) -> None:
    expect(page.locator("#title")).to_have_text("A box that turns")
    expect(page.locator("#beats li")).to_have_count(3)
    expect(page.locator("#caption")).to_have_text("A box appears.")
    page.wait_for_function("() => shown().currentTime > 0.3")
    first = picture(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#caption")).to_have_text("Now it walks.")
    shows(page, 2)
    page.wait_for_function("() => shown().currentTime > 0.1")
    assert picture(page) != first
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[aria-current]")).to_contain_text("A box appears.")
    page.keyboard.press("l")
    shows(page, 2)  # it plays on


def test_a_saved_change_shows_first_as_a_still_and_then_moving(watch: Watch, page: Page) -> None:
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => seen.push(document.body.dataset.shows))
                .observe(document.body, { attributes: true });
        }"""
    )
    page.keyboard.press("ArrowRight")
    shows(page, 2)
    before = picture(page)
    with rendered(page):
        watch.save((WALK, "box.animate.shift(3 * RIGHT)"))
        shows(page, 2, "still")
        assert picture(page) != before
        shows(page, 2)
    assert picture(page) != before
    assert page.evaluate("seen.includes('still') && seen.at(-1) === 'video'")


def test_the_page_stays_at_its_beat_whichever_is_edited(watch: Watch, page: Page) -> None:
    watch.render(page, ("Rotate(box, 0.5)", "Rotate(box, 0.7)"))
    shows(page, 1)
    page.locator("#beats button").nth(2).click()
    shows(page, 3)
    before = picture(page)
    watch.render(page, ("Rotate(box, 0.5)", "Rotate(box, 0.9)"))
    shows(page, 3)
    assert picture(page) != before
    watch.render(page, ("Rotate(box, 0.5)", "Rotate(box, 0.9)"), ("Now it walks.", "Now it runs."))
    shows(page, 3)
    expect(page.locator("#beats li").nth(1)).to_contain_text("Now it runs.")


def test_a_knob_or_the_kit_leaves_the_page_at_its_beat(watch: Watch, page: Page) -> None:
    page.locator("#beats button").nth(1).click()
    shows(page, 2)
    before = picture(page)
    watch.render(page, ("SIDE = 2.0", "SIDE = 3.0"))
    shows(page, 2)
    after = picture(page)
    assert after != before
    video = page.evaluate("shown().src")
    theme = watch.project.root / "scenes" / "kit" / "theme.py"
    text = theme.read_text(encoding="utf-8")
    with rendered(page):
        theme.write_text(text.replace('walker="#E69F00"', 'walker="#00FF00"'), encoding="utf-8")
    shows(page, 2)
    assert picture(page) != after
    with rendered(page):
        theme.write_text(text, encoding="utf-8")
    shows(page, 2)
    assert page.evaluate("shown().src") == video


def test_two_saves_of_one_second_and_one_length(watch: Watch, page: Page) -> None:
    video = page.evaluate("shown().src")
    theme = watch.project.root / "scenes" / "kit" / "theme.py"
    text = theme.read_text(encoding="utf-8")
    now = time.time()
    for saved in (text.replace('walker="#E69F00"', 'walker="#00FF00"'), text):
        with rendered(page):
            theme.write_text(saved, encoding="utf-8")
            os.utime(theme, (now, now))
        shows(page, 1)
        assert (page.evaluate("shown().src") == video) == (saved == text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("box.animate", "bix.animate", "NameError"),
        ("shift(2 * RIGHT)", "shift(2 * RIGHT", "never closed"),
        ("Rotate(box, 0.5)", "Rotate(box, [1, 2])", "Error"),
    ],
)
def test_a_broken_scene_shows_file_and_line_and_the_last_good_clip(
    watch: Watch, page: Page, old: str, new: str, message: str
) -> None:
    page.locator("#beats button").nth(1).click()
    shows(page, 2)
    watch.save((old, new))
    error = page.locator("#error")
    expect(error).to_be_visible(timeout=30_000)
    line = SCENE[: SCENE.index(old)].count("\n") + 1
    expect(error).to_contain_text(message)
    expect(error).to_contain_text(f"scenes/turn.py, line {line}")
    shows(page, 2)
    page.evaluate("shown().currentTime = 0")
    page.wait_for_function("() => shown().currentTime > 0.2")
    watch.render(page, (WALK, "box.animate.shift(1 * RIGHT)"))
    expect(error).to_be_hidden()
    shows(page, 2)


def test_a_broken_module_of_the_kit(watch: Watch, page: Page) -> None:
    module = watch.project.root / "scenes" / "kit" / "lesson.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text + "\ndef broken(:\n", encoding="utf-8")
    error = page.locator("#error")
    expect(error).to_be_visible(timeout=30_000)
    expect(error).to_contain_text(f"scenes/kit/lesson.py, line {text.count(chr(10)) + 2}")
    with rendered(page):
        module.write_text(text, encoding="utf-8")
    expect(error).to_be_hidden()


def test_a_change_that_leaves_the_last_frame_as_it_is(watch: Watch, page: Page) -> None:
    late = "box.animate(rate_func=lambda t: t if t > 0.7 else 0).shift(2 * RIGHT)"
    watch.render(page, (WALK, "box.animate(rate_func=linear).shift(2 * RIGHT)"), LINEAR)
    page.locator("#beats button").nth(1).click()
    shows(page, 2)
    video = page.evaluate("shown().src")
    watch.render(page, (WALK, late), LINEAR)
    page.wait_for_function(f"() => shown().src !== '{video}'")
    shows(page, 2)


def test_a_page_that_is_loaded_again_comes_back_to_its_beat(watch: Watch, page: Page) -> None:
    page.locator("#beats button").nth(2).click()
    shows(page, 3)
    page.reload()
    shows(page, 3)


def test_settings_of_manim_that_change(watch: Watch, page: Page) -> None:
    with rendered(page), (watch.project.root / "manim.cfg").open("a", encoding="utf-8") as file:
        file.write("# saved\n")
    expect(page.locator("#error")).to_be_hidden()


def rename_over(scene: Path, text: str) -> None:
    other = scene.with_name("turn.py~tmp")
    other.write_text(text, encoding="utf-8")
    os.replace(other, scene)


def move_away_and_write(scene: Path, text: str) -> None:
    shutil.move(scene, scene.with_name("turn.py~"))
    scene.write_text(text, encoding="utf-8")


def write_in_parts(scene: Path, text: str) -> None:
    with scene.open("w", encoding="utf-8") as file:
        for line in text.splitlines(keepends=True):
            file.write(line)
            file.flush()


@pytest.mark.parametrize("save", [rename_over, move_away_and_write, write_in_parts])
def test_however_an_editor_saves(
    watch: Watch, page: Page, save: Callable[[Path, str], None]
) -> None:
    with rendered(page):
        save(watch.scene, SCENE.replace("And it turns.", f"Saved by {save.__name__}."))
    expect(page.locator("#beats li").last).to_contain_text(f"Saved by {save.__name__}.")
    expect(page.locator("#error")).to_be_hidden()


def test_a_save_that_changes_nothing_renders_nothing(watch: Watch, page: Page) -> None:
    before = page.evaluate("content.render")
    watch.scene.touch()
    watch.save()
    page.wait_for_timeout(600)  # longer than any saving takes
    assert page.evaluate("content.render") == before


def test_a_question_and_its_answer_are_marked(watch: Watch, page: Page) -> None:
    watch.render(
        page,
        ('self.beat("Now it walks.")', 'self.ask("Where to?", "left", "right")'),
        ('self.beat("And it turns.")', 'self.answer("To the right.")'),
    )
    beats = page.locator("#beats li")
    expect(beats).to_have_count(3)
    expect(beats.nth(1).locator("em")).to_have_text("question ")
    expect(beats.nth(2)).to_contain_text("answer To the right.")
    for number, kind in ((1, "question"), (2, "answer")):
        beats.nth(number).locator("button").click()
        shows(page, number + 1)
        expect(page.locator("#caption")).to_have_attribute("data-kind", kind)
    # Only when the answer is told is another, though each frame is as it was.
    video = page.evaluate("shown().src")
    watch.render(
        page,
        ('self.beat("Now it walks.")', 'self.ask("Where to?", "left", "right")'),
        ('        self.beat("And it turns.")\n', ""),
        (
            "Rotate(box, 0.5), run_time=0.4)",
            'Rotate(box, 0.5), run_time=0.4)\n        self.answer("To the right.")',
        ),
    )
    page.wait_for_function(f"() => shown().src !== '{video}'")


def test_the_newest_save_wins(watch: Watch, page: Page) -> None:
    for turn in range(1, 6):
        watch.save(("Rotate(box, 0.5)", f"Rotate(box, {turn})"), ("And it", f"{turn} times it"))
        page.wait_for_timeout(300)
    expect(page.locator("#beats li").last).to_contain_text("5 times it turns.", timeout=30_000)
    up_to_date(page)
    assert len(list((watch.project.root / "media/.work/480p15").glob("*.render"))) <= 1


def test_beats_that_come_and_go(watch: Watch, page: Page) -> None:
    page.locator("#beats button").nth(2).click()
    watch.render(page, ('        self.beat("And it turns.")\n', ""))
    expect(page.locator("#beats li")).to_have_count(2)
    shows(page, 2)
    watch.render(page)
    expect(page.locator("#beats li")).to_have_count(3)


def test_what_cannot_be_read_stands_beside_the_clip_until_it_is_mended(
    watch: Watch, page: Page
) -> None:
    remarks = page.locator("#remarks")
    expect(remarks).to_be_hidden()
    aside = ("box = S", "self.add(Typst('Too far').shift(7 * RIGHT))\n        box = S")
    watch.render(page, ("Square\n", "Square, Typst\n"), aside)
    expect(remarks.locator("li")).to_have_count(1)
    expect(remarks).to_contain_text("‘Too far’")
    expect(remarks).to_contain_text("leaves the frame (right)")
    expect(remarks).to_contain_text("s in beat 1, “A box appears.”")
    expect(page.locator("#error")).to_be_hidden()
    watch.save(("box.animate", "bix.animate"))
    expect(page.locator("#error")).to_be_visible(timeout=30_000)
    expect(remarks).to_be_hidden()
    watch.render(page)
    expect(remarks).to_be_hidden()
