"""``python -m studio clips``: finished clips in other formats."""

from engine import interruption
from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.start import STARTED

NAMES = ("gif", "webp", "webm", "mov", "beats")
USUAL = "gif webp webm beats"  # what is made without FORMATS; a .mov is large
USUAL_TRANSPARENT = "webm mov"


def main(arguments: list[str]) -> int:
    """Make the formats that the command line asks for and that are not there yet.

    Returns the exit code: not 0 for a format that there is not, and when any could not be made,
    after all others were.
    """
    parser = shelf_parser("clips")
    parser.add_argument("--formats", metavar="'gif …'", help=" ".join(NAMES))
    parser.add_argument("--transparent", action="store_true", help="without background")
    given = parser.parse(arguments)
    interruption.watch()

    def convert() -> None:
        formats = chosen(given.formats, given.transparent)
        from studio.outputs.clips.making import make  # imports what takes its time

        scenes = given.scenes if given.transparent else None
        make(given.shelf, given.names, formats, scenes, STARTED)

    return exit_code("clips", convert)


def chosen(formats: str | None, transparent: bool) -> list[str]:
    """Return the names of the formats asked for in `formats`, such as ``"gif webm"``.

    Raises StudioError for a name that is none.
    """
    known = tuple(USUAL_TRANSPARENT.split()) if transparent else NAMES
    wanted = (formats or "").replace(",", " ").split()
    for name in wanted:
        if name not in known:
            where = " of a transparent clip" if transparent else ""
            raise StudioError(f"FORMATS has {name!r}; the formats{where} are: {' '.join(known)}.")
    return wanted or (USUAL_TRANSPARENT if transparent else USUAL).split()
