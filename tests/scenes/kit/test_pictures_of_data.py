"""Walks, trails, plots and maps show the numbers that they were given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from manim import DL, UR, FadeIn

from gd_math import descend, losses, optimizers
from gd_math.datasets import line_data
from scenes.kit import Walk
from scenes.kit.maps.arrow_field import ArrowField
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import LossTrail, MapTrail, Trail, clip_segment
from scenes.kit.plots.data_plot import DataPlot
from scenes.kit.plots.plot import LossPlot, Plot, log_scale
from scenes.kit.symbols import MARKERS, marker_shape

START = (2.0, 2.5)


@pytest.fixture(scope="module")
def log_plot() -> LossPlot:
    return LossPlot(10, (-4, 2), width=3, height=2)


@pytest.fixture(scope="module")
def ravine() -> ContourMap:
    return ContourMap(losses.RAVINE, width=3).shift([1, -2, 0])


@pytest.fixture
def walk() -> Walk:
    return Walk(descend(losses.RAVINE, optimizers.gradient_descent(0.3), START, 10))


@given(taken=st.floats(-1, 12))
def test_a_walker_is_on_the_straight_line_between_two_computed_points(taken: float) -> None:
    trajectory = descend(losses.RAVINE, optimizers.gradient_descent(0.3), START, 10)
    walk = Walk(trajectory, taken)
    whole, part = divmod(min(max(taken, 0.0), 10.0), 1)
    ahead = trajectory.x[min(int(whole) + 1, 10)]
    expected = trajectory.x[int(whole)] + part * (ahead - trajectory.x[int(whole)])
    assert np.allclose(walk.position, expected, atol=1e-6)


def test_a_walk_needs_one_path() -> None:
    batch = descend(losses.RAVINE, optimizers.gradient_descent(0.3), [START, START], 3)
    with pytest.raises(ValueError, match=r"shape \(4, 2, 2\).*trajectory.path"):
        Walk(batch)
    assert Walk(batch.path(1)).trajectory.steps == 3


def test_a_map_knows_where_its_points_are_wherever_it_is_moved(ravine: ContourMap) -> None:
    lower, upper = losses.RAVINE.domain
    assert np.allclose(ravine.at(lower), ravine.border.get_corner([-1, -1, 0]))
    assert np.allclose(ravine.at(upper), ravine.border.get_corner([1, 1, 0]))
    assert np.allclose(ravine.at((lower + upper) / 2), ravine.border.get_center())


def test_contours_lie_on_their_levels(ravine: ContourMap) -> None:
    corner, opposite = ravine.at([ravine.lower, ravine.upper])
    for level, line in zip(ravine.levels, ravine.lines, strict=True):
        share = (line.points - corner)[:, :2] / (opposite - corner)[:2]
        x = (ravine.lower + share * (ravine.upper - ravine.lower))[::4]
        inside = np.all(np.abs(x) < 2.999, axis=-1)  # at the border vertices are held on it
        assert np.allclose(ravine.loss.value(x[inside]), level, atol=1e-6)


def test_a_trail_follows_its_walk_and_marks_each_step(walk: Walk, ravine: ContourMap) -> None:
    trail = Trail(walk, ravine.at)
    walk.set_value(4.5)
    trail.update()
    points = walk.trajectory.x[:5]
    corners = np.vstack([trail.path.points[::4], trail.path.points[-1]])
    assert np.allclose(corners, ravine.at([*points, walk.position]))
    marks = trail.marks.points.reshape(5, -1, 3).mean(axis=1)
    assert np.allclose(marks, ravine.at(points), atol=1e-2)
    assert np.allclose(trail.walker.get_center(), ravine.at(walk.position))


def test_a_trail_on_a_map_ends_at_the_border(ravine: ContourMap) -> None:
    runaway = descend(losses.RAVINE, optimizers.gradient_descent(0.5), START, 20)
    trail = MapTrail(Walk(runaway, 0), ravine)
    trail.walk.set_value(20)
    trail.update()
    (left, bottom, _), (right, top, _) = ravine.at([ravine.lower, ravine.upper])
    drawn = trail.path.points
    assert np.all((drawn[:, 0] >= left - 1e-9) & (drawn[:, 0] <= right + 1e-9))
    assert np.all((drawn[:, 1] >= bottom - 1e-9) & (drawn[:, 1] <= top + 1e-9))
    assert len(trail.walker.points) == 0


def test_a_leap_from_outside_to_outside_is_not_drawn(ravine: ContourMap) -> None:
    runaway = descend(losses.RAVINE, optimizers.gradient_descent(0.5), (1.6, 2.5), 20)
    inside = ravine.inside(runaway.x)
    assert list(inside[:4]) == [True, True, False, False]  # later leaps pass over the map
    trail = MapTrail(Walk(runaway, 20), ravine)
    begins = ravine.at(runaway.x[:2])
    assert np.allclose(trail.path.points[::4], begins)
    assert len(trail.marks.points) == 2 * len(trail._mark_outline)


def test_a_walker_on_the_way_between_two_points_off_the_map_is_not_seen(ravine: ContourMap) -> None:
    runaway = descend(losses.RAVINE, optimizers.gradient_descent(0.5), (1.6, 2.5), 20)
    walk = Walk(runaway, 5.4)
    assert ravine.inside(walk.position)
    assert len(MapTrail(walk, ravine).walker.points) == 0


def test_a_trail_fades_in_from_nothing(walk: Walk, ravine: ContourMap) -> None:
    for trail in (Trail(walk, ravine.at), MapTrail(walk, ravine)):
        fading = FadeIn(trail)
        fading.begin()
        for moment in (0.0, 0.5):
            fading.update_mobjects(0.1)
            fading.interpolate(moment)
            assert trail.walker.get_fill_opacity() < 1


def test_a_field_of_arrows_fades_in_from_nothing(ravine: ContourMap) -> None:
    field = ArrowField(ravine, 0.5)
    fading = FadeIn(field)
    fading.begin()
    fading.update_mobjects(0.1)
    fading.interpolate(0.0)
    drawn = field.family_members_with_points()
    assert drawn
    assert all(arrows.get_fill_opacity() == 0 for arrows in drawn)


def test_a_loss_curve_stands_at_whole_steps_only(walk: Walk, log_plot: LossPlot) -> None:
    trail = LossTrail(walk, log_plot)
    walk.set_value(3.7)
    trail.update()
    corners = np.vstack([trail.path.points[::4], trail.path.points[-1]])
    expected = log_plot.at(np.stack([np.arange(4), walk.trajectory.loss[:4]], axis=-1))
    assert np.allclose(corners[:4], expected)
    assert np.allclose(corners[4:], expected[-1])


@given(st.lists(st.floats(1e-300, 1e300), min_size=1))
def test_a_logarithmic_scale_spans_all_losses_with_few_labels(values: list[float]) -> None:
    (low, high), every = log_scale([*values, 0.0])
    assert low < high
    assert low % every == high % every == 0
    assert low <= np.log10(min(values))
    assert np.log10(max(values)) <= high
    assert len([decade for decade in range(low, high + 1) if decade % every == 0]) <= 5


def test_a_logarithmic_scale_needs_a_loss_above_zero() -> None:
    with pytest.raises(ValueError, match="logarithmic"):
        log_scale([0.0, 0.0])


@given(st.floats(-3.9, 1.9), st.floats(0, 10))
def test_a_logarithmic_axis_gives_each_decade_the_same_length(
    log_plot: LossPlot, power: float, step: float
) -> None:
    low, here, high = log_plot.at([(step, 1e-4), (step, 10**power), (step, 1e2)])
    assert (here - low)[1] / (high - low)[1] == pytest.approx((power + 4) / 6, abs=1e-9)


def test_losses_beyond_a_logarithmic_axis_are_drawn_at_its_ends(log_plot: LossPlot) -> None:
    assert np.allclose(log_plot.at([(3, 1e9), (3, 0.0)]), log_plot.at([(3, 1e2), (3, 1e-4)]))


def test_a_graph_lies_on_its_loss() -> None:
    plot = Plot((-2.5, 2.5), (-1, 2), width=5, height=3).shift([0, 1, 0])
    x = np.linspace(-2.5, 2.5, 11)[:, None]
    expected = plot.at(np.stack([x[:, 0], losses.THREE_VALLEYS.value(x)], axis=-1))
    assert np.allclose(plot.on_curve(losses.THREE_VALLEYS, x), expected)
    corner = plot.at((-2.5, -1))
    assert np.allclose(corner, plot.x_axis.get_start())
    assert np.allclose(plot.at((2.5, 2)) - corner, [5, 3, 0])


coordinate = st.floats(-3, 3).map(lambda value: round(value, 3))
point = st.tuples(coordinate, coordinate).map(np.array)


@given(point, point)
def test_a_clipped_segment_is_what_lies_in_the_box(start: np.ndarray, end: np.ndarray) -> None:
    lower, upper = np.array([-1.0, -1.0]), np.array([1.0, 1.0])
    along = np.linspace(0, 1, 2001)[:, None] * (end - start) + start
    inside = along[np.all((along > lower) & (along < upper), axis=-1)]
    piece = clip_segment(start, end, lower, upper)
    if piece is None:
        assert len(inside) <= 1
        return
    assert np.all((piece >= lower - 1e-9) & (piece <= upper + 1e-9))
    if len(inside):
        reach = np.linalg.norm(end - start) / 1000
        assert np.linalg.norm(piece[0] - inside[0]) <= reach + 1e-9
        assert np.linalg.norm(piece[1] - inside[-1]) <= reach + 1e-9


@pytest.mark.parametrize("marker", MARKERS)
def test_markers_have_about_the_same_size(marker: str) -> None:
    shape = marker_shape(marker, 0.1, "#E69F00")
    assert 0.16 <= shape.width <= 0.28


def test_an_unknown_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="'star', and must be one of circle"):
        marker_shape("star", 0.1, "#E69F00")


@pytest.mark.parametrize("slope", [1.0, -1.0])
def test_names_of_columns_stand_at_the_axes_clear_of_the_points(slope: float) -> None:
    names = ('rooms "net" \\ #1', "price in $_*")
    data = line_data(slope, 0.0, 0.0, 9)
    plot = DataPlot(replace(data, axes=names))
    x_name, y_name = plot.labels[-1], plot.labels[-2]
    _, words = x_name  # on a rim
    assert len(words.family_members_with_points()) == len(names[0].replace(" ", ""))
    assert y_name.get_bottom()[1] > plot.y_axis.get_end()[1]
    assert plot.x_axis.get_start()[0] < x_name.get_left()[0]
    assert x_name.get_right()[0] < plot.x_axis.get_end()[0]
    assert x_name.get_bottom()[1] > plot.x_axis.get_start()[1]
    outlines = plot.dots.points.reshape(9, -1, 3)
    inside = (outlines > x_name.get_corner(DL)) & (outlines < x_name.get_corner(UR))
    assert not inside[..., :2].all(axis=-1).any()
