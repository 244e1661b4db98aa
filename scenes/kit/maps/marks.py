"""What stands on and above a map: points with their name, rings, headings."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, Line, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.kit.arguments import checked
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import clip_segment
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, halo, text

Array = NDArray[np.float64]
CHOICE_RADIUS = 0.08
CLEAR = 0.08  # between labels that stand close


@checked
def heading(contour_map: ContourMap, words: VMobject, side: Array = LEFT) -> VMobject:
    """Return `words`, put above the left end of the map or, with ``RIGHT``, its right end."""
    return words.next_to(contour_map, UP, buff=0.25, aligned_edge=side)


@checked
def named_points(
    contour_map: ContourMap,
    points: ArrayLike,
    meaning: str,
    name: VMobject,
    near: ArrayLike,
) -> VGroup:
    """Return a sign at each of `points`, shape (n, 2), and `name` above the one next to `near`.

    `meaning` is that of a `sign`: "minimum", "top", "saddle" …
    """
    places = contour_map.at(points)
    marks = (sign(meaning).move_to(place) for place in places)
    away = np.linalg.norm(np.asarray(points, dtype=float) - np.asarray(near), axis=-1)
    return VGroup(*marks, halo(name).next_to(places[np.argmin(away)], UP, buff=0.25))


@checked
def multiples_of_pi(contour_map: ContourMap) -> VGroup:
    """Return the scale of a map below and to its left: a number at each multiple of π."""
    lower, upper = contour_map.lower, contour_map.upper
    marks = VGroup()
    for axis, side in ((0, DOWN), (1, LEFT)):
        first, last = np.ceil(lower[axis] / np.pi - 1e-9), np.floor(upper[axis] / np.pi + 1e-9)
        for count in range(int(first), int(last) + 1):
            place = lower.copy()
            place[axis] = count * np.pi
            name = {0: "0", 1: "pi", -1: "-pi"}.get(count, f"{count} pi")
            label = formula(name, SMALL_SIZE, theme.muted)
            marks.add(label.next_to(contour_map.at(place), side, buff=0.12))
            if axis == 0:  # all stand on one line; π alone is lower than a digit
                label.align_to(marks[0], DOWN)
    return marks


def ring(place: Array, radius: float = 0.3) -> VMobject:
    """Return the ring of a global minimum round a place of the frame."""
    return sign("minimum", radius).move_to(place)


class Ends(NamedTuple):
    """Where walks on a map begin and should end, with the names of both."""

    start: VMobject
    start_name: VMobject
    goal: VMobject
    goal_name: VMobject


@checked
def start_and_goal(contour_map: ContourMap, start: ArrayLike) -> Ends:
    """Return a dot at `start (2,)`, a ring at the minimum of the loss, and their names."""
    goal = sign("minimum").move_to(contour_map.at(contour_map.loss.minima[0].x))
    begin = sign("walker").move_to(contour_map.at(start))
    outward = np.sign(np.asarray(start)[1]) * UP
    return Ends(
        begin,
        halo(text("start", SMALL_SIZE)).next_to(begin, outward, buff=0.15),
        goal,
        halo(text("minimum", SMALL_SIZE, theme.good)).next_to(goal, DOWN, buff=0.15),
    )


@checked
def first_step_choices(
    contour_map: ContourMap, start: ArrayLike, rates: Sequence[float], avoid: Sequence[VMobject]
) -> tuple[Line, VGroup]:
    """Return the ray of −∇f from `start`, and on it where one step ends for each learning rate.

    The ray reaches to the end of the longest step, or to the border of the map; steps that end
    off the map have no mark. The labels keep clear of each other and of the mobjects in `avoid`.

    Raises ValueError if every step ends off the map.
    """
    x = np.asarray(start, dtype=float)
    ends = x - np.outer(rates, contour_map.loss.gradient(x))
    shown = contour_map.inside(ends)
    if not shown.any():
        raise ValueError(
            f"the first step from {tuple(map(float, x))} leaves the map with every learning rate "
            f"({', '.join(f'{rate:g}' for rate in rates)}): choose a smaller one or a nearer start"
        )
    along = np.abs(ends[-1] - x)
    # The labels stand beside the ray; those below or above it, flush with its outer end.
    steep = along[1] > along[0]
    side = np.sign(x[0]) * RIGHT if steep else -np.sign(x[1]) * UP
    flush = ORIGIN if steep else np.sign(x[0]) * LEFT
    choices, labels = VGroup(), [*avoid]
    for rate, end in zip(np.asarray(rates)[shown], ends[shown], strict=True):
        mark = marker_shape("circle", CHOICE_RADIUS, theme.walker).move_to(contour_map.at(end))
        name = formula(number(rate) if choices else f"alpha = {number(rate)}", SMALL_SIZE)
        edge = ORIGIN if choices else flush  # the first is longer: clear of those that follow
        label = halo(name).next_to(mark, side, buff=0.15, aligned_edge=edge)
        _keep_clear(label, labels, side, flush, contour_map)
        choices.add(VGroup(mark, label))
        labels.append(label)
    seen = clip_segment(x, ends[-1], contour_map.lower, contour_map.upper)
    assert seen is not None  # some step ends on the map
    ray = Line(*contour_map.at(seen)).set_stroke(theme.walker, width=PATH_WIDTH)
    return ray, choices


def _keep_clear(
    label: VMobject,
    others: Sequence[VMobject],
    side: Array,
    flush: Array,
    contour_map: ContourMap,
) -> None:
    """Keep `label` on the map from left to right, and push it to `side` past all `others`.

    It stands `flush` with what pushed it.
    """
    left, right = contour_map.get_left()[0] + CLEAR, contour_map.get_right()[0] - CLEAR
    label.shift(max(left - label.get_left()[0], 0) * RIGHT)
    label.shift(max(label.get_right()[0] - right, 0) * LEFT)
    for _ in others:
        for other in others:
            apart = np.abs(label.get_center() - other.get_center())
            if apart[0] < (label.width + other.width) / 2 + CLEAR and (
                apart[1] < (label.height + other.height) / 2 + CLEAR
            ):
                label.next_to(other, side, buff=1.5 * CLEAR, aligned_edge=flush)
