"""The segments of one clip, in their order: drawn, or found in the cache."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from engine import cache, interruption
from engine.encoder import suffix
from engine.segment import Segment
from engine.workers import Workers


class Segments:
    """Turns segments into videos in `folder`, in their order.

    `store`: the folder of cached segments; None to cache none.  `versions`: of the libraries that
    draw.  `started` (seconds since the epoch): a moment before the code that draws was imported.
    `advance`: is called with a number of frames whenever so many are there.
    """

    def __init__(
        self,
        folder: Path,
        store: Path | None,
        versions: str,
        started: float,
        workers: Workers,
        advance: Callable[[int], None],
    ) -> None:
        self.videos: list[Path] = []
        self._folder, self._store, self._versions = folder, store, versions
        self._started, self._workers, self._advance = started, workers, advance
        self._known: set[Path] = set()
        self._drawn: list[Path] = []
        self._packages: frozenset[str] = frozenset()  # that draw the segments

    def __enter__(self) -> "Segments":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workers.close()
        # When the code was edited meanwhile, it is unknown which text of it drew a segment.
        if self._store and all(map(self._is_older, self.code_files())):
            cache.publish(self._store, [video for video in self._drawn if video.exists()])

    def code_files(self) -> list[Path]:
        """Return the files of the code that draws the segments so far."""
        return list(cache.code_files(self._packages).values())

    def _is_older(self, file: Path) -> bool:
        try:
            return file.stat().st_mtime < self._started
        except FileNotFoundError:
            return False

    def add(self, segment: Segment) -> None:
        """Append `segment`."""
        interruption.check()
        name = cache.key(segment, self._versions) + suffix(segment.encoder)
        video = self._folder / name
        self.videos.append(video)
        self._packages |= segment.packages()
        if video in self._known or (self._store and cache.fetch(self._store, video)):
            self._advance(segment.frames)
        else:
            self._drawn.append(video)
            self._workers.draw(segment, video)
        self._known.add(video)

    def finish(self) -> None:
        """Return when all segments are drawn."""
        self._workers.finish()
