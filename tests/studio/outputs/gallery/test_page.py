import json

import pytest
from playwright.sync_api import expect

from scenes.kit.theme import THEMES
from studio.shelf.shelf import read_clip
from tests.studio.outputs.gallery.conftest import BEATS, HOSTILE, RATE, SEEN


def test_the_shelf_shows_every_clip_and_opens_each(page, address, shelf):
    page.goto(address)
    cards = page.get_by_role("region", name="All clips").get_by_role("listitem")
    expect(cards).to_have_count(2)
    clip = read_clip(shelf, "small_walk")
    card = cards.filter(has_text=clip.title)
    expect(card).to_contain_text(clip.alt)
    expect(card).to_contain_text(f"0:{round(clip.duration):02}")
    card.get_by_role("link", name=clip.title, exact=True).click()
    expect(page.get_by_role("heading", name=clip.title, level=2)).to_be_focused()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page).to_have_title(f"{clip.title} · Misty Hill")
    page.go_back()
    expect(cards).to_have_count(2)
    expect(page.get_by_role("article")).to_have_count(0)


def test_nothing_moves_before_it_is_asked_to(page, start):
    page.goto(start)
    for place in ("#counting", "#small_walk/0", ""):
        page.goto(start + place)
        page.wait_for_timeout(300)
        assert page.evaluate("[...document.querySelectorAll('video')].every((v) => v.paused)")


def test_clips_play_with_captions_and_the_transcript_leads_through_them(page, address, shelf):
    clip = read_clip(shelf, "small_walk")
    page.goto(f"{address}#small_walk")
    lines = page.locator("article:not([hidden]) .transcript button")
    expect(lines).to_have_count(len(clip.beats))
    before = page.locator("article:not([hidden]) video").screenshot()
    lines.nth(1).click()
    page.wait_for_function(
        "start => document.querySelector('article:not([hidden]) video').currentTime > start + 0.3",
        arg=clip.seconds(clip.beats[1].start),
    )
    assert page.locator("article:not([hidden]) video").screenshot() != before
    expect(lines.nth(1)).to_have_attribute("aria-current", "step")
    caption = page.evaluate("""() => {
        const [track] = document.querySelector("article:not([hidden]) video").textTracks;
        return [track.mode, track.activeCues[0].getCueAsHTML().textContent];
    }""")
    assert caption == ["showing", clip.beats[1].caption]


def test_the_caption_of_an_answer_comes_when_it_has_been_seen(page, start):
    page.goto(f"{start}#counting")
    cues = page.evaluate("""() => {
        const [track] = document.querySelector("article:not([hidden]) video").textTracks;
        return [...track.cues].map((cue) => [cue.startTime, cue.endTime]);
    }""")
    assert [frame for cue in cues for frame in cue] == [
        pytest.approx(frame / RATE) for frame in (0, 12, 12, 27, SEEN, 45)
    ]


def test_whatever_a_scene_says_is_only_text(page, start):
    page.goto(f"{start}#counting")
    expect(page.locator("article:not([hidden]) h2")).to_have_text(f"Counting {HOSTILE}")
    transcript = page.locator("article:not([hidden]) .transcript")
    expect(transcript).to_contain_text(f"Beat 1 {HOSTILE}")
    expect(transcript).to_contain_text(f"Question Beat 2 {HOSTILE} (<b>yes</b> / no)")
    expect(transcript).to_contain_text(f"Answer Beat 3 {HOSTILE}")
    expect(page.locator("article:not([hidden]) .what")).to_have_text(f"Frames, counted {HOSTILE}")
    cue = page.evaluate(
        "document.querySelector('article:not([hidden]) video').textTracks[0].cues[2]"
        ".getCueAsHTML().textContent"
    )
    assert cue == f"Beat 3 {HOSTILE}"
    assert page.locator("img[src=x]").count() == 0
    page.goto(f"{start}#counting/2")
    expect(page.locator(".sentence")).to_contain_text(f"Beat 2 {HOSTILE}")


def test_an_address_that_means_nothing_shows_the_shelf(page, start):
    for place in ("#nobody", "#nobody/3", "#%E0%A4%A", "#constructor/1", "#counting/"):
        page.goto("about:blank")
        page.goto(start + place)
        expect(page.get_by_role("region", name="All clips")).to_be_visible()


def test_a_place_beyond_the_last_beat_is_its_end(page, start):
    page.goto(f"{start}#counting/99")
    page.wait_for_function(
        "end => Math.abs(document.querySelector('#present-dialog video').currentTime - end) < 0.1",
        arg=BEATS[-1][1] / RATE,
    )


def test_files_are_offered_with_their_sizes(page, start, shelf):
    page.goto(f"{start}#small_walk")
    links = page.locator("article:not([hidden]) .files a")
    offered = [link.get_attribute("href") for link in links.all()]
    assert set(offered) == {path.name for path in shelf.glob("small_walk.*")}
    size = (shelf / "small_walk.vtt").stat().st_size
    expect(links.filter(has_text="small_walk.vtt")).to_contain_text(f"{size} B")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_are_those_of_the_theme_for_the_readers_setting(page, shelf, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto((shelf / "index.html").as_uri())
    color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    hue = THEMES[scheme].background
    assert color == f"rgb({int(hue[1:3], 16)}, {int(hue[3:5], 16)}, {int(hue[5:], 16)})"


def test_without_scripts_everything_is_there_to_read_and_play(browser, shelf):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((shelf / "index.html").as_uri())
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.locator("article video[controls]")).to_have_count(2)
    context.close()


def test_facts_of_the_page_are_those_of_the_manifests(page, shelf):
    page.goto((shelf / "index.html").as_uri())
    facts = json.loads(page.locator("#page-facts").text_content() or "")
    for name in ("small_walk", "counting"):
        manifest = json.loads((shelf / f"{name}.json").read_text(encoding="utf-8"))
        rate = manifest["frame_rate"]
        assert facts[name]["beats"] == [
            {
                "start": beat["start"] / rate,
                "end": beat["end"] / rate,
                "captionStart": beat["caption_start"] / rate,
                "caption": beat["caption"],
                "kind": beat["kind"],
            }
            for beat in manifest["beats"]
        ]
