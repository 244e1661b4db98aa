import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, PackageLoader
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

from studio.job import Job
from studio.outputs.gallery.embedding import TICK, embeddings, escape_markdown
from studio.outputs.gallery.page import build_gallery
from studio.shelf.shelf import read_clip


def copied_code(page: Page, shelf: Path, kind: str) -> str:
    """Return what a click on Copy leaves on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{(shelf / 'index.html').as_uri()}#small_walk")
    page.locator("article:not([hidden]) summary", has_text=kind).click()
    if kind == "HTML":  # was open, and is closed now
        page.locator("article:not([hidden]) summary", has_text=kind).click()
    page.get_by_role("button", name=f"Copy the {kind} code").click()
    page.get_by_text("The code is copied.").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("kind", ["HTML", "Reveal.js"])
def test_copied_code_plays_with_captions_on_a_page_of_ones_own(
    page: Page, shelf: Path, tmp_path: Path, serve: Callable[[Path], str], kind: str
) -> None:
    code = copied_code(page, shelf, kind)
    for suffix in (".mp4", ".vtt", ".png"):
        shutil.copy(shelf / f"small_walk{suffix}", tmp_path)
    (tmp_path / "mine.html").write_text(f"<!doctype html><title>Mine</title>{code}")
    page.goto(f"{serve(tmp_path)}/mine.html")
    clip = read_clip(shelf, "small_walk")
    name = page.evaluate("document.querySelector('video').getAttribute('aria-label')")
    assert name == clip.label
    page.evaluate("""() => {
        const video = document.querySelector("video");
        video.muted = true;
        video.textTracks[0].mode = "showing";
        return video.play();
    }""")
    page.wait_for_function("document.querySelector('video').currentTime > 0.3")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length === 3")
    told = page.evaluate(
        "document.querySelector('video').textTracks[0].cues[1].getCueAsHTML().textContent"
    )
    assert " ".join(told.split()) == clip.beats[1].caption
    poster = page.evaluate("document.querySelector('video').poster")
    assert page.request.get(poster).ok


@pytest.fixture
def asking(asking_clip: Job, tmp_path: Path) -> Path:
    """A page with a clip that asks, and the clip's files."""
    shutil.copytree(asking_clip.result(".mp4").parent, tmp_path, dirs_exist_ok=True)
    build_gallery(tmp_path)
    return tmp_path


def code_of(folder: Path) -> dict[str, str]:
    clip = read_clip(folder, "asking_walk")
    environment = Environment(
        loader=PackageLoader("studio.outputs.gallery"), autoescape=True, trim_blocks=True
    )
    environment.filters |= {"clock": str, "address": str}
    return {each.label: each.code for each in embeddings(clip, environment)}


def test_a_deck_of_reveal_holds_at_the_question_and_has_the_answer_in_a_fragment(
    page: Page, asking: Path
) -> None:
    code = code_of(asking)["Reveal.js"]
    (asking / "mine.html").write_text(f"<!doctype html><title>Mine</title>{code}")
    page.goto((asking / "mine.html").as_uri())
    assert page.locator(".fragment").all_text_contents() == ["It goes to the right."]
    notes = page.locator(".notes li").all_text_contents()
    assert notes[1:3] == [
        "Question: Where does it go & <why>? (left / right)",
        "Answer: It goes to the right.",
    ]
    clip = read_clip(asking, "asking_walk")
    ((question, _),) = clip.questions
    video, stop = "document.querySelector('video')", clip.seconds(question.end)
    for begin in (stop - 1.5, stop - 2):  # the first time, and once more
        page.evaluate(f"{video}.currentTime = {begin}")
        page.wait_for_function(f"!{video}.seeking")
        page.evaluate(f"{video}.muted = true, {video}.play()")
        page.wait_for_function(f"{video}.paused")
        assert stop - TICK <= page.evaluate(f"{video}.currentTime") < stop
    page.evaluate(f"{video}.play()")
    page.wait_for_function(f"{video}.currentTime > {stop + 0.5}")
    assert not page.evaluate(f"{video}.paused")


def test_a_page_shows_the_question_and_the_answer_when_it_is_asked_for(
    page: Page, asking: Path
) -> None:
    code = code_of(asking)
    (asking / "mine.html").write_text(MarkdownIt().render(code["Markdown"]), encoding="utf-8")
    page.goto((asking / "mine.html").as_uri())
    expect(page.locator("summary")).to_have_text("Where does it go & <why>? (left / right)")
    answer = page.locator("details:not([open])", has_text="It goes to the right.")
    expect(answer).to_have_count(1)
    page.locator("summary").click()
    expect(answer).to_have_count(0)
    quarto = code["Quarto"]
    order = ["Where does it go", "revealjs", "{.fragment}", "It goes", 'collapse="true"', "It goes"]
    places = [0]
    for part in order:
        places.append(quarto.index(part, places[-1] + 1))
    assert quarto.splitlines().count(":::") == quarto.count("::: {") == 6


def test_quarto_and_markdown_name_the_files_that_are_there(page: Page, shelf: Path) -> None:
    quarto = copied_code(page, shelf, "Quarto")
    assert 'src="small_walk.mp4"' in quarto
    assert quarto.count("```") == 2
    assert "](small_walk.storyboard.png)" in quarto
    markdown = copied_code(page, shelf, "Markdown")
    assert markdown.startswith("[![A box walks to the right, and a ring grows.](small_walk.png)]")


def test_signs_that_mean_something_in_markdown_are_escaped() -> None:
    assert escape_markdown("a*b_[c](d) `e`\n# f") == r"a\*b\_\[c\]\(d\) \`e\` \# f"
