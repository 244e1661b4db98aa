"""``python -m studio explorer``: the page on which one walks by hand."""

from pathlib import Path

from studio.command import Parser
from studio.exit_code import exit_code


def main(arguments: list[str]) -> int:
    """Build the page in the folder that the command line names; return the exit code."""
    parser = Parser("explorer")
    parser.add_argument("--media", type=Path, default=Path("media"))
    given = parser.parse(arguments)

    def make() -> None:
        from studio.outputs.explorer.page import build_explorer  # imports what takes its time

        build_explorer(given.media)

    return exit_code("explorer", make)
