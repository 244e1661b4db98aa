"""A shelf: the finished videos of one quality and theme, read from their manifests."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

from engine.files import digest
from scenes.kit.beat import KINDS, Beat, Kind
from studio.job import Job, Quality, StudioError
from studio.scene.source import shown

Made = TypeVar("Made")


@dataclass(frozen=True)
class Clip:
    """A finished video in `folder`, and the facts of its manifest."""

    folder: Path
    name: str
    scene: str
    title: str
    alt: str
    theme: str
    quality: Quality
    frames: int
    beats: tuple[Beat, ...]
    knobs: dict[str, Any]
    formulas: tuple[str, ...] = ()  # in Typst math markup
    changed: tuple[str, ...] = ()  # knobs that have other values than their scene gives them
    digest: str = ""  # of the MP4, where it is known

    @property
    def video(self) -> Path:
        """The MP4."""
        return self.file(".mp4")

    @property
    def label(self) -> str:
        """What a screen reader says of it: the title and the alt text."""
        end = "" if self.title.endswith(("?", "!", ".", "…")) else "."
        return f"{self.title}{end} {self.alt}"

    @property
    def width(self) -> int:
        """Of a frame, in pixels."""
        return self.quality.width

    @property
    def height(self) -> int:
        """Of a frame, in pixels."""
        return self.quality.height

    @property
    def frame_rate(self) -> int:
        """Frames a second."""
        return self.quality.frame_rate

    @property
    def duration(self) -> float:
        """The length of the video in seconds."""
        return self.seconds(self.frames)

    @property
    def questions(self) -> list[tuple[Beat, Beat]]:
        """The questions that it asks, each with its answer."""
        return [(one, after) for one, after in pairwise(self.beats) if one.kind == "question"]

    @property
    def differences(self) -> list[str]:
        """The knobs that differ from those of its scene, as one types them: ``STEPS = 80``."""
        return [f"{name} = {written(self.knobs[name])}" for name in self.changed]

    @property
    def metadata(self) -> dict[str, str]:
        """What stands inside of every video file."""
        return {"title": self.title, "description": self.alt}

    @property
    def job(self) -> Job:
        """What was asked for when it was made, but for its knobs and where its scene lies."""
        return Job(
            Path(f"{self.scene}.py"), self.quality, self.theme, self.name, self.folder.parent
        )

    def file(self, suffix: str) -> Path:
        """Return the path of the result that ends in `suffix`, such as ``.mp4``."""
        return self.folder / f"{self.name}{suffix}"

    def seconds(self, frames: int) -> float:
        """Return how long so many frames last."""
        return frames / self.frame_rate


def written(value: Any) -> str:
    """Return the value of a knob as people write it: ``(−2, 0.5)``."""
    if isinstance(value, list | tuple):
        return f"({', '.join(map(written, value))})"
    return str(value).replace("-", "−") if isinstance(value, int | float) else str(value)


def read_clips(
    folder: Path, names: Sequence[str] = (), without: Collection[str] = ()
) -> tuple[list[Clip], list[str]]:
    """Read the clips `names` in that order; without names, all that have a manifest, by name.

    Those that are named in `without` are left out. Returns those that can be used, and one sentence
    for each that cannot.

    Raises StudioError when `folder` holds not a single clip.
    """
    clips, problems = [], []
    there = sorted(path.stem for path in folder.glob("[!.]*.json"))
    for name in dict.fromkeys(names or there):
        try:
            if name not in without:
                clips.append(read_clip(folder, name))
        except StudioError as error:
            problems.append(str(error))
    if not clips:
        advice = " ".join(problems) or "Run `make videos` first."
        raise StudioError(f"there is no finished video in {shown(folder)}. {advice}", exit_code=1)
    return clips, problems


def made_of_each(
    clips: Sequence[Clip], problems: list[str], make: Callable[[Clip], Made]
) -> list[Made]:
    """Return what `make` makes of each clip; a clip that is broken adds to `problems` instead.

    Raises StudioError when nothing could be made.
    """
    made = []
    for clip in clips:
        try:
            made.append(make(clip))
        except StudioError as error:
            problems.append(str(error))
    if not made:
        raise StudioError(" ".join(problems), exit_code=1)
    return made


def check_whole(problems: Sequence[str]) -> None:
    """Raise StudioError, once all else is made, if a clip had to be left out."""
    if problems:
        raise StudioError(f"left out: {' '.join(problems)}", exit_code=1)


def read_clip(folder: Path, name: str) -> Clip:
    """Read the clip `name`.

    Raises StudioError when its manifest or its video is missing or cannot be used.
    """
    path, video = folder / f"{name}.json", folder / f"{name}.mp4"
    # As long as there is a video, make takes it for whole.
    again = f"remove {shown(video)} and make it again" if video.exists() else "make the video first"
    try:
        clip = _clip(folder, json.loads(path.read_text(encoding="utf-8")))
        if clip.name != name:
            raise ValueError(f"it is the one of {clip.name!r}")
    except FileNotFoundError:
        raise StudioError(f"{shown(path)} is missing: {again}.", exit_code=1) from None
    except OSError as error:
        raise StudioError(f"{shown(path)} cannot be read: {error.strerror}.", exit_code=1) from None
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else error
        raise StudioError(f"{shown(path)} is broken ({reason}): {again}.", exit_code=1) from None
    if not video.is_file():
        raise StudioError(f"{shown(video)} is missing: make it again.", exit_code=1)
    if clip.digest and digest(video) != clip.digest:
        other = "" if clip.scene == name else f" AS={name}, and with its SET"
        raise StudioError(
            f"{shown(video)} cannot be read: it is damaged, or not the one that was made here; "
            f"{again} (`make {clip.scene}`{other}).",
            exit_code=1,
        )
    return clip


def _clip(folder: Path, facts: dict[str, Any]) -> Clip:
    if not isinstance(facts, dict):
        raise ValueError("it holds no table of facts")
    width, height, rate = (_count(facts, key) for key in ("width", "height", "frame_rate"))
    beats = tuple(map(_beat, facts["beats"]))
    clip = Clip(
        folder=folder,
        name=_text(facts, "name"),
        scene=_text(facts, "scene"),
        title=_text(facts, "title"),
        alt=_text(facts, "alt"),
        theme=_text(facts, "theme"),
        quality=Quality(_text(facts, "quality"), width, height, rate),
        frames=_whole(facts, "frames"),
        beats=beats,
        knobs=dict(facts["knobs"]),
        formulas=tuple(map(str, facts["formulas"])),
        digest=_text(facts, "digest") if "digest" in facts else "",
        changed=tuple(name for name in facts.get("changed", ()) if name in facts["knobs"]),
    )
    if clip.theme not in {"dark", "light"}:
        raise ValueError(f"its theme is {clip.theme!r}")
    ends = (frame for beat in beats for frame in (beat.start, beat.caption_start, beat.end))
    frames = [0, *ends, clip.frames]
    if not beats or frames != sorted(frames) or any(beat.frames == 0 for beat in beats):
        raise ValueError("its beats do not follow each other within the video")
    kinds = [beat.kind for beat in beats]
    if any((a == "question") != (b == "answer") for a, b in pairwise(["", *kinds, ""])):
        raise ValueError("its questions and answers do not follow each other")
    return clip


def _beat(facts: dict[str, Any]) -> Beat:
    kind = _text(facts, "kind")
    if kind not in KINDS:
        raise ValueError(f"a beat is of the kind {kind!r}")
    start, end, caption_start = (_whole(facts, key) for key in ("start", "end", "caption_start"))
    choices = tuple(map(str, facts["choices"]))
    return Beat(_text(facts, "caption"), start, end, cast(Kind, kind), caption_start, choices)


def _text(facts: dict[str, Any], key: str) -> str:
    text = facts[key]
    if not isinstance(text, str):
        raise TypeError(f"its {key} is no text")
    text.encode()  # half a character, as JSON may hold it, can be written nowhere
    return text


def _whole(facts: dict[str, Any], key: str) -> int:
    number = facts[key]
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"its {key} is no whole number")
    return number


def _count(facts: dict[str, Any], key: str) -> int:
    number = _whole(facts, key)
    if number < 1:
        raise ValueError(f"its {key} must be a positive whole number")
    return number
