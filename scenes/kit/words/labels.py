"""Labels that read on any picture, and column vectors whose numbers are live."""

from collections.abc import Callable
from functools import partial
from math import ceil, log10

import numpy as np
from manim import DOWN, RIGHT, UP, RoundedRectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.theme import SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import Form, number, power_of_ten
from scenes.kit.words.text import Number, formula

Array = NDArray[np.float64]
PLATE = 0.95  # opacity: text in any color of the theme keeps 4.5 : 1 over the palest ground
SHOWN = 5  # steps of a walk whose numbers are looked at


def tag(*parts: VMobject, buff: float = 0.14) -> VGroup:
    """Return `parts`, side by side, on a plate in the color of the background.

    `buff` is the margin of the plate, in units of the frame.
    """
    row = VGroup(*parts).arrange(RIGHT)
    width, height = row.width + 2 * buff, row.height + 2 * buff
    plate = RoundedRectangle(
        corner_radius=min(0.16, height / 2),
        width=width,
        height=height,
        stroke_width=0,
        fill_color=theme.background,
        fill_opacity=PLATE,
    )
    return VGroup(plate.move_to(row), row)


def on_base_line(words: VMobject, glyph: int, height: float) -> VMobject:
    """Put `words` where the glyph of that number, one without a descender, stands at `height`."""
    foot = words.family_members_with_points()[glyph].get_bottom()[1]
    return words.shift((height - foot) * UP)


class LiveVector(VGroup):
    """A column of live numbers of fixed width, in square brackets.

    `value` is asked for the vector, shape ``(d,)``, at every frame. `digits`: before the point.
    It is shown as a multiple of ten to the `power`; one that is not `signed` is never below 0.
    """

    def __init__(
        self,
        value: Callable[[], NDArray[np.float64]],
        decimals: int = 2,
        size: float = TEXT_SIZE,
        color: str | None = None,
        digits: int = 1,
        power: int = 0,
        signed: bool = True,
    ) -> None:
        numbers = [
            Number(entry, decimals, digits, size, color, signed=signed)
            for entry in (partial(_entry, value, i, 10.0**power) for i in range(len(value())))
        ]
        column = VGroup(*numbers).arrange(DOWN, buff=0.55 * numbers[0].height)
        high, wide, foot = column.height / 2 + 0.12, column.width / 2 + 0.16, 0.1
        brackets = VGroup(
            *(
                VMobject(stroke_color=color or theme.ink, stroke_width=2.2).set_points_as_corners(
                    np.array(
                        [
                            [side * (wide - foot), high, 0],
                            [side * wide, high, 0],
                            [side * wide, -high, 0],
                            [side * (wide - foot), -high, 0],
                        ]
                    )
                )
                for side in (-1, 1)
            )
        )
        super().__init__(column, brackets.move_to(column))
        if power:
            self.add(formula(power_of_ten(power), size, color).next_to(brackets, RIGHT, buff=0.1))


def _entry(value: Callable[[], NDArray[np.float64]], i: int, unit: float) -> float:
    return float(value()[i]) / unit


@checked
def rule_with_numbers(walk: Walk, learning_rate: float, decimals: int = 3) -> VGroup:
    """Return θᵢ₊₁ = θᵢ − α∇f(θᵢ), and below it the numbers of the step that `walk` is taking.

    The second row says ≈: each of its numbers is rounded by itself, so that its last place may
    differ by one from what the others give. They have as many decimals as it takes for the first
    steps to be seen in them; `decimals` are those for steps of about 1.
    """
    path = walk.trajectory
    small = SMALL_SIZE

    def row() -> int:
        return min(walk.step, path.steps - 1)

    steps = np.abs(np.diff(path.x[: SHOWN + 1], axis=0)).max()
    there, felt = Form.of(path.x, decimals), Form.of(path.gradient, decimals)
    finest = max(Form.of(steps, 2).decimals, there.decimals) if steps > 1e-7 else there.decimals
    if there.power == 0:
        there = there._replace(decimals=finest)
    # No number weighs more in its last place than the others: α times it is less than theirs.
    needed = ceil(there.decimals - there.power + log10(learning_rate) + felt.power - 1e-9)
    felt = felt._replace(decimals=max(felt.decimals, needed))
    there, felt = _adding_up(path, row(), learning_rate, there, felt)
    old, slope = there._asdict(), felt._asdict()
    columns = VGroup(
        LiveVector(lambda: path.x[row() + 1], size=small, **old),
        formula("approx", small),
        LiveVector(lambda: path.x[row()], size=small, **old),
        formula(f"- {number(learning_rate)}", small, theme.walker),
        LiveVector(lambda: path.gradient[row()], size=small, color=theme.gradient, **slope),
    ).arrange(RIGHT, buff=0.22)
    signs = formula(
        "{{theta_(i+1) : new}} {{= : is}} {{theta_i : old}} {{- : minus}} {{alpha : rate}}"
        " {{nabla f(theta_i) : slope}}",
        minus=theme.walker,
        rate=theme.walker,
        slope=theme.gradient,
    )
    names = (("new",), ("is",), ("old",), ("minus", "rate"), ("slope",))
    for labels, column in zip(names, columns, strict=True):
        VGroup(*(signs.select(label) for label in labels)).set_x(column.get_x())
    return tag(VGroup(signs, columns.next_to(signs, DOWN, buff=0.3)), buff=0.22)


def _adding_up(
    path: Trajectory, row: int, learning_rate: float, there: Form, felt: Form
) -> tuple[Form, Form]:
    """Return the forms with up to two decimals more, or one less, with which the sum comes out.

    So the rounded numbers of the step `row` do what the rule says; if none do, the forms as given.
    """
    for more in (0, -1, 1, 2):
        place, slope = (
            form._replace(decimals=max(form.decimals + more, 1)) for form in (there, felt)
        )
        old, new = ([place.rounded(x) for x in path.x[i]] for i in (row, row + 1))
        felt_there = [slope.rounded(part) for part in path.gradient[row]]
        sums = np.array(old) - learning_rate * np.array(felt_there)
        if np.allclose([place.rounded(part) for part in sums], new, rtol=0, atol=1e-12):
            return place, slope
    return there, felt


def gap(middles: Array, half: Array, points: Array) -> Array:
    """Return how far each of some boxes, `half` their size, is from the nearest of `points`, (n,).

    `middles` (n, 2) and `points` (m, 2) are places of the frame; it is infinitely far from none.
    """
    # One coordinate after the other: NumPy is slow to add up a short last axis.
    squares = [
        np.maximum(np.abs(middles[:, [axis]] - points[:, axis]) - half[axis], 0) ** 2
        for axis in (0, 1)
    ]
    return np.asarray(np.sqrt(np.add(*squares).min(axis=1, initial=np.inf)))
