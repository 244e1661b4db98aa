"""The scene's figures, its balls and its basins."""

from dataclasses import replace
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np
import pytest
from manim import ManimColor
from scenes.kit.plots.ball_on_curve import (
    Ball,
    balls_on,
    end_color,
    end_mark,
    name_minima,
    slope_arrow,
    step_arrow,
)

from gd_math import basins_of_attraction, descend, losses, optimizers
from scenes import local_and_global_minima as scene
from scenes.kit.plots.basin_strip import TINT, BasinStrip, cell_middles, runs
from scenes.kit.plots.plot import Plot
from scenes.kit.theme import THEMES, Theme

VALLEYS = replace(losses.THREE_VALLEYS, domain=([-scene.EDGE], [scene.EDGE]))
RATE = scene.LEARNING_RATE


@pytest.fixture
def plot() -> Plot:
    return Plot((-scene.EDGE, scene.EDGE), (-0.85, 0.65), 11.8, 5.2)


def balls(plot: Plot, starts: Any, rate: float = RATE) -> list[Ball]:
    descent = optimizers.gradient_descent(rate)
    return balls_on(plot, VALLEYS, descend(VALLEYS, descent, np.reshape(starts, (-1, 1)), 50))


def test_slope_arrow_is_the_derivative_and_step_arrow_leads_to_the_next_point(plot: Plot) -> None:
    for x in (-1.7, -0.5, 0.6, 1.4):
        (ball,) = balls(plot, [x])
        slope, step = slope_arrow(ball)[0], step_arrow(ball, RATE)[0]
        here, there = ball.walk.trajectory.x[:2, 0]
        unit = plot.at((1, 0))[0] - plot.at((0, 0))[0]
        assert (slope.get_end() - slope.get_start())[0] == pytest.approx(
            unit * VALLEYS.gradient(np.array([x]))[0]
        )
        for arrow in (slope, step):
            assert np.allclose(arrow.get_start(), plot.on_curve(VALLEYS, [here]))
            assert arrow.get_end()[1] == pytest.approx(arrow.get_start()[1])
        assert step.get_end()[0] == pytest.approx(plot.at((there, 0))[0])


def test_balls_stay_on_the_curve_between_steps(plot: Plot) -> None:
    (ball,) = balls(plot, [1.5])
    ball.walk.set_value(1.5)
    ball.follow()
    x = ball.walk.position
    assert np.allclose(ball.walker.get_center(), plot.on_curve(VALLEYS, x))


def test_balls_know_where_they_end(plot: Plot) -> None:
    left, middle, right, balanced = balls(plot, [-1.5, 0.5, 1.5, 1.0])
    assert [b.end for b in (left, middle, right, balanced)] == [0, 1, 2, -1]
    assert [b.reaches_global for b in (left, middle, right, balanced)] == [True, False, True, False]


def test_ends_differ_in_shape_and_in_color() -> None:
    nowhere, local, best = -1, 1, 2
    assert len({end_color(VALLEYS, end) for end in (nowhere, local, best)}) == 3
    outlines = [end_mark(VALLEYS, end).points for end in (nowhere, local, best)]
    for one, other in combinations(outlines, 2):
        assert one.shape != other.shape or not np.allclose(one, other, atol=0.01)


def test_names_of_minima_stay_within_the_axis(plot: Plot) -> None:
    names = name_minima(plot, VALLEYS)
    assert len(names) == len(VALLEYS.minima)
    for name in names:
        assert plot.x_axis.get_start()[0] < name.get_left()[0]
        assert name.get_right()[0] < plot.x_axis.get_end()[0]


def test_runs_join_to_the_whole() -> None:
    labels = np.random.default_rng(5).integers(-1, 3, 200)
    pieces = runs(labels)
    assert np.array_equal(np.concatenate([[n] * (b - a) for n, a, b in pieces]), labels)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_strip_covers_each_basin_where_it_lies(plot: Plot) -> None:
    ends = basins_of_attraction(
        VALLEYS, optimizers.gradient_descent(RATE), cell_middles(VALLEYS, 480), 50
    )
    strip = BasinStrip(plot, VALLEYS, ends)
    # The hilltops at ±1 part the axis; with this learning rate no ball leaps over one.
    expected = [(-scene.EDGE, -1), (-1, 1), (1, scene.EDGE)]
    assert len(strip) == 3
    for piece, share, (low, high) in zip(strip, strip.shares, expected, strict=True):
        left, right = plot.at([(low, 0), (high, 0)])[:, 0]
        assert piece.get_left()[0] == pytest.approx(left, abs=1e-6)
        assert piece.get_right()[0] == pytest.approx(right, abs=1e-6)
        assert share == pytest.approx((high - low) / (2 * scene.EDGE))


def test_strip_leaves_bare_what_ends_nowhere_and_hatches_what_is_local(plot: Plot) -> None:
    bare, local, best = (BasinStrip(plot, VALLEYS, [end] * 10) for end in (-1, 1, 2))
    assert len(bare) == 0
    assert len(local[0]) > len(best[0]) == 2  # the ground, the bar, and strokes if it is local
    for stroke in local[0][2:]:
        assert local[0].get_left()[0] - 1e-6 <= stroke.get_left()[0]
        assert stroke.get_right()[0] <= local[0].get_right()[0] + 1e-6


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_names_can_be_read_on_the_tinted_ground(theme: Theme) -> None:
    def luminance(color: ManimColor) -> float:
        channels = np.array(color.to_rgb())
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    for tint, ink in product((theme.good, theme.careful), repeat=2):
        ground = ManimColor(theme.background).interpolate(ManimColor(tint), TINT)
        dark, light = sorted(luminance(color) for color in (ground, ManimColor(ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_strip_wants_an_axis_that_spans_the_domain(plot: Plot) -> None:
    with pytest.raises(ValueError, match="must span the domain"):
        BasinStrip(plot, losses.THREE_VALLEYS, [0, 1])
