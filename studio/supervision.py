"""A small process that supervises the one which carries out a command.

Python handles signals only between two of its own steps: while Typst lays out a page or OpenGL
draws a hill, Ctrl-C would have to wait, and a process that the system kills cannot print why.
Therefore each command runs in a child of this process, which passes signals on. A child that has
not ended `PATIENCE` seconds later is killed. Private folders that it or its helpers left behind
are removed once all of them have ended.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from engine import interruption

PATIENCE = 0.6  # seconds that an interrupted command has to end by itself
LONGEST = 0.3  # seconds that its helpers have after it, before they are killed
INTERRUPTED = "interrupted; earlier files are as they were."
MEMORY = (
    "was killed by the system, most likely because memory ran out; earlier files are as they were. "
    "Close other programs, or choose a lower QUALITY or SHARDS=1."
)
BROKEN = "broke down in a library ({signal}); earlier files are as they were."


def supervise(label: str) -> None:
    """Go on in a child of this process; this one ends when the child does, with its exit code.

    `label`: how messages name the command. Nothing that begins threads may have been imported.
    """
    inlet, outlet = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, interruption.SIGNALS)
    parent, child = os.getpid(), os.fork()
    if child == 0:
        os.close(inlet)
        interruption.end_with_parent(parent)
        interruption.report_to(outlet)
        interruption.stop_at_once()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return
    os.close(outlet)
    interruption.adopt()
    sys.exit(_Guard(label, child, inlet, before).wait())


class _Guard:
    def __init__(self, label: str, child: int, inlet: int, mask: set[int]) -> None:
        self._label, self._child, self._inlet = label, child, inlet
        self._asked: int | None = None  # the first signal that came
        signal.signal(signal.SIGALRM, self._kill)
        for number in interruption.SIGNALS:
            signal.signal(number, self._ask)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self._asked is None:
            self._asked = number
            os.kill(self._child, number)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    def _kill(self, number: int, frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):  # it has ended just now
            os.kill(self._child, signal.SIGKILL)

    def wait(self) -> int:
        """Return the exit code of the command, and say on standard error why it was killed."""
        _, status = os.waitpid(self._child, 0)
        for number in (*interruption.SIGNALS, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)  # there is no child any longer
        deadline = time.monotonic() + LONGEST
        while _others():
            if time.monotonic() > deadline:
                _kill_others()
            time.sleep(0.01)
        reports = self._reports()
        if self._asked is not None or os.WIFSIGNALED(status):
            for report in reports:
                if report.startswith(b"/"):
                    _sweep(Path(os.fsdecode(report)))
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        ended = os.WTERMSIG(status)
        # The first label and end are those of the whole, others are those of its parts.
        self._label = _said(reports, interruption.LABEL) or self._label
        end = _said(reports, interruption.END)
        if self._asked is not None:
            message = "" if interruption.MESSAGE in reports else end or INTERRUPTED
        elif ended == signal.SIGKILL:
            message = MEMORY
        else:
            message = BROKEN.format(signal=signal.Signals(ended).name)
        if message:
            print(f"{self._label}: {message}", file=sys.stderr)
        if end and self._asked == signal.SIGINT:
            return 0
        return 128 + (self._asked or ended)

    def _reports(self) -> list[bytes]:
        """Return what the command has reported, each thing once."""
        os.set_blocking(self._inlet, False)
        reports = b""
        with suppress(BlockingIOError):  # a helper that is about to end still holds the other end
            while piece := os.read(self._inlet, 65536):
                reports += piece
        return list(dict.fromkeys(reports.split(b"\0")))


def _said(reports: list[bytes], kind: bytes) -> str:
    """Return the first report of this kind, or nothing."""
    found = (report for report in reports if report.startswith(kind))
    return next(found, kind).removeprefix(kind).decode()


def _sweep(folder: Path) -> None:
    from studio.render.folders import sweep

    with suppress(OSError):  # it was removed, or the disk is gone
        sweep(folder)


def _others() -> bool:
    """Return whether processes that the command began are still there."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _kill_others() -> None:
    """Kill what the command has left; what that began in turn is this process's own after it."""
    if sys.platform == "linux":
        me = os.getpid()
        for child in Path(f"/proc/{me}/task/{me}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)  # not reaped yet, so no other has its number
