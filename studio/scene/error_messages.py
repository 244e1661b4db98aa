"""Explain what went wrong in a scene: where, in which beat, and what to do."""

import builtins
import difflib
import importlib
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from studio.job import ROOT, StudioError
from studio.scene.knobs import Knob, find_knobs
from studio.scene.source import read_source, shown
from studio.trouble import trouble

LIBRARIES = (Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve())
OURS = tuple(ROOT / folder for folder in ("engine", "gd_math", "scenes/kit", "studio"))
FORMULAS = (
    "In a formula a word of several letters stands in quotes; in a text the signs $ # _ * @ need "
    "a backslash before them."
)


@dataclass(frozen=True)
class Step:
    """A line of the project that the program was at when the error came."""

    path: Path
    line: int
    name: str
    text: str
    frame: FrameType

    def __str__(self) -> str:
        return f"  {shown(self.path)}, line {self.line}, in {self.name}: {self.text}"


@contextmanager
def explained() -> Iterator[None]:
    """Return a context in which whatever a scene does wrong becomes a StudioError that says so.

    What the machine cannot do stays as it is.
    """
    try:
        yield
    except Exception as error:
        drawing = _came_with_drawing(error)
        asked = isinstance(error, MemoryError) and not drawing  # a scene, for too much
        if not asked and trouble(error, Path() if drawing else None):
            raise
        raise StudioError(explain(error), exit_code=1) from error


def explain(error: BaseException) -> str:
    """Return what went wrong, in which lines of the scene and in which beat, and what to do.

    With DEBUG=1 in the environment it is Python's own traceback, whole.
    """
    if os.environ.get("DEBUG", "0") not in {"", "0"}:
        return "".join(traceback.format_exception(error)).rstrip()
    steps = _steps(error)
    own = [step for step in steps if not any(map(step.path.is_relative_to, OURS))]
    # A mistake that the project itself has noticed is one of the scene: `raise` adds nothing.
    if steps and steps[-1] not in own and (not own or not steps[-1].text.startswith("raise ")):
        own.append(steps[-1])
    message = re.sub(r" \(\S*\.py\)$", "", str(error))  # where an import looked
    what = f"{type(error).__name__}: {message}".rstrip(".")
    lines = [f"{what}.", *map(str, own)]
    lines += [f"  in {note}" for note in getattr(error, "__notes__", [])]
    knobs = [] if _came_with_drawing(error) else _set_by_knobs(message, own)
    lines += [f"  {line}" for line in [*knobs, *_advice(error, bool(knobs))]]
    return "\n".join(lines)


def _steps(error: BaseException) -> list[Step]:
    """Return the lines of the project and of scenes, wherever these are, the innermost last."""
    steps = []
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame, summary in zip(frames, traceback.extract_tb(error.__traceback__), strict=True):
        path = Path(summary.filename).resolve()
        if path.is_file() and not any(map(path.is_relative_to, LIBRARIES)):
            line, text = summary.lineno or 0, summary.line or ""
            if not any(path.is_relative_to(ROOT / room) for room in ("engine", "studio")):
                steps.append(Step(path, line, summary.name, text, frame))
    return steps


def _set_by_knobs(message: str, steps: list[Step]) -> list[str]:
    """Return the knobs that the message names, or else those that the lines do."""
    for words in (message, *(step.text for step in reversed(steps))):
        for step in steps:
            knobs = _knobs(step)
            named = [knob for knob in knobs if re.search(rf"\b{knob.name}\b", words)]
            if named:
                return [f"{shown(step.path)}, line {knob.line}: {knob}" for knob in named]
    return []


def _knobs(step: Step) -> list[Knob]:
    try:
        return find_knobs(read_source(step.path).text, step.frame.f_globals)
    except (StudioError, KeyError):  # it was changed meanwhile
        return []


def _came_with_drawing(error: BaseException) -> bool:
    """Say whether frames were being drawn, while the scene only waited for the next line."""
    files = [summary.filename for summary in traceback.extract_tb(error.__traceback__)]
    return str(ROOT / "engine" / "segments.py") in files[_last_of_scene(files) :]


def _last_of_scene(files: list[str]) -> int:
    """Return the number after the last of `files` that is neither ours nor a library's, or 0."""
    others = (*LIBRARIES, *OURS)
    found = (
        number
        for number, file in enumerate(files, 1)
        if Path(file).is_file() and not any(map(Path(file).resolve().is_relative_to, others))
    )
    return max(found, default=0)


def _advice(error: BaseException, with_knobs: bool) -> list[str]:
    """Return what to do about it; `with_knobs`: it has to do with the value of a knob."""
    if _came_with_drawing(error):
        return [
            "It came while frames were drawn, and is most likely no mistake of the scene; DEBUG=1 "
            "shows Python's whole traceback."
        ]
    match error:
        case ModuleNotFoundError():
            return [f"Is {error.name!r} spelled right? Modules beside the scene can be imported."]
        case ImportError():
            found = re.search(r"cannot import name '(\w+)' from '([\w.]+)'", str(error))
            return _spelling(found[1], dir(importlib.import_module(found[2]))) if found else []
        case NameError():
            frame = _innermost(error)
            known = {*dir(builtins), *(frame.f_locals if frame else {})}
            known |= {*(frame.f_globals if frame else {})}
            return _spelling(error.name or "", known) or [
                f"Define {error.name} above this line, or import it at the top of the file."
            ]
        case AttributeError():
            return _about_attribute(error)
        case MemoryError():
            return ["Memory ran out: ask for less here, or close other programs."]
    if type(error).__module__ == "typst":
        return _about_markup(error)
    if with_knobs:
        return ["Change the knob there or, if it was set with SET=…, in the command."]
    return ["Correct this line or what it uses; DEBUG=1 shows Python's whole traceback."]


def _about_attribute(error: AttributeError) -> list[str]:
    owner: Any = getattr(error, "obj", None)
    frame = _innermost(error)
    if owner is None and frame is not None:
        owner = frame.f_locals.get("self")  # Manim raises it without saying whose it is
    found = re.search(r"attribute '(\w+)'", str(error))
    name = error.name or (found[1] if found else "")
    return _spelling(name, dir(owner)) or [
        f"It has no {name}: help({type(owner).__name__}) in Python lists what it has."
    ]


def _about_markup(error: BaseException) -> list[str]:
    """Return the line of markup with its mistake, and Typst's hints."""
    diagnostic = str(getattr(error, "diagnostic", "")).splitlines()
    lines = [line.partition("│")[2].rstrip() for line in diagnostic if "│" in line]
    hints = [f"Hint: {hint}" for hint in getattr(error, "hints", [])]
    return [*(f"    {line}" for line in lines if line), *(hints or [FORMULAS])]


def _innermost(error: BaseException) -> FrameType | None:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1] if frames else None


def _spelling(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that may be meant by `name`."""
    public = {word.lower(): word for word in known if not word.startswith("_")}
    close = [public[word] for word in difflib.get_close_matches(name.lower(), public, 3)]
    return [f"Did you mean {' or '.join(close)}?"] if close else []
