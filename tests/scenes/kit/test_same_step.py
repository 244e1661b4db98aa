"""Ball, arrow and number tell the same step: an arrow that lingers is told."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import RIGHT, UP, Arrow as FlatArrow, Mobject

from gd_math import Trajectory, descend, losses, optimizers
from scenes.kit import ContourMap, Landscape, MapTrail, Walk, theme
from scenes.kit.landscape.marks import Arrow
from scenes.kit.legibility import remarks

PATH = descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.1), 4)
OTHER = descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.0), 4)


def ground(taken: float, arrow: Callable[[Landscape], Arrow], shown: float = 1.0) -> Landscape:
    hills = Landscape(losses.HILLS, elevation=60.0)
    walk = Walk(PATH, taken)
    hills.trail(walk, theme.walker)
    hills.ball(walk, theme.walker)
    arrow(hills).shown.set_value(shown)
    return hills


def lingers(*mobjects: Mobject) -> bool:
    found = [remark for remark in remarks(mobjects) if "of step" in remark]
    assert len(found) <= 1
    return bool(found)


@pytest.mark.parametrize("kind", [Landscape.step, Landscape.uphill])
@pytest.mark.parametrize("taken", np.arange(0, 4.1, 0.5))
def test_an_arrow_is_told_unless_its_step_is_taken(kind: Callable, taken: float) -> None:
    is_told = lingers(ground(taken, lambda hills: kind(hills, PATH, 2)))
    assert is_told != (2 <= taken <= 3)


def test_what_is_said_of_it() -> None:
    (found,) = remarks([ground(1.5, lambda hills: hills.step(PATH, 0))])
    assert found == (
        "an arrow of step 0 is in view when 1.5 steps are taken: let it go before, or come later"
    )


def test_an_arrow_that_is_not_there_or_of_no_walk_in_view_is_not_told() -> None:
    assert lingers(ground(0, lambda hills: hills.step(PATH, 2)))
    assert not lingers(ground(0, lambda hills: hills.step(PATH, 2), shown=0.0))
    assert not lingers(ground(0, lambda hills: hills.step(OTHER, 2)))
    assert not lingers(ground(0, lambda hills: hills.arrow((0, 0), (1, 0), theme.gradient)))


def flat_arrow(trajectory: Trajectory, i: int) -> FlatArrow:
    arrow = FlatArrow(RIGHT, UP)
    arrow.of_step = trajectory, i
    return arrow


def test_an_arrow_on_a_map_is_told_as_well() -> None:
    contours = ContourMap(losses.HILLS, width=6, height=6)
    walk = Walk(PATH, 1.5)
    trail, arrow = MapTrail(walk, contours), flat_arrow(PATH, 1)
    assert not lingers(contours, trail, arrow)
    walk.set_value(3)
    assert not lingers(contours, flat_arrow(PATH, 2), trail.follow())
    assert lingers(contours, trail, arrow)
    assert not lingers(contours, trail, arrow.set_opacity(0))


def test_of_two_walks_on_one_path_one_is_enough() -> None:
    hills = ground(0.5, lambda hills: hills.step(PATH, 2))
    assert lingers(hills)
    hills.ball(Walk(PATH, 2.5), theme.second, shape="gem")
    assert not lingers(hills)
