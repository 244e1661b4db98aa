"""The command ``python -m studio gallery``."""

import argparse
import sys
from pathlib import Path

from studio.job import QUALITIES, StudioError


def main(arguments: list[str]) -> int:
    """Build the page that the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m studio gallery")
    parser.add_argument("--quality", choices=QUALITIES, default="720p30")
    parser.add_argument("--theme", choices=["dark", "light"], default="dark")
    parser.add_argument("--media", type=Path, default=Path("media"))
    parser.add_argument(
        "--clips", default="", metavar='"NAME …"', help="only these (default: all that are there)"
    )
    given = parser.parse_args(arguments)
    folder = given.media / (given.quality + ("-light" if given.theme == "light" else ""))
    try:
        from studio.gallery.page import build_gallery  # imports Manim, which takes its time

        page, problems = build_gallery(folder, given.clips.split())
    except StudioError as error:
        print(f"gallery: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:  # disk full, folder not writable …
        reason = f"cannot be written ({error.strerror}); an earlier page is as it was"
        print(f"gallery: {folder / 'index.html'} {reason}.", file=sys.stderr)
        return 1
    for problem in problems:
        print(f"gallery: left out: {problem}", file=sys.stderr)
    print(page)
    return 1 if problems else 0
