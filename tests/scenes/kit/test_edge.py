"""Plots and slices of a training show what was computed."""

from dataclasses import replace

import numpy as np
import pytest

from gd_math import network
from scenes.kit.edge.edge_plots import HIGH, LEFT_END, LOW, RIGHT_END, EdgePlots
from scenes.kit.edge.edge_training import EdgeTraining
from scenes.kit.edge.sharp_slice import SharpSlice

RATES, STEPS = (0.1, 0.05), (700, 900)


@pytest.fixture(scope="module")
def training() -> EdgeTraining:
    example = network.chebyshev(4)
    return EdgeTraining(replace(example, start=network.he(example.network, 7)), RATES, STEPS)


@pytest.fixture
def plots(training: EdgeTraining) -> EdgePlots:
    training.set_value(0)
    return EdgePlots(training)


def test_each_rate_is_that_of_its_steps(training: EdgeTraining) -> None:
    assert [training.part_of(step) for step in (0, 699, 700, 1599, 1600)] == [0, 0, 1, 1, 1]
    for step in (10, 690, 710, 1500):
        walked = training.trajectory.x[step + 1] - training.trajectory.x[step]
        rate = RATES[training.part_of(step)]
        assert walked == pytest.approx(-rate * training.trajectory.gradient[step])
    assert [training.told(part) for part in range(2)] == ["0.10", "0.05"]


def test_the_curves_end_where_the_training_is(plots: EdgePlots, training: EdgeTraining) -> None:
    for taken in (0, 341, 700):
        training.set_value(taken)
        for part in (plots.sharpness, plots.loss, plots.now, plots.walker):
            part.update()
        assert plots.now.get_center() == pytest.approx(
            plots.sharp_at(taken, training.sharpness_now)
        )
        here = plots.loss_at(taken, training.trajectory.loss[taken])
        assert plots.walker.get_center() == pytest.approx(here)
        if taken:
            assert plots.loss.points[-1] == pytest.approx(here)
            assert plots.sharpness.points[-1] == pytest.approx(plots.now.get_center())


def test_the_axes_hold_all_that_they_show(plots: EdgePlots, training: EdgeTraining) -> None:
    first = training.rows <= training.changes[1]
    for alone, grown, rows in ((1, 0, first), (0, 0, first), (0, 1, slice(None))):
        plots.alone.set_value(alone)
        plots.grown.set_value(grown)
        places = plots.sharp_at(training.rows[rows], training.sharpness[rows])
        assert places[:, 0].min() == pytest.approx(LEFT_END)
        assert places[:, 0].max() == pytest.approx(RIGHT_END)
        assert places[:, 1].min() > (LOW if alone else HIGH)[0]
        assert places[:, 1].max() < HIGH[1]


def test_the_dashed_line_is_the_limit_of_each_rate(
    plots: EdgePlots, training: EdgeTraining
) -> None:
    plots.grown.set_value(1)
    training.set_value(700)
    before = plots.sharp_at(0, 20)[1]
    plots.line.update()
    assert plots.line.points[:, 1] == pytest.approx(before)  # the limit is not yet another
    plots.limit.set_value(40)
    plots.line.update()
    assert plots.line.points[0, 1] == pytest.approx(before)
    assert plots.line.points[-1, 1] == pytest.approx(plots.sharp_at(0, 40)[1])


def test_the_walker_is_on_the_slice_at_every_whole_step(training: EdgeTraining) -> None:
    first, last = training.jump
    cut = SharpSlice(training, (-5.6, -1.9), 3.8, 3.5)
    for step in range(first, last + 1):
        training.set_value(step)
        cut.update()
        x, loss = cut.landed[step - first], training.trajectory.loss[step]
        assert cut.walker.get_center() == pytest.approx(cut.at((x, loss)))
        assert np.interp(x, cut.across, cut.heights[step - first]) == pytest.approx(loss, abs=0.01)


def test_the_slice_bends_as_sharply_as_the_sharpness_says(training: EdgeTraining) -> None:
    cut = SharpSlice(training, (-5.6, -1.9), 3.8, 3.5)
    near = np.abs(cut.across) < 0.1
    bend = 2 * np.polyfit(cut.across[near], cut.heights[0][near], 2)[0]
    sharpness = training.sharpness[training.rows == training.jump[0]]
    assert bend == pytest.approx(float(sharpness[0]), rel=0.05)
    after = 2 * np.polyfit(cut.across[near], cut.heights[-1][near], 2)[0]
    assert after < 0.7 * bend
