"""Slopes and steps of a walk as bars, one pair for each step, one below the other."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, FadeIn, FadeOut, GrowFromEdge, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula, scaled

Array = NDArray[np.float64]

ROWS = 10  # at most
PITCH, THICK = 0.45, 0.15  # of rows, and of a bar, in units of the frame
WIDTH, TOP, LEFT_EDGE = 4.4, 3.1, -6.35
GAP = 0.3


class StepBars:
    """For steps of a walk a blue bar, |∇f|, and below it an orange one, the length of the step.

    Both have one scale, on which the gradient is drawn `scale` times as long as it is: so one sees
    the learning rate as the share that the one is of the other.  There are rows for the first
    `slow` steps and for others up to the step `last`, evenly spread, at most ten in all.

    They stand in the left third of the frame.  `feel(i)` lets the slope of the row i appear,
    `take(i)` the length of its step, `row(i)` both; `leave()` lets all go that is there.
    """

    @checked
    def __init__(
        self, path: Trajectory, scale: float = 1.0, slow: int = 3, last: int | None = None
    ) -> None:
        last = path.steps if last is None else min(last, path.steps)
        self.last, count = last, min(last, ROWS)
        rest = np.linspace(slow, last - 1, max(count - slow, 0)).round().astype(int)
        self.steps = [*range(min(slow, count)), *rest.tolist()]
        self.felt = np.linalg.norm(path.gradient[self.steps], axis=-1)
        self.taken = np.linalg.norm(np.diff(path.x, axis=0)[self.steps], axis=-1)
        # Every number follows from what is read beside it.
        results, slopes = Form.of(self.taken), Form.of(self.felt)
        slope_name = formula(scaled("abs(nabla f)", scale), SMALL_SIZE, theme.gradient)
        step_name = formula("alpha abs(nabla f)", SMALL_SIZE, theme.walker)
        columns = [
            [formula(form(value), SMALL_SIZE, color) for value in values]
            for form, values, color in (
                (slopes, self.felt, theme.gradient),
                (results, self.taken, theme.walker),
            )
        ]
        widths = [
            max(one.width for one in [name, *column])
            for name, column in zip((slope_name, step_name), columns, strict=True)
        ]
        rights = np.cumsum([widths[0], widths[1] + GAP]) + LEFT_EDGE
        begin = rights[1] + GAP
        length = (LEFT_EDGE + WIDTH - begin) / max(scale * self.felt.max(), self.taken.max())
        self.names = VGroup(slope_name, step_name)
        self.slopes, self.lengths = [], []
        for k in range(len(self.steps)):
            y = TOP - PITCH * (k + 1)
            for j, rows in enumerate((self.slopes, self.lengths)):
                number = columns[j][k]
                number.move_to([rights[j], y, 0], RIGHT)
                value = (scale * self.felt[k], self.taken[k])[j]
                color = (theme.gradient, theme.walker)[j]
                bar = Rectangle(
                    width=max(length * value, 0.02), height=THICK, stroke_width=0,
                    fill_color=color, fill_opacity=1,
                )  # fmt: skip
                bar.move_to([begin, y + (0.5 - j) * (THICK + 0.02), 0], LEFT)
                rows.append(VGroup(number, bar))
        for name, right in zip(self.names, rights, strict=True):
            name.move_to([right, TOP, 0], RIGHT)
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
