"""Two slopes stacked into one vector, seen from straight above, as a small picture."""

import numpy as np
from manim import DOWN, LEFT, PI, RIGHT, UP, DashedLine, ReplacementTransform, VGroup, VMobject

from scenes.kit.curves.slope import put_arrow
from scenes.kit.gradient.stacked import DASH, SOLID, THICK, StackedSlopes
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.text import formula, text

MIDDLE = (5.1, 1.5)  # of arrow and names, in units of the frame
WIDE, HIGH = 0.75, 1.4  # the most that the arrow takes up
OVER = -PI / 2  # of the arc on which it comes


def flat_sum(
    stacked: StackedSlopes, legs: VGroup, x: str, y: str
) -> tuple[ReplacementTransform, VGroup]:
    """Return the animation that makes arrow and dashed `legs` a small picture, and its words.

    `x` and `y` name the directions. The picture stands in the right of the frame; the arrow flies
    there over what is on its way.
    """
    dx, dy = stacked.ground.gradient
    unit = min(WIDE / abs(dx), HIGH / abs(dy))
    corners = unit * np.array([[0, 0, 0], [dx, 0, 0], [dx, dy, 0]])
    tail, corner, tip = corners - corners[2] / 2 + np.array([*MIDDLE, 0])
    arrow = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
    put_arrow(arrow, tail, tip - tail, THICK)
    parts = VGroup()
    for start, end in ((tail, corner), (corner, tip)):
        part = DashedLine(start, end, dash_length=DASH, dashed_ratio=SOLID)
        parts.add(part.set_stroke(theme.gradient, 2 * THIN_WIDTH))
    along, up = (
        VGroup(formula(size, SMALL_SIZE, theme.gradient), text(way, SMALL_SIZE))
        for size, way in zip(stacked.numbers, (x, y), strict=True)
    )
    along.arrange(RIGHT, buff=0.12, aligned_edge=DOWN)
    up.arrange(DOWN, buff=0.12, aligned_edge=LEFT)
    name = formula("nabla f", SMALL_SIZE, theme.gradient)
    out, above = np.sign(dx) * RIGHT, np.sign(dy) * UP
    along.next_to((tail + corner) / 2, -above, buff=0.15)
    up.next_to((corner + tip) / 2, out, buff=0.15)
    name.next_to((tail + tip) / 2, -out, buff=0.25)
    entries = text(f"{len(corners) - 1} entries", SMALL_SIZE)
    VGroup(arrow, parts, along, up, name).set_x(MIDDLE[0])
    entries.next_to(VGroup(arrow, parts, along), UP, buff=0.3).set_x(MIDDLE[0])
    here, there = VGroup(stacked, legs), VGroup(VGroup(arrow), parts)
    return ReplacementTransform(here, there, path_arc=OVER), VGroup(along, up, name, entries)
