"""One render for the page: a still of what has changed, that beat in motion, then all the rest."""

import os
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine import interruption
from studio.editing.watch.news import ErrorNews, ModulesNews, News, Order
from studio.job import StudioError
from studio.render.sources import PACKAGES
from studio.scene.error_messages import explain


class Teller:
    """Tells news to whoever ordered the render, and ends the render when nobody is there."""

    def __init__(self, pipe: "Connection[Any, Any]", parent: int) -> None:
        self._pipe, self._parent = pipe, parent

    def __call__(self, news: News) -> None:
        """Tell `news`."""
        self.go_on()
        self._pipe.send(news)

    def go_on(self, frames: int = 0) -> None:
        """Raise Interrupted when the render is no longer wanted."""
        interruption.check()
        if os.getppid() != self._parent:
            raise interruption.Interrupted


def work(order: Order, pipe: "Connection[Any, Any]", parent: int) -> None:
    """Do `order` in a process of its own, the child of `parent`."""
    started = time.time()  # before the modules whose edits a render must notice are read
    # Python takes two texts of the same second and length for the same: none is kept compiled.
    sys.dont_write_bytecode = order.number > 1
    interruption.end_with_parent(parent)
    interruption.watch()
    tell = Teller(pipe, parent)
    with suppress(interruption.Interrupted, BrokenPipeError):
        try:
            _show(order, started, tell)
        except (Exception, SystemExit) as error:
            tell(ErrorNews(_sentence(error)))
    for number in interruption.SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    pipe.close()


def _show(order: Order, started: float, tell: Teller) -> None:
    from studio.editing.watch.show import show  # imports Manim and the kit

    if order.number == 1:
        tell(ModulesNews(_libraries()))
    show(order, started, tell)


def _libraries() -> tuple[str, ...]:
    """Return the names of the imported modules that nobody edits."""
    places = tuple(str(Path(place).resolve()) for place in (sys.prefix, sys.base_prefix))
    return tuple(
        name
        for name, module in sorted(sys.modules.items())
        if name.partition(".")[0] not in (*PACKAGES, "__main__", "__mp_main__")
        and str(Path(getattr(module, "__file__", None) or "").resolve()).startswith(places)
    )


def _sentence(error: BaseException) -> str:
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, SyntaxError) and error.filename:  # of a module that the scene imports
        file = Path(error.filename)
        shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        return f"{error.msg}.\n  {shown}, line {error.lineno}: {(error.text or '').strip()}"
    return explain(error)
