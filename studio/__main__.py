"""The commands that the Makefile calls: ``python -m studio render scenes/<scene>.py …``."""

import importlib
import io
import os
import sys

import studio.start  # noqa: F401 (before anything else)
from engine import interruption
from studio import supervision
from studio.command import Parser

# Each module has a `main(arguments)` that returns the exit code, and is imported when asked for.
COMMANDS = {
    "render": "studio.render.command",
    "clips": "studio.outputs.clips.command",
    "slides": "studio.outputs.slides",
    "handout": "studio.outputs.handout",
    "gallery": "studio.outputs.gallery.command",
    "film": "studio.outputs.film",
    "course": "studio.shelf.course_clips",
    "explorer": "studio.outputs.explorer.command",
    "preview": "studio.editing.preview.command",
    "watch": "studio.editing.watch.command",
    "knobs": "studio.scene.knob_list",
    "new": "studio.scene.new_scene",
}


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    parser = Parser("python -m studio")
    parser.add_argument("command", choices=COMMANDS)
    name = parser.parse(arguments[:1]).command
    return int(importlib.import_module(COMMANDS[name]).main(arguments[1:]))


if __name__ == "__main__":
    LABEL = sys.argv[1] if sys.argv[1:] and sys.argv[1] in COMMANDS else "studio"
    try:
        supervision.supervise(LABEL)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # names of files may be any bytes
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # to take Manim's modules apart one by one would take a quarter of a second
    except interruption.Interrupted:  # before or after what it does
        print(f"{LABEL}: {supervision.INTERRUPTED}", file=sys.stderr)
        sys.exit(128 + (interruption.received() or 0))
