"""The valleys of a loss: what can be said of them, their rings, and where a walk may end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Wait
from numpy.typing import NDArray

from gd_math import Loss, Minimum, Trajectory, minimum_reached
from scenes.kit.animations import appear, leave
from scenes.kit.arguments import checked
from scenes.kit.height_levels import span
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Ring
from scenes.kit.landscape.pin import Pin
from scenes.kit.symbols import meaning_of, sign_color
from scenes.kit.theme import SMALL_SIZE, TITLE_SIZE
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import distinct, in_words
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]

RING = 0.018  # radius of a ring about a valley, in yardsticks
BESIDE = 0.9  # from a valley to what is written beside it, in units of the frame
MOST = 4  # valleys that are marked
SAMPLES = 241  # of the ground, on each side: is any of it lower than what is known?


@checked
def count_valleys(landscape: Landscape, path: Trajectory) -> str:
    """Return what can be said of all valleys in sight, and of the one where `path` ends."""
    loss = landscape.loss
    count, end = len(loss.minima), _end(loss, path)
    if count == 1 and not _is_lower_ground(landscape, end):
        return "One valley in sight, and this is its lowest place."
    valleys = f"{in_words(count).capitalize()} valleys"
    if _is_lower_ground(landscape, end):
        return f"{valleys if count > 1 else 'One valley'}, and there is lower ground than this one."
    depths = {depth for depth in _depths(loss, loss.minima)}
    if len(depths) == 1:
        return f"{valleys}, {'both' if count == 2 else 'all'} equally deep."
    return f"{valleys}, and none is deeper than this one."


@checked
def compare_ends(loss: Loss, path: Trajectory, other: Trajectory) -> str:
    """Return what can be said of where a second walk, from another start, ends."""
    end, second = _end(loss, path), _end(loss, other)
    if second is end:
        return "The same valley: here both starts lead to one end."
    depth, other_depth = _depths(loss, [end, second])
    kind = "Another" if depth == other_depth else "A deeper"
    if depth != other_depth and second.value > end.value:
        kind = "A shallower"
    return f"{kind} valley: the start decides."


@checked
def second_question(loss: Loss) -> str:
    """Return the question of a second walk."""
    return "The same valley, or another?" if len(loss.minima) > 1 else "Where does it lead?"


def _end(loss: Loss, path: Trajectory) -> Minimum:
    return loss.minima[int(minimum_reached(loss, path.x[-1]))]


def _depths(loss: Loss, valleys: Sequence[Minimum]) -> list[str]:
    """Return the depths of some valleys as they are shown: those that differ differ there, too."""
    lowest, highest = span(loss)
    return distinct([valley.value for valley in valleys], scale=highest - lowest)


def _is_lower_ground(landscape: Landscape, valley: Minimum) -> bool:
    """Say whether any ground that is drawn is lower than a valley, known as one or not."""
    sides = np.linspace(landscape.lower, landscape.upper, SAMPLES).T
    values = landscape.loss.value(np.stack(np.meshgrid(*sides), axis=-1))
    lowest = min(float(values.min()), *(minimum.value for minimum in landscape.loss.minima))
    return bool(lowest < valley.value - 1e-4 * (landscape.highest - landscape.lowest))


def valleys_to_see(loss: Loss, path: Trajectory, other: Trajectory) -> list[Array]:
    """Return the valleys that tell the story, at most four and each (2,).

    The first is that in which `path` ends, the second that of the `other` walk or, if it is the
    same, the one next to its start; the others are those next to the start of `path`.
    """
    end, second = _end(loss, path), _end(loss, other)
    there = _nearest(loss, other.x[0], end) if second is end else [second]
    found = [end, *there[:1], *_nearest(loss, path.x[0], end)]
    return [valley.x for valley in {id(valley): valley for valley in found}.values()][:MOST]


def _nearest(loss: Loss, x: Array, but: Minimum) -> list[Minimum]:
    """Return all valleys but for one, those nearest to `x (2,)` first, and of these the deepest."""
    others = [valley for valley in loss.minima if valley is not but]
    return sorted(others, key=lambda v: (round(float(np.linalg.norm(v.x - x)), 6), v.value))


class Valleys:
    """Rings about the valleys in sight, and the depths of `x`, each (2,), for `appear()`.

    A ring is green about a global minimum and yellow about a local one.  Depths stay beside their
    rings when the eye moves, on the side away from the `start (2,)` of a walk.  `width`: how far
    they reach, in units of the frame.
    """

    @checked
    def __init__(self, landscape: Landscape, x: Sequence[Array], start: Any) -> None:
        self.landscape, self.start = landscape, start
        loss = landscape.loss
        self.valleys = [loss.minima[int(minimum_reached(loss, place))] for place in x]
        self.rings: list[Ring] = []
        self.depths: list[Pin] = []
        for valley, depth in zip(self.valleys, _depths(loss, self.valleys), strict=True):
            color = sign_color(meaning_of(valley))
            name = tag(formula(f"f = {depth}", SMALL_SIZE, color), buff=0.1)
            pin = Pin(landscape, name, valley.x, RIGHT, buff=BESIDE)
            pin.shown.set_value(0.0)
            self.depths.append(pin)
        self.width = max(name.width for name in self.depths) + BESIDE

    def appear(self) -> list[Any]:
        """Return the animations that let rings and depths come, as large as marks are now."""
        landscape = self.landscape
        size = landscape.yardstick * float(landscape.mark_size.get_value())
        middle = landscape.to_frame(*self.start)[0]
        for valley, name in zip(self.valleys, self.depths, strict=True):
            left = landscape.to_frame(*valley.x)[0] < middle
            name.direction = LEFT if left else RIGHT
        others = [one for one in landscape.loss.minima if landscape.in_sight(*one.x)]
        for valley in {id(one): one for one in [*self.valleys, *others]}.values():
            color = sign_color(meaning_of(valley))
            self.rings.append(landscape.ring(valley.x, color, RING * size))
        return appear(self.rings, self.depths)

    def leave_all_but(self, first: int) -> list[Any]:
        """Return the animations that let all but the `first` valleys go; a wait for none."""
        return leave(self.rings[first:], self.depths[first:]) or [Wait()]


class Guesses:
    """Question marks above the valleys in which a walk may end."""

    @checked
    def __init__(self, landscape: Landscape, ends: Sequence[Array]) -> None:
        self.marks = [
            Pin(landscape, tag(text("?", TITLE_SIZE, bold=True), buff=0.1), end, UP, buff=0.7)
            for end in ends
        ]
        for mark in self.marks:
            mark.shown.set_value(0.0)

    def appear(self) -> list[Any]:
        """Return the animations that let the question marks come."""
        return appear(self.marks)

    def leave(self) -> list[Any]:
        """Return the animations that let them go."""
        return leave(self.marks)
