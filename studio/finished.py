"""Finished clips, read back from the shelf by whatever is made from them."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.cache import locked
from studio.job import StudioError


@dataclass(frozen=True)
class Beat:
    """What is said from the frame number `first` to the one before the frame number `end`."""

    caption: str
    first: int
    end: int


@dataclass(frozen=True)
class Clip:
    """A finished video and what its manifest tells of it."""

    name: str
    scene: str
    title: str
    alt: str
    theme: str
    frame_rate: int
    beats: tuple[Beat, ...]
    knobs: dict[str, Any]
    video: Path

    def seconds(self, frames: int) -> float:
        """Return how long so many frames last."""
        return frames / self.frame_rate


def read_clip(manifest: Path) -> Clip:
    """Return the clip that the file `manifest` tells of.

    Raises StudioError when there is no whole manifest, or no video beside it.
    """
    video = manifest.with_suffix(".mp4")
    again = f"remove {video} and make it again."  # as long as it is there, make takes it for whole
    try:
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        rate = int(facts["frame_rate"])
        beats = tuple(
            Beat(str(beat["caption"]), round(beat["start"] * rate), round(beat["end"] * rate))
            for beat in facts["beats"]
        )
        texts = {fact: str(facts[fact]) for fact in ("name", "scene", "title", "alt", "theme")}
        knobs = dict(facts["knobs"])
        clip = Clip(**texts, frame_rate=rate, beats=beats, knobs=knobs, video=video)
    except FileNotFoundError:
        raise StudioError(f"there is no {manifest}; {again}", exit_code=1) from None
    except (ValueError, KeyError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise StudioError(f"{manifest} is broken ({problem}); {again}", exit_code=1) from None
    if clip.name != manifest.stem or not beats or any(b.end <= b.first for b in beats):
        raise StudioError(f"{manifest} is not that of a clip with beats; {again}", exit_code=1)
    if not video.is_file():
        raise StudioError(f"{video} is gone; make it again.", exit_code=1)
    return clip


def read_clips(shelf: Path, names: Sequence[str]) -> tuple[list[Clip], list[str]]:
    """Return the clips of these names, or all in the folder `shelf`, and what ails the others.

    Raises StudioError when there is none at all.
    """
    clips, complaints = [], []
    for name in dict.fromkeys(names) or sorted(path.stem for path in shelf.glob("*.json")):
        try:
            clips.append(read_clip(shelf / f"{name}.json"))
        except StudioError as error:
            complaints.append(str(error))
    if not clips:
        reason = " ".join(complaints) or "make some with `make videos`."
        raise StudioError(f"there is no finished clip in {shelf}: {reason}", exit_code=1)
    return clips, complaints


@contextmanager
def workshop(shelf: Path, name: str) -> Iterator[Path]:
    """Yield a new folder for the making of `name`, alone: who makes the same waits until then.

    It is on the same disk as `shelf`, and is removed at the end, come what may.
    """
    work = shelf.parent / ".work" / shelf.name
    work.mkdir(parents=True, exist_ok=True)
    with locked(work / f"{name}.lock"):
        for left in work.glob(f"{name}.*.making"):  # by one that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=f"{name}.", suffix=".making", dir=work) as folder:
            yield Path(folder)
