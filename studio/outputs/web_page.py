"""What all web pages have in common: templates, colors, and how they get in their place."""

import dataclasses
import os
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from engine.files import put
from scenes.kit.theme import Theme


def templates_of(package: str) -> Environment:
    """Return the templates of a package; whatever they are given is only text, everywhere."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def colors(theme: Theme) -> dict[str, str]:
    """Return the theme's colors by the names that the style sheets use."""
    named = {
        field.name.replace("_", "-"): value
        for field in dataclasses.fields(theme)
        if isinstance(value := getattr(theme, field.name), str) and value.startswith("#")
    }
    return named | {f"terrain-{number}": color for number, color in enumerate(theme.terrain)}


def put_page(page: Path, text: str) -> None:
    """Put `text` where `page` is, whole or not at all, however many do so at once.

    Raises OSError when it cannot be written.
    """
    half = page.with_name(f".{page.name}.{os.getpid()}")
    try:
        half.write_text(text, encoding="utf-8")
        put(half, page)
    finally:
        half.unlink(missing_ok=True)
