"""A shelf: the finished videos of one quality and theme, read from their manifests."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.job import StudioError


@dataclass(frozen=True)
class Beat:
    """One beat of a clip: when it begins and ends (seconds), and its caption."""

    start: float
    end: float
    caption: str


@dataclass(frozen=True)
class Clip:
    """A finished video, as its manifest tells it."""

    folder: Path
    name: str
    title: str
    alt: str
    theme: str
    width: int
    height: int
    frame_rate: float
    duration: float  # seconds
    beats: tuple[Beat, ...]

    def file(self, suffix: str) -> Path:
        """Return the path of the result that ends in `suffix`, such as ``.mp4``."""
        return self.folder / f"{self.name}{suffix}"


@dataclass(frozen=True)
class Shelf:
    """What could be read in `folder`, and one sentence for each clip that could not."""

    folder: Path
    clips: tuple[Clip, ...]
    problems: tuple[str, ...]


def read_shelf(folder: Path, names: Sequence[str] = ()) -> Shelf:
    """Read the clips `names` in that order; without names, all that have a manifest, by name.

    Raises StudioError when `folder` holds not a single clip.
    """
    found = names or sorted(path.stem for path in folder.glob("[!.]*.json"))
    clips, problems = [], []
    for name in found:
        try:
            clips.append(read_clip(folder, name))
        except StudioError as error:
            problems.append(str(error))
    if not clips:
        told = " ".join(problems) or "Run `make videos` first."
        raise StudioError(f"there is no finished video in {folder}. {told}", exit_code=1)
    return Shelf(folder, tuple(clips), tuple(problems))


def read_clip(folder: Path, name: str) -> Clip:
    """Read the clip `name`.

    Raises StudioError when its manifest or its video is missing or cannot be used.
    """
    path = folder / f"{name}.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        clip = _clip(folder, facts)
        if clip.name != name:
            raise ValueError(f"it is the one of {clip.name!r}")
    except FileNotFoundError:
        raise StudioError(f"{path} is missing: make the video first.", exit_code=1) from None
    except OSError as error:
        raise StudioError(f"{path} cannot be read: {error.strerror}.", exit_code=1) from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else error
        message = f"{path} is broken ({reason}): delete it and its video, and make them again."
        raise StudioError(message, exit_code=1) from None
    if not clip.file(".mp4").is_file():
        raise StudioError(f"{clip.file('.mp4')} is missing: make it again.", exit_code=1)
    return clip


def _clip(folder: Path, facts: dict[str, Any]) -> Clip:
    if not isinstance(facts, dict):
        raise ValueError("it holds no table of facts")
    beats = tuple(
        Beat(_number(beat, "start"), _number(beat, "end"), _text(beat, "caption"))
        for beat in facts["beats"]
    )
    clip = Clip(
        folder=folder,
        name=_text(facts, "name"),
        title=_text(facts, "title"),
        alt=_text(facts, "alt"),
        theme=_text(facts, "theme"),
        width=round(_number(facts, "width")),
        height=round(_number(facts, "height")),
        frame_rate=_number(facts, "frame_rate"),
        duration=_number(facts, "duration"),
        beats=beats,
    )
    if clip.theme not in {"dark", "light"}:
        raise ValueError(f"its theme is {clip.theme!r}")
    if min(clip.width, clip.height, clip.frame_rate, clip.duration) <= 0:
        raise ValueError("its width, height, frame rate and duration must be positive")
    times = [time for beat in beats for time in (beat.start, beat.end)]
    if not times or times != sorted(times) or times[-1] > clip.duration + 1 / clip.frame_rate:
        raise ValueError("its beats do not follow each other within the video")
    return clip


def _text(facts: dict[str, Any], key: str) -> str:
    text = facts[key]
    if not isinstance(text, str):
        raise TypeError(f"its {key} is no text")
    text.encode()  # half a character, as JSON may hold it, can be written nowhere
    return text


def _number(facts: dict[str, Any], key: str) -> float:
    number = facts[key]
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise TypeError(f"its {key} is no number")
    return float(number)
