"""The exit code of a command, and the message when it failed."""

import os
import signal
import sys
from collections.abc import Callable

from engine import interruption
from studio.job import StudioError
from studio.supervision import INTERRUPTED
from studio.trouble import KEPT, trouble


def exit_code(
    label: str,
    action: Callable[[], object],
    end: str = "",
) -> int:
    """Do `action`; return 0, or say on standard error why it failed and return another number.

    `end`: what is said after Ctrl-C where that is how the action ends, and no failure.
    """
    interruption.report_label(label)
    if end:
        interruption.report_end(end)
    try:
        action()
    except BaseException as error:
        number = interruption.received()  # whatever Manim made of it on its way here
        if number is None and isinstance(error, KeyboardInterrupt):  # where signals are not noted
            number = signal.SIGINT
        if number is not None:
            print(f"{label}: {end or INTERRUPTED}", file=sys.stderr, flush=True)
            interruption.report_message()
            return 0 if end and number == signal.SIGINT else 128 + number
        if isinstance(error, StudioError):
            print(f"{label}: {error}", file=sys.stderr)
            return error.exit_code
        if isinstance(error, BrokenPipeError):  # as `| head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        if sentence := trouble(error):
            print(f"{label}: {sentence}", file=sys.stderr)
            return 1
        if isinstance(error, OSError):  # a file where a folder must be …
            print(f"{label}: {error}; {KEPT}.", file=sys.stderr)
            return 1
        raise
    return 0
