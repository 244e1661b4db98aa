"""What the processes of a watch tell each other."""

from dataclasses import dataclass
from pathlib import Path

from studio.job import Job


@dataclass(frozen=True)
class Order:
    """A render that is wanted.

    `folder`: where files for the page go.  `known`: the looks of the beats that the page shows.
    `favorite`: the beat that is drawn first if it looks different from then; without one, or if
    it looks the same, the first that does.
    """

    number: int
    job: Job
    folder: Path
    known: tuple[str, ...]
    favorite: int | None


@dataclass(frozen=True)
class Told:
    """A beat: its caption, how long it lasts, and a digest of how it looks."""

    caption: str
    seconds: float
    look: str


@dataclass(frozen=True)
class StillNews:
    """The last frame of a beat that has changed is in the file `name`."""

    beat: int
    name: str


@dataclass(frozen=True)
class BeatsNews:
    """The scene can be played to its end.

    Its title, its beats, what cannot be read in them, and the beat that is drawn first.
    """

    title: str
    beats: tuple[Told, ...]
    remarks: tuple[str, ...]
    first: int | None


@dataclass(frozen=True)
class VideoNews:
    """The video of a beat is in the file `name`."""

    beat: int
    name: str


@dataclass(frozen=True)
class FilesNews:
    """The files that the scene reads, and the modules beside it."""

    files: frozenset[Path]


@dataclass(frozen=True)
class ErrorNews:
    """The scene cannot be rendered, and why."""

    message: str


@dataclass(frozen=True)
class ModulesNews:
    """The modules of libraries that a render needed."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class EndNews:
    """The render has ended; `code` is not 0 when the process broke down."""

    code: int = 0


News = StillNews | BeatsNews | VideoNews | FilesNews | ErrorNews | ModulesNews | EndNews
