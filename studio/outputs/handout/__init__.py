"""Sheets to print: for each clip its claim, formulas, figures, and a picture of each beat.

A question stands there with its choices and room to answer it. What it comes to, picture and
caption, is on a page of its own after the sheet, so that it can be handed out later.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import typst
from PIL import Image

from engine.files import put
from scenes.kit.theme import LIGHT
from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.render.folders import workshop
from studio.scene.knobs import read_knobs
from studio.shelf.course import Course, asked_course, chosen_clips
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, check_whole, made_of_each

PAPERS = {"a4": "a4", "letter": "us-letter"}  # our names and Typst's
PICTURE_WIDTH = 1280  # pixels, at most: 400 an inch on paper
_TEMPLATE = Path(__file__).with_name("handout.typ")


def main(arguments: list[str]) -> int:
    """Make the sheets that the command line asks for; return the exit code."""
    given = shelf_parser("handout").parse(arguments)

    def make() -> None:
        course = asked_course(given)
        make_handout(given.shelf, given.names, given.scenes, course)

    return exit_code("handout", make)


def make_handout(shelf: Path, names: Sequence[str], scenes: Path, course: Course) -> None:
    """Make ``handout-a4.pdf`` and ``handout-letter.pdf`` in `shelf`.

    Which clips they show, and in which chapters: see `chosen_clips`. `scenes` is the folder of
    their scenes.

    Raises StudioError when there is nothing to show; and, once the sheets are made, when a clip
    had to be left out.
    """
    with workshop(shelf, "handout") as work:
        parts, problems = chosen_clips(shelf, names, course)
        clips = [clip for _, part in parts for clip in part]
        chapters = {clip.name: title for title, part in parts for clip in part}
        facts = made_of_each(
            clips,
            problems,
            lambda clip: _facts(clip, scenes, work) | {"chapter": chapters[clip.name]},
        )
        for name, paper in PAPERS.items():
            (work / f"{name}.pdf").write_bytes(_set(facts, course.title, paper, work))
        for name in PAPERS:
            put(work / f"{name}.pdf", shelf / f"handout-{name}.pdf")
    if any(clip.theme == "dark" for clip in clips):
        print("On paper, THEME=light takes less ink.")
    check_whole(problems)


def _facts(clip: Clip, scenes: Path, work: Path) -> dict[str, Any]:
    """Return what the sheet shows of `clip`, and put its pictures into `work`."""
    try:
        frames = read_frames(clip.video, [beat.end - 1 for beat in clip.beats])
    except (av.error.InvalidDataError, EOFError, IndexError):
        raise StudioError(
            f"{clip.video} is not whole; remove it and make it again.", exit_code=1
        ) from None
    beats: list[dict[str, Any]] = []
    for number, (beat, frame) in enumerate(zip(clip.beats, frames, strict=True), 1):
        file = f"{clip.name}.{number:02}.jpg"
        picture = Image.fromarray(frame)
        picture.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH), Image.Resampling.LANCZOS)
        picture.save(work / file, quality=92, subsampling=0)
        time = beat.span(clip.frame_rate)
        row = {"number": number, "picture": file, "caption": beat.caption, "time": time}
        beats.append(row | {"kind": beat.kind, "choices": beat.choices})
    return {
        "name": clip.name,
        "title": clip.title,
        "claim": clip.alt,
        "beats": [beat for beat in beats if beat["kind"] != "answer"],
        "answers": [
            answer | {"question": question}
            for question, answer in pairwise(beats)
            if answer["kind"] == "answer"
        ],
        "formulas": clip.formulas,
        "figures": figures(clip, scenes / f"{clip.scene}.py"),
    }


def figures(clip: Clip, scene: Path) -> list[dict[str, str]]:
    """Return the knobs with the values that the video was made with, and what they mean."""
    try:
        meaning = {knob.name: knob.comment for knob in read_knobs(scene)}
    except StudioError:
        meaning = {}
    return [
        {
            "name": name.lower().replace("_", " "),
            "value": _written(value),
            "meaning": meaning.get(name, ""),
        }
        for name, value in clip.knobs.items()
    ]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"({', '.join(map(_written, value))})"
    return str(value).replace("-", "−") if isinstance(value, int | float) else str(value)


def _set(clips: list[dict[str, Any]], title: str, paper: str, work: Path) -> bytes:
    """Return the sheets as a PDF: the same bytes for the same clips."""
    colors = {"ink": LIGHT.ink, "muted": LIGHT.muted, "line": LIGHT.grid, "mark": LIGHT.walker}
    facts = {"title": title, "paper": paper, "clips": clips, "colors": colors}
    (work / "handout.json").write_text(json.dumps(facts), encoding="utf-8")
    (work / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
    content = typst.compile(work / _TEMPLATE.name, root=work, ignore_system_fonts=True)
    assert isinstance(content, bytes)
    return content
