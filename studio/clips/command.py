"""``python -m studio clips``: finished clips in other formats."""

import argparse
from dataclasses import replace
from pathlib import Path

from studio.job import QUALITIES, Job, StudioError

NAMES = ("gif", "webp", "webm", "mov", "beats")
USUAL = "gif webp webm beats"  # what is made when nobody says what; a .mov is large
USUAL_TRANSPARENT = "webm mov"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Tell `parser` which arguments there are."""
    parser.add_argument("names", nargs="*", help="names of videos (default: all that there are)")
    parser.add_argument("--quality", choices=QUALITIES, default="720p30")
    parser.add_argument("--theme", choices=["dark", "light"], default="dark")
    parser.add_argument("--media", type=Path, default=Path("media"))
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="folder of the scenes")
    parser.add_argument("--formats", metavar="'gif …'", help=" ".join(NAMES))
    parser.add_argument("--transparent", action="store_true", help="without background")


def run(options: argparse.Namespace, started: float) -> None:
    """Make the formats that are asked for and not there yet.

    Raises StudioError for a format that there is not, and when any could not be made, after all
    others were.
    """
    formats = chosen(options.formats, options.transparent)
    shelf = Job(options.scenes, QUALITIES[options.quality], options.theme, "", options.media)
    from studio.clips.making import make  # imports what takes its time

    make(shelf, options.names or found(shelf), formats, options.transparent, started)


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


def found(shelf: Job) -> list[str]:
    """Return the names of the clips that lie in a shelf.

    Raises StudioError when there are none.
    """
    folder = shelf.media / shelf.shelf
    names = sorted(path.stem for path in folder.glob("*.json"))
    names = [name for name in names if replace(shelf, name=name).result(".mp4").exists()]
    if not names:
        raise StudioError(f"there are no videos in {folder}; make them first.", exit_code=1)
    return names
