"""Slides from finished clips: a PowerPoint deck, and one that Reveal.js shows in a browser."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from scenes.kit.theme import THEMES
from studio.cache import workshop
from studio.command import shelf_parser
from studio.job import StudioError
from studio.outcome import exit_code
from studio.shelf import read_clips
from studio.slides.cuts import cut_clip
from studio.slides.powerpoint import write_deck
from studio.slides.reveal import PUBLIC, VERSION, UnavailableError, copy_reveal
from studio.slides.web import web_deck

FOLDER = "slides"  # holds all that the page beside it needs
REVEAL = "reveal.js"  # a name that no clip can have


def main(arguments: list[str]) -> int:
    """Make the decks that the command line asks for; return the exit code."""
    given = shelf_parser("slides").parse(arguments)
    return exit_code("slides", lambda: make_slides(given.shelf, given.names))


def make_slides(shelf: Path, names: Sequence[str]) -> None:
    """Make ``slides.pptx``, ``slides.html`` and the folder ``slides`` in `shelf`.

    They show the clips with these names in this order, or all that are finished.

    Raises StudioError when there is nothing to show; and, once the decks are made, when a clip
    had to be left out.
    """
    with workshop(shelf, FOLDER) as work:
        clips, complaints = read_clips(shelf, names)
        parts = work / FOLDER
        cut = []
        for clip in clips:
            try:
                cut.append(cut_clip(clip, parts))
            except StudioError as error:
                complaints.append(str(error))
        if not cut:
            raise StudioError(" ".join(complaints), exit_code=1)
        theme = THEMES[clips[0].theme]
        write_deck(cut, theme, work / "slides.pptx")
        page = web_deck(cut, theme, FOLDER, _reveal(work.parent.parent, parts))
        (work / "slides.html").write_text(page, encoding="utf-8")
        _put_in_place(work, shelf)
    if complaints:
        raise StudioError(f"left out: {' '.join(complaints)}", exit_code=1)


def _reveal(work: Path, parts: Path) -> str:
    """Return where the page finds Reveal.js: in `parts`, if it can be had."""
    try:
        copy_reveal(work, parts / REVEAL)
    except UnavailableError as reason:
        print(
            f"slides: {reason}; so slides.html loads Reveal.js {VERSION} from the network when "
            "it is shown. slides.pptx needs no network.",
            file=sys.stderr,
        )
        shutil.rmtree(parts / REVEAL, ignore_errors=True)
        return PUBLIC
    return f"{FOLDER}/{REVEAL}"


def _put_in_place(work: Path, shelf: Path) -> None:
    shelf.mkdir(parents=True, exist_ok=True)
    os.replace(work / "slides.pptx", shelf / "slides.pptx")
    if (shelf / FOLDER).exists():
        os.replace(shelf / FOLDER, work / "before")
    os.replace(work / FOLDER, shelf / FOLDER)
    os.replace(work / "slides.html", shelf / "slides.html")
