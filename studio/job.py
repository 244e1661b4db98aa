"""What a render is asked to do, and where its results go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]  # the project's own folder
if not (ROOT / "Makefile").is_file():
    raise ImportError(
        "studio makes videos in the project's own folder, and this is a copy of it that was "
        f"installed in {ROOT}: use the project's own Python, .venv/bin/python in its folder"
    )

MOST_SHARDS = 8  # processes that draw one clip: more would wait for the one that plays the scene


LINE, LINES = 1200, 120  # characters and lines of a message


def bounded(message: str) -> str:
    """Return a message without the middle of what is too long to read.

    >>> bounded("y" * 2000)[899:950]
    'y … (900 characters are left out here) … yyyyyyyyyy'
    """
    lines = message.split("\n")
    if len(lines) > LINES:
        left = f"… ({len(lines) - LINES + 1} lines are left out here) …"
        lines = [*lines[: LINES - 11], left, *lines[-10:]]
    for number, line in enumerate(lines):
        if len(line) > LINE:
            left = f" … ({len(line) - 1100} characters are left out here) … "
            lines[number] = line[:900] + left + line[-200:]
    return "\n".join(lines)


class StudioError(Exception):
    """A render that cannot be done, said in words for the person who asked for it.

    However long what they typed is, the message has a bounded length.
    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(bounded(message))
        self.exit_code = exit_code


@dataclass(frozen=True)
class Quality:
    """Size of a frame in pixels, and frames a second."""

    name: str
    width: int
    height: int
    frame_rate: int


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("480p15", 854, 480, 15),
        Quality("720p30", 1280, 720, 30),
        Quality("1080p60", 1920, 1080, 60),
        Quality("2160p60", 3840, 2160, 60),
    )
}


@dataclass(frozen=True)
class Job:
    """One video to make: which scene, how it looks, what its files are called."""

    scene: Path
    quality: Quality
    theme: str
    name: str
    media: Path = Path("media")
    settings: Mapping[str, Any] = field(default_factory=dict)  # values for knobs, by name
    shards: int | None = 1  # processes that draw; None: as many as cores are idle
    transparent: bool = False  # draw without background, into segments that have alpha

    @property
    def label(self) -> str:
        """How progress and errors name this render."""
        return f"{self.name} {self.shelf}{' transparent' if self.transparent else ''}"

    @property
    def shelf(self) -> str:
        """The folder of videos of one quality and theme."""
        return self.quality.name + ("-light" if self.theme == "light" else "")

    def result(self, suffix: str) -> Path:
        """Return the path of the result that ends in `suffix`, such as ``.mp4``."""
        return self.media / self.shelf / f"{self.name}{suffix}"

    @property
    def dependencies(self) -> Path:
        """The file from which make learns what the video was made from."""
        return self.work / f"{self.name}.d"

    @property
    def work(self) -> Path:
        """The folder that holds the private folders of renders at work."""
        return self.media / ".work" / self.shelf

    @property
    def cache(self) -> Path:
        """The folder that holds the segments of earlier renders, of all videos.

        Videos in a folder inside of another ``media/.work`` share the segments of that, and those
        in ``media/courses`` the ones of ``media``.
        """
        parent = self.media.parent
        if parent.parts[-2:] == ("media", ".work"):
            return parent / "cache"
        return (parent.parent if parent.name == "courses" else self.media) / ".work" / "cache"
