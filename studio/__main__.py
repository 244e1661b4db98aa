"""The command that the Makefile calls: ``python -m studio render scenes/<scene>.py …``."""

import argparse
import importlib
import os
import sys
import time
from pathlib import Path

_STARTED = time.time()  # before the modules whose edits a render must notice are read
# Sums must not depend on how many threads share them, nor renders side by side on each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("LP_NUM_THREADS", "0")  # Mesa's drawing on the processor: one core, too

from studio import interruption  # noqa: E402
from studio.clips import command as clips  # noqa: E402
from studio.command import add_job_options, take_job  # noqa: E402
from studio.outcome import exit_code  # noqa: E402

SHEETS = ("slides", "handout")  # what is made from several clips
# What else there is: modules with a `main(arguments)` of their own, imported only when asked for.
OTHERS = {
    "gallery": "studio.gallery.command",
    "preview": "studio.preview.command",
    "watch": "studio.watch.command",
    "knobs": "studio.knob_list",
    "new": "studio.scaffold",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m studio")
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    add_job_options(commands.add_parser("render", help="render one scene to its video"))
    clips.add_to(commands.add_parser("clips", help="finished videos in other formats"))
    return parser


def _make_sheet(arguments: list[str]) -> int:
    """Make slides or a handout from finished clips; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m studio")
    parser.add_argument("sheet", choices=SHEETS)
    parser.add_argument("names", nargs="*", metavar="clip", help="in order (default: all)")
    parser.add_argument("--shelf", type=Path, required=True, help="folder of the finished clips")
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="folder of the scenes")
    given = parser.parse_intermixed_args(arguments)

    def make() -> None:
        if given.sheet == "slides":
            from studio.slides import make_slides

            make_slides(given.shelf, given.names)
        else:
            from studio.handout import make_handout

            make_handout(given.shelf, given.names, given.scenes)

    return exit_code(given.sheet, make)


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    if arguments and arguments[0] in SHEETS:
        return _make_sheet(arguments)
    if arguments and arguments[0] in OTHERS:
        return int(importlib.import_module(OTHERS[arguments[0]]).main(arguments[1:]))
    options = _parser().parse_args(arguments)
    interruption.watch()
    if options.command == "clips":
        return exit_code("clips", lambda: clips.run(options, _STARTED))
    job = take_job(vars(options))

    def render() -> None:
        from studio.render import render  # imports Manim, which takes its time

        render(job, _STARTED)

    return exit_code(job.label, render)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
