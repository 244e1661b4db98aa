"""How many processes this machine can run, and how one begins."""

import multiprocessing
import os
import sys
from multiprocessing.context import BaseContext


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system has it
        return os.cpu_count() or 1


def context() -> BaseContext:
    """Return the `multiprocessing` context in which a process begins soonest and safely.

    A process may begin as a copy of this one only while no other thread runs.
    """
    return multiprocessing.get_context("fork" if may_fork() else "spawn")


def may_fork() -> bool:
    """Return whether this process has a single thread, as far as the system tells."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
