"""Stopping a render when somebody interrupts it.

An exception that is raised just when the signal comes may be raised where it gets lost, in a
destructor or in the middle of an `except` of Manim's. So the first signal is only noted, and the
render asks between frames and between its stages whether it may go on.
"""

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_received: list[int] = []


class Interrupted(BaseException):
    """Somebody asked the render to stop."""


def watch() -> None:
    """From now on note the signals that ask to stop."""
    for number in SIGNALS:
        signal.signal(number, _note)


def _note(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    if len(_received) > 1:  # somebody insists
        raise Interrupted


def received() -> int | None:
    """Return the number of the first signal that came, if any did."""
    return _received[0] if _received else None


def check() -> None:
    """Raise Interrupted if a signal has come."""
    if _received:
        raise Interrupted
