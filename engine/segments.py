"""A clip in the making: its segments, drawn or found in the cache."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from engine import cache, cache_key as fingerprint, interruption
from engine.cores import cores
from engine.encoder import suffix
from engine.segment import Piece
from engine.workers import Crew
from studio.job import MOST_SHARDS, Job
from studio.scene.error_messages import explained


class Film:
    """Turns pieces of film into segments, in their order, in the folder of one render."""

    def __init__(
        self, job: Job, folder: Path, started: float, advance: Callable[[int], None]
    ) -> None:
        self.segments: list[Path] = []
        self._cache, self._started, self._advance = job.cache, started, advance
        self._keeps = not job.transparent  # segments with alpha are large, and seldom wanted again
        self._folder = folder / "segments"
        self._folder.mkdir()
        self._known: set[Path] = set()
        self._drawn: list[Path] = []
        self._files: set[Path] = set()  # of the code that draws
        shards = min(cores(), MOST_SHARDS) if job.shards is None else job.shards
        work = job.work.parent if job.shards is None else None
        self._crew = Crew(folder, shards - 1, work, advance)

    def __enter__(self) -> "Film":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.close()
        # Nobody knows by which text of them a segment was drawn if they were edited meanwhile.
        if self._keeps and all(map(self._is_older, self._files)):
            cache.publish(self._cache, [segment for segment in self._drawn if segment.exists()])

    def _is_older(self, file: Path) -> bool:
        try:
            return file.stat().st_mtime < self._started
        except FileNotFoundError:
            return False

    def add(self, piece: Piece) -> None:
        """Append the segment of `piece`."""
        interruption.check()
        segment = self._folder / f"{fingerprint.key(piece)}{suffix(piece.encoder)}"
        self.segments.append(segment)
        if segment in self._known or cache.fetch(self._cache, segment):
            self._advance(piece.frames)
        else:
            self._files |= set(fingerprint.files(piece))
            self._drawn.append(segment)
            self._crew.draw(piece, segment)
        self._known.add(segment)

    def finish(self) -> None:
        """Return when all segments are there.

        Raises StudioError when one cannot be drawn.
        """
        with explained():
            self._crew.finish()
