"""``python -m studio clips``: finished clips in other formats."""

from engine import interruption
from studio.command import shelf_parser
from studio.exit_code import exit_code
from studio.job import StudioError
from studio.start import STARTED

NAMES = ("gif", "webp", "webm", "mov", "beats")
USUAL = "gif webp webm beats"  # what is made without FORMATS; a .mov is large
USUAL_TRANSPARENT = "webm mov"
USUAL_CAPTIONED = "gif webp beats"


def main(arguments: list[str]) -> int:
    """Make the formats that the command line asks for and that are not there yet.

    Returns the exit code: not 0 for a format that there is not, and when any could not be made,
    after all others were.
    """
    parser = shelf_parser("clips")
    parser.add_argument("--formats", metavar="'gif …'", help=" ".join(NAMES))
    parser.add_argument("--transparent", action="store_true", help="without background")
    parser.add_argument("--captions", action="store_true", help="drawn below the picture")
    given = parser.parse(arguments)
    interruption.watch()

    def convert() -> None:
        formats = chosen(given.formats, given.transparent, given.captions)
        from studio.outputs.clips.making import make  # imports what takes its time

        scenes = given.scenes if given.transparent else None
        make(given.shelf, given.names, formats, scenes, STARTED, given.without, given.captions)

    return exit_code("clips", convert)


def chosen(formats: str | None, transparent: bool, captions: bool = False) -> list[str]:
    """Return the names of the formats asked for in `formats`, such as ``"gif webm"``.

    Raises StudioError for a name that is none, and for captions of a transparent clip.
    """
    if transparent and captions:
        raise StudioError("captions are drawn on a ground: choose CAPTIONS=1 or TRANSPARENT=1.")
    only = USUAL_TRANSPARENT if transparent else USUAL_CAPTIONED if captions else ""
    known = tuple(only.split()) or NAMES
    wanted = (formats or "").replace(",", " ").split()
    for name in wanted:
        if name not in known:
            where = " with captions" if captions else ""
            where = " of a transparent clip" if transparent else where
            raise StudioError(f"FORMATS has {name!r}; the formats{where} are: {' '.join(known)}.")
    return wanted or (only or USUAL).split()
