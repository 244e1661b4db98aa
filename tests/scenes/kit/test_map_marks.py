"""Marks on maps, and checks of knobs."""

import numpy as np
import pytest
from manim import VMobject

from gd_math import losses
from scenes.kit.knobs import check_range
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.marks import named_points
from scenes.kit.words.text import text


@pytest.fixture(scope="module")
def valley() -> ContourMap:
    return ContourMap(losses.RAVINE, (-4.0, -3.2), (4.0, 3.2), width=6.4)


def test_a_name_stands_at_the_point_next_to_the_place_asked_for(valley: ContourMap) -> None:
    points = [(-2.0, 1.0), (2.0, -1.0), (0.0, 0.0)]
    *marks, label = named_points(valley, points, "minimum", text("here"), near=(2.5, -0.5))
    centers = np.array([mark.get_center() for mark in marks])
    assert centers == pytest.approx(valley.at(points))
    assert label.get_x() == pytest.approx(valley.at(points[1])[0])


def test_a_knob_out_of_range_is_named() -> None:
    check_range("STEPS", 3, 3, 200)
    with pytest.raises(ValueError, match="STEPS is 2, and must be 3 to 200"):
        check_range("STEPS", 2, 3, 200)


def test_a_map_that_fades_fades_evenly() -> None:
    """As many layers of color lie everywhere, whatever the height."""
    contours = ContourMap(losses.RAVINE, height=4.0)
    areas = sum(area(band) for band in contours.bands)
    assert areas == pytest.approx(3 * contours.border.width * contours.border.height, rel=1e-6)
    lowest, highest = contours.bands[1], contours.bands[-1]
    assert lowest.get_fill_color() == contours.bands[0].get_fill_color() == contours.colors[0]
    assert highest.get_fill_color() == contours.colors[-1]


def area(shape: VMobject) -> float:
    """Return the area of a shape with straight sides, less that of its holes."""
    pieces = [np.asarray(path)[::4] for path in shape.get_subpaths()]
    return sum(
        float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
        for x, y, _ in (piece.T for piece in pieces)
    )
