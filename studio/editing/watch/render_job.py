"""One render for the page, in a process of its own, in which edits of any module count."""

import multiprocessing
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine import interruption
from studio.editing.watch.messages import Failed, Order
from studio.editing.watch.sender import Sender
from studio.job import StudioError
from studio.scene.error_messages import explain


def render(order: Order, pipe: "Connection[Any, Any]") -> None:
    """Render what `order` wants, and send what comes of it."""
    started = time.time()  # before the modules whose edits a render must notice are read
    # What the first one imports was not saved just now, and may be compiled to files.
    sys.dont_write_bytecode = order.number > 1
    # A lock of tqdm's would outlive this process when it is killed, if others were to share it.
    multiprocessing.set_start_method("fork", force=True)
    interruption.watch()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, interruption.SIGNALS)
    send = Sender(pipe)
    with suppress(interruption.Interrupted, BrokenPipeError):
        try:
            from studio.editing.watch.render_steps import show  # imports Manim and the kit

            show(order, started, send)
        except (Exception, SystemExit) as error:
            send(Failed(_sentence(error)))
    for number in interruption.SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    pipe.close()


def _sentence(error: BaseException) -> str:
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, SyntaxError) and error.filename:  # of a module that the scene imports
        file = Path(error.filename)
        shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        return f"{error.msg}.\n  {shown}, line {error.lineno}: {(error.text or '').strip()}"
    return explain(error)
