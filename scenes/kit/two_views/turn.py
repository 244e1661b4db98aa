"""How the eye goes up over a block until it sees it as a map does."""

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import NDArray

from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing.view import FIELD_OF_VIEW

SOFT = 0.15  # of a steady movement, at either end: it sets out and stops in this share
UPRIGHT = 0.7  # of the turn, in which the perspective goes
FIRST = 0.1  # of it, in which leaves what is not to be turned; of the end, too


def steady(share: float) -> float:
    """Go at an even pace, but for a soft start and end; a rate function of Manim's."""
    t = min(share, 1 - share)
    done = t * t / (2 * SOFT) if t < SOFT else t - SOFT / 2
    done /= 1 - SOFT
    return done if share < 0.5 else 1 - done


def at_first(share: float) -> float:
    """Be done in the first part of the time; a rate function of Manim's."""
    return min(share / FIRST, 1.0)


def at_last(share: float) -> float:
    """Begin only in the last part of the time; a rate function of Manim's."""
    return max(1 - (1 - share) / FIRST, 0.0)


def farthest_end(landscape: Landscape) -> float:
    """Return how much farther from the eye than the focus the farthest minimum is, at least 1.

    A walker that is so much larger is 4 % of the frame's height wherever it ends, or more.
    """
    view = landscape.view()
    ends = np.array([minimum.x for minimum in landscape.loss.minima]).reshape(-1, 2)
    away = (landscape.ground().on_ground(ends) - view.eye) @ view.axes[2]
    return float((away / float(landscape.distance.get_value())).max(initial=1.0))


def look_straight_down(
    landscape: Landscape,
    middle: NDArray[np.float64],
    half: float,
    size: float = 1.0,
    nearing: Callable[[float], float] = steady,
) -> list[Any]:
    """Return the animations that let the eye rise until it looks down on `middle (2,)`.

    Half of the picture's height is then `half` in units of y; walkers and lines are `size` times as
    large in the frame as before. It comes nearer at the pace `nearing`. The perspective goes before
    the eye is upright: then no ground is nearer than other ground, and nothing moves any more.
    """
    distance = half / float(np.tan(np.radians(FIELD_OF_VIEW) / 2))
    nearer = distance / float(landscape.distance.get_value())
    moves = [
        (landscape.azimuth, steady, -90.0),
        (landscape.elevation, steady, 90.0),
        (landscape.distance, nearing, distance),
        (landscape.mark_size, steady, size * nearer * float(landscape.mark_size.get_value())),
    ]
    turns: list[Any] = [_setting(each, pace).set_value(to) for each, pace, to in moves]
    focus = _setting(landscape.focus, steady).set_place((*middle, 0.0))
    parallel = _setting(landscape.parallel, lambda share: steady(min(share / UPRIGHT, 1.0)))
    return [*turns, focus, parallel.set_value(1.0)]


def _setting(tracker: ValueTracker, pace: Callable[[float], float]) -> Any:
    """Return what animates a tracker at its own pace."""
    animate: Any = tracker.animate
    return animate(rate_func=pace)
