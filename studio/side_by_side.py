"""Several things at once, each in a process of its own: when one fails, the others are done."""

import multiprocessing.connection
import os
import sys
from collections.abc import Iterable
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from engine import interruption, processes
from studio.exit_code import exit_code
from studio.supervision import MEMORY


class Doing(Protocol):
    """Something to do, which can be pickled."""

    @property
    def label(self) -> str:
        """How messages name it."""

    def __call__(self) -> None:
        """Do it."""


def do(things: Iterable[Doing], most: int) -> bool:
    """Do all `things`, `most` of them at a time; say whether all went well.

    Each that fails says so on standard error. An interruption ends them all.
    """
    context: Any = processes.context()
    waiting = list(things)
    at_work: dict[BaseProcess, Doing] = {}
    well = True
    try:
        while waiting or at_work:
            interruption.check()
            while waiting and len(at_work) < most:
                thing = waiting.pop(0)
                process = context.Process(target=_do, args=(thing, os.getpid()))
                process.start()
                at_work[process] = thing
            multiprocessing.connection.wait([p.sentinel for p in at_work], timeout=0.2)
            for process in [process for process in at_work if not process.is_alive()]:
                thing = at_work.pop(process)
                well &= process.exitcode == 0
                if process.exitcode is not None and process.exitcode < 0:
                    print(f"{thing.label}: {MEMORY}", file=sys.stderr)
    finally:
        for process in at_work:
            process.terminate()
        for process in at_work:
            process.join()
    return well


def _do(thing: Doing, parent: int) -> None:
    def quietly() -> None:
        try:
            thing()
        except BaseException:
            if interruption.received():  # whoever began all this says so
                os._exit(1)
            raise

    interruption.end_with_parent(parent)
    interruption.watch()
    code = exit_code(thing.label, quietly)
    sys.stderr.flush()
    os._exit(code)
