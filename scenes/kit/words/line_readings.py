"""A line y = wx + b in numbers: live while it turns, and side by side with others."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, Circle as ManimCircle, DashedLine, Line, VGroup, VMobject

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

ROW = 0.56  # from one row of the table to the next, in units of the frame
COLUMNS = (0.0, 0.75, 3.9, 4.9, 6.0)  # sample and name from the left; w, b, MSE to the right


@checked
def line_numbers(loss: Loss, source: Any, shown: Any = (0, 0), color: str | None = None) -> VGroup:
    """Return w, b and mean squared error of the line at `source`, a walk or a place, live.

    Three rows, each a name and a number of fixed width, which is enough for the lines `shown`,
    (…, 2).
    """
    form = Form.of(shown)._asdict()
    w = Number(lambda: float(position(source)[0]), color=color or theme.walker, **form)
    b = Number(lambda: float(position(source)[1]), color=color or theme.walker, **form)
    error = error_number(loss, source, shown, color)
    rows = VGroup()
    for name, live in (("w", w), ("b", b), ("upright(M S E)", error)):
        rows.add(VGroup(formula(f"{name} ="), live).arrange(RIGHT, buff=0.2))
    return rows.arrange(DOWN, buff=0.25, aligned_edge=RIGHT)


@checked
def error_tag(loss: Loss, source: Any, shown: Any = (0, 0)) -> VGroup:
    """Return the loss at `source`, a walk or a place, as a live number on a plate.

    It has room for the losses at all points `shown`, (…, 2).
    """
    live = error_number(loss, source, shown)
    plate = tag(live)
    live.shift(0.13 * LEFT)  # the cell of the sign is always blank
    return plate


def error_number(loss: Loss, source: Any, shown: Any = (0, 0), color: str | None = None) -> Number:
    """Return the loss at `source`, a walk or a place, as a live number.

    It has room for the losses at all points `shown`, (…, 2), and on the straight way between them.
    """
    form = Form.of([*np.ravel(loss.value(np.asarray(shown, dtype=float))), 10.0], 3)
    value, color = lambda: float(loss.value(position(source))), color or theme.walker
    return Number(value, color=color, **form._asdict())


def sample(color: str, marker: str) -> VGroup:
    """Return how a line looks in a plot, and on it how its point looks on the landscape.

    `marker`: "dashed" for a dashed line with a diamond, "ring" or "ball" for a whole one.
    """
    kind = DashedLine if marker == "dashed" else Line
    stroke = kind(0.28 * LEFT, 0.28 * RIGHT, color=color, stroke_width=1.5 * THIN_WIDTH)
    mark: VMobject
    if marker == "ring":
        mark = ManimCircle(radius=0.11, color=color, stroke_width=PATH_WIDTH)
        mark.set_fill(theme.background, opacity=1)
    else:
        mark = marker_shape("diamond" if marker == "dashed" else "circle", 0.11, color)
    return VGroup(stroke, mark)


@checked
def line_table(loss: Loss, *rows: tuple[str, str, str, Any]) -> VGroup:
    """Return a table of lines: a head, then for each its sample, name, w, b and error.

    `rows`: name (Typst markup), color, marker of `sample`, and the line (w, b).
    """
    lines = np.array([line for *_, line in rows], dtype=float)
    errors = loss.value(lines)
    forms = [Form.of(lines)] * 2 + [Form.of(errors, 3).telling(errors)]
    table = VGroup()
    head = VGroup(*(formula(n, SMALL_SIZE, theme.muted) for n in ("w", "b", "upright(M S E)")))
    for cell, edge in zip(head, COLUMNS[2:], strict=True):
        cell.move_to(edge * RIGHT, RIGHT).align_to(0.1 * DOWN, DOWN)
    table.add(head)
    for (name, color, marker, _), line, error in zip(rows, lines, errors, strict=True):
        shown = [form(value) for form, value in zip(forms, (*line, error), strict=True)]
        row = VGroup(sample(color, marker), text(name, SMALL_SIZE, color))
        row[0].move_to(COLUMNS[0] * RIGHT, LEFT)
        row[1].move_to(COLUMNS[1] * RIGHT, LEFT)
        for value, edge in zip(shown, COLUMNS[2:], strict=True):
            row.add(formula(value, SMALL_SIZE).move_to(edge * RIGHT, RIGHT))
        table.add(row.shift(len(table) * ROW * DOWN))
    return table
