"""Why a learning rate can be too large: the factors of one step, and the limit 2/λmax."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import best_learning_rate, stability_limit
from scenes.kit.plots.ruler import Ruler
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE, theme
from scenes.kit.words.numbers import factor, number
from scenes.kit.words.text import formula, fraction, text

Array = NDArray[np.float64]
CENTER = np.array([-0.25, -1.95, 0.0])  # of the ruler, with room for flags below it
LEAST = 0.5  # a learning rate that the ruler always reaches
ROWS = (-0.05, -0.5)  # heights of the factors of x and of y, in the frame


def factor_laws(curvatures: Array) -> VGroup:
    """Return what one step does to x and to y, side by side: x → (1 − λα) x.

    `curvatures (2,)` are those along x and along y. The loss must be a quadratic without a mixed
    term, so that they are the eigenvalues of its Hessian.
    """
    ranks = np.argsort(np.argsort(curvatures)) + 1
    laws = VGroup()
    for axis, rank, curvature in zip("xy", ranks, curvatures, strict=True):
        law = formula(f"{axis} arrow.r.long (1 - lambda_{rank} alpha) thin {axis}", TITLE_SIZE)
        value = f"curvature along ${axis}$: $lambda_{rank} = {number(curvature)}$"
        laws.add(VGroup(law, text(value, SMALL_SIZE, theme.muted)).arrange(DOWN, buff=0.25))
    return laws.arrange(RIGHT, buff=1.5)


def step_factors(rates: Sequence[float], curvatures: Array, columns: Sequence[VMobject]) -> VGroup:
    """Return the factors by which one step multiplies x and y, for each rate below its column.

    A factor beyond ±1, which drives the walk away, is bold.
    """
    factors = VGroup()
    for rate, column in zip(rates, columns, strict=True):
        pair = VGroup()
        for axis, row, multiple in zip("xy", ROWS, 1 - rate * curvatures, strict=True):
            product, color = f"{axis} times {factor(multiple)}", theme.ink
            if abs(multiple) > 1:
                product, color = f"bold({product})", theme.wrong
            pair.add(formula(product, color=color).set_y(row))
        factors.add(pair.set_x(column.get_x()))
    return factors


class SpeedLimit(Ruler):
    """A ruler of learning rates, with the parts that are safe and unsafe for a quadratic loss.

    `speed_limit` and `best_rate` are flags at 2/λmax and at the best fixed rate 2/(λ₁ + λ₂).
    """

    def __init__(self, hessian: Array, rates: Sequence[float]) -> None:
        limit, best = stability_limit(hessian), best_learning_rate(hessian)
        highest = 1.1 * max(limit, *rates, LEAST)
        super().__init__(highest, 11.4, 0.1, "alpha", poles=(limit, best))
        self.shift(CENTER - self.line.get_center())
        self.safe = self.span(0, limit, theme.good)
        self.unsafe = self.span(limit, highest, theme.wrong, dashed=True)
        largest = number(float(np.linalg.eigvalsh(hessian)[-1]))
        rule = f"2 \\/ lambda_max = 2 \\/ {largest} = {number(limit, 3)}"
        self.speed_limit = self.flag(limit, "speed limit", rule, theme.wrong)
        rule = f"2 \\/ (lambda_1 + lambda_2) = {fraction(best)}"
        self.best_rate = self.flag(best, "best fixed rate", rule, theme.good, left=True)
