"""Sheets to print: for each clip its claim, formulas, figures, and a picture of each beat.

A question stands there with its choices and room to answer it. What all of them come to, picture
and caption, is on pages of its own at the end, so that it can be handed out later. The questions
alone are a sheet of their own.
"""

import json
import re
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
from studio.scene.knob_ranges import meaning
from studio.scene.knobs import read_knobs
from studio.shelf.course import Course, asked_course, chosen_clips
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, check_whole, made_of_each, written

PAPERS = {"a4": "a4", "letter": "us-letter"}  # our names and Typst's
SHEETS = ("handout", "questions")
PICTURE_WIDTH = 1280  # pixels, at most: 400 an inch on paper
_SEED = re.compile(r"^(seed\n|.*\n(draws\b|.*\bseed\b))", re.IGNORECASE)  # name, comment
_TEMPLATE = Path(__file__).with_name("handout.typ")


def main(arguments: list[str]) -> int:
    """Make the sheets that the command line asks for; return the exit code."""
    given = shelf_parser("handout").parse(arguments)

    def make() -> None:
        course = asked_course(given)
        make_handout(given.shelf, given.names, given.scenes, course)

    return exit_code("handout", make)


def make_handout(shelf: Path, names: Sequence[str], scenes: Path, course: Course) -> None:
    """Make ``handout-a4.pdf``, ``questions-a4.pdf`` and both as ``…-letter.pdf`` in `shelf`.

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
        files = [(sheet, paper, f"{sheet}-{paper}.pdf") for sheet in SHEETS for paper in PAPERS]
        for sheet, paper, file in files:
            (work / file).write_bytes(_set(sheet, facts, course.title, PAPERS[paper], work))
        for _, _, file in files:
            put(work / file, shelf / file)
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
    """Return the numbers that the video was made with, and what they mean.

    What only whoever makes a clip needs to know is left out: seeds, names of files and of what
    `gd_math` has, and of a comment which values are good, and what stands behind a semicolon.
    """
    try:
        comments = {knob.name: meaning(knob)[0] for knob in read_knobs(scene)}
    except StudioError:
        comments = {}
    return [
        {
            "name": name.lower().replace("_", " "),
            "value": written(value),
            "meaning": re.split(r";|, such as", comments.get(name, ""))[0],
        }
        for name, value in clip.knobs.items()
        if _is_numbers(value) and not _SEED.match(f"{name}\n{comments.get(name, '')}")
    ]


def _is_numbers(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(map(_is_numbers, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _set(sheet: str, clips: list[dict[str, Any]], title: str, paper: str, work: Path) -> bytes:
    """Return a sheet as a PDF: the same bytes for the same clips."""
    colors = {"ink": LIGHT.ink, "muted": LIGHT.muted, "line": LIGHT.grid, "mark": LIGHT.walker}
    facts: dict[str, Any] = {"title": title, "paper": paper, "clips": clips, "colors": colors}
    facts |= {"only_questions": sheet == "questions"}
    (work / "handout.json").write_text(json.dumps(facts), encoding="utf-8")
    (work / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
    content = typst.compile(work / _TEMPLATE.name, root=work, ignore_system_fonts=True)
    assert isinstance(content, bytes)
    return content
