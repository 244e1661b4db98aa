"""Signals that ask a process to stop, and what it reports to the process that supervises it.

An exception that is raised just when the signal comes may be raised where it gets lost, in a
destructor or in the middle of an `except` of Manim's. So a render only notes the signals, and
checks between frames and between its stages whether one has come. When a library computes for too
long, the supervising process kills this one (see `report_to`).
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MESSAGE, LABEL, END = b"message", b"label ", b"end "  # reports other than paths of folders
_received: list[int] = []
_outlet: int | None = None  # of the pipe to the supervising process


class Interrupted(BaseException):
    """A signal asked the program to stop."""


def watch() -> None:
    """From now on note the signals that ask to stop, for `check`."""
    for number in SIGNALS:
        signal.signal(number, _note)


def stop_at_once() -> None:
    """From now on raise Interrupted, wherever the program is, when the first signal comes."""
    for number in SIGNALS:
        signal.signal(number, _stop)


def _note(number: int, frame: FrameType | None) -> None:
    _received.append(number)


def _stop(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    if len(_received) == 1:
        raise Interrupted


def received() -> int | None:
    """Return the number of the first signal that came, if any did."""
    return _received[0] if _received else None


def check() -> None:
    """Raise Interrupted if a signal has come."""
    if _received:
        raise Interrupted


def end_with_parent(parent: int) -> None:
    """Have this process killed, whatever it is doing, when its `parent` ends.

    Only Linux can do that; elsewhere a process has to watch for its parent's end itself.
    """
    _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def adopt() -> None:
    """Have descendants whose own parent ends become children of this process."""
    _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value)


def report_to(outlet: int) -> None:
    """From now on write reports to the pipe `outlet`, which the supervising process reads."""
    global _outlet
    _outlet = outlet
    os.set_blocking(outlet, False)  # what does not fit in is not worth waiting for


def report_folder(folder: Path) -> None:
    """Report that `folder` holds private folders, to be removed if this process is killed."""
    _report(os.fsencode(folder.absolute()))


def report_label(label: str) -> None:
    """Report how messages name what is being done."""
    _report(LABEL + label.encode(errors="backslashreplace"))


def report_end(sentence: str) -> None:
    """Report that Ctrl-C is how the command ends, no failure, and what is said then."""
    _report(END + sentence.encode())


def report_message() -> None:
    """Report that a message about the interruption was printed."""
    _report(MESSAGE)


def _report(content: bytes) -> None:
    if _outlet is not None:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(_outlet, content + b"\0")
