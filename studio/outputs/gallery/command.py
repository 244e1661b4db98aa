"""``python -m studio gallery``: the page of a shelf."""

from studio.command import shelf_parser
from studio.exit_code import exit_code


def main(arguments: list[str]) -> int:
    """Build the page that the command line asks for; return the exit code."""
    given = shelf_parser("gallery").parse(arguments)

    def make() -> None:
        from studio.outputs.gallery.page import build_gallery  # imports what takes its time
        from studio.shelf.course import asked_course
        from studio.shelf.shelf import check_whole

        course = asked_course(given)
        check_whole(build_gallery(given.shelf, given.names, course))

    return exit_code("gallery", make)
