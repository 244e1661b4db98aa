"""``python -m studio course``: tells make which clips a course has, and what each is made from."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.files import put
from studio.command import Parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.scene.knobs import read_knobs
from studio.scene.settings import fit_settings, with_title
from studio.shelf.course import CourseClip, chapter_of, read_course

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")  # so that make reads it as one name and nothing else


def main(arguments: list[str]) -> int:
    """Print ``name=scene`` for each clip that the command line asks for; return the exit code."""
    parser = Parser("course")
    parser.add_argument("--scenes", type=Path, required=True, help="folder of the clips' scenes")
    parser.add_argument("--course", type=Path, help="a course file of one's own")
    parser.add_argument("--work", type=Path, help="where to put a copy of it and its settings")
    parser.add_argument("--chapter", type=int, help="only this one, from 1")
    given = parser.parse(arguments)

    def tell() -> None:
        course = read_course(given.scenes, given.course and given.course.expanduser())
        settings = {clip.name: _settings(clip, given.scenes) for clip in course.clips}
        clips = (chapter_of(course, given.chapter) if given.chapter else course).clips
        for clip in course.clips:
            if not _NAME.fullmatch(clip.scene):
                raise StudioError(
                    f"scene {clip.scene!r} cannot be made, since a scene's name is made of a-z, "
                    "0-9 and _: rename its file."
                )
        if given.work:
            given.work.mkdir(parents=True, exist_ok=True)
            _write(given.work / "course.toml", given.course.expanduser().read_text("utf-8"))
            for name, text in settings.items():
                _write(given.work / f"{name}.set", text)
        print(*(f"{clip.name}={clip.scene}" for clip in clips))

    return exit_code("course", tell)


def _settings(clip: CourseClip, scenes: Path) -> str:
    """Return the values for the knobs of `clip` as one types them after SET=.

    Raises StudioError, which names the clip, for a knob that its scene has not, or another kind of
    value.
    """
    if not clip.settings:
        return ""
    try:
        knobs = with_title(read_knobs(scenes / f"{clip.scene}.py"))
        fitted: Mapping[str, Any] = fit_settings(clip.settings, knobs)
    except StudioError as error:
        raise StudioError(f"clip {clip.name}: {error}", error.exit_code) from None
    return " ".join(f"{name}={value!r}" for name, value in fitted.items())


def _write(file: Path, text: str) -> None:
    """Put `text` into `file`, if it has another one."""
    if file.exists() and file.read_text("utf-8") == text:
        return
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.write_text(text, "utf-8")
    put(half, file)
