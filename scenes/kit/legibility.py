"""What cannot be seen: texts and walkers off the frame, small letters, text over text."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject, Typst, config
from numpy.typing import NDArray

from scenes.kit.theme import CAPTION_BAND, SAFE_MARGIN, SMALL_SIZE

Array = NDArray[np.float64]
SEEN = 0.1  # opacity from which on a glyph counts
SLACK = 0.03  # units of the frame: less than that is no matter
CLEAR = 0.06  # units of the frame between a text and a walker
LONGEST = 40  # characters of a text that are quoted
_KIT = str(Path(__file__).resolve().parent)


@dataclass(frozen=True, eq=False)
class Words:
    """A text in view: how to name it, the boxes of its glyphs, its font size as it is seen.

    `glyphs` has shape (n, 4): left, bottom, right, top, in units of the frame.
    """

    name: str
    glyphs: Array
    size: float

    @property
    def box(self) -> Array:
        """The box of the whole text."""
        return np.append(self.glyphs[:, :2].min(axis=0), self.glyphs[:, 2:].max(axis=0))


def made_here(text: Any, markup: str = "", size: float = 0.0) -> None:
    """Note on `text` its markup, its font size, and which line of a scene makes it."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_KIT):
        frame = frame.f_back
    text.markup = markup
    text.made_at = (frame.f_code.co_filename, frame.f_lineno)
    text.set_at = (size, text.height if size else 0.0)


def remarks(mobjects: Iterable[Mobject], at_rest: bool = True) -> list[str]:
    """Return what is wrong with the frame of `mobjects` (whole families), and what to do.

    The size of letters counts only `at_rest`: as it grows, a text is small for a moment.
    """
    mobjects = list(mobjects)
    texts = [words for mobject in mobjects if (words := _read(mobject)) is not None]
    marks = [mark for one in mobjects if (must_see := getattr(one, "must_see", None))
             for mark in must_see()]  # fmt: skip
    found = [*_outside((text.name, text.box) for text in texts), *_overlaps(texts)]
    found += _outside((name, np.tile(place[:2], 2)) for name, place in marks)
    found += _covered(texts, marks)
    return [*found, *_small(texts)] if at_rest else found


def _read(mobject: Mobject) -> Words | None:
    """Return the text that `mobject` is, if it is one and can be seen."""
    says = getattr(mobject, "says", None)  # a live number tells what it shows
    if says is None and not isinstance(mobject, Typst):
        return None
    boxes = [
        np.append(glyph.points[:, :2].min(axis=0), glyph.points[:, :2].max(axis=0))
        for glyph in mobject.family_members_with_points()
        if is_seen(glyph)
    ]
    if not boxes:
        return None
    markup = says() if says else getattr(mobject, "markup", "") or str(mobject.typst_code)
    size, height = getattr(mobject, "set_at", (0.0, 0.0))
    return Words(_name(mobject, markup), np.array(boxes), size * mobject.height / (height or 1))


def is_seen(part: Any) -> bool:
    """Say whether anything of `part`, one with points of its own, can be seen."""
    stroke = part.get_stroke_opacity() > SEEN and part.get_stroke_width() > 0
    return bool(stroke or part.get_fill_opacity() > SEEN)


def _name(mobject: Mobject, markup: str) -> str:
    words = " ".join(markup.split())
    quoted = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    file, line = getattr(mobject, "made_at", (None, 0))
    if file is None:
        return f"the text ‘{quoted}’"
    path, here = Path(file).resolve(), Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return f"the text ‘{quoted}’ ({shown}, line {line})"


def _outside(things: Iterable[tuple[str, Array]]) -> list[str]:
    half = np.array([config.frame_width, config.frame_height]) / 2
    safe, band = half - SAFE_MARGIN * 2 * half, half[1] - CAPTION_BAND * 2 * half[1]
    found = []
    for name, box in things:
        if sides := _beyond(box, half + SLACK):
            found.append(f"{name} leaves the frame ({sides}): move it, or make it smaller")
        elif box[1] < -band - SLACK:
            found.append(
                f"{name} lies in the lowest {CAPTION_BAND:.0%} of the frame, where players lay "
                "captions: move it up"
            )
        elif sides := _beyond(box, safe + SLACK):
            found.append(
                f"{name} is nearer to the edge than {SAFE_MARGIN:.0%} of the frame ({sides}): "
                "move it, or make it smaller"
            )
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


def _covered(texts: list[Words], marks: list[tuple[str, Array]]) -> list[str]:
    return [
        f"{text.name} lies over {name}: move it"
        for text in texts
        for name, place in marks
        if np.all(text.box[:2] - CLEAR < place[:2]) and np.all(place[:2] < text.box[2:] + CLEAR)
    ]


def _small(texts: list[Words]) -> list[str]:
    return [
        f"{text.name} is as small as a text of size {text.size:.0f}, and the last row cannot read "
        f"it below {SMALL_SIZE}: make it larger"
        for text in texts
        if 0 < text.size < 0.98 * SMALL_SIZE
    ]
