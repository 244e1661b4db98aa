"""How an eye comes close without a rush at the end."""

from collections.abc import Callable
from typing import Any

from manim import smooth

from scenes.kit.arguments import checked
from scenes.kit.landscape import Landscape

Pace = Callable[[float], float]
SOFT = 0.2  # share of a steady move in which it starts, and in which it ends


@checked
def approach(
    landscape: Landscape, focus: Any, ratio: float, pace: Pace = smooth, **angles: float
) -> list[Any]:
    """Return the animations that bring the eye to `ratio` of its distance, and to a new focus.

    All marks shrink or grow with the distance, and so look as large as before; `angles` are the
    new ``azimuth`` and ``elevation``.  Raises ValueError unless `ratio` is above 0.
    """
    zoom = zooming(ratio, pace)
    moves: list[Any] = landscape.look(**angles)
    for tracker in (landscape.distance, landscape.mark_size):
        nearer: Any = tracker.animate
        moves.append(nearer(rate_func=zoom).set_value(ratio * tracker.get_value()))
    turning: Any = landscape.focus.animate
    return [*moves, turning(rate_func=zoom).set_place(focus)]


def zooming(ratio: float, even: Pace = smooth) -> Pace:
    """Return the pace at which a length goes to `ratio` of itself as evenly as the eye sees it.

    Each second multiplies it by the same factor, but for a soft start and end: played at this
    pace, a distance of 16 that goes to 1 passes 4 half-way.

    Raises ValueError unless `ratio` is above 0.
    """
    if not ratio > 0:
        raise ValueError(f"ratio is {ratio:g}, and must be above 0")

    def pace(share: float) -> float:
        return float((1 - ratio ** even(share)) / (1 - ratio))

    return even if ratio == 1 else pace


def steady(share: float) -> float:
    """Return the pace of a move that is even but for a soft start and end, so nowhere fast."""
    if share > 0.5:
        return 1 - steady(1 - share)
    way = share * share / (2 * SOFT) if share < SOFT else share - SOFT / 2
    return max(way, 0.0) / (1 - SOFT)
