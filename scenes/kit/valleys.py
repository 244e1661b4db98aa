"""The valleys of a loss, in words and as marks on its ground."""

from math import isclose

import numpy as np
from manim import UL, UR, VGroup

from gd_math import Loss, Minimum, Trajectory, basin
from scenes.kit.labels import tag
from scenes.kit.landscape import Landscape, Ring
from scenes.kit.text import formula
from scenes.kit.theme import SMALL_SIZE, theme

COUNTS = ("no", "one", "two", "three", "four", "five", "six")  # and beyond that: many
CROWD = 3  # of many valleys, only so many are marked


def count_valleys(loss: Loss, path: Trajectory) -> str:
    """Return what can be said of all valleys of `loss`, and of the one where `path` ends."""
    count = len(loss.minima)
    if count == 1:
        return "this is the only valley"
    valleys = f"{COUNTS[count] if count < len(COUNTS) else 'many'} valleys"
    if all(minimum.is_global for minimum in loss.minima):
        return f"{valleys}, {'both' if count == 2 else 'all'} equally deep"
    if _end(loss, path).is_global:
        return f"{valleys}, and none is deeper than this one"
    return f"{valleys}, and this one is not the deepest"


def compare_ends(loss: Loss, path: Trajectory, other: Trajectory) -> str:
    """Return what can be said of a second walk, from another start: where it begins and ends."""
    apart, step = (np.linalg.norm(x - path.x[0]) for x in (other.x[0], path.x[1]))
    start = "A start less than a step away" if apart < step else "Another start"
    end, second = _end(loss, path), _end(loss, other)
    if second is end:
        return f"{start} leads into the same valley."
    if isclose(end.value, second.value, rel_tol=1e-6, abs_tol=1e-9):
        valley = "another"
    else:
        valley = "a deeper" if second.value < end.value else "a shallower"
    return f"{start} leads into {valley} valley: the start decided."


def _end(loss: Loss, path: Trajectory) -> Minimum:
    return loss.minima[int(basin(loss, path.x[-1]))]


def mark_valleys(landscape: Landscape, path: Trajectory) -> tuple[list[Ring], VGroup]:
    """Prepare rings about the valleys in sight, and return them with the tags of their depth.

    Where there are many, only the nearest are marked.
    """
    loss, size = landscape.loss, 0.023 * landscape.distance.get_value()
    seen = [valley for valley in loss.minima if landscape.in_sight(*valley.x)]
    seen.sort(key=lambda valley: landscape.view().project(landscape.on_ground(valley.x))[2])
    rings, depths = [], VGroup()
    for valley in seen[: CROWD if len(loss.minima) >= len(COUNTS) else None]:
        color = theme.good if valley.is_global else theme.careful
        rings.append(landscape.ring(valley.x, color, size))
        place = landscape.to_frame(*valley.x)
        aside = UL if place[0] < landscape.to_frame(*path.x[0])[0] else UR
        value = f"{valley.value:.2f}".removesuffix(".00")
        depth = tag(formula(f"f = {value}", SMALL_SIZE, color))
        depths += depth.next_to(place, aside, buff=0.25)
    return rings, depths
