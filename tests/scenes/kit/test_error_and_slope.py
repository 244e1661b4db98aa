"""A loss and its slope on one axis of w: graphs, ticks, walkers and steps are where they belong."""

from itertools import combinations

import numpy as np
import pytest
from manim import VGroup, VMobject
from manim.animation.animation import prepare_animation

from gd_math import datasets, losses, mean_squared_error, restrict
from gd_math.datasets import SINE_POINTS
from scenes.kit import ErrorAndSlope, Place, SlopeWalker, StepWalk
from scenes.kit.curves.error_and_slope import RING
from scenes.kit.curves.pair_axes import LEFT_END, RIGHT_END
from scenes.kit.curves.riding_ticks import RidingTicks
from scenes.kit.curves.slope_walkers import STEP
from scenes.kit.plots.data_plot import DataPlot, LineFan

MSE = mean_squared_error(SINE_POINTS)
LOSS = restrict(MSE, [0, 2], [[1, 0]], ([-20], [18]))
W = np.arange(-20.0, 19.0, 2.0)
T = np.linspace(0, 1, 101)


@pytest.fixture
def pair() -> ErrorAndSlope:
    return ErrorAndSlope(LOSS, W)


def middles(marks: np.ndarray, count: int) -> np.ndarray:
    """Return the middles of `count` outlines, (count, 2)."""
    outlines = marks.reshape(count, -1, 3)[..., :2]
    return np.asarray((outlines.min(axis=1) + outlines.max(axis=1)) / 2)


