"""What a watch asks a render for, and what a render answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scenes.kit.beat import Kind
from studio.job import Job


@dataclass(frozen=True)
class ShownBeat:
    """A beat as the page shows it.

    `look` is a digest of its frames, `still` the name of a picture of its last frame, `video` that
    of its video; `fresh` says whether the video shows what the beat is now.
    """

    caption: str
    kind: Kind
    seconds: float
    look: str
    still: str | None = None
    video: str | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Order:
    """A render that is wanted.

    `folder`: where files for the page go. `looks`: digests of the beats that the page shows.
    `at`: the number of the beat that it is at, which is drawn first if it looks different now.
    """

    number: int
    job: Job
    folder: Path
    looks: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class StillReady:
    """The last frame of a beat is in the file `name`."""

    beat: int
    name: str


@dataclass(frozen=True)
class BeatsKnown:
    """The scene can be played to its end: its title, its beats, and what is hard to read."""

    title: str
    beats: tuple[ShownBeat, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class VideoReady:
    """The video of a beat is in the file `name`."""

    beat: int
    name: str


@dataclass(frozen=True)
class Failed:
    """The scene cannot be rendered, and why."""

    message: str


@dataclass(frozen=True)
class Ended:
    """The render has ended; `code` is not 0 when its process broke down."""

    code: int | None


Message = StillReady | BeatsKnown | VideoReady | Failed | Ended
Send = Callable[[Message], None]
