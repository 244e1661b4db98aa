"""The deck for a browser, shown by Reveal.js: the same slides as in PowerPoint's."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from scenes.kit.theme import Theme
from studio.slides.cuts import CutClip


def web_deck(clips: Sequence[CutClip], theme: Theme, media: str, reveal: str) -> str:
    """Return the page that shows `clips` in that order.

    `media` is the folder of the cut clips and `reveal` that of Reveal.js, as the page finds them.
    """
    environment = Environment(
        loader=PackageLoader("studio.slides", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("deck.html")
    return page.render(clips=clips, theme=theme, media=media, reveal=reveal)
