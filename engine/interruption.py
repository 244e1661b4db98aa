"""Stopping when somebody interrupts.

An exception that is raised just when the signal comes may be raised where it gets lost, in a
destructor or in the middle of an `except` of Manim's. So a render only notes the first signal, and
asks between frames and between its stages whether it may go on. What takes no notice in time, since
a library computes without end, is ended from outside (see `studio.supervision`).
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SAID, CALLED = b"said", b"called "  # what the supervising process is told, but for folders
_received: list[int] = []
_outlet: int | None = None  # where the process that supervises this one is told of folders


class Interrupted(BaseException):
    """Somebody asked the program to stop."""


def watch() -> None:
    """From now on note the signals that ask to stop, until `check` is asked."""
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

    Only Linux can do that; elsewhere a process has to look for its parent now and then.
    """
    _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def adopt() -> None:
    """Have the processes that those below this one leave behind become its own children."""
    _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value)


def tell_of(outlet: int) -> None:
    """From now on tell the process at the other end of the pipe `outlet` what others must know."""
    global _outlet
    _outlet = outlet
    os.set_blocking(outlet, False)  # what does not fit in is not worth to wait for


def leaves(folder: Path) -> None:
    """Tell that private folders are made in `folder`, which are left over if this is killed."""
    _tell(os.fsencode(folder.absolute()))


def is_called(label: str) -> None:
    """Tell how messages name what is being done."""
    _tell(CALLED + label.encode(errors="backslashreplace"))


def said() -> None:
    """Tell that the user was told of the interruption."""
    _tell(SAID)


def _tell(message: bytes) -> None:
    if _outlet is not None:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(_outlet, message + b"\0")
