"""Present mode through a course: from clip to clip, its chapters, the time, a black screen."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.outputs.gallery.page import build_gallery
from studio.shelf.course import Chapter, Course, CourseClip
from tests.studio.outputs.gallery.conftest import BEATS, HOSTILE
from tests.studio.outputs.gallery.test_access import serious
from tests.studio.outputs.gallery.test_present import playing, sentence, stand

CHAPTER = f"First {HOSTILE}"
ORDER = (("small_walk", 3), ("counting", 3), ("again", 3))  # and how many beats each has


@pytest.fixture(scope="module")
def start(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of a course with two chapters, the clips not in order of names."""
    folder = tmp_path_factory.mktemp("lecture") / shelf.name
    shutil.copytree(shelf, folder)
    facts = json.loads((folder / "counting.json").read_text(encoding="utf-8"))
    facts |= {"name": "again", "title": "Once more"}
    (folder / "again.json").write_text(json.dumps(facts), encoding="utf-8")
    shutil.copy(folder / "counting.mp4", folder / "again.mp4")
    first, *others = [CourseClip(name, name) for name, _ in ORDER]
    chapters = (Chapter(CHAPTER, (first,)), Chapter("Second", tuple(others)))
    build_gallery(folder, (), Course("My <lecture>", chapters, own=True))
    return (folder / "index.html").as_uri()


def at(page: Page, name: str, beat: int) -> None:
    """Wait until the clip `name` stands at the end of a beat."""
    expect(page).to_have_url(re.compile(f"#{name}/{beat}$"))
    stand(page, beat)


def test_the_page_has_the_name_of_the_course(page, start):
    page.goto(start)
    expect(page.get_by_role("heading", level=1)).to_have_text("My <lecture>")
    expect(page).to_have_title("My <lecture>")


@pytest.mark.parametrize("key", ["ArrowRight", "Space"])
def test_after_the_last_beat_the_next_clip_comes_and_before_the_first_the_last_one(
    page, start, key
):
    page.goto(f"{start}#small_walk/3")
    stand(page, 3)
    expect(page.get_by_role("button", name="Next clip")).to_be_visible()
    page.keyboard.press(key)
    at(page, "counting", 0)
    assert sentence(page) == f"Chapter: Second. Beginning. Counting {HOSTILE}"
    page.keyboard.press(key)
    at(page, "counting", 1)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    at(page, "small_walk", 3)


def test_the_course_ends_where_it_ends(page, start):
    page.goto(f"{start}#small_walk/0")
    stand(page, 0)
    expect(page.locator('[data-act="back"]')).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowLeft")
    at(page, "small_walk", 0)
    page.goto(f"{start}#again/3")
    stand(page, 3)
    expect(page.locator('[data-act="next"]')).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowRight")
    at(page, "again", 3)


def test_a_key_that_is_held_leads_into_no_other_clip(page, start):
    page.goto(f"{start}#small_walk/2")
    stand(page, 2)
    for _ in range(8):
        page.keyboard.down("ArrowRight")
        page.wait_for_timeout(20)
    page.keyboard.up("ArrowRight")
    at(page, "small_walk", 3)


def test_the_chapter_and_the_place_in_it_are_shown(page, start):
    part = page.locator(".part")
    for name, text in (
        ("small_walk", f"{CHAPTER} · 1 of 1"),
        ("counting", "Second · 1 of 2"),
        ("again", "Second · 2 of 2"),
    ):
        page.goto(f"{start}#{name}/0")
        expect(part).to_have_text(text)


def test_any_clip_can_be_chosen_from_the_list_of_chapters(page, start):
    page.goto(f"{start}#small_walk/1")
    stand(page, 1)
    page.keyboard.press("o")
    contents = page.get_by_role("dialog", name="All clips")
    expect(contents.get_by_role("heading", level=3)).to_have_text([CHAPTER, "Second"])
    current = contents.locator("[aria-current]")
    expect(current).to_have_text(["A small walk"])
    assert serious(page) == []
    contents.get_by_role("link", name="Once more").click()
    at(page, "again", 0)
    expect(contents).to_be_hidden()
    page.locator(".part").click()
    expect(current).to_have_text(["Once more"])


def test_who_leaves_sees_the_clip_that_was_presented_last(page, start):
    page.goto(f"{start}#small_walk")
    page.get_by_role("link", name="Present, beat by beat").click()
    stand(page, 0)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    at(page, "counting", 0)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("#counting$"))
    expect(page.get_by_role("heading", level=2, name="Counting")).to_be_focused()


def test_who_goes_back_in_the_browser_sees_what_was_there_before(page, start):
    page.goto(start)
    page.get_by_role("link", name="Present: A small walk").click()
    stand(page, 0)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    at(page, "counting", 0)
    page.go_back()
    expect(page.get_by_role("region", name="All clips")).to_be_visible()
    page.wait_for_timeout(100)
    expect(page.get_by_role("region", name="All clips")).to_be_visible()


@pytest.mark.parametrize("key", ["b", "B", "."])
def test_the_screen_is_black_until_the_next_key_and_nothing_goes_on_meanwhile(page, start, key):
    page.goto(f"{start}#counting/0")
    stand(page, 0)
    page.keyboard.press("ArrowRight")
    playing(page)
    page.keyboard.press(key)
    black = page.locator(".black")
    expect(black).to_be_visible()
    box = black.bounding_box()
    assert (box["width"], box["height"]) == (1200, 800)
    assert page.evaluate("getComputedStyle(document.querySelector('.black')).backgroundColor") == (
        "rgb(0, 0, 0)"
    )
    assert page.evaluate("document.querySelector('#present-dialog video').paused")
    time = page.evaluate("document.querySelector('#present-dialog video').currentTime")
    assert time < BEATS[0][1] / 15
    page.keyboard.press("ArrowRight")  # brings the picture back, and does nothing else
    expect(black).to_be_hidden()
    assert page.evaluate("document.querySelector('#present-dialog video').paused")
    page.keyboard.press("ArrowRight")
    at(page, "counting", 1)
    page.keyboard.press(key)
    page.mouse.click(600, 400)
    expect(black).to_be_hidden()
    page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Present, beat by beat").click()
    expect(black).to_be_hidden()


def test_the_time_goes_on_from_clip_to_clip_and_can_be_hidden_and_started_anew(page, start):
    page.clock.install(time=0)
    page.goto(f"{start}#small_walk/3")
    timer = page.locator(".timer")
    expect(timer).to_have_text(re.compile("^0:"))
    page.clock.pause_at(120)  # seconds: from here on it goes only as far as it is told
    timer.click()
    expect(timer).to_have_text("0:00")
    page.clock.run_for(65_000)
    expect(timer).to_have_text("1:05")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("#counting/0$"))
    page.clock.run_for(3_540_000)
    expect(timer).to_have_text("60:05")
    page.keyboard.press("t")
    expect(timer).to_be_hidden()
    page.keyboard.press("t")
    timer.click()
    expect(timer).to_have_text("0:00")
    expect(page.locator('[data-act="next"]')).to_be_focused()


def test_on_a_telephone_nothing_leaves_the_screen(page, start):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{start}#small_walk/1")
    stand(page, 1)
    for button in page.locator("#present-dialog .keys button:visible").all():
        box = button.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360
        assert box["width"] >= 24
