import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from studio.outputs.gallery.embedding import escape_markdown
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


def test_quarto_and_markdown_name_the_files_that_are_there(page: Page, shelf: Path) -> None:
    quarto = copied_code(page, shelf, "Quarto")
    assert 'src="small_walk.mp4"' in quarto
    assert quarto.count("```") == 2
    assert "](small_walk.storyboard.png)" in quarto
    markdown = copied_code(page, shelf, "Markdown")
    assert markdown.startswith("[![A box walks to the right, and a ring grows.](small_walk.png)]")


def test_signs_that_mean_something_in_markdown_are_escaped() -> None:
    assert escape_markdown("a*b_[c](d) `e`\n# f") == r"a\*b\_\[c\]\(d\) \`e\` \# f"
