"""Code that puts a clip into another page, deck or document."""

import re
from dataclasses import dataclass

from jinja2 import Environment

from scenes.kit.theme import THEMES
from studio.shelf.shelf import Clip

# What it is for, its template, and the files that must lie beside the page.
KINDS = (
    ("HTML", "embed.html", (".mp4", ".vtt", ".png")),
    ("Reveal.js", "embed.reveal.html", (".mp4", ".vtt", ".png")),
    ("Quarto", "embed.qmd", (".mp4", ".vtt", ".png", ".storyboard.png")),
    ("Markdown", "embed.md", (".mp4", ".png")),
)


@dataclass(frozen=True)
class Embedding:
    """Code to copy, what it is for, and the files that it needs beside it."""

    label: str
    code: str
    files: tuple[str, ...]


def embeddings(clip: Clip, environment: Environment) -> list[Embedding]:
    """Return the code that embeds `clip`, for every kind of page."""
    environment.filters["markdown"] = escape_markdown
    return [
        Embedding(
            label,
            environment.get_template(template).render(clip=clip, look=THEMES[clip.theme]).strip(),
            tuple(clip.file(suffix).name for suffix in suffixes),
        )
        for label, template, suffixes in KINDS
    ]


def escape_markdown(text: str) -> str:
    """Return `text` such that Markdown takes every sign as itself, within a line and a link.

    Signs that HTML gives a meaning to are escaped by the template, as they are everywhere.
    """
    return re.sub(r"([\\`*_{}\[\]()#+!|~$^@-])", r"\\\1", " ".join(text.split()))
