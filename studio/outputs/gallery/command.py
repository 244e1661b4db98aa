"""``python -m studio gallery``: the page of a shelf."""

from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.job import StudioError


def main(arguments: list[str]) -> int:
    """Build the page that the command line asks for; return the exit code."""
    given = shelf_parser("gallery").parse(arguments)

    def make() -> None:
        from studio.outputs.gallery.page import build_gallery  # imports what takes its time

        problems = build_gallery(given.shelf, given.names)
        if problems:
            raise StudioError(f"left out: {' '.join(problems)}", exit_code=1)

    return exit_code("gallery", make)
