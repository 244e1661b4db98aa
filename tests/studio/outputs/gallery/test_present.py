import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from studio.shelf.shelf import read_clip
from tests.studio.outputs.gallery.conftest import BEATS, RATE

HALF = 0.5 / RATE


def stand(page: Page, beat: int) -> float:
    """Wait until the clip stands at the end of a beat; return the time at which it does."""
    page.wait_for_function(
        """beat => {
            const dialog = document.getElementById("present-dialog");
            const video = dialog.querySelector("video");
            return dialog.dataset.at === String(beat) && dialog.dataset.playing === "false"
                && video.paused && !video.seeking && video.readyState >= 2;
        }""",
        arg=beat,
    )
    return page.evaluate("document.querySelector('#present-dialog video').currentTime")


def seen(page: Page) -> float:
    """Return the number of the frame of the counting clip that is seen."""
    gray = page.evaluate("""async () => {
        const video = document.querySelector("#present-dialog video");
        await new Promise((done) => setTimeout(done, 150));
        const canvas = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
        const brush = canvas.getContext("2d");
        brush.drawImage(video, 0, 0, 9, 9);
        return brush.getImageData(4, 4, 1, 1).data[1];
    }""")
    return gray / 5


def playing(page: Page) -> None:
    page.wait_for_function("document.getElementById('present-dialog').dataset.playing === 'true'")


def test_each_key_press_plays_one_beat_and_stops_on_its_last_frame(page, address):
    page.goto(f"{address}#counting/0")
    assert stand(page, 0) == 0
    for number, (_, end) in enumerate(BEATS, 1):
        page.keyboard.press("ArrowRight" if number % 2 else "Space")
        time = stand(page, number)
        assert time == pytest.approx((end - 0.5) / RATE, abs=HALF * 0.99)
        if address.startswith("http"):  # from a folder no script may look at the picture
            assert seen(page) == pytest.approx(end - 1, abs=0.4)
        assert page.url.endswith(f"#counting/{number}")


def test_a_rendered_clip_stops_where_its_manifest_says(page, address, shelf):
    clip = read_clip(shelf, "small_walk")
    page.goto(f"{address}#small_walk/0")
    stand(page, 0)
    page.keyboard.press("Space")
    playing(page)
    times = []
    for _ in range(3):
        page.wait_for_timeout(150)
        times.append(page.evaluate("document.querySelector('#present-dialog video').currentTime"))
    assert times == sorted(set(times))  # it moves on
    half = 0.5 / clip.frame_rate
    assert stand(page, 1) == pytest.approx(clip.seconds(clip.beats[0].end) - half, abs=half)
    expect(page.locator(".sentence")).to_contain_text(clip.beats[0].caption)


def test_back_first_and_last_go_where_they_say(page, start):
    page.goto(f"{start}#counting/2")
    assert stand(page, 2) == pytest.approx((BEATS[1][1] - 0.5) / RATE, abs=HALF)
    for key, beat in (("ArrowLeft", 1), ("PageUp", 0), ("ArrowLeft", 0), ("End", 3), ("Home", 0)):
        page.keyboard.press(key)
        stand(page, beat)


def test_space_holds_what_plays_and_plays_on(page, start):
    page.goto(f"{start}#counting/1")
    stand(page, 1)
    page.keyboard.press("Space")
    playing(page)
    page.wait_for_timeout(250)
    page.keyboard.press("Space")
    held = stand(page, 1)
    assert BEATS[1][0] / RATE < held < BEATS[1][1] / RATE - HALF
    page.keyboard.press("Space")
    stand(page, 2)


def test_arrow_during_a_beat_goes_to_its_end_at_once(page, start):
    page.goto(f"{start}#counting/0")
    stand(page, 0)
    page.keyboard.press("ArrowRight")
    playing(page)
    page.keyboard.press("ArrowRight")
    assert stand(page, 1) == pytest.approx((BEATS[0][1] - 0.5) / RATE, abs=HALF)


def test_loop_comes_round_until_it_is_told_to_stop(page, address):
    page.goto(f"{address}#counting/1")
    stand(page, 1)
    page.evaluate("""() => {
        window.seeks = 0;
        const video = document.querySelector("#present-dialog video");
        video.addEventListener("seeked", () => (window.seeks += 1));
    }""")
    page.keyboard.press("l")
    page.wait_for_function("window.seeks >= 3")
    expect(page.get_by_role("button", name="Loop the beat")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("L")
    stand(page, 1)


def test_replay_shows_the_beat_again(page, address):
    page.goto(f"{address}#counting/2")
    stand(page, 2)
    page.keyboard.press("r")
    playing(page)
    time = page.evaluate("document.querySelector('#present-dialog video').currentTime")
    assert time < (BEATS[1][1] - 1) / RATE
    stand(page, 2)


def test_reload_comes_back_to_the_place(page, address):
    page.goto(f"{address}#counting/1")
    stand(page, 1)
    page.keyboard.press("ArrowRight")
    before = stand(page, 2)
    page.reload()
    assert stand(page, 2) == pytest.approx(before, abs=1e-3)


def test_tap_and_swipe(page, start):
    page.goto(f"{start}#counting/0")
    stand(page, 0)
    page.touchscreen.tap(600, 300)
    stand(page, 1)

    def swipe(start: int, end: int) -> None:
        finger = {"pointerType": "touch", "isPrimary": True, "button": 0, "clientY": 300}
        screen = page.locator(".screen")
        screen.dispatch_event("pointerdown", {**finger, "clientX": start})
        screen.dispatch_event("pointerup", {**finger, "clientX": end})

    swipe(700, 300)
    stand(page, 2)
    swipe(300, 700)
    stand(page, 1)


def test_full_screen_and_leaving(page, start):
    page.goto(f"{start}#counting")
    page.get_by_role("link", name="Present, beat by beat").click()
    stand(page, 0)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("#counting$"))
    expect(page.get_by_role("link", name="Present, beat by beat")).to_be_focused()


def test_a_video_that_is_gone_is_told_of(page, shelf, tmp_path):
    folder = tmp_path / "gone"
    shutil.copytree(shelf, folder)
    (folder / "counting.mp4").unlink()
    address = (folder / "index.html").as_uri()
    for place in ("#counting", "#counting/0"):
        page.goto("about:blank")
        page.goto(address + place)
        expect(page.get_by_role("alert").filter(visible=True).first).to_contain_text("counting.mp4")
