"""Slopes and steps of a walk as bars, one pair for each step, one below the other."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UL, UP, FadeIn, FadeOut, GrowFromEdge, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula, scaled

Array = NDArray[np.float64]

ROWS = 10  # at most
PITCH, THICK, SIDE = 0.45, 0.15, 0.085  # of rows; of a bar, and its middle off that of its row
WIDTH, TOP, LEFT_EDGE = 4.4, 3.35, -6.35
GAP = 0.3
PLACES = 3  # after the point, of a number about 1


class StepBars:
    """For steps of a walk a blue bar, |∇f|, and below it an orange one, the step's length α|∇f|.

    Both have one scale, so one sees α as the share that the one is of the other; where α is small,
    the gradient is drawn `scale` times as long as it is, and the bars say so.  There are rows for
    the first `slow` steps and for others before the step `last`, evenly spread, at most ten in
    all, and none whose step would be shown as 0.

    They stand in the left third of the frame.  `feel(i)` lets the slope of the row i appear,
    `take(i)` the length of its step, `row(i)` both; `leave()` lets all go that is there.
    """

    @checked
    def __init__(
        self, path: Trajectory, scale: float = 1.0, slow: int = 3, last: int | None = None
    ) -> None:
        self.last = path.steps if last is None else min(last, path.steps)
        lengths = np.linalg.norm(np.diff(path.x, axis=0), axis=-1)
        form = Form.of(lengths[:slow])
        shown = [i for i in range(self.last) if i < slow or form.rounded(lengths[i]) > 0]
        count = min(len(shown), ROWS)
        rest = np.linspace(slow, max(shown), max(count - slow, 0)).round().astype(int)
        self.steps = [*range(min(slow, count)), *rest.tolist()]
        felt, taken = np.linalg.norm(path.gradient[self.steps], axis=-1), lengths[self.steps]
        # With one place more than need be, so that α times the one is seen to be the other.
        slopes = _column("abs(nabla f)", felt, Form.of(felt, PLACES), theme.gradient)
        fine = Form.of(lengths[:slow], PLACES)
        steps = _column("alpha abs(nabla f)", taken, fine, theme.walker)
        slopes.move_to((LEFT_EDGE, TOP, 0), UL)
        steps.next_to(slopes, RIGHT, buff=GAP, aligned_edge=UP)
        begin = float(steps.get_right()[0]) + GAP
        unit = (LEFT_EDGE + WIDTH - begin) / max(scale * felt.max(), taken.max())
        self.slopes, self.lengths = (
            [
                VGroup(number, _bar(begin, number.get_y() + side * SIDE, unit * value, color))
                for number, value in zip(column[1:], values, strict=True)
            ]
            for column, values, color, side in (
                (slopes, scale * felt, theme.gradient, 1),
                (steps, taken, theme.walker, -1),
            )
        )
        names = formula(scaled("abs(nabla f)", scale), SMALL_SIZE, theme.gradient)
        names.next_to((begin, slopes[0].get_y(), 0), RIGHT, buff=0)
        self.names = VGroup(slopes[0], *([names] if scale != 1 else [])), steps[0]
        self.shown = VGroup()

    def __len__(self) -> int:
        return len(self.steps)

    def after(self, i: int) -> int:
        """Return how many steps are taken when the next row is due, or the walk at its end."""
        return int([*self.steps, self.last][i + 1])

    def feel(self, i: int) -> list[Any]:
        """Return the animations that let the slope of row `i` appear."""
        return self._grow(self.slopes[i], self.names[0])

    def take(self, i: int) -> list[Any]:
        """Return the animations that let the length of the step of row `i` appear."""
        return self._grow(self.lengths[i], self.names[1])

    def row(self, i: int) -> list[Any]:
        """Return the animations that let row `i` appear."""
        return [*self.feel(i), *self.take(i)]

    def leave(self) -> Any:
        """Return the animation that lets all go that has appeared."""
        return FadeOut(self.shown)

    def _grow(self, row: VGroup, name: VMobject) -> list[Any]:
        moves: list[Any] = [FadeIn(row[0]), GrowFromEdge(row[1], LEFT)]
        if name not in self.shown:
            moves.append(FadeIn(name))
            self.shown.add(name)
        self.shown.add(row)
        return moves


def _column(name: str, values: Array, form: Form, color: str) -> VGroup:
    """Return a name and, below it, numbers that are aligned on the right, one for each row."""
    shown = [name, *(form(float(value)) for value in values)]
    column = VGroup(*(formula(one, SMALL_SIZE, color) for one in shown))
    right = max(one.width for one in column)
    for row, one in enumerate(column):
        one.move_to((right, -PITCH * row, 0), RIGHT)
    return column


def _bar(left: float, middle: float, length: float, color: str) -> Rectangle:
    style: dict[str, Any] = {"stroke_width": 0, "fill_color": color, "fill_opacity": 1}
    bar = Rectangle(width=max(length, 0.02), height=THICK, **style)
    return bar.move_to((left, middle, 0), LEFT)
