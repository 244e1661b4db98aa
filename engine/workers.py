"""The processes that draw the segments of one clip: the one that plays the scene, and helpers.

The scene is played in one process only. A segment holds all that its bytes depend on, so the video
is the same with any number of helpers. Segments wait as files, so that memory does not grow with
their number. What a helper could not draw, for it was killed or ran out of memory, is drawn by the
playing process, in which an error has its place.
"""

import multiprocessing
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import NamedTuple

from engine import interruption, processes
from engine.drawing import draw
from engine.segment import Segment

PAUSE = 0.05  # seconds between two checks for an interruption while helpers draw
BACKLOG = 3  # segments that may wait for each helper before the playing process draws, too


class _Task(NamedTuple):
    """A segment to be drawn: the file that holds it, the video to be written, its frames."""

    segment: Path
    video: Path
    frames: int


class Workers:
    """Draws segments into videos with as many processes as `count` says, this one included.

    `folder`: where segments wait.  `share`: returns how many processes may draw at the moment.
    `advance`: is called with a number of frames whenever so many are finished.
    """

    def __init__(
        self, folder: Path, count: int, share: Callable[[], int], advance: Callable[[int], None]
    ) -> None:
        self._folder, self._share, self._advance = folder, share, advance
        self._helpers = count - 1
        self._waiting: deque[_Task] = deque()
        self._submitted: dict[Future[None], _Task] = {}
        self._number = 0
        self._lock = threading.RLock()  # of what waits and what is submitted
        self._others = set(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Begin the helpers, as copies of this process if it has no other threads yet."""
        if self._helpers:
            context, parent = processes.context(), os.getpid()
            self._pool = ProcessPoolExecutor(self._helpers, context, _begin, (parent,))
            self._pool.submit(os.getpid)  # begins them all, and a thread that looks after them

    def draw(self, segment: Segment, video: Path) -> None:
        """Draw `segment` into the file `video`, at once or soon."""
        if self._pool is None:
            draw(segment, video, self._advanced)
            return
        self._number += 1
        task = _Task(self._folder / f"{self._number:06}.segment", video, segment.frames)
        with task.segment.open("wb") as file:
            pickle.dump(segment, file, protocol=pickle.HIGHEST_PROTOCOL)
        self._waiting.append(task)
        self._share_out()
        while len(self._waiting) > BACKLOG * self._helpers and (oldest := self._next()):
            self._draw_here(oldest)

    def finish(self) -> None:
        """Return when all segments are drawn."""
        while self._waiting or self._submitted:
            if (task := self._next()) is not None:
                self._draw_here(task)
            else:
                wait(list(self._submitted), PAUSE, FIRST_COMPLETED)
            self._share_out()

    def close(self) -> None:
        """End the helpers, whatever they are doing."""
        if self._pool is not None:
            self._pool.shutdown(wait=False)
            for helper in set(multiprocessing.active_children()) - self._others:
                helper.kill()
            self._pool.shutdown()
            self._pool = None

    def _share_out(self) -> None:
        """Take note of what helpers have finished, and hand them what waits."""
        interruption.check()
        for future in [future for future in list(self._submitted) if future.done()]:
            task = self._submitted.pop(future)
            if future.exception():
                self._waiting.appendleft(task)
                self._helpers = 0  # one that failed would fail again
            else:
                self._advance(task.frames)
        self._submit()

    def _submit(self) -> None:
        """Hand what waits to the helpers that draw nothing, and no more than that.

        It is also called by a thread of the pool when a helper is done, so that helpers go on
        while this process plays. None of them holds a segment in reserve: at the end, this process
        draws what waits instead of waiting for it.
        """
        with self._lock:
            busy = sum(not future.done() for future in list(self._submitted))
            idle = min(self._helpers, self._share() - 1) - busy if self._waiting else 0
            for _ in range(min(idle, len(self._waiting))):
                task = self._waiting.popleft()
                try:
                    assert self._pool is not None
                    future = self._pool.submit(_draw, task)
                except RuntimeError:  # a helper was killed, or all is being closed
                    self._waiting.appendleft(task)
                    self._helpers = 0
                    return
                self._submitted[future] = task
                future.add_done_callback(self._go_on)

    def _go_on(self, done: Future[None]) -> None:
        if done.exception() is None:
            self._submit()

    def _next(self) -> _Task | None:
        """Return the task that waits longest, if any does."""
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _draw_here(self, task: _Task) -> None:
        draw(_read(task.segment), task.video, self._advanced)
        task.segment.unlink()

    def _advanced(self, frames: int) -> None:
        self._share_out()
        self._advance(frames)


def _begin(parent: int) -> None:
    """Prepare a helper, which ends with the process `parent`."""
    interruption.end_with_parent(parent)
    interruption.watch()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent has ended: not every system does so by itself."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _draw(task: _Task) -> None:
    draw(_read(task.segment), task.video, lambda frames: interruption.check())
    task.segment.unlink()


def _read(path: Path) -> Segment:
    with path.open("rb") as file:
        segment: Segment = pickle.load(file)
    return segment
