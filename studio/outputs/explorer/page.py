"""Build the page: template, style sheet, facts and scripts, all in one file."""

from pathlib import Path

from scenes.kit.theme import DARK, LIGHT
from studio.outputs.explorer.facts import FOURTH, explorer_facts
from studio.outputs.web_page import colors, put_page, templates_of

FOLDER = Path(__file__).parent
# In this order they are one script, so that each knows the names of those before it.
SCRIPTS = {
    "mathematics": (
        *("tree", "tokens", "formula", "rows", "series", "kinks", "jets", "search"),
        *("definedness", "stationary", "minima", "window", "loss", "optimizers", "descent"),
    ),
    "pictures": (
        *("levels", "camera", "mist", "relief", "solids", "strokes", "marks", "picking"),
        *("painter", "labels", "terrain", "drawing", "landscape"),
        *("chart", "map_pixels", "map", "curve"),
    ),
    "controls": (
        *("words", "state", "hiker", "command", "model", "walkers", "hike_panel"),
        *("gestures", "hands", "views", "png", "page"),
    ),
}


def build_explorer(media: Path) -> Path:
    """Write ``explorer.html`` into the folder `media`, whole or not at all; return its path.

    Raises OSError when it cannot be written.
    """
    media.mkdir(parents=True, exist_ok=True)
    page = media / "explorer.html"
    put_page(page, page_text())
    return page


def page_text() -> str:
    """Return the text of the page."""
    templates = templates_of("studio.outputs.explorer")
    return templates.get_template("explorer.html").render(
        facts=explorer_facts(),
        dark=colors(DARK) | {"fourth": FOURTH["dark"]},
        light=colors(LIGHT) | {"fourth": FOURTH["light"]},
        style=(FOLDER / "templates" / "page.css").read_text(encoding="utf-8"),
        script=script_text(*SCRIPTS),
    )


def script_text(*folders: str) -> str:
    """Return the scripts of these folders, one after the other."""
    files = (FOLDER / "scripts" / part / f"{name}.js" for part in folders for name in SCRIPTS[part])
    return "\n".join(file.read_text(encoding="utf-8").strip() for file in files)
