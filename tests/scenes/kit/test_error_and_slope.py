"""A loss and its slope on one axis of w: graphs, ticks, walkers and steps are where they belong."""

import numpy as np
import pytest
from manim import MathTypst

from gd_math import losses, mean_squared_error, restrict
from gd_math.datasets import SINE_POINTS
from scenes.kit import ErrorAndSlope, Place, SlopeWalker, StepWalk
from scenes.kit.curves.error_and_slope import LEFT_END, RIGHT_END
from scenes.kit.plots.data_plot import DataPlot, LineFan

MSE = mean_squared_error(SINE_POINTS)
LOSS = restrict(MSE, [0, 2], [[1, 0]], ([-20], [18]))
W = np.arange(-20.0, 19.0, 2.0)


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


def test_no_two_scales_are_seen_at_once(pair: ErrorAndSlope) -> None:
    ticks = [one for one in (*pair.upper, *pair.lower) if isinstance(one, MathTypst)]
    seen = []
    for zoomed in (0.0, 0.5, 1.0):
        pair.zoomed.set_value(zoomed)
        pair.upper.update()
        pair.lower.update()
        seen.append({i for i, tick in enumerate(ticks) if tick.get_fill_opacity() > 0})
    assert seen[0] & seen[2] == seen[1]  # the names of the axes
    assert len(seen[0]) > len(seen[1]) < len(seen[2])


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
    for taken in (0.5, 1.5):  # the arrow is there, and nobody has gone along it
        walks.walk.set_value(taken)
        guess.update()
        walks.arrows.update()
        tip = pair.foot(x[int(taken) + 1])
        assert walks.arrows[0].points[:, 0].min() == pytest.approx(tip[0])
        assert guess.position == pytest.approx([x[int(taken)], 2])
    walks.walk.set_value(8)
    guess.update()
    walks.arrows.update()
    assert guess.position[0] == pytest.approx(x[8])
    assert len(walks.arrows[0].points) == 0


@pytest.mark.parametrize("rate", [0.004, 0.036])
def test_walks_that_would_not_arrive_are_refused(pair: ErrorAndSlope, rate: float) -> None:
    with pytest.raises(ValueError, match=rf"LEARNING_RATE is {rate}, and must be"):
        StepWalk(pair, Place((0, 2)), rate, 8)


def test_samples_that_miss_the_minimum_are_refused() -> None:
    with pytest.raises(ValueError, match=r"SLOPES, are 9 from 2 to 18, and must"):
        ErrorAndSlope(LOSS, W[W > 0])
    with pytest.raises(ValueError, match="losses of 1"):
        ErrorAndSlope(losses.HIMMELBLAU, W)


def test_a_fan_has_the_lines_that_have_been_tried(pair: ErrorAndSlope) -> None:
    plot = DataPlot(SINE_POINTS, lines=[(1, 0), (-1, 2)])
    fan = LineFan(plot, W, 2, pair.tried)
    assert len(fan.points) == 0
    pair.tried.set_value(-16)
    fan.update()
    assert fan.points[[0, 3]] == pytest.approx(plot.ends((-20, 2)))
    assert len(fan.points) == 3 * 4
