"""The film: the clips of a course or of a chapter in one MP4, with chapter marks and captions."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine import interruption
from engine.files import put
from scenes.kit.beat import Beat
from scenes.kit.theme import THEMES
from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.outputs.film.card import draw_card
from studio.render.folders import workshop
from studio.shelf.captions import Mark, marks_vtt, sub_rip, web_vtt
from studio.shelf.course import WHOLE, Course, asked_course, chapter_of, chosen_clips
from studio.shelf.media import Footage, join_videos, measure
from studio.shelf.shelf import Clip, check_whole, made_of_each

TITLE = "Gradient descent"  # of a film of clips that are no course with a title


def main(arguments: list[str]) -> int:
    """Make the film that the command line asks for; return the exit code."""
    parser = shelf_parser("film")
    parser.add_argument("--chapter", type=int, help="only this one, from 1")
    given = parser.parse(arguments)
    interruption.watch()

    def make() -> None:
        make_film(given.shelf, given.names, asked_course(given), given.chapter)

    return exit_code("film", make)


def make_film(shelf: Path, names: Sequence[str], course: Course, number: int | None = None) -> None:
    """Make ``whole-course.mp4`` in `shelf`, or ``chapter-2.mp4`` of the chapter with a `number`.

    Which clips it shows, in which order: see `chosen_clips`. Their frames are copied as they are. A
    card with its title goes before each chapter of a whole course; each card and each clip has a
    mark. Captions are a text track, and lie beside the film as ``.vtt`` and ``.srt``, the marks as
    ``.chapters.vtt``.

    Raises StudioError when there is nothing to show; and, once the film is made, when a clip had to
    be left out.
    """
    target = f"chapter-{number}" if number else WHOLE
    if number:
        course = chapter_of(course, number)
    with workshop(shelf, "film") as work:
        chapters, problems = chosen_clips(shelf, names, course)
        if number:  # and not what no chapter names
            chapters = [part for part in chapters[:1] if part[0] == course.title]
            if not chapters:
                raise StudioError(
                    f"no clip of chapter {number} is finished: run `make film CHAPTER={number}`.",
                    exit_code=1,
                )
        clips = [clip for _, part in chapters for clip in part]
        found = made_of_each(clips, problems, _footage)
        measured = {footage.video: footage for footage in found}
        parts: list[Footage] = []
        beats: list[Beat] = []
        marks: list[Mark] = []
        frames = 0
        for title, part in chapters:
            whole = [clip for clip in part if clip.video in measured]
            if whole and title and not number:
                card = draw_card(title, THEMES[whole[0].theme], whole[0].quality, work)
                parts.append(measure(card, whole[0].frame_rate))
                marks.append(Mark(title, frames, frames := frames + parts[-1].frames))
            for clip in whole:
                parts.append(measured[clip.video])
                beats += [_moved(beat, frames) for beat in clip.beats]
                marks.append(Mark(clip.title, frames, frames := frames + clip.frames))
        rate = clips[0].frame_rate
        metadata = {"title": course.title or TITLE}
        join_videos(parts, beats, marks, metadata, rate, work / "film.mp4")
        for suffix, text in (
            (".vtt", web_vtt(beats, rate)),
            (".srt", sub_rip(beats, rate)),
            (".chapters.vtt", marks_vtt(marks, rate)),
        ):
            (work / f"film{suffix}").write_text(text, encoding="utf-8")
            put(work / f"film{suffix}", shelf / f"{target}{suffix}")
        put(work / "film.mp4", shelf / f"{target}.mp4")
    check_whole(problems)


def _footage(clip: Clip) -> Footage:
    """Return what is to be joined of `clip`; raise StudioError if not all frames are there."""
    found = measure(clip.video, clip.frame_rate)
    if found.frames != clip.frames:
        raise StudioError(
            f"{clip.video} has not the frames that its manifest names; remove it and make it "
            "again.",
            exit_code=1,
        )
    return found


def _moved(beat: Beat, frames: int) -> Beat:
    start, end, said = (frames + frame for frame in (beat.start, beat.end, beat.caption_start))
    return replace(beat, start=start, end=end, caption_start=said)
