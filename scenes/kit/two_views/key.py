"""What the lines and numbers of a map say, in rows beside it, each with its mark."""

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, Circle, Line, VGroup, VMobject

from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.places import TOP_LEFT
from scenes.kit.symbols import sign
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE, theme
from scenes.kit.words.text import formula, text

APART = 1.0  # from base line to base line, in units of the frame
COLUMN = 0.5  # half the width of the column of marks
GUTTER = 0.3  # between a mark and its row
END = 0.24  # radius of the sign of an end
HALF = 0.12  # of a capital's height: a mark stands in the middle of it


def key_rows(contour_map: ContourMap, facts: Sequence[str], end: str) -> VGroup:
    """Return rows for a ring, a height and a depth, a walk and its `end`, evenly beside a map."""
    height, depth = (formula(each, SMALL_SIZE) for each in ("0.75", "-0.75"))
    marks = _ring(), height, depth, _step(), sign(end, END)
    left, middle = TOP_LEFT[0], contour_map.border.get_center()[1]
    rows = VGroup()
    for i, (fact, mark) in enumerate(zip(facts, marks, strict=True)):
        base = middle + ((len(facts) - 1) / 2 - i) * APART
        words = text(fact, TITLE_SIZE)
        capital = words.family_members_with_points()[0]
        words.shift((base - capital.get_bottom()[1]) * UP)
        words.set_x(left + 2 * COLUMN + GUTTER + words.width / 2)
        mark.move_to((left + COLUMN, base + HALF, 0))
        rows.add(VGroup(mark, words))
    return rows


def _ring() -> VMobject:
    return Circle(radius=0.3, stroke_color=theme.ink, stroke_width=PATH_WIDTH)


def _step() -> VGroup:
    """Return a step that crosses a ring at a right angle."""
    side, width = 0.2, THIN_WIDTH
    across = Line(0.42 * RIGHT, -0.42 * RIGHT, stroke_color=theme.ink, stroke_width=1.5 * width)
    step = Line(0 * UP, -0.42 * UP, stroke_color=theme.walker, stroke_width=PATH_WIDTH)
    corner = VMobject(stroke_color=theme.ink, stroke_width=1.2 * width)
    corner.set_points_as_corners(
        np.array([(side, 0, 0), (side, -side, 0), (0, -side, 0)], dtype=float)
    )
    disc = Circle(radius=0.6 * DOT_RADIUS, fill_color=theme.walker, fill_opacity=1, stroke_width=0)
    return VGroup(across, corner, step, disc)
