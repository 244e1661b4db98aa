"""The process of a render, forked from one that has imported Manim and so begins in no time."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import resource_tracker
from typing import Any

from engine import interruption
from studio.editing.watch.messages import Ended, Message, Order
from studio.editing.watch.render_job import render

PATIENCE = 1.0  # seconds that a render has to end by itself


class RenderProcess:
    """Renders what `order` wants; `put` gets each of its messages, with the number of the order.

    `method`: how its process starts, "forkserver" or "spawn".
    """

    def __init__(
        self, method: str, order: Order, put: Callable[[tuple[int, Message]], None]
    ) -> None:
        # Python takes two texts of the same second and length for the same: none is compiled to a
        # file, not even of those modules that a process imports before `render` is called.
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        self._context: Any = multiprocessing.get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(["studio.editing.watch.libraries"])
        self._order, self._put = order, put
        self._process: Any = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Start the process, which takes as long as the libraries do, and receive its messages."""
        # No process sees a signal before it can handle one: Python would print where it just was.
        resource_tracker.ensure_running()  # which unblocks them at its end
        signal.pthread_sigmask(signal.SIG_BLOCK, interruption.SIGNALS)
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=render, args=(self._order, theirs))
        process.start()
        theirs.close()
        self._process = process
        threading.Thread(target=self._watch_end, daemon=True).start()
        with suppress(EOFError, OSError):
            while True:
                self._put((self._order.number, ours.recv()))
        process.join()
        self._put((self._order.number, Ended(process.exitcode)))

    def _watch_end(self) -> None:
        """End the process when it is to end: first it is asked to."""
        self._ending.wait()
        self._process.terminate()
        time.sleep(PATIENCE)
        self._process.kill()

    def is_alive(self) -> bool:
        """Return whether it may still be at work."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Ask it to end; if it has not ended `PATIENCE` seconds later, it is killed."""
        self._ending.set()

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
