"""A finished clip: its video, and what its manifest says about it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from studio import interruption
from studio.job import Job, StudioError


@dataclass(frozen=True)
class Beat:
    """A beat's caption, and its frames from `start` up to but not `end`."""

    caption: str
    start: int
    end: int


@dataclass(frozen=True)
class Clip:
    """A video that `job` has made, and what belongs to it."""

    job: Job
    scene: str
    title: str
    description: str
    width: int
    height: int
    frame_rate: int
    beats: tuple[Beat, ...]
    knobs: dict[str, Any]

    @property
    def video(self) -> Path:
        """The MP4."""
        return self.job.result(".mp4")

    @property
    def frames(self) -> int:
        """The length of the video."""
        return self.beats[-1].end

    @property
    def metadata(self) -> dict[str, str]:
        """What stands inside of every video file."""
        return {"title": self.title, "description": self.description}

    @property
    def stamp(self) -> int:
        """The moment of the video's making (nanoseconds), which all that is made from it bears."""
        return self.video.stat().st_mtime_ns


def read_clip(job: Job) -> Clip:
    """Return the clip that `job` has made.

    Raises StudioError when its video is missing or its manifest is broken.
    """
    if not job.result(".mp4").is_file():
        raise StudioError(f"there is no video {job.result('.mp4')}; make it first.", exit_code=1)
    path = job.result(".json")
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        rate = facts["frame_rate"]
        beats = tuple(
            Beat(str(beat["caption"]), round(beat["start"] * rate), round(beat["end"] * rate))
            for beat in facts["beats"]
        )
        scene, title, alt = (str(facts[name]) for name in ("scene", "title", "alt"))
        size = facts["width"], facts["height"]
        clip = Clip(job, scene, title, alt, *size, rate, beats, dict(facts["knobs"]))
        if clip.frames <= 0:
            raise ValueError("it tells of no frames")
    except (ValueError, KeyError, TypeError, IndexError, FileNotFoundError) as error:
        raise StudioError(
            f"the manifest {path} cannot be used ({type(error).__name__}: {error}); "
            f"remove {job.result('.mp4')} and make the video again.",
            exit_code=1,
        ) from None
    return clip


@contextmanager
def opened(video: Path, threads: int = 1) -> Iterator[tuple[Any, av.VideoStream]]:
    """Yield the open container `video` and its stream of pictures.

    Raises StudioError for a file that is no video.
    """
    try:
        with av.open(str(video)) as source:
            stream = source.streams.video[0]
            stream.codec_context.thread_count = threads
            stream.thread_type = "AUTO" if threads > 1 else "NONE"
            yield source, stream
    except (av.error.FFmpegError, IndexError) as error:
        if isinstance(error, OSError):
            raise
        raise StudioError(
            f"{video} cannot be read ({error}); remove it and make it again.", exit_code=1
        ) from error


def frames(videos: list[Path], threads: int = 1) -> Iterator[av.VideoFrame]:
    """Yield the frames of `videos`, one after the other, numbered from 0 in their `pts`."""
    number = 0
    for video in videos:
        with opened(video, threads) as (source, stream):
            for frame in source.decode(stream):
                interruption.check()
                frame.pts = number
                number += 1
                yield frame


def clock(rate: Fraction | int) -> Fraction:
    """Return the seconds that a frame lasts."""
    return 1 / Fraction(rate)
