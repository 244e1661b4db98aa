"""Run several tasks at once, each in a process of its own: when one fails, the others go on."""

import multiprocessing.connection
import os
import sys
from collections.abc import Iterable
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from engine import interruption, processes
from studio.exit_code import exit_code
from studio.supervision import MEMORY


class Task(Protocol):
    """A task that can be pickled."""

    @property
    def label(self) -> str:
        """How messages name it."""

    def __call__(self) -> None:
        """Carry it out."""


def do(tasks: Iterable[Task], most: int) -> bool:
    """Carry out all `tasks`, `most` of them at a time, and return whether all succeeded.

    Each that fails says so on standard error. An interruption ends them all.
    """
    context: Any = processes.context()
    waiting = list(tasks)
    running: dict[BaseProcess, Task] = {}
    well = True
    try:
        while waiting or running:
            interruption.check()
            while waiting and len(running) < most:
                task = waiting.pop(0)
                process = context.Process(target=_do, args=(task, os.getpid()))
                process.start()
                running[process] = task
            multiprocessing.connection.wait([p.sentinel for p in running], timeout=0.2)
            for process in [process for process in running if not process.is_alive()]:
                task = running.pop(process)
                well &= process.exitcode == 0
                if process.exitcode is not None and process.exitcode < 0:
                    print(f"{task.label}: {MEMORY}", file=sys.stderr)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.join()
    return well


def _do(task: Task, parent: int) -> None:
    def quietly() -> None:
        try:
            task()
        except BaseException:
            if interruption.received():  # the parent prints the message
                os._exit(1)
            raise

    interruption.end_with_parent(parent)
    interruption.watch()
    code = exit_code(task.label, quietly)
    sys.stderr.flush()
    os._exit(code)
