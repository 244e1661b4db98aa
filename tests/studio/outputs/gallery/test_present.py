import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from studio.shelf.shelf import read_clip
from tests.studio.outputs.gallery.conftest import BEATS, HOSTILE, RATE, SEEN

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
        polling=20,
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
    page.wait_for_function(
        "document.getElementById('present-dialog').dataset.playing === 'true'", polling=20
    )


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


def test_loop_comes_round_until_it_is_told_to_stop(page, start):
    page.goto(f"{start}#counting/1")
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


def test_replay_shows_the_beat_again(page, start):
    page.goto(f"{start}#counting/2")
    stand(page, 2)
    page.keyboard.press("r")
    playing(page)
    time = page.evaluate("document.querySelector('#present-dialog video').currentTime")
    assert time < (BEATS[1][1] - 1) / RATE
    stand(page, 2)


def sentence(page: Page) -> str:
    """Return what is seen and heard of the sentence below the picture."""
    return page.evaluate("document.querySelector('#present-dialog .sentence').textContent")


QUESTION = f"Beat 2 of 3. Question: Beat 2 {HOSTILE}"
AWAITED = f"Beat 3 of 3. Question: Beat 2 {HOSTILE}"
ANSWER = f"Beat 3 of 3. Answer: Beat 3 {HOSTILE}"


def note_sentences(page: Page) -> None:
    """Note each sentence with the time of the video at which it comes."""
    page.evaluate("""() => {
        window.said = [];
        const video = document.querySelector("#present-dialog video");
        const sentence = document.querySelector("#present-dialog .sentence");
        new MutationObserver(() => said.push([video.currentTime, sentence.textContent]))
            .observe(sentence, { childList: true });
    }""")


def test_a_question_and_its_answer_are_marked(page, start):
    page.goto(f"{start}#counting/2")
    stand(page, 2)
    assert sentence(page) == QUESTION
    expect(page.locator(".sentence")).to_have_class("sentence question")
    badge = "getComputedStyle(document.querySelector('.sentence'), '::before').content"
    assert "?" in page.evaluate(badge)
    ticks = page.locator(".ticks i")
    expect(ticks.nth(1)).to_have_class("question done")
    heights = [tick.bounding_box()["height"] for tick in ticks.all()]
    assert heights[1] > 2 * heights[0] == 2 * heights[2]
    page.keyboard.press("End")
    stand(page, 3)
    assert sentence(page) == ANSWER
    expect(page.locator(".sentence")).to_have_class("sentence")


def test_an_answer_is_not_given_away_before_it_has_been_seen(page, start):
    page.goto(f"{start}#counting/2")
    stand(page, 2)
    note_sentences(page)
    page.keyboard.press("ArrowRight")
    stand(page, 3)
    (_, awaited), (time, answer) = page.evaluate("said")
    assert (awaited, answer) == (AWAITED, ANSWER)
    assert SEEN / RATE - HALF <= time <= BEATS[2][1] / RATE
    page.evaluate("said.length = 0")
    page.keyboard.press("r")  # once more: the question again, and then the answer
    stand(page, 3)
    assert [words for _, words in page.evaluate("said")] == [AWAITED, ANSWER]
    page.keyboard.press("ArrowLeft")
    stand(page, 2)
    assert sentence(page) == QUESTION


def test_what_is_held_before_the_answer_has_been_seen_still_shows_the_question(page, start):
    page.goto(f"{start}#counting/2")
    stand(page, 2)
    page.keyboard.press("Space")
    playing(page)
    page.wait_for_timeout(200)
    page.keyboard.press("Space")
    assert stand(page, 2) < SEEN / RATE
    assert sentence(page) == AWAITED
    page.keyboard.press("c")
    page.keyboard.press("c")
    assert sentence(page) == AWAITED
    page.keyboard.press("Space")
    stand(page, 3)
    assert sentence(page) == ANSWER


def stays_at_the_question(page: Page) -> None:
    stand(page, 2)
    page.wait_for_timeout(700)  # longer than the answer needs to be told
    assert stand(page, 2) == pytest.approx((BEATS[1][1] - 0.5) / RATE, abs=HALF)
    assert sentence(page) == QUESTION


def test_a_loop_stops_at_a_question_and_goes_on_with_the_answer(page, start):
    page.goto(f"{start}#counting/1")
    stand(page, 1)
    page.keyboard.press("l")
    playing(page)
    page.keyboard.press("ArrowRight")  # to the end of the first beat
    stand(page, 1)
    page.keyboard.press("ArrowRight")
    playing(page)
    stays_at_the_question(page)
    expect(page.get_by_role("button", name="Loop the beat")).to_have_attribute(
        "aria-pressed", "true"
    )
    note_sentences(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("said.length >= 4")  # it comes round
    words = [words for _, words in page.evaluate("said")]
    assert words[:4] == [AWAITED, ANSWER, AWAITED, ANSWER]


def test_a_question_is_looped_by_nothing(page, start):
    page.goto(f"{start}#counting/2")
    stand(page, 2)
    page.keyboard.press("l")
    playing(page)
    stays_at_the_question(page)


@pytest.mark.parametrize("key", ["ArrowRight", "PageDown", "Space"])
def test_a_key_that_is_held_plays_no_further_than_the_question(page, start, key):
    page.goto(f"{start}#counting/1")
    stand(page, 1)
    for _ in range(8):  # but for the first they are repeats
        page.keyboard.down(key)
        page.wait_for_timeout(30)
    page.keyboard.up(key)
    stays_at_the_question(page)


def test_a_second_press_goes_to_the_end_of_the_question_and_no_further(page, start):
    page.goto(f"{start}#counting/1")
    stand(page, 1)
    page.keyboard.press("ArrowRight")
    playing(page)
    page.keyboard.press("ArrowRight")
    stays_at_the_question(page)


def test_a_question_waits_where_no_frames_are_told_of(page, start):
    page.add_init_script("delete HTMLVideoElement.prototype.requestVideoFrameCallback")
    page.goto(f"{start}#counting/1")
    stand(page, 1)
    page.keyboard.press("ArrowRight")
    playing(page)
    stays_at_the_question(page)


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
