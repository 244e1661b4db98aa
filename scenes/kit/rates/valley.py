"""A quadratic valley in the directions of its own: what one step multiplies, and its map."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from manim import DashedLine, VMobject
from numpy.typing import ArrayLike, NDArray

from gd_math import Loss, best_learning_rate, contraction, stability_limit
from scenes.kit.arguments import check_variables, checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import clip_segment
from scenes.kit.theme import THIN_WIDTH, theme
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]
PAD = 0.2  # of the larger side of what is shown: what the map shows beyond it
ROUND = 0.25  # likewise, round the minimum: room for a ring
LEVELS = 9
NARROWEST, WIDEST = 2.0, 30.0  # ratio of the curvatures that can be told apart on screen
OFF_FLOOR = 0.1  # of its distance from the minimum: how far a start must be along either direction


class Law(NamedTuple):
    """A curvature λ and the factor 1 − αλ, as they are written."""

    curvature: str
    factor: str

    @classmethod
    def of(cls, curvature: float) -> "Law":
        """Return how the curvature and its factor are written.

        >>> Law.of(5.0), Law.of(1.0)
        (Law(curvature='5', factor='1 − 5α'), Law(curvature='1', factor='1 − α'))
        """
        shown = number(curvature, 3)
        return cls(shown, f"1 − {'' if shown == '1' else shown}α")

    def slope(self, name: str) -> str:
        """Return the slope at the distance `name` from the minimum, as it is written.

        >>> Law.of(5.0).slope("x"), Law.of(1.0).slope("u")
        ('5x', 'u')
        """
        return f"{'' if self.curvature == '1' else self.curvature}{name}"


@dataclass(frozen=True, eq=False)
class Valley:
    """A quadratic loss, and a start on it, in the eigen-directions of its Hessian.

    `curvatures (2,)` are the eigenvalues, the smaller first; the rows of `directions (2, 2)` are
    the unit vectors that go with them: along the floor of the valley, and across it. `offset (2,)`
    is how far the start is from the minimum along each: a step of gradient descent multiplies it
    by 1 − α times the curvature.
    """

    loss: Loss
    start: Array
    minimum: Array
    curvatures: Array
    directions: Array
    offset: Array

    @property
    def limit(self) -> float:
        """The learning rate 2/λmax, from which on descent does not converge."""
        return stability_limit(self.loss.hessian(self.minimum))

    @property
    def best(self) -> float:
        """The best fixed learning rate, 2/(λ₁ + λ₂)."""
        return best_learning_rate(self.loss.hessian(self.minimum))

    @property
    def overshoot(self) -> float:
        """The learning rate 1/λmax, beyond which a step leaps across the floor."""
        return self.limit / 2

    def speed(self, rate: float) -> float:
        """Return by how much a step with α = `rate` shortens the way, in the long run: −ln of it.

        Twice as much means half as many steps.
        """
        return -float(np.log(contraction(self.loss.hessian(self.minimum), rate)))

    @property
    def across(self) -> str:
        """The name of the distance from the minimum across the valley: "x" or "y" if it is that.

        It is "u" if it is neither.
        """
        at_zero = np.abs(self.minimum) < 1e-9 * np.abs(self.offset).max()
        aligned = (np.abs(self.directions[1]) > 1 - 1e-9) & at_zero
        return "xy"[int(np.argmax(aligned))] if aligned.any() else "u"

    @property
    def along(self) -> str:
        """The name of the distance from the minimum along the valley, "v" if it is no axis."""
        other = {"x": 1, "y": 0}.get(self.across)
        if other is None or abs(self.minimum[other]) >= 1e-9 * np.abs(self.offset).max():
            return "v"
        return "xy"[other]

    @property
    def laws(self) -> tuple["Law", "Law"]:
        """What a step does along the floor and across it, in words."""
        along, across = (Law.of(float(one)) for one in self.curvatures)
        return along, across

    def box(self, highest: float, aspect: float) -> tuple[Array, Array]:
        """Return the corners of a map that shows all walks with α up to `highest` that stay.

        It holds the minimum, the start and its mirror image across the floor. `aspect` is width
        over height.
        """
        along, across = self.offset
        ends = np.array([along, along * min(0.0, 1 - highest * self.curvatures[0])])
        pairs = np.array([[a, b] for a in ends for b in (across, -across)])
        points = np.vstack([self.minimum + pairs @ self.directions, self.start, self.minimum])
        lower, upper = points.min(axis=0), points.max(axis=0)
        side = (upper - lower).max()
        lower = np.minimum(lower - PAD * side, self.minimum - ROUND * side)
        upper = np.maximum(upper + PAD * side, self.minimum + ROUND * side)
        half = (upper - lower) / 2
        half = np.array([max(half[0], aspect * half[1]), max(half[1], half[0] / aspect)])
        middle = (lower + upper) / 2
        return middle - half, middle + half

    def map(self, highest: float, width: float, height: float) -> ContourMap:
        """Return the map of the valley for walks with α up to `highest`; see `box`."""
        lower, upper = self.box(highest, width / height)
        corners = np.array([[x, y] for x in (lower[0], upper[0]) for y in (lower[1], upper[1])])
        deepest = float(self.loss.value(self.minimum))
        rim = float(self.loss.value(corners).max())
        levels = deepest + (rim - deepest) * (np.arange(1, LEVELS + 1) / (LEVELS + 1)) ** 2
        return ContourMap(self.loss, lower, upper, width, height, levels=levels, veil=0.5)

    def cut(self, contour_map: ContourMap) -> VMobject:
        """Return a dashed line on the map, through the minimum and across the valley."""
        far = float(np.linalg.norm(contour_map.upper - contour_map.lower)) * self.directions[1]
        ends = clip_segment(
            self.minimum - far, self.minimum + far, contour_map.lower, contour_map.upper
        )
        assert ends is not None  # the minimum is on the map
        return DashedLine(*contour_map.at(ends), color=theme.ink, stroke_width=THIN_WIDTH)


@checked
def valley_of(knob: str, loss: Loss, start: ArrayLike) -> Valley:
    """Return the valley of a quadratic loss of two variables, seen from `start` (2,).

    Raises ValueError, naming the `knob` of the loss, or START, for a loss whose curvature is not
    the same everywhere, for a bowl that is too round or a valley that is too narrow to be seen as
    one, and for a start that is level with the minimum along or across the valley.
    """
    check_variables(loss, 2, "a valley")
    corners = np.array(loss.domain)
    hessians = np.asarray(loss.hessian(np.vstack([corners, corners.mean(axis=0), start])))
    if np.ptp(hessians, axis=0).max() > 1e-6 * np.abs(hessians).max():
        raise ValueError(
            f"{knob} is {loss.name!r}, whose curvature is not the same everywhere, so that there "
            "is no one speed limit for α: it must be quadratic, such as 'x**2 + 3*y**2'"
        )
    curvatures, vectors = np.linalg.eigh(hessians[0])
    if curvatures[0] <= 0:
        raise ValueError(
            f"{knob} is {loss.name!r}, which does not curve up in every direction: it must be a "
            "valley, such as 'x**2 + 3*y**2'"
        )
    ratio = curvatures[1] / curvatures[0]
    if not NARROWEST <= ratio <= WIDEST:
        raise ValueError(
            f"{knob} is {loss.name!r}, {ratio:.3g} times as curved across as along the valley: "
            f"it must be {NARROWEST:g} to {WIDEST:g} times, to be seen"
        )
    directions = (
        vectors.T * np.sign(vectors.T[np.arange(2), np.abs(vectors.T).argmax(axis=1)])[:, None]
    )
    minimum = np.asarray(loss.minima[0].x)
    place = np.asarray(start, dtype=float)
    offset = directions @ (place - minimum)
    if np.any(np.abs(offset) < OFF_FLOOR * np.linalg.norm(place - minimum)) or not offset.any():
        raise ValueError(
            "START is ({:g}, {:g}), too near to an axis of the valley round ({:.4g}, {:.4g}) for "
            "both of its directions to be seen: move it off".format(*place, *minimum)
        )
    return Valley(loss, place, minimum, curvatures, directions, offset)


def check_plain(knob: str, name: str) -> None:
    """Raise ValueError, naming the knob, for any optimizer but plain gradient descent."""
    if name != "gradient_descent":
        raise ValueError(
            f"{knob} is {name!r}, and must be 'gradient_descent': the factors 1 − αλ and the speed "
            "limit 2/λmax, which this clip explains, are those of its step alone"
        )
