"""A line y = wx + b in numbers: live while it turns, and its error beside those of others."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, VGroup

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.places import RIGHT_HALF, TOP_LEFT
from scenes.kit.symbols import sign, sign_color
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text


@checked
def line_numbers(loss: Loss, source: Any, shown: Any = (0, 0)) -> VGroup:
    """Return slope, intercept and error of the line at `source`, a walk or a place, live.

    Two rows in the upper left corner of the frame, w and b, and L(w, b). All numbers keep their
    width, which is enough for the lines `shown`, (…, 2), and for those between them.
    """
    form = Form.of(shown)._asdict()
    w = Number(lambda: float(position(source)[0]), color=theme.walker, **form)
    b = Number(lambda: float(position(source)[1]), color=theme.walker, **form)
    # The loss is convex: between two lines it is less than at one of them.
    errors = Form.of(loss.value(np.asarray(shown, dtype=float)))._asdict()
    error = Number(lambda: float(loss.value(position(source))), color=theme.walker, **errors)
    place = VGroup(formula("w ="), w, formula("b ="), b).arrange(RIGHT, buff=0.2)
    place[2:].shift(0.35 * RIGHT)
    height = VGroup(formula("L(w, b) ="), error).arrange(RIGHT, buff=0.15)
    error.shift(_blank(error) * LEFT)  # no error is below 0
    rows = VGroup(place, height)
    return rows.arrange(DOWN, buff=0.2, aligned_edge=LEFT).move_to(TOP_LEFT, UL)


def _blank(live: Number) -> float:
    """Return the width of the cell of the sign."""
    form = live.form
    cells = form.digits + (form.decimals + 0.5 if form.decimals else 0)
    return float(live.place.width) * 1.5 / (1.5 + cells)


@checked
def error_meaning(loss: Loss) -> VGroup:
    """Return what L(w, b) is, as a formula and in words, in the right half of the frame."""
    meaning = formula(f"L(w, b) = {loss.formula}", SMALL_SIZE)
    words = text("mean squared error", SMALL_SIZE, theme.muted).next_to(meaning, DOWN)
    return VGroup(meaning, words).move_to(RIGHT_HALF)


@checked
def line_errors(loss: Loss, *rows: tuple[str, str, Any]) -> VGroup:
    """Return the errors of some lines, one below the other, in the upper left corner.

    `rows`: what the line is, a sign of `sign` such as "truth"; its name, Typst markup; and the
    line itself, (w, b).  The errors have as many decimals as it takes to tell them apart.
    """
    errors = loss.value(np.array([line for *_, line in rows], dtype=float))
    form = Form.of(errors, 3).telling(errors)
    table = VGroup()
    for (meaning, name, _), error in zip(rows, errors, strict=True):
        cells = VGroup(
            sign(meaning), text(name, color=sign_color(meaning)), formula(f"L = {form(error)}")
        )
        table.add(cells.arrange(RIGHT, buff=0.25))
    table.arrange(DOWN, buff=0.2, aligned_edge=LEFT).move_to(TOP_LEFT, UL)
    edge = max(row[2].get_left()[0] for row in table)
    for row in table:
        row[2].shift((edge - row[2].get_left()[0]) * RIGHT)
    return table
