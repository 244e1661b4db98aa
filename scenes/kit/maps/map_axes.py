"""The axes of a map: their names at the ends, and the numbers on them."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import formula

Array = NDArray[np.float64]
MOST = 4  # numbers along an axis, at the most
TICK = 0.1


class MapAxes(VGroup):
    """Ticks with round numbers below and to the left of a map, and at their ends the names x, y.

    `names` are other letters for the two, and `most` is how many numbers stand along the longer.
    """

    @checked
    def __init__(self, contour_map: ContourMap, names: str = "xy", most: int = MOST) -> None:
        super().__init__()
        lower, upper = contour_map.lower, contour_map.upper
        spacing = round_step(float((upper - lower).max()), most)
        for axis, (side, name) in enumerate(zip((DOWN, LEFT), names, strict=True)):
            first, last = np.ceil(lower[axis] / spacing), np.floor(upper[axis] / spacing)
            end = contour_map.border.get_corner(DOWN + RIGHT if axis == 0 else UP + LEFT)
            label = formula(name, SMALL_SIZE, theme.muted)
            label.next_to(end, DOWN if axis == 0 else LEFT, buff=0.2)
            if axis == 0:
                label.align_to(end, RIGHT)
            else:
                label.align_to(end, UP)
            numbers = VGroup()
            for multiple in range(int(first), int(last) + 1):
                place = lower.copy()
                place[axis] = multiple * spacing
                numbers.add(_tick(contour_map, place, side, number(multiple * spacing)))
            self.add(label, *(one for one in numbers if _apart(one, label)))


def _tick(
    contour_map: ContourMap, place: NDArray[np.float64], side: NDArray[np.float64], name: str
) -> VGroup:
    foot = contour_map.at(place)
    mark = VMobject(stroke_color=theme.muted, stroke_width=THIN_WIDTH)
    mark.set_points_as_corners([foot, foot + TICK * side])
    return VGroup(mark, formula(name, SMALL_SIZE, theme.muted).next_to(mark, side, buff=0.08))


def _apart(tick: VMobject, label: VMobject) -> bool:
    gap = np.abs(tick.get_center() - label.get_center())
    return bool(
        gap[0] > (tick.width + label.width) / 2 + 0.1
        or gap[1] > (tick.height + label.height) / 2 + 0.1
    )
