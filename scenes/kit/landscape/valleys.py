"""The valleys of a loss, in words and as marks on its ground."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DL, DR, UL, UP, UR, VGroup, VMobject, config
from numpy.typing import NDArray

from gd_math import Loss, Minimum, Trajectory, minimum_reached
from scenes.kit.arguments import checked
from scenes.kit.height_levels import span
from scenes.kit.landscape import Landscape, Ring
from scenes.kit.theme import SAFE_MARGIN, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import distinct
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

COUNTS = ("no", "one", "two", "three", "four", "five", "six")  # and beyond that: many
APART = 0.1  # between two tags, in units of the frame
CROWD = 3  # of many valleys, only so many are marked


@checked
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


@checked
def compare_ends(loss: Loss, path: Trajectory, other: Trajectory) -> str:
    """Return what can be said of a second walk, from another start: where it begins and ends."""
    apart, step = (np.linalg.norm(x - path.x[0]) for x in (other.x[0], path.x[1]))
    start = "A start less than a step away" if apart < step else "Another start"
    end, second = _end(loss, path), _end(loss, other)
    if second is end:
        return f"{start} leads into the same valley."
    depth, other_depth = _depths(loss, [end, second])
    if depth == other_depth:
        valley = "another"
    else:
        valley = "a deeper" if second.value < end.value else "a shallower"
    return f"{start} leads into {valley} valley: the start decided."


def _end(loss: Loss, path: Trajectory) -> Minimum:
    return loss.minima[int(minimum_reached(loss, path.x[-1]))]


def _depths(loss: Loss, valleys: Sequence[Minimum]) -> list[str]:
    """Return the depths of some valleys as they are shown: those that differ differ there, too."""
    lowest, highest = span(loss)
    return distinct([valley.value for valley in valleys], scale=highest - lowest)


def few_valleys(loss: Loss) -> list[Array]:
    """Return where the valleys of `loss` are, each (2,): none of them, if there are many."""
    return [valley.x for valley in loss.minima] if len(loss.minima) < len(COUNTS) else []


@checked
def mark_valleys(landscape: Landscape, start: Any, clear_of: VMobject) -> tuple[list[Ring], VGroup]:
    """Prepare rings about the valleys in sight, and return them with the tags of their depth.

    Where there are many, only the nearest are marked. The tags stand on the far side of them, as
    seen from the `start` of the walks, (2,), and touch neither each other nor what
    they must be `clear_of`.
    """
    loss, size = landscape.loss, 0.023 * landscape.distance.get_value()
    seen = [valley for valley in loss.minima if landscape.in_sight(*valley.x)]
    seen.sort(key=lambda valley: landscape.view().project(landscape.on_ground(valley.x))[2])
    rings, depths = [], VGroup()
    marked = seen if few_valleys(loss) else seen[:CROWD]
    for valley, value in zip(marked, _depths(loss, marked), strict=True):
        color = theme.good if valley.is_global else theme.careful
        rings.append(landscape.ring(valley.x, color, size))
        depth = tag(formula(f"f = {value}", SMALL_SIZE, color))
        place = landscape.to_frame(*valley.x)
        sides = (
            (UL, UP, UR, DL, DR)
            if place[0] < landscape.to_frame(*start)[0]
            else (UR, UP, UL, DR, DL)
        )
        for side in sides:
            depth.next_to(place, side, buff=0.25 if side[0] else 0.4)
            if _has_room(depth, [clear_of, *depths]):
                break
        depths += depth
    return rings, depths


def _has_room(label: VGroup, others: Sequence[VMobject]) -> bool:
    """Say whether the words of a tag are well inside of the frame, and it apart from `others`."""
    frame = np.array([config.frame_width, config.frame_height])

    def box(one: VMobject) -> tuple[Array, Array]:
        return one.get_center()[:2], np.array([one.width, one.height]) / 2

    center, half = box(label[1])
    inside = np.all(np.abs(center) + half < (0.5 - SAFE_MARGIN) * frame)
    center, half = box(label)
    half = half + APART
    return bool(inside) and all(
        np.any(np.abs(center - middle) > half + side) for middle, side in map(box, others)
    )