@pytest.mark.parametrize("zoomed", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("both", [0.0, 1.0])
def test_one_w_is_as_far_to_the_right_in_both_plots(
    pair: ErrorAndSlope, zoomed: float, both: float
) -> None:
    pair.zoomed.set_value(zoomed)
    pair.both.set_value(both)
    low, high = pair.ends()
    w = np.linspace(low, high, 7)
    share = (w - low) / (high - low)
    for places in (pair.on_curve(w), pair.on_slope(w), pair.foot(w)):
        assert places[:, 0] == pytest.approx(LEFT_END + share * (RIGHT_END - LEFT_END))
    heights = pair.on_curve(w)[:, 1] - pair.base
    assert heights / heights[0] == pytest.approx(pair.value(w) / pair.value(w)[0])
    rises = pair.on_slope(w)[:, 1] - pair.foot(w)[:, 1]
    assert rises / rises[0] == pytest.approx(pair.slope(w) / pair.slope(w)[0])
    assert pair.on_slope(pair.best) == pytest.approx(pair.foot(pair.best))


def test_samples_are_there_as_far_as_they_are_tried(pair: ErrorAndSlope) -> None:
    for tried, count in ((-20, 1), (-1, 10), (18, 20)):
        pair.tried.set_value(tried)
        pair.marks.update()
        places = middles(pair.marks.points, count)
        assert places == pytest.approx(pair.on_curve(W[:count])[:, :2])
    pair.zoomed.set_value(1)
    pair.marks.update()
    assert middles(pair.marks.points, 1)[0] == pytest.approx(pair.on_curve(0.0)[:2])


def test_zooming_keeps_the_lowest_sample_and_the_minimum_apart(pair: ErrorAndSlope) -> None:
    assert (pair.lowest, pair.best) == (0, pytest.approx(-0.2814, abs=5e-5))
    pair.zoomed.set_value(1)
    heights = pair.on_curve([pair.lowest, pair.best])[:, 1] - pair.base
    assert heights[0] > 2 * heights[1]  # what is said to differ, differs two to one


def test_while_it_is_zoomed_the_lowest_sample_rises_and_the_graph_keeps_its_shape(
    pair: ErrorAndSlope,
) -> None:
    before = pair.on_curve(pair.lowest)
    heights, arms = [], []
    for zoomed in np.linspace(0, 1, 11):
        pair.zoomed.set_value(zoomed)
        place = pair.on_curve(pair.lowest)
        assert place[0] == pytest.approx(before[0])
        heights.append(place[1])
        low, high = pair.ends()
        away = pair.value(pair.best + (high - low) / 4) - pair.value(pair.best)
        arms.append(away / pair.tops()[0])  # how high the graph is a quarter of the axis away
    assert (np.diff(heights) >= 0).all()
    assert heights[-1] > before[1] + 1
    assert (np.diff(arms) > 0).all()
    assert 0.2 < arms[0] < arms[-1] < 2 * arms[0]


def test_the_bracket_marks_what_will_fill_the_axis_and_leaves(pair: ErrorAndSlope) -> None:
    for zoomed in (0.0, 0.2, 0.35):
        pair.zoomed.set_value(zoomed)
        pair.bracket.update()
        ends = pair.across(pair.ends(1))
        assert pair.bracket.get_left()[0] == pytest.approx(ends[0])
        assert pair.bracket.get_right()[0] == pytest.approx(ends[1])
        assert pair.bracket.get_stroke_opacity() == 1
    assert LEFT_END < ends[0] < ends[1] < RIGHT_END
    pair.zoomed.set_value(0.5)
    pair.bracket.update()
    assert pair.bracket.get_stroke_opacity() == 0


def test_the_graph_is_clear_of_the_bracket_while_it_is_seen(pair: ErrorAndSlope) -> None:
    for zoomed in np.linspace(0, 1, 41):
        pair.zoomed.set_value(zoomed)
        pair.bracket.update()
        if pair.bracket.get_stroke_opacity() > 0:
            feet = pair.on_curve(pair.ends(1))
            assert pair.bracket.get_bottom()[1] > feet[:, 1].max() + 0.15


def test_the_line_turns_from_the_lowest_sample_to_the_minimum_during_the_zoom(
    pair: ErrorAndSlope,
) -> None:
    guess = Place((pair.lowest, 2.0))
    zoomed, turned = (prepare_animation(one) for one in pair.zoom(guess, 0.75))
    for move in (zoomed, turned):
        move.begin()
        move.interpolate(1)
    assert pair.zoomed.get_value() == pytest.approx(0.75)
    assert guess.position == pytest.approx([0.25 * pair.lowest + 0.75 * pair.best, 2])


def shown(pair: ErrorAndSlope, plot: VGroup) -> list[tuple[float, VMobject, float]]:
    """Return value, label and opacity of the ticks of a plot that are seen."""
    plot.update()
    groups = [one for one in plot.get_family() if isinstance(one, RidingTicks)]
    every = [(tick.value, tick.label) for group in groups for tick in group]
    seen = [(value, label, label.get_fill_opacity()) for value, label in every]
    return [one for one in seen if one[2] > 0]


@pytest.mark.parametrize("both", [0.0, 0.4, 1.0])
def test_numbers_ride_where_their_values_are(pair: ErrorAndSlope, both: float) -> None:
    pair.both.set_value(both)
    for zoomed in np.linspace(0, 1, 9):
        pair.zoomed.set_value(zoomed)
        pair.upper.update()
        row, side = (one for one in pair.upper.get_family() if isinstance(one, RidingTicks))
        for tick in row:
            if tick.label.get_fill_opacity() > 0:
                assert tick.stroke.points[0] == pytest.approx(
                    [float(pair.across(tick.value)), pair.base, 0]
                )
                assert LEFT_END <= tick.label.get_center()[0] <= RIGHT_END
                assert tick.label.get_top()[1] < pair.base
        for tick in side:
            if tick.label.get_fill_opacity() > 0:
                assert tick.label.get_center()[1] == pytest.approx(
                    float(pair.up(tick.value)), abs=0.03
                )


def test_no_number_lies_on_another_in_any_state(pair: ErrorAndSlope) -> None:
    for both, zoomed in ((0, z) for z in np.linspace(0, 1, 21)):
        pair.both.set_value(both)
        pair.zoomed.set_value(zoomed)
        labels = [label for _, label, _ in shown(pair, pair.upper)]
        assert len(labels) >= 3
        for one, other in combinations(labels, 2):
            apart = np.abs(one.get_center() - other.get_center())[:2]
            room = np.array([one.width + other.width, one.height + other.height]) / 2
            assert (apart > room).any()


def test_before_and_after_the_zoom_the_numbers_are_round_ones(pair: ErrorAndSlope) -> None:
    expected = (
        ({-20, -10, 0, 10, 5000, 10000}, {-20, -10, 0, 10, -1000, -500, 500, 1000}),
        ({-0.5, 0, 0.5, 5, 10}, {-0.5, 0, 0.5, -20, 20}),
    )
    for zoomed, (upper, lower) in enumerate(expected):
        pair.zoomed.set_value(zoomed)
        assert {value for value, _, _ in shown(pair, pair.upper)} == upper
        assert {value for value, _, _ in shown(pair, pair.lower)} == lower


def test_candidates_go_through_the_same_ends_and_the_same_lowest_point(
    pair: ErrorAndSlope,
) -> None:
    for line, _ in pair.candidates():
        places = np.asarray(line.points)
        for w in (-20.0, pair.best, 18.0):
            assert np.linalg.norm(places - pair.on_curve(w), axis=1).min() < 0.15
    (vee, _), (curve, _) = pair.candidates()
    between = pair.on_curve(-10.0)
    assert np.linalg.norm(curve.points - between, axis=1).min() < 0.15
    assert np.linalg.norm(vee.points - between, axis=1).min() > 0.5


def test_the_verdict_is_that_of_the_numbers() -> None:
    assert ErrorAndSlope(LOSS, W, "MSE").verdict == "No: close beside it, the MSE is lower."
    line = datasets.formula_data("2 + 2*x", 0, 10, (0, 9))
    error = restrict(mean_squared_error(line), [0, 2], [[1, 0]], ([-20], [18]))
    found = ErrorAndSlope(error, W, "MSE")
    assert found.best == pytest.approx(2)
    assert found.verdict == "Yes: on both sides of it, the MSE is higher."


def test_the_tangent_has_the_slope_of_the_graph_and_stays_in_its_plot(
    pair: ErrorAndSlope,
) -> None:
    pair.both.set_value(1)
    for w in (-20.0, -9.0, 5.0, 18.0):
        walker = SlopeWalker(pair, lambda w=w: w)  # type: ignore[misc]
        start, end = walker.tangent.points[[0, -1]]
        near = pair.on_curve([w - 0.01, w + 0.01])
        slope = (near[1, 1] - near[0, 1]) / (near[1, 0] - near[0, 0])
        assert (end - start)[1] / (end - start)[0] == pytest.approx(slope, rel=1e-4)
        assert max(start[0], end[0]) <= RIGHT_END + 1e-9
        assert walker.dot.get_center() == pytest.approx(pair.on_curve(w))
        _, bar, dot = walker.lower
        assert bar.points[[0, -1]] == pytest.approx(np.stack([pair.foot(w), pair.on_slope(w)]))
        assert dot.get_center() == pytest.approx(pair.on_slope(w))


def test_an_arrow_ends_where_its_step_ends_and_the_line_turns_along(pair: ErrorAndSlope) -> None:
    pair.both.set_value(1)
    pair.zoomed.set_value(1)
    guess = Place((0.0, 2.0))
    walks = StepWalk(pair, guess, 0.01, 8)
    walks.lead()
    x = walks.walk.trajectory.x[:, 0]
    assert x[1] - x[0] == pytest.approx(-0.01 * pair.slope(x[0]))
    walks.walk.set_value(0.5)  # the arrow is there, and nobody has gone along it
    guess.update()
    walks.traces.update()
    assert walks.traces[0].points[:, 0].min() == pytest.approx(pair.foot(x[1])[0])
    assert guess.position == pytest.approx([x[0], 2])
    for taken in range(1, 9):
        walks.walk.set_value(taken)
        guess.update()
        assert guess.position == pytest.approx([x[taken], 2])
    walks.walk.set_value(1.5)
    guess.update()
    assert guess.position == pytest.approx([(x[1] + x[2]) / 2, 2])


def test_no_arrow_comes_under_a_walker_or_the_sign_of_the_minimum(pair: ErrorAndSlope) -> None:
    pair.both.set_value(1)
    pair.zoomed.set_value(1)
    walks = StepWalk(pair, Place((0.0, 2.0)), 0.01, 8)
    walks.walk.set_value(1)
    walks.traces.update()
    for arrow in (walks.traces[0], walks.traces[4]):
        away = np.linalg.norm(np.asarray(arrow.points) - pair.foot(pair.best), axis=1)
        assert away.min() > RING


def test_starts_first_arrows_and_steps_stay(pair: ErrorAndSlope) -> None:
    pair.both.set_value(1)
    pair.zoomed.set_value(1)
    walks = StepWalk(pair, Place((0.0, 2.0)), 0.01, 8)
    walks.walk.set_value(8)
    walks.traces.update()
    for i, walk in enumerate(walks.walks):
        arrow, marks, above, below = walks.traces[4 * i : 4 * i + 4]
        x = walk.trajectory.x[:, 0]
        ends = sorted(float(pair.across(w)) for w in x[:2])
        assert [arrow.get_left()[0], arrow.get_right()[0]] == pytest.approx(ends)
        assert above.get_center() == pytest.approx(pair.on_curve(x[0]))
        assert below.get_center() == pytest.approx(pair.on_slope(x[0]))
        away = [np.linalg.norm(pair.on_curve(w) - pair.on_curve(pair.best)) for w in x]
        shown = sum(one > RING + STEP for one in away)
        assert shown >= 2
        assert middles(marks.points, shown) == pytest.approx(pair.on_curve(x[:shown])[:, :2])


@pytest.mark.parametrize("rate", [0.004, 0.036])
def test_walks_that_would_not_arrive_are_refused(pair: ErrorAndSlope, rate: float) -> None:
    with pytest.raises(ValueError, match=rf"LEARNING_RATE is {rate}, and must be"):
        StepWalk(pair, Place((0, 2)), rate, 8)


@pytest.mark.parametrize("b", [2.0, -1.0])
def test_walks_begin_in_view_on_either_side_of_the_minimum(b: float) -> None:
    pair = ErrorAndSlope(restrict(MSE, [0, b], [[1, 0]], ([-20], [18])), np.arange(-9.0, 10.0, 2))
    walks = StepWalk(pair, Place((0, b)), 0.01, 8)
    low, high = sorted(float(walk.trajectory.x[0, 0]) for walk in walks.walks)
    assert pair.ends(1)[0] < low < pair.best < high < pair.ends(1)[1]


def test_samples_that_miss_the_minimum_are_refused() -> None:
    with pytest.raises(ValueError, match=r"SLOPES, are 9 from 2 to 18, and must"):
        ErrorAndSlope(LOSS, W[W > 0])
    with pytest.raises(ValueError, match="losses of 1"):
        ErrorAndSlope(losses.HIMMELBLAU, W)


def test_a_turning_line_takes_its_time_while_it_is_flat() -> None:
    plot = DataPlot(SINE_POINTS, lines=[(1, 0), (-1, 2)])
    for slopes in ((-20.0, 18.0), (1.0, -20.0)):
        turning = plot.turning(slopes)
        assert (turning(0), turning(1)) == (0, 1)
        w = slopes[0] + (slopes[1] - slopes[0]) * np.array([turning(t) for t in T])
        steps = np.abs(np.diff(w))
        assert (steps > 0).all()
        assert abs(w[np.argmin(steps)]) < 0.5
        assert steps.max() > 5 * steps.min()
    even = plot.turning((-20.0, 18.0), share=0)
    assert [even(t) for t in T] == pytest.approx(T)


def test_a_fan_has_the_lines_that_have_been_tried(pair: ErrorAndSlope) -> None:
    plot = DataPlot(SINE_POINTS, lines=[(1, 0), (-1, 2)])
    fan = LineFan(plot, W, 2, pair.tried)
    assert len(fan.points) == 0
    pair.tried.set_value(-16)
    fan.update()
    assert fan.points[[0, 3]] == pytest.approx(plot.ends((-20, 2)))
    assert len(fan.points) == 3 * 4
