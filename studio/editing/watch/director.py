"""Sees what was saved, has it rendered, and decides what the page shows."""

import multiprocessing
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine import interruption
from studio.editing.watch import warm
from studio.editing.watch.board import Board, Content
from studio.editing.watch.eyes import SETTINGS, Eyes, Snapshot, digests, settle, take_snapshot
from studio.editing.watch.news import (
    BeatsNews,
    EndNews,
    ErrorNews,
    FilesNews,
    News,
    Order,
    StillNews,
    VideoNews,
)
from studio.editing.watch.server import Server
from studio.job import Job, StudioError
from studio.render.folders import private_folder, sweep
from studio.scene.source import check_name, shown

PATIENCE = 0.15  # seconds that renders have to end by themselves
KEPT = 30.0  # seconds for which a file that is shown no longer may still be asked for


def direct(job: Job, port: int) -> None:
    """Show the clip of `job` on a page until somebody interrupts.

    Raises StudioError when there is no such scene, or when the page cannot be served.
    """
    if not job.scene.is_file():
        raise StudioError(f"there is no scene file {shown(job.scene)}.")
    check_name(job.scene)  # which no edit of the file mends
    with private_folder(job, "watch") as folder:
        director = Director(job, folder)
        server = Server(port, director.board, folder, director.look)
        server.open()
        print(f"{shown(job.scene)} is shown at {server.address} (Ctrl-C ends it)", flush=True)
        try:
            director.run()
        finally:
            server.close()
            sweep(job.work, patience=0.1)  # a render may have been killed just now


class Director:
    """Decides what is rendered and what is shown; all in one thread."""

    def __init__(self, job: Job, folder: Path) -> None:
        self._job, self._folder = job, folder
        self.board = Board(Content(title=job.name, scene=shown(job.scene)))
        self._happenings: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._eyes = Eyes(job.scene, self._happenings)
        self._read: frozenset[Path] = frozenset()  # what the scene was seen to read
        self._number = 0  # of the newest order
        self._first: int | None = None  # the beat that was drawn first, because it changed
        self._begun = time.monotonic()
        self._ordered = 0.0  # when, in seconds since the epoch
        self._now: Snapshot | None = None  # what the newest order renders
        self._good: Snapshot | None = None  # the newest that could be played to its end

    def look(self, beat: int) -> None:
        """Note, whichever thread is told, that somebody looks at `beat`."""
        self._happenings.put(beat)

    def run(self) -> None:
        """Watch and render until somebody interrupts."""
        self._eyes.open()
        renders = _Renders(self._happenings)
        try:
            self._order(renders)
            while True:
                interruption.check()
                with suppress(queue.Empty):
                    happening = self._happenings.get(timeout=0.1)
                    if happening is None:
                        self._begun = time.monotonic()
                        for other in settle(self._happenings, self._job.scene):
                            self._take(other)
                        self._order(renders)
                    else:
                        self._take(happening)
        finally:
            self._eyes.close()
            renders.close()

    def _order(self, renders: "_Renders") -> None:
        """Have the scene rendered if anything is new."""
        before, self._now = self._now, take_snapshot(self._job.scene, self._read)
        if self._now == before:
            return
        if before and SETTINGS in self._now.changed(before):
            renders.restart()  # Manim reads them when it is imported
        self._number += 1
        self._ordered = time.time()
        content = self.board.content
        looks = tuple(beat.look for beat in content.beats)
        self.board.show(content.begun())
        order = Order(self._number, self._job, self._folder, looks, self._favorite())
        renders.order(order)

    def _favorite(self) -> int | None:
        """Return the beat to be drawn first, if not the first that has changed.

        Whoever edits a beat wants to see that. Whoever turns a knob or edits the kit changes
        many, and wants to see what comes of it in the beat at which the page is.
        """
        if self._good is None or self._now is None:
            return None
        elsewhere = self._now.changed(self._good)
        above = self._now.changed_before_first_beat(self._good)
        return self.board.content.at if elsewhere or above else None

    def _take(self, happening: int | tuple[int, News]) -> None:
        """Take in what beat somebody looks at, or what a render tells."""
        if isinstance(happening, int):
            self.board.show(self.board.content.looked_at(happening))
        elif happening[0] == self._number:
            self._take_news(happening[1])

    def _take_news(self, news: News) -> None:
        content = self.board.content
        match news:
            case StillNews():
                content = content.with_still(news)
                self._say(f"beat {news.beat}: last frame")
            case BeatsNews():
                content = content.with_beats(news)
                self._good, self._first = self._now, news.first
                for remark in news.remarks:
                    print(f"  warning: {remark}.", file=sys.stderr, flush=True)
            case FilesNews():
                self._learn(news.files - self._read)
            case VideoNews():
                before, content = content, content.with_video(news)
                if self._first is None and content.differs_from(before, news.beat):
                    self._first = news.beat  # it changed, but for the last frames of its plays
                    content = content.go(news.beat)
                if news.beat == content.at and content != before:
                    self._say(f"beat {news.beat}: moving")
            case ErrorNews():
                content = content.with_error(news.message)
                print(news.message, file=sys.stderr, flush=True)
            case EndNews():
                content = content.ended()
                if news.code:
                    content = content.with_error(f"the render broke down (code {news.code}).")
                elif content.error is None:
                    self._say("whole clip")
                self._tidy(content)
        self.board.show(content)

    def _learn(self, files: frozenset[Path]) -> None:
        """Look from now on at `files`, which the scene was seen to read, too."""
        assert self._now is not None
        self._read |= files
        self._eyes.turn_to(files)
        saved = {file for file in files if _is_newer(file, self._ordered)}
        known = digests(files - saved)
        self._now = replace(self._now, others=known | self._now.others)
        if saved:  # while nobody looked
            self._happenings.put(None)

    def _say(self, what: str) -> None:
        print(f"  {what} after {time.monotonic() - self._begun:.1f} s", flush=True)

    def _tidy(self, content: Content) -> None:
        """Remove what the page shows no longer."""
        shown = content.files()
        for file in self._folder.glob("*.*"):
            if file.name not in shown and time.time() - file.stat().st_mtime > KEPT:
                file.unlink()


class _Renders:
    """The warm process, and the thread that listens to it."""

    def __init__(self, happenings: "queue.SimpleQueue[Any]") -> None:
        self._happenings = happenings
        self._begin()

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=warm.serve, args=(theirs, os.getpid()))
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._pipe,), daemon=True).start()

    def _listen(self, pipe: "Connection[Any, Any]") -> None:
        with suppress(EOFError, OSError):
            while True:
                self._happenings.put(pipe.recv())

    def order(self, order: Order) -> None:
        """Have `order` done, and whatever is being done ended."""
        if not self._process.is_alive():
            self._begin()
        self._pipe.send(order)

    def restart(self) -> None:
        """End all, and begin anew."""
        self.close()
        self._begin()

    def close(self) -> None:
        """End all, and wait until it has ended, but not for long."""
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(PATIENCE)
        self._process.kill()  # and with it what is at work below it
        self._process.join()
        self._pipe.close()


def _is_newer(file: Path, moment: float) -> bool:
    return file.exists() and file.stat().st_mtime >= moment
