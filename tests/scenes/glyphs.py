"""How large letters are as they are drawn: each glyph of a text is known by its outline."""

from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any, NamedTuple

import numpy as np
from manim import Typst, config

from scenes.kit import formula, text
from scenes.kit.legibility import Words, is_seen
from scenes.kit.words.text import Number

GREEK = ("alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "lambda", "mu",
         "nu", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega")  # fmt: skip
CAPITAL, SMALL, SCRIPT = 0.03, 0.02, 0.018  # of the frame's height, at least
SET_AT = 100.0  # size of the letters that all others are compared with
ALIKE = 0.02  # of a glyph's height: outlines that differ by less are of one letter
SUNK = 0.95  # of the size of a text: what is smaller is a sub- or superscript
SLACK = 0.985


class Letter(NamedTuple):
    """A letter of one font, as it is set at a size of 100."""

    name: str
    outline: np.ndarray
    height: float
    small: float  # height of the x of its font
    is_sunk: bool  # or raised: fonts have letters of their own for that


@cache
def letters() -> dict[int, list[Letter]]:
    """Return the letters of both fonts, upright, slanted and sunk, by how many points they have."""
    every = [*ascii_lowercase, *ascii_uppercase, *digits]
    spaced = " ".join(every)
    sunk = " ".join(f"x_{name}" for name in [*every, *GREEK])
    sunk_twice = " ".join(f"x_(x_{name})" for name in [*every, *GREEK])
    sheets: list[tuple[Typst, list[str], slice, bool]] = [
        (text(spaced, SET_AT), every, slice(None), False),
        (formula(f"{spaced} {' '.join(GREEK)}", SET_AT), [*every, *GREEK], slice(None), False),
        (formula(f"upright({spaced})", SET_AT), every, slice(None), False),
        (formula(sunk, SET_AT), [*every, *GREEK], slice(1, None, 2), True),
        (formula(sunk_twice, SET_AT), [*every, *GREEK], slice(2, None, 3), True),
    ]
    known: dict[int, list[Letter]] = {}
    for sheet, names, which, is_sunk in sheets:
        glyphs = sheet.family_members_with_points()[which]
        assert len(glyphs) == len(names)
        small = float(glyphs[names.index("x")].height)
        for glyph, name in zip(glyphs, names, strict=True):
            letter = Letter(name, outline_of(glyph), float(glyph.height), small, is_sunk)
            known.setdefault(len(letter.outline), []).append(letter)
    return known


def outline_of(glyph: Any) -> np.ndarray:
    """Return the points of a glyph as they are when it is 1 high, (n, 2)."""
    points = glyph.points[:, :2]
    return (points - points.min(axis=0)) / max(float(np.ptp(points[:, 1])), 1e-9)


def letter_of(glyph: Any) -> Letter | None:
    """Return which letter a glyph is, if it is one."""
    outline = outline_of(glyph)
    for letter in letters().get(len(outline), []):
        if np.abs(letter.outline - outline).max() < ALIKE:
            return letter
    return None


def too_small(words: Words) -> list[str]:
    """Say which letters of a text in view are too small for the last row."""
    said, mobject = [], words.mobject
    base = mobject.size / SET_AT if isinstance(mobject, Number) else words.size / SET_AT
    for glyph in mobject.family_members_with_points():
        letter = letter_of(glyph) if is_seen(glyph) else None
        if letter is None:
            continue
        height = float(np.ptp(glyph.points[:, 1])) / config.frame_height
        scale = float(np.ptp(glyph.points[:, 1])) / letter.height
        if letter.is_sunk or scale < SUNK * base:
            least, part = SCRIPT, "sub- or superscript "
        elif letter.name in (*ascii_uppercase, *digits):
            least, part = CAPITAL, ""
        else:
            least, part = SMALL, "x of the font of "
            height = scale * letter.small / config.frame_height
        if height < SLACK * least:
            said.append(
                f"{part}{letter.name} of {words.name} is {100 * height:.1f} % of the frame's "
                f"height, and must be {100 * least:.1f} %"
            )
    return list(dict.fromkeys(said))
