"""What is written about a block of ground: its two directions, and an axis of heights."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.bowl.floor import ticks
from scenes.kit.curves.slope import put_arrow
from scenes.kit.landscape.block import foot_of
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
NAME = 0.16  # from the lower edges in front to the arrows along both directions, and to their names
LAST = 0.3  # of such an edge: as long is its arrow
THIN = 0.6  # times as thick as others: those arrows
TICKS, TICK = 4, 0.1  # of the axis of heights: at most so many, and how long


def edge_names(block: Landscape, first: str, second: str) -> VGroup:
    """Return the names of both directions, Typst markup, at arrows below the edges in front."""
    along_x, _, _, along_y = block.world_to_frame(foot_of(block.ground()))
    names = VGroup()
    for name, edge in ((first, along_x), (second, along_y[::-1])):
        tip = edge[-1] + NAME * DOWN
        arrow = VMobject(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        put_arrow(arrow, tip + LAST * (edge[0] - edge[-1]), LAST * (edge[-1] - edge[0]), THIN)
        words = text(name, SMALL_SIZE)
        out = np.sign((edge[-1] - edge[0])[0]) * RIGHT
        names.add(arrow, words.next_to(arrow.get_center(), DOWN + out, buff=NAME))
    return names


def height_axis(block: Landscape, name: str) -> VGroup:
    """Return the axis of heights, with this name and ticks, over the corner on the left."""
    (x, y, low), high = foot_of(block.ground())[3][0], block.ground().highest

    def at(height: float) -> Array:
        return block.world_to_frame(np.array([x, y, block.height_scale * height]))

    axis = Line(block.world_to_frame(np.array([x, y, low])), at(high), color=theme.muted)
    axis.set_stroke(width=THIN_WIDTH)
    heights = VGroup(axis, formula(name, SMALL_SIZE).next_to(axis.get_end(), UP, buff=0.08))
    for value in ticks(block.ground().lowest, high, TICKS):
        tick = Line(at(value) + TICK * LEFT, at(value), color=theme.muted)
        tick.set_stroke(width=THIN_WIDTH)
        label = formula(number(value), SMALL_SIZE, theme.muted)
        heights.add(tick, label.next_to(tick, LEFT, buff=0.1))
    return heights
