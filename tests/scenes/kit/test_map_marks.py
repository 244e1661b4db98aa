"""Marks on maps, labels that keep clear of each other, and checks of knobs."""

from itertools import combinations

import numpy as np
import pytest
from manim import Square

from gd_math import descend, losses, optimizers
from scenes.kit.knobs import check_range
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.marks import first_step_choices, named_points
from scenes.kit.plots.plot import spread_apart
from scenes.kit.words.text import text


@pytest.fixture(scope="module")
def valley() -> ContourMap:
    return ContourMap(losses.RAVINE, (-4.0, -3.2), (4.0, 3.2), width=6.4)


@pytest.mark.parametrize("start", [(1.6, 2.5), (-1.6, -2.5), (0.2, 2.7), (3.2, 0.3)])
@pytest.mark.parametrize("rates", [(0.01, 0.2, 0.38), (0.37, 0.38), (0.333, 0.334, 0.335, 0.336)])
def test_choices_stand_where_one_step_ends_and_their_labels_do_not_touch(
    valley: ContourMap, start: tuple[float, float], rates: tuple[float, ...]
) -> None:
    minimum = text("minimum").move_to(valley.at((0, -0.5)))
    _, choices = first_step_choices(valley, start, rates, avoid=[minimum])
    for rate, (mark, _) in zip(rates, choices, strict=True):
        step = descend(losses.RAVINE, optimizers.gradient_descent(rate), start, 1).x[1]
        assert mark.get_center() == pytest.approx(valley.at(step))
    for one, other in combinations([minimum, *(label for _, label in choices)], 2):
        apart = np.abs(one.get_center() - other.get_center())
        size = np.array([one.width + other.width, one.height + other.height]) / 2
        assert (apart[:2] > size + 0.02).any()


def test_a_step_off_the_map_has_no_mark_and_its_ray_ends_at_the_border(valley: ContourMap) -> None:
    ray, choices = first_step_choices(valley, (1.6, 2.5), (0.2, 0.9), avoid=[])
    assert len(choices) == 1
    assert ray.get_end()[0] == pytest.approx(valley.border.get_left()[0])


def test_no_choice_on_the_map_is_an_error(valley: ContourMap) -> None:
    with pytest.raises(ValueError, match="leaves the map with every learning rate"):
        first_step_choices(valley, (1.6, 2.5), (0.9, 1.0), avoid=[])


def test_a_name_stands_at_the_point_next_to_the_place_asked_for(valley: ContourMap) -> None:
    points = [(-2.0, 1.0), (2.0, -1.0), (0.0, 0.0)]
    *marks, label = named_points(valley, points, "minimum", text("here"), near=(2.5, -0.5))
    centers = np.array([mark.get_center() for mark in marks])
    assert centers == pytest.approx(valley.at(points))
    assert label.get_x() == pytest.approx(valley.at(points[1])[0])


def test_labels_pushed_apart_stay_below_the_highest_place() -> None:
    labels = [Square(0.5).set_y(height) for height in (0.7, 0.8, 0.9, -3.0)]
    spread_apart(labels, gap=0.1, highest=1.0)
    heights = sorted(label.get_y() for label in labels)
    assert np.diff(heights).min() >= 0.6 - 1e-6
    assert max(label.get_top()[1] for label in labels) <= 1.0 + 1e-6
    assert heights[0] == -3.0


def test_a_knob_out_of_range_is_named() -> None:
    check_range("STEPS", 3, 3, 200)
    with pytest.raises(ValueError, match="STEPS is 2, and must be 3 to 200"):
        check_range("STEPS", 2, 3, 200)
