"""Code that puts a clip into another page, deck or document."""

import re
from dataclasses import dataclass

from jinja2 import Environment

from scenes.kit.beat import Beat
from scenes.kit.theme import THEMES
from studio.shelf.shelf import Clip

TICK = 0.3  # seconds: as often as that, at least, a browser tells how far a video is
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
    environment.filters |= {"markdown": escape_markdown, "choose": choose}
    facts = {"clip": clip, "look": THEMES[clip.theme], "stops": stops(clip)}
    return [
        Embedding(
            label,
            environment.get_template(template).render(facts).strip(),
            tuple(clip.file(suffix).name for suffix in suffixes),
        )
        for label, template, suffixes in KINDS
    ]


def stops(clip: Clip) -> list[float]:
    """Return when to stop for each question, in seconds: a little before it is over.

    A browser tells the time about four times a second; till the end the picture stays as it is.
    """
    return [round(clip.seconds(beat.end) - TICK, 3) for beat, _ in clip.questions]


def choose(question: Beat) -> str:
    """Return a question with the answers from which one may choose."""
    choices = f" ({' / '.join(question.choices)})" if question.choices else ""
    return question.caption + choices


def escape_markdown(text: str) -> str:
    """Return `text` such that Markdown takes every sign as itself, within a line and a link.

    Signs that HTML gives a meaning to are escaped by the template, as they are everywhere.
    """
    return re.sub(r"([\\`*_{}\[\]()#+!|~$^@-])", r"\\\1", " ".join(text.split()))
