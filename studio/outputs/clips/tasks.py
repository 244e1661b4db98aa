"""Making one format of one clip: in a private folder, and in place only when it is complete."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from engine import interruption
from engine.files import flush
from studio.outputs.clips.formats import CAPTIONED, FORMATS, TRANSPARENT, Format
from studio.outputs.clips.transparent import has_alpha
from studio.render.folders import private_folder
from studio.scene.source import shown
from studio.shelf.shelf import Clip


@dataclass(frozen=True)
class Task:
    """One format of one clip; a transparent one is made from `segments` that have alpha.

    With `captions` it has those below the picture.
    """

    clip: Clip
    name: str
    threads: int = 1
    transparent: bool = False
    segments: tuple[Path, ...] = ()
    captions: bool = False

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.clip.job.label} {self.name}"

    @property
    def format(self) -> Format:
        """How it is made."""
        known = TRANSPARENT if self.transparent else CAPTIONED if self.captions else FORMATS
        return known[self.name]

    @property
    def place(self) -> Path:
        """Where the result belongs."""
        return self.clip.file(self.format.suffix)

    def _stamp(self) -> int:
        """Return the moment of the video's making (ns), which all that is made from it bears."""
        return self.clip.video.stat().st_mtime_ns

    def is_done(self) -> bool:
        """Say whether the result is there, made from this very video: it bears the same time."""
        if not self.place.exists():
            return False
        files = sorted(self.place.glob("*.mp4")) if self.name == "beats" else [self.place]
        if self.name == "beats" and len(files) != len(self.clip.beats):
            return False
        if self.name == "mov" and has_alpha(self.place) != self.transparent:
            return False
        return all(file.stat().st_mtime_ns == self._stamp() for file in files)

    def __call__(self) -> None:
        """Make it, and say on standard error what came of it."""
        begun, stamp = time.monotonic(), self._stamp()
        with private_folder(self.clip.job) as folder:
            result = folder / f"result{self.place.suffix}"
            videos = self.segments if self.transparent else (self.clip.video,)
            look = self.format.write(self.clip, videos, result, self.threads)
            files = sorted(result.iterdir()) if result.is_dir() else [result]
            size = sum(file.stat().st_size for file in files)
            for file in files:
                os.utime(file, ns=(stamp, stamp))
                flush(file)
            interruption.check()
            self._put_in_place(result)
        spent = time.monotonic() - begun
        facts = f"{look}, {size / 1e6:.2f} MB in {spent:.0f} s -> {shown(self.place)}"
        print(f"{self.clip.job.label}: {facts}", file=sys.stderr)

    def _put_in_place(self, result: Path) -> None:
        if not result.is_dir():
            os.replace(result, self.place)
            return
        self.place.mkdir(exist_ok=True)
        names = {file.name for file in result.iterdir()}
        for name in sorted(names):
            os.replace(result / name, self.place / name)
        for left in self.place.glob("*.mp4"):  # of a longer clip
            if left.name not in names:
                left.unlink()
