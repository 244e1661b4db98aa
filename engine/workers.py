"""The processes that draw the pieces of one clip: the one that plays the scene, and its helpers.

The scene is played in one process only. It puts pieces into a folder; whoever is free takes the
first that waits there. A piece tells all that its segment depends on, so it does not matter who
draws it: the video is byte for byte the same with any number of helpers.

A piece waits as ``<number>.piece``; it is taken by giving it the name ``<number>.<process>``. The
segment appears when it is complete. When a helper dies, its piece is put back and drawn by others.
"""

import multiprocessing
import os
import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from engine import interruption
from engine.cores import Core
from engine.drawing import draw
from engine.segment import Piece
from studio.side_by_side import may_fork

PAUSE = 0.02  # seconds between looks at a folder in which nothing happens
BACKLOG = 3  # pieces that may wait for each helper before the playing process draws, too


class Crew:
    """Draws pieces into segments, in `folder`, with as many helpers as it was told.

    `work`: where helpers ask for a core that is idle before they draw; without it they just draw.
    `advance` is told how many frames were finished.
    """

    def __init__(
        self, folder: Path, helpers: int, work: Path | None, advance: Callable[[int], None]
    ) -> None:
        self.folder = folder
        self._advance = advance
        self._awaited: dict[Path, int] = {}  # segments that are being drawn, and their frames
        self._number = 0
        self._helpers = _start(folder, helpers, work)

    def draw(self, piece: Piece, segment: Path) -> None:
        """Have `piece` drawn into the file `segment`, at once or soon."""
        if not self._helpers:
            draw(piece, segment, self._advanced)
            return
        self._number += 1
        self._awaited[segment] = piece.frames
        _write(piece, segment, self.folder / f"{self._number:06}.piece")
        self._collect()
        while len(_waiting(self.folder)) > BACKLOG * len(self._helpers):
            self._draw_first()

    def finish(self) -> None:
        """Return when all pieces have become segments."""
        while self._awaited:
            if not self._draw_first():
                time.sleep(PAUSE)
            self._collect()

    def close(self) -> None:
        """End the helpers, whatever they are doing."""
        for helper in self._helpers:
            helper.kill()
            helper.join()

    def _draw_first(self) -> bool:
        taken = _take(self.folder)
        if taken is None:
            return False
        piece, segment = _read(taken)
        self._awaited.pop(segment, None)
        draw(piece, segment, self._advanced)
        taken.unlink()
        return True

    def _advanced(self, frames: int) -> None:
        interruption.check()
        self._advance(frames)

    def _collect(self) -> None:
        """Count what was finished by others, and put back what they will not finish."""
        interruption.check()
        for segment in [segment for segment in self._awaited if segment.exists()]:
            self._advance(self._awaited.pop(segment))
        dead = [helper.pid for helper in self._helpers if not helper.is_alive()]
        for left in self.folder.glob("*.[0-9]*"):
            if int(left.suffix[1:]) in dead:
                left.rename(left.with_suffix(".piece"))


def _waiting(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.piece"))


def _take(folder: Path) -> Path | None:
    """Take the first piece that waits in `folder`, if there is one."""
    for piece in _waiting(folder):
        with suppress(FileNotFoundError):  # somebody was quicker
            return piece.rename(piece.with_suffix(f".{os.getpid()}"))
    return None


def _write(piece: Piece, segment: Path, path: Path) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        pickle.dump((piece, segment), file, protocol=pickle.HIGHEST_PROTOCOL)
    part.rename(path)


def _read(path: Path) -> tuple[Piece, Path]:
    with path.open("rb") as file:
        piece, segment = pickle.load(file)
    return piece, segment


def _start(folder: Path, helpers: int, work: Path | None) -> list[BaseProcess]:
    """Start processes that draw what waits in `folder`."""
    context: Any = multiprocessing.get_context("fork" if may_fork() else "spawn")
    started: list[BaseProcess] = []
    for _ in range(helpers):
        helper = context.Process(target=_help, args=(folder, work, os.getpid()), daemon=True)
        helper.start()
        started.append(helper)
    return started


def _help(folder: Path, work: Path | None, parent: int) -> None:
    """Draw what waits in `folder` until the process `parent` ends this one, or is gone."""

    def go_on(frames: int = 0) -> None:
        interruption.check()
        if os.getppid() != parent:
            raise interruption.Interrupted

    interruption.end_with_parent(parent)
    interruption.watch()
    core = Core(work) if work else None
    try:
        while True:
            go_on()
            if not _waiting(folder) or not (core is None or core.take()):
                time.sleep(PAUSE)
                continue
            if taken := _take(folder):
                piece, segment = _read(taken)
                draw(piece, segment, go_on)
                taken.unlink()
            if core is not None:
                core.leave()  # for a render that has begun meanwhile
    except BaseException:  # the piece goes back, and `parent` says what is wrong with it
        os._exit(1)
