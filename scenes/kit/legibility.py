"""What cannot be read: a text at the edge of the frame or beyond it, or over another text."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject, Typst, config
from numpy.typing import NDArray

from scenes.kit.theme import SAFE_MARGIN

Array = NDArray[np.float64]
SEEN = 0.1  # opacity from which on a glyph counts
SLACK = 0.03  # units of the frame: less than that is no matter
LONGEST = 40  # characters of a text that are quoted
_KIT = str(Path(__file__).resolve().parent)


@dataclass(frozen=True, eq=False)
class Words:
    """A text in view: how to name it, and the boxes of its glyphs.

    `glyphs` has shape (n, 4): left, bottom, right, top, in units of the frame.
    """

    name: str
    glyphs: Array

    @property
    def box(self) -> Array:
        """The box of the whole text."""
        return np.append(self.glyphs[:, :2].min(axis=0), self.glyphs[:, 2:].max(axis=0))


def made_here(text: Any, markup: str = "") -> None:
    """Note on `text` its markup and which line of a scene makes it, for complaints about it."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_KIT):
        frame = frame.f_back
    text.markup = markup
    text.made_at = (frame.f_code.co_filename, frame.f_lineno)


def remarks(mobjects: Iterable[Mobject]) -> list[str]:
    """Return what is wrong with the texts among `mobjects` (whole families) and what to do."""
    texts = [words for mobject in mobjects if (words := _read(mobject)) is not None]
    return [*_outside(texts), *_overlaps(texts)]


def _read(mobject: Mobject) -> Words | None:
    """Return the text that `mobject` is, if it is one and can be seen."""
    says = getattr(mobject, "says", None)  # a live number tells what it shows
    if says is None and not isinstance(mobject, Typst):
        return None
    boxes = [
        np.append(glyph.points[:, :2].min(axis=0), glyph.points[:, :2].max(axis=0))
        for glyph in mobject.family_members_with_points()
        if _is_seen(glyph)
    ]
    if not boxes:
        return None
    markup = says() if says else getattr(mobject, "markup", "") or str(mobject.typst_code)
    return Words(_name(mobject, markup), np.array(boxes))


def _is_seen(glyph: Any) -> bool:
    stroke = glyph.get_stroke_opacity() > SEEN and glyph.get_stroke_width() > 0
    return bool(stroke or glyph.get_fill_opacity() > SEEN)


def _name(mobject: Mobject, markup: str) -> str:
    words = " ".join(markup.split())
    quoted = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    file, line = getattr(mobject, "made_at", (None, 0))
    if file is None:
        return f"the text ‘{quoted}’"
    path, here = Path(file).resolve(), Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return f"the text ‘{quoted}’ ({shown}, line {line})"


def _outside(texts: list[Words]) -> list[str]:
    half = np.array([config.frame_width, config.frame_height]) / 2
    found = []
    for text in texts:
        for wrong, limit in (
            ("leaves the frame", half),
            (
                f"is nearer to the edge than {SAFE_MARGIN:.0%} of the frame",
                half - SAFE_MARGIN * 2 * half,
            ),
        ):
            sides = _beyond(text.box, limit + SLACK)
            if sides:
                found.append(f"{text.name} {wrong} ({sides}): move it, or make it smaller")
                break
    return found


def _beyond(box: Array, limit: Array) -> str:
    """Return the sides on which a box reaches beyond `limit`, half the size of a rectangle."""
    left, bottom, right, top = box
    beyond = (left < -limit[0], right > limit[0], bottom < -limit[1], top > limit[1])
    sides = zip(("left", "right", "bottom", "top"), beyond, strict=True)
    return " and ".join(side for side, is_out in sides if is_out)


def _overlaps(texts: list[Words]) -> list[str]:
    return [
        f"{one.name} and {other.name} overlap: move one of them, or let it go before"
        for one, other in combinations(texts, 2)
        if _meet(one.box[None], other.box[None])
        and not (one.name == other.name and np.allclose(one.box, other.box, atol=SLACK))
        and _meet(one.glyphs, other.glyphs)
    ]


def _meet(some: Array, others: Array) -> bool:
    """Say whether one of the boxes `some` lies over one of `others`, each of shape (n, 4)."""
    ends = np.minimum(some[:, None, 2:], others[None, :, 2:])
    shared = ends - np.maximum(some[:, None, :2], others[None, :, :2])
    return bool(np.any(np.all(shared > SLACK, axis=-1)))
