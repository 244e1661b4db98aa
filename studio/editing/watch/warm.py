"""A process that has imported Manim and becomes a render, as often as one is wanted, in no time.

It imports libraries only. The project's own modules, which may just have been edited, are
imported by each render for itself. On systems where a process that has imported Manim cannot be
copied, each render begins from nothing and takes two seconds longer.
"""

import importlib
import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from engine import interruption
from studio.editing.watch.news import EndNews, ModulesNews, Order
from studio.editing.watch.work import work

LIBRARIES = ("manim", "scipy", "typst", "av", "moderngl")  # the rest is learned from a render
PATIENCE = 1.0  # seconds that a render has to end by itself


@dataclass
class _Render:
    number: int
    process: BaseProcess
    news: "Connection[Any, Any]"
    deadline: float | None = None  # once it was asked to end: when it is killed

    @property
    def asked(self) -> bool:
        """Say whether it was asked to end."""
        return self.deadline is not None

    def end(self) -> None:
        """Ask it to end, and the next time kill it."""
        if self.asked:
            self.process.kill()
        else:
            self.process.terminate()
        self.deadline = time.monotonic() + PATIENCE


def serve(boss: "Connection[Any, Any]", parent: int) -> None:
    """Do the orders that come from `boss`, the newest only, and tell what comes of them.

    Ends, and ends what is at work, when `boss`, the process `parent`, orders None or hangs up.
    """
    interruption.end_with_parent(parent)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # `boss` says when it is time
    _import(LIBRARIES if sys.platform == "linux" else ())
    renders: list[_Render] = []
    open_for_orders = True
    while open_for_orders or renders:
        pipes: list[Any] = [render.news for render in renders]
        for ready in wait([*pipes, *([boss] if open_for_orders else [])], timeout=0.2):
            if ready is boss:
                try:
                    order = boss.recv()
                except (EOFError, OSError):
                    order = None
                open_for_orders = order is not None
                for render in renders:
                    if not render.asked:
                        render.end()
                if order:
                    renders.append(_start(order))
            else:
                render = next(render for render in renders if render.news is ready)
                if not _relay(render, boss):
                    renders.remove(render)
        for render in renders:
            if render.deadline and time.monotonic() > render.deadline:
                render.end()


def _relay(render: _Render, boss: "Connection[Any, Any]") -> bool:
    """Tell `boss` what `render` tells; say whether it goes on."""
    try:
        news = render.news.recv()
    except (EOFError, OSError):
        render.process.join()
        news = EndNews(render.process.exitcode or 0)
    if isinstance(news, ModulesNews):
        _import(news.names if sys.platform == "linux" else ())
    elif not render.asked:
        with suppress(OSError):  # it has hung up
            boss.send((render.number, news))
    if isinstance(news, EndNews):
        render.news.close()
    return not isinstance(news, EndNews)


def _start(order: Order) -> _Render:
    threads = len(os.listdir("/proc/self/task")) if sys.platform == "linux" else 2
    context: Any = multiprocessing.get_context("fork" if threads == 1 else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(order, theirs, os.getpid()))
    process.start()
    theirs.close()
    return _Render(order.number, process, ours)


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        with suppress(Exception):  # whoever needs it finds out what is wrong with it
            importlib.import_module(name)
