"""Labels that read on any picture, and column vectors whose numbers are live."""

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import DOWN, RIGHT, RoundedRectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.text import Number, formula
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.walk import Walk


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
        fill_opacity=0.82,
    )
    return VGroup(plate.move_to(row), row)


class LiveVector(VGroup):
    """A column of live numbers of fixed width, in square brackets.

    `value` is asked for the vector, shape ``(d,)``, at every frame.
    """

    def __init__(
        self,
        value: Callable[[], NDArray[np.float64]],
        decimals: int = 2,
        size: float = TEXT_SIZE,
        color: str | None = None,
    ) -> None:
        numbers = [
            Number(partial(_entry, value, i), decimals, size=size, color=color)
            for i in range(len(value()))
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


def _entry(value: Callable[[], NDArray[np.float64]], i: int) -> float:
    return float(value()[i])


def rule_with_numbers(walk: Walk, learning_rate: float) -> VGroup:
    """Return θᵢ₊₁ = θᵢ − α∇f(θᵢ), and below it the numbers of the step that `walk` is taking."""
    path = walk.trajectory

    def row() -> int:
        return min(walk.step, path.steps - 1)

    columns = VGroup(
        LiveVector(lambda: path.x[row() + 1], color=theme.walker),
        formula("="),
        LiveVector(lambda: path.x[row()]),
        formula(f"- {learning_rate}"),
        LiveVector(lambda: path.gradient[row()], color=theme.gradient),
    ).arrange(RIGHT, buff=0.25)
    signs = formula(
        "{{theta_(i+1) : new}} {{= : is}} {{theta_i : old}} {{- alpha : rate}}"
        " {{nabla f(theta_i) : slope}}",
        new=theme.walker,
        slope=theme.gradient,
    )
    for label, column in zip(("new", "is", "old", "rate", "slope"), columns, strict=True):
        signs.select(label).set_x(column.get_x())
    return tag(VGroup(signs, columns.next_to(signs, DOWN, buff=0.3)), buff=0.25)
