"""docs/embedding.md: its commands run, its code plays, and it names only files that there are."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Page

from tests.end_to_end.project_copy import PROJECT, SHELF, WALK, Copy, copy_project

GUIDE = (PROJECT / "docs" / "embedding.md").read_text(encoding="utf-8")
# The scenes that the guide names, and what they are here.
SCENES = {"learning_rates": "LearningRates", "misty_hill": "MistyHill"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", GUIDE, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = copy_project(tmp_path_factory.mktemp("guide"))
    for scene in (copy.root / "scenes").glob("[a-z]*.py"):
        scene.unlink()
    for name, lesson in SCENES.items():
        (copy.root / "scenes" / f"{name}.py").write_text(WALK.format(name=lesson))
    return copy


@pytest.fixture(scope="module")
def followed(tiny: Copy) -> Copy:
    """A project in which all that the guide says was typed, but small."""
    for script in blocks("sh"):
        small = re.sub(r"^make ", f"make QUALITY={SHELF} ", script, flags=re.MULTILINE)
        code, said = tiny.shell(small)
        assert code == 0, f"{script}{said}"
    return tiny


@pytest.fixture
def beside(followed: Copy, tmp_path: Path) -> Path:
    """A folder of one's own, into which the files of a clip were put."""
    for file in followed.media("").glob("learning_rates.*"):
        if file.is_file():
            shutil.copy(file, tmp_path)
    return tmp_path


def test_every_command_runs_and_every_file_that_is_named_is_there(followed: Copy) -> None:
    dark = followed.media("")
    named = set(re.findall(r"`((?:learning_rates|whole-course|handout|index)\.?[\w./-]*)`", GUIDE))
    assert {
        "learning_rates.mov",
        "learning_rates.beats/01.mp4",
        "whole-course.pptx",
        "index.html",
    } <= named
    light = dark.with_name(f"{SHELF}-light")
    assert [name for name in named if not any((s / name).exists() for s in (dark, light))] == []
    assert (light / "handout-a4.pdf").is_file()
    assert (light / "learning_rates.mov").is_file()


def played(page: Page, address: str) -> None:
    """See that the only video of a page plays, and that its poster and captions are there."""
    page.goto(address)
    page.evaluate("""() => {
        const video = document.querySelector("video");
        video.muted = true;
        if (video.textTracks.length) video.textTracks[0].mode = "showing";
        return video.play();
    }""")
    page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    poster = page.evaluate("document.querySelector('video').poster")
    assert not poster or page.request.get(poster).ok
    page.wait_for_function("""() => {
        const tracks = document.querySelector("video").textTracks;
        return tracks.length === 0 || tracks[0].cues?.length === 2;
    }""")


def quarto() -> str:
    (block,) = re.findall(r"^````markdown\n```\{=html\}\n(.*?)^```\n````$", GUIDE, re.DOTALL | re.M)
    return block


@pytest.mark.parametrize("code", [*blocks("html"), quarto()])
def test_code_plays_on_a_page_of_ones_own(
    page: Page, beside: Path, serve: Callable[[Path], str], code: str
) -> None:
    text = f"<!doctype html><meta charset=utf-8><title>Mine</title>{code}"
    (beside / "mine.html").write_text(text, encoding="utf-8")
    played(page, f"{serve(beside)}/mine.html")
    source = page.evaluate("document.querySelector('video').currentSrc")
    clear = "transparent" in code
    assert source.endswith("learning_rates.transparent.webm" if clear else "learning_rates.mp4")


def test_a_notebook_holds_the_clip_and_plays_it(
    page: Page, beside: Path, serve: Callable[[Path], str]
) -> None:
    (cell,) = blocks("python")
    *beginning, shown = cell.strip().splitlines()
    names: dict[str, object] = {}
    before = Path.cwd()
    os.chdir(beside)
    try:
        exec("\n".join(beginning), names)
        output = eval(shown, names)._repr_html_()
    finally:
        os.chdir(before)
    (beside / "learning_rates.mp4").unlink()
    (beside / "notebook.html").write_text(f"<!doctype html><title>Mine</title>{output}")
    played(page, f"{serve(beside)}/notebook.html")


def test_markdown_shows_the_poster_and_leads_to_the_video(
    page: Page, beside: Path, serve: Callable[[Path], str]
) -> None:
    (code,) = blocks("markdown")
    (beside / "mine.html").write_text(
        f"<!doctype html><title>Mine</title>{MarkdownIt().render(code)}"
    )
    page.goto(f"{serve(beside)}/mine.html")
    page.wait_for_function("document.querySelector('a img').naturalWidth > 0")
    assert page.locator("img").get_attribute("alt")
    assert page.request.get(page.evaluate("document.querySelector('a').href")).ok


def test_links_lead_somewhere() -> None:
    headings = re.findall(r"^## (.+)$", GUIDE, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= anchors
    assert "(docs/embedding.md)" in (PROJECT / "README.md").read_text(encoding="utf-8")
