"""A ravine with two walks in it: gradient descent's, and that of momentum."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from gd_math import (
    Trajectory,
    condition_number,
    descend,
    gradient_descent,
    momentum,
    momentum_contraction,
)
from gd_math.descent.outcomes import steps_until_near
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import LossTrail, MapTrail
from scenes.kit.plots.plot import LossPlot
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.velocity import parts_of_step
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
NEAR = 0.02  # of the distance at the start: so near a walk has arrived
PAD = 0.12  # of the span of both walks, on every side of them
LARGE = -5.9, -2.35, 5.7, 4.85  # of the map: left end, foot, width, height in the frame
ZIGZAG = 1.3  # times 1/λmax: from this learning rate on a step leaps far across the floor
MOST = 60  # steps that are shown
LOWEST = 1e-12  # loss on the plot
ABOVE = 3.2  # height of a question
PANEL, PANEL_END = 0.4, 6.1  # from where to where words and curves stand


class RollStage:
    """The map of a quadratic valley, and on it gradient descent and momentum from one start.

    Each has its own of the `rates`; momentum keeps `beta` of each last step. Both take as many
    steps as the slower one needs to arrive, `steps`, at most 60.
    """

    def __init__(
        self,
        valley: Valley,
        rates: tuple[float, float],
        beta: float,
    ) -> None:
        self.loss, self.beta = valley.loss, beta
        self.minimum = valley.minimum
        self.hessian = self.loss.hessian(self.minimum)
        self.kappa = condition_number(self.hessian)
        makers = gradient_descent(rates[0]), momentum(rates[1], beta)
        self.arrivals = [
            self._arrival(descend(self.loss, one, valley.start, MOST)) for one in makers
        ]
        self.steps = steps = max(self.arrivals) + 1
        self.paths = [descend(self.loss, one, valley.start, steps) for one in makers]
        plain, rolling = self.paths
        self.walks = Walk(plain), Walk(rolling)
        left, foot, width, height = LARGE
        kept = rolling.x[1:-1] + beta * np.diff(rolling.x[:-1], axis=0)  # arrows reach so far
        points = np.concatenate([plain.x, rolling.x, kept])
        lower, upper = points.min(axis=0), points.max(axis=0)
        span = (1 + 2 * PAD) * (upper - lower)
        scale = float(np.max(span / [width, height]))
        half = scale * np.array([width, height]) / 2
        middle = (lower + upper) / 2
        self.map = ContourMap(self.loss, middle - half, middle + half, width, height)
        self.map.move_to((left + width / 2, foot + height / 2, 0))
        self.goal = sign("minimum").move_to(self.map.at(self.minimum))
        self.plain = MapTrail(self.walks[0], self.map)
        self.rolling = MapTrail(
            self.walks[1], self.map, color=theme.second, marker="diamond", dash=0.14
        )
        self.axes = self._axes()
        self.names = self._names()
        low = float(min(path.loss.min() for path in self.paths))
        bottom = int(np.floor(np.log10(max(low, LOWEST))))
        top = int(np.ceil(np.log10(plain.loss[0]))) + 1  # room for a name above the walkers
        self.plot = LossPlot(steps, (bottom, top), 4.3, 2.5, 3, x_label="steps", y_label="$f$")
        self.plot.move_to(((PANEL + PANEL_END) / 2 + 0.2, -0.7, 0))
        self.curves = (
            LossTrail(self.walks[0], self.plot),
            LossTrail(self.walks[1], self.plot, color=theme.second, marker="diamond"),
        )

    def _arrival(self, path: Trajectory) -> int:
        away = np.linalg.norm(path.x - self.minimum, axis=-1)
        return steps_until_near(away, NEAR * float(away[0])) or 0

    def go(self, steps: float) -> list[Any]:
        """Return the animations in which both walks go on."""
        return [walk.go(steps) for walk in self.walks]

    def rewind(self) -> list[Any]:
        """Return the animations in which both go back to the start."""
        return [walk.go(0) for walk in self.walks]

    def counts(self) -> VGroup:
        """Return how many steps each took to arrive, beside its sign."""
        rows = VGroup()
        colors = theme.walker, theme.second
        for row, steps, color in zip(self.names, self.arrivals, colors, strict=True):
            words = text(f"{steps} steps", SMALL_SIZE, color)
            rows.add(words.align_to((PANEL_END, 0, 0), RIGHT).set_y(row.get_y()))
        return rows

    @property
    def above(self) -> Array:
        """Where a question stands: above the map."""
        return np.array([self.map.get_x() + 0.3, ABOVE, 0.0])

    @property
    def everything(self) -> VGroup:
        """All that the stage has brought into view, but for the names."""
        return VGroup(
            self.map, self.axes, self.goal, self.plain, self.rolling, self.plot, *self.curves
        )

    def step_rule(self) -> VGroup:
        """Return what a step is made of, in the colors of its arrows, at the right of the map."""
        return parts_of_step(number(self.beta)).move_to((PANEL, 0.2, 0), LEFT)

    def _axes(self) -> VGroup:
        """Return the names of both axes at the ends of the map."""
        across = formula("x", SMALL_SIZE, theme.muted).next_to(self.map.border, DOWN, buff=0.12)
        up = formula("y", SMALL_SIZE, theme.muted).next_to(self.map.border, LEFT, buff=0.12)
        return VGroup(across.align_to(self.map.border, RIGHT), up.align_to(self.map.border, UP))

    def _names(self) -> VGroup:
        """Return what each walker is, after its sign."""
        rows = VGroup()
        for marker, words, color in (
            ("circle", "forgets", theme.walker),
            ("diamond", "rolls", theme.second),
        ):
            shape = marker_shape(marker, DOT_RADIUS, color)
            rows.add(VGroup(shape, text(words, SMALL_SIZE, color).next_to(shape, RIGHT, buff=0.2)))
        rows.arrange(DOWN, buff=0.22, aligned_edge=LEFT)
        return rows.move_to((PANEL, 1.9, 0), LEFT)


def check_rolls(stage: RollStage, valley: Valley, rate: float) -> None:
    """Raise ValueError, naming the knob, unless plain descent zigzags and rolling is faster.

    Both must arrive within the steps that are shown.
    """
    least = ZIGZAG * valley.overshoot
    if not least <= rate < valley.limit:
        raise ValueError(
            f"LEARNING_RATE is {rate:g}, and must be {number(least, 3)} or more "
            f"and below {number(valley.limit, 3)}: there plain descent zigzags and arrives"
        )
    plain, rolling = (
        float(momentum_contraction(stage.hessian, rate, beta)) for beta in (0.0, stage.beta)
    )
    if rolling >= plain:
        raise ValueError(
            f"BETA is {stage.beta:g}, with which a step leaves {number(rolling, 3)} of the "
            f"distance; it must be less than {number(plain, 3)}, as plain descent does: keep less"
        )
    if not all(stage.arrivals):
        raise ValueError(
            f"LEARNING_RATE is {rate:g}, with which plain descent has not arrived after {MOST} "
            "steps: take a smaller one"
        )


def best_speeds(kappa: float) -> tuple[str, str]:
    """Return the factors of the fastest steps without and with momentum, as numbers.

    (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1)
    """
    root = float(np.sqrt(kappa))
    return number((kappa - 1) / (kappa + 1), 3), number((root - 1) / (root + 1), 3)
