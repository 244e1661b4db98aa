"""Slides from finished clips: a PowerPoint deck for each clip, or one for all of them."""

from collections.abc import Sequence
from pathlib import Path

from engine.files import put
from scenes.kit.theme import THEMES
from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.outputs.slides.cuts import CutClip, cut_clip
from studio.outputs.slides.powerpoint import write_deck
from studio.render.folders import workshop
from studio.shelf.course import WHOLE, Course, asked_course, chosen_clips
from studio.shelf.shelf import check_whole, made_of_each

COURSE = f"{WHOLE}.pptx"


def main(arguments: list[str]) -> int:
    """Make the decks that the command line asks for; return the exit code."""
    parser = shelf_parser("slides")
    parser.add_argument("--whole", action="store_true", help=f"one deck of all clips, {COURSE}")
    given = parser.parse(arguments)

    def make() -> None:
        make_slides(given.shelf, given.names, asked_course(given), given.whole)

    return exit_code("slides", make)


def make_slides(shelf: Path, names: Sequence[str], course: Course, whole: bool = False) -> None:
    """Make a deck ``<clip>.pptx`` in `shelf` for each clip, or one of the `whole` course.

    Which clips, in which order: see `chosen_clips`. One deck a clip is the rule: a few videos in
    each, where a deck of a hundred takes long to open, and PowerPoint is known to stop playing
    videos after some thirty of them.

    Raises StudioError when there is nothing to show; and, once the decks are made, when a clip
    had to be left out.
    """
    with workshop(shelf, "slides") as work:
        parts, problems = chosen_clips(shelf, names, course)
        clips = [clip for _, part in parts for clip in part]
        chapters = {clip.name: title for title, part in parts for clip in part if whole}
        cut = made_of_each(
            clips, problems, lambda clip: cut_clip(clip, chapters.get(clip.name, ""), work)
        )
        decks: dict[str, Sequence[CutClip]] = (
            {COURSE: cut} if whole else {f"{clip.name}.pptx": [clip] for clip in cut}
        )
        for name, shown in decks.items():
            title = course.title if whole else ""
            write_deck(shown, THEMES[clips[0].theme], work / name, title)
        for name in decks:
            put(work / name, shelf / name)
    check_whole(problems)
