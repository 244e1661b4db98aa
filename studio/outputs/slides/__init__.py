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
from studio.shelf.course import in_chapters, read_course
from studio.shelf.shelf import check_whole, made_of_each, read_clips

COURSE = "whole-course.pptx"  # a name that no clip can have


def main(arguments: list[str]) -> int:
    """Make the decks that the command line asks for; return the exit code."""
    parser = shelf_parser("slides")
    parser.add_argument("--course", action="store_true", help=f"one deck of all clips, {COURSE}")
    given = parser.parse(arguments)

    def make() -> None:
        make_slides(given.shelf, given.names, given.scenes, given.course)

    return exit_code("slides", make)


def make_slides(shelf: Path, names: Sequence[str], scenes: Path, course: bool = False) -> None:
    """Make a deck ``<clip>.pptx`` in `shelf` for each clip, or one of all of them.

    The clips are those with these names, in this order, or all that are finished; one deck of all
    has them in the order of the course in the folder `scenes`. One deck a clip is the rule: a few
    videos in each, where a deck of a hundred takes long to open, and PowerPoint is known to stop
    playing videos after some thirty of them.

    Raises StudioError when there is nothing to show; and, once the decks are made, when a clip
    had to be left out.
    """
    with workshop(shelf, "slides") as work:
        clips, problems = read_clips(shelf, names)
        if course and not names:
            clips = [one for _, part in in_chapters(clips, read_course(scenes)) for one in part]
        cut = made_of_each(clips, problems, lambda clip: cut_clip(clip, work))
        decks: dict[str, Sequence[CutClip]] = (
            {COURSE: cut} if course else {f"{clip.name}.pptx": [clip] for clip in cut}
        )
        for name, shown in decks.items():
            write_deck(shown, THEMES[clips[0].theme], work / name)
        for name in decks:
            put(work / name, shelf / name)
    check_whole(problems)
