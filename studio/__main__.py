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
from studio.job import MOST_SHARDS, QUALITIES, Job  # noqa: E402
from studio.outcome import exit_code  # noqa: E402

SHEETS = ("slides", "handout")  # what is made from several clips
# What else there is: modules with a `main(arguments)` of their own, imported only when asked for.
OTHERS = {"gallery": "studio.gallery.command"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m studio")
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    _add_render(commands.add_parser("render", help="render one scene to its video"))
    clips.add_to(commands.add_parser("clips", help="finished videos in other formats"))
    return parser


def _add_render(command: argparse.ArgumentParser) -> None:
    command.add_argument("scene", type=Path, help="scene file, such as scenes/misty_hill.py")
    command.add_argument("--quality", choices=QUALITIES, default="720p30")
    command.add_argument("--theme", choices=["dark", "light"], default="dark")
    command.add_argument("--name", help="name of the video's files (default: the scene's)")
    command.add_argument("--set", default="", dest="settings", metavar='"KNOB=value …"')
    command.add_argument("--media", type=Path, default=Path("media"))
    counts = ["auto", *map(str, range(1, MOST_SHARDS + 1))]
    command.add_argument("--shards", choices=counts, default="auto", help="processes that draw")


def _job(options: argparse.Namespace) -> Job:
    given = {name: value for name, value in vars(options).items() if name != "command"}
    given["quality"] = QUALITIES[given["quality"]]
    given["name"] = given["name"] or given["scene"].stem
    given["shards"] = None if given["shards"] == "auto" else int(given["shards"])
    return Job(**given)


def _make_sheet(arguments: list[str]) -> int:
    """Make slides or a handout from finished clips; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m studio")
    parser.add_argument("sheet", choices=SHEETS)
    parser.add_argument("names", nargs="*", metavar="clip", help="in order (default: all)")
    parser.add_argument("--shelf", type=Path, required=True, help="folder of the finished clips")
    given = parser.parse_intermixed_args(arguments)

    def make() -> None:
        if given.sheet == "slides":
            from studio.slides import make_slides

            make_slides(given.shelf, given.names)
        else:
            from studio.handout import make_handout

            make_handout(given.shelf, given.names)

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
    job = _job(options)

    def render() -> None:
        from studio.render import render  # imports Manim, which takes its time

        render(job, _STARTED)

    return exit_code(job.label, render)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
