"""The curve of a loss above its axis, walkers on it, the slope on the axis, basins and chances."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from manim import ManimColor, Scene, VMobject, config

from gd_math import descend, from_formula, losses, optimizers
from scenes.kit.curves.basin_strip import (
    STRIP_HEIGHT,
    TINT,
    Bar,
    BasinStrip,
    cell_middles,
    runs,
)
from scenes.kit.curves.curve_plot import (
    CEILING,
    FLOOR,
    LEFT_END,
    LENGTH,
    PANEL,
    SAFE,
    CurvePlot,
    depth_line,
    end_color,
    hilltops,
    name_minima,
)
from scenes.kit.curves.curve_walker import (
    LEAST_MARK,
    STEP_MARK,
    CurveWalker,
    best_sign,
    go_together,
    place_readings,
    set_out,
    walkers_on,
)
from scenes.kit.curves.level_places import LevelPlaces
from scenes.kit.curves.miss_chance import MissChances
from scenes.kit.curves.slope import SlopeOnAxis, put_arrow
from scenes.kit.curves.start_sweep import StartSweep
from scenes.kit.knobs import curve_of, valleys_of
from scenes.kit.theme import THEMES, Theme

VALLEYS = valleys_of("LOSS", "THREE_VALLEYS", 2.4)
RATE = 0.1
STEPS = 100
CELLS = 480


@pytest.fixture
def plot() -> CurvePlot:
    return CurvePlot(VALLEYS)


def walkers(plot: CurvePlot, starts: Any, rate: float = RATE) -> list[CurveWalker]:
    descent = optimizers.gradient_descent(rate)
    return walkers_on(plot, descend(plot.loss, descent, np.reshape(starts, (-1, 1)), STEPS))


def swept_strip(plot: CurvePlot, cells: int = CELLS) -> tuple[BasinStrip, StartSweep]:
    descent = optimizers.gradient_descent(RATE)
    walks = descend(plot.loss, descent, cell_middles(plot.loss, cells), STEPS)
    strip = BasinStrip(plot, walks)
    return strip, StartSweep(strip)


def box(shape: VMobject) -> tuple[float, float]:
    """Return the left and the right end of what is drawn."""
    return float(shape.points[:, 0].min()), float(shape.points[:, 0].max())


def span(arrow: VMobject) -> np.ndarray:
    """Return the way from the tail of an arrow to its tip."""
    corners = arrow.get_start_anchors()
    return np.asarray(corners[3] - (corners[0] + corners[-1]) / 2)


@pytest.mark.parametrize("formula", ["x**4 - 3*x**2 + x", "x**2", "sin(3x)+x^2/8"])
def test_a_curve_lies_between_the_names_below_and_the_question_above(formula: str) -> None:
    plot = CurvePlot(from_formula(formula, (-3, 3)))
    heights = plot.graph.points[:, 1]
    assert heights.min() == pytest.approx(FLOOR, abs=1e-2)
    assert heights.max() == pytest.approx(CEILING, abs=1e-2)


def test_places_of_a_curve_plot_follow_the_loss_and_its_scale(plot: CurvePlot) -> None:
    x = np.array([-2.1, 0.3, 1.9])
    assert np.allclose(plot.on(x[:, None]), plot.on_curve(VALLEYS, x[:, None]))
    assert np.allclose(plot.value_at(plot.foot(x)[:, 0]), x)
    assert np.allclose(np.diff(plot.foot(x)[:, 0]), plot.unit * np.diff(x))


@pytest.mark.parametrize("reach", [1.9, 2.4, 6.0])
def test_with_a_reach_slopes_are_seen_as_they_are(reach: float) -> None:
    plot = CurvePlot(losses.PARABOLA, reach)
    one = plot.at((1, 0)) - plot.at((0, 0))
    assert one[0] == pytest.approx((plot.at((0, 1)) - plot.at((0, 0)))[1])
    assert one[0] == pytest.approx(LENGTH / (2 * reach))
    heights = plot.graph.points[:, 1]
    assert heights.min() == pytest.approx(FLOOR, abs=1e-2)
    assert heights.max() <= CEILING + 1e-6
    # It is as wide as the room, or as the loss itself.
    edge = plot.loss.domain[1][0]
    assert edge == 3 or heights.max() > CEILING - 0.1 or edge == pytest.approx(reach)


def test_axes_are_named_and_told_at_what_is_read_off() -> None:
    bowl, plot = CurvePlot(losses.PARABOLA, 2.4), CurvePlot(VALLEYS)
    assert np.allclose(bowl.x_axis.get_start(), plot.x_axis.get_start())
    assert np.allclose(bowl.x_axis.get_end(), plot.x_axis.get_end())
    assert [label[1].markup for label in bowl.numbers] == ["1", "2"]
    assert [label[1].markup for label in plot.numbers] == ["0.5"]
    assert plot.numbers.get_top()[1] < CEILING + 0.1
    for one in (bowl, plot):
        assert [label.markup for label in one.labels[-2:]] == ["x", "f"]
        line, level = one.zero
        assert level[1].markup == "0"
        assert line.get_y() == pytest.approx(one.at((0, 0))[1])
    assert plot.zero.get_left()[0] > -SAFE


def test_a_plot_becomes_another_on_the_same_axis() -> None:
    bowl, plot = CurvePlot(losses.PARABOLA, 2.4), CurvePlot(VALLEYS)
    for animation in bowl.becomes(plot):
        animation.begin()
        animation.finish()
    assert np.allclose(bowl.graph.points, plot.graph.points)
    assert np.allclose(bowl.zero[0].get_center(), plot.zero[0].get_center())


def test_nothing_beside_a_curve_reaches_it_or_leaves_the_frame(plot: CurvePlot) -> None:
    strip, sweep = swept_strip(plot)
    group = walkers(plot, [-1.5, 0.5, 1.5])
    best, chances = best_sign(group)[1], MissChances(strip, 5)
    live = (*place_readings(group, RATE), sweep.readings())
    beside = (plot.heading(), strip.legend(), *live, best)
    for thing in (*beside, LevelPlaces(plot).reading(), *chances, chances.frame):
        assert thing.get_left()[0] > LEFT_END + LENGTH + 0.3
        assert thing.get_right()[0] < SAFE + 1e-6
        assert thing.get_bottom()[1] > -0.35 * config.frame_height


def test_signs_stand_on_the_stationary_points(plot: CurvePlot) -> None:
    for mark, minimum in zip(name_minima(plot)[0], VALLEYS.minima, strict=True):
        assert np.allclose(mark.get_center(), plot.on(minimum.x), atol=1e-3)
    tops = hilltops(plot)
    assert [top[0].get_x() for top in tops] == pytest.approx(
        [plot.foot(-1.0)[0], plot.foot(1.0)[0]], abs=1e-3
    )


def test_names_of_minima_stay_within_the_axis(plot: CurvePlot) -> None:
    _, names = name_minima(plot)
    assert len(names) == len(VALLEYS.minima)
    for name in names:
        assert plot.x_axis.get_start()[0] < name.get_left()[0] + 1e-6
        assert name.get_right()[0] < plot.x_axis.get_end()[0] + 1e-6


def test_the_line_of_the_lowest_depth_runs_from_the_axis_to_the_last_minimum(
    plot: CurvePlot,
) -> None:
    line, level = depth_line(plot)
    assert line.get_start()[0] == pytest.approx(LEFT_END)
    assert line.get_end() == pytest.approx(plot.on([2.0]), abs=0.05)
    assert level[1].markup == "−0.44"
    assert level[0].get_y() == pytest.approx(plot.on([2.0])[1])
    at_zero = CurvePlot(losses.PARABOLA, 2.4)
    assert len(depth_line(at_zero)) == 1  # the number 0 stands there


def test_places_where_a_curve_is_level_come_from_left_to_right(plot: CurvePlot) -> None:
    search = LevelPlaces(plot)
    assert [x for x, _ in search.places] == pytest.approx([-2, -1, 0, 1, 2], abs=1e-6)
    for x, (level, sign, name) in search.places:
        assert np.allclose(level.get_start()[1], level.get_end()[1], atol=1e-6)
        assert np.allclose(level.get_center(), plot.on([x]))
        assert abs(sign.get_center()[0] - plot.foot(x)[0]) < 1e-3
        assert name in (search.hilltops if round(x) in (-1, 1) else search.names)


def test_marks_come_when_the_tangent_leaves_the_place(plot: CurvePlot) -> None:
    search = LevelPlaces(plot)
    before: Any = []
    for (way, marks), x in zip(search.visits(), [-2, -1, 0, 1, 2, 2.2], strict=True):
        assert marks == before
        assert way.build().mobject.target.get_value() == pytest.approx(x, abs=0.01)
        before = next((marks for at, marks in search.places if abs(at - x) < 1e-6), [])
    assert [kind.markup for kind in search.kinds] == ["global", "local", "global"]


@pytest.mark.parametrize("x", [-2.2, -0.4, 1.0, 1.7])
def test_the_tangent_touches_the_curve_with_its_slope(plot: CurvePlot, x: float) -> None:
    search = LevelPlaces(plot)
    search.x.set_value(x)
    search.follow()
    assert np.allclose(search.tangent.get_center(), plot.on([x]))
    along = search.tangent.get_end() - search.tangent.get_start()
    near = plot.on([[x - 1e-4], [x + 1e-4]])
    assert along[1] / along[0] == pytest.approx(np.divide(*(near[1] - near[0])[1::-1]), abs=1e-4)
    live = search.reading()[0][1]
    assert live.says() == live.form(float(VALLEYS.gradient([x])[0]))


def test_walkers_stay_on_the_curve_between_steps(plot: CurvePlot) -> None:
    (walker,) = walkers(plot, [1.5])
    walker.walk.set_value(1.5)
    walker.follow()
    assert np.allclose(walker.walker.get_center(), plot.on(walker.walk.position))


def test_walkers_know_where_they_end(plot: CurvePlot) -> None:
    group = walkers(plot, [-1.5, 0.5, 1.5, 1.0])
    assert [walker.end for walker in group] == [0, 1, 2, -1]


def test_the_best_are_all_that_end_lowest(plot: CurvePlot) -> None:
    for starts, best in (([-1.5, 0.5, 1.5, 1.6], (-2.0, 2.0)), ([0.5, 1.5], (2.0,)), ([0.3], (0,))):
        rings, words, counts = best_sign(walkers(plot, starts))
        assert len(rings) == len(best)
        assert [count.markup for count in counts] == (["times 2"] if len(starts) == 4 else [])
        for ring, x in zip(rings, best, strict=True):
            assert np.allclose(ring.get_center(), plot.on([x]), atol=1e-2)
        low = "−0.44" if best != (0,) else "0.00"
        assert words[0].markup == f"lowest end: ${low}$"


def test_each_step_is_marked_and_short_ones_with_smaller_marks(plot: CurvePlot) -> None:
    (walker,) = walkers(plot, [1.5])
    walker.walk.set_value(STEPS)
    walker.follow()
    marks = walker.marks.points.reshape(STEPS + 1, -1, 3)
    assert np.allclose(marks.mean(axis=1), plot.on(walker.walk.trajectory.x), atol=1e-3)
    radii = np.ptp(marks[:, :, 0], axis=1) / 2
    assert radii[0] == pytest.approx(STEP_MARK, abs=1e-3)
    assert radii[-1] == pytest.approx(LEAST_MARK, abs=1e-3)
    steps = np.linalg.norm(np.diff(plot.on(walker.walk.trajectory.x), axis=0), axis=-1)
    order = np.argsort(steps)
    assert (np.diff(radii[:-1][order]) > -1e-9).all()


def test_of_a_crowd_one_walker_is_left_at_each_end_and_none_vanishes_on_the_way(
    plot: CurvePlot,
) -> None:
    descent = optimizers.gradient_descent(RATE)
    walks = descend(plot.loss, descent, [[-1.5], [-1.3], [0.5], [0.2]], STEPS)
    crowd = walkers_on(plot, walks, crowd=True)
    last = max(one.walk.arrival for one in crowd)
    for taken, left in ((last - 1, 4), (last, 2), (0, 4)):
        for one in crowd:
            one.walk.set_value(taken)
            one.follow()
        seen = [one for one in crowd if one.must_see()]
        assert len(seen) == left
        assert {one.end for one in seen} == {0, 1}


def test_each_walker_has_its_place_told_after_its_sign(plot: CurvePlot) -> None:
    two = walkers(plot, [-1.5, 0.5])
    rows, rate = place_readings(two, RATE)
    assert rate[0][1].says() == "0.10"
    two[1].walk.set_value(3)
    told = [float(row[1].says().replace("−", "-")) for row in rows]
    assert told == pytest.approx([-1.5, two[1].walk.position[0]], abs=0.005)
    assert all(row[2].get_right()[0] < row[0].get_left()[0] for row in rows)


def test_walkers_set_out_with_the_marks_of_their_starts(plot: CurvePlot) -> None:
    parts = [fade.mobject for fade in set_out(walkers(plot, [-1.5, 0.5])).animations]
    assert [foot.get_x() for foot, _ in parts] == pytest.approx(plot.foot([-1.5, 0.5])[:, 0])


def test_walkers_go_at_one_pace_until_the_last_has_arrived(plot: CurvePlot) -> None:
    group = walkers(plot, [-1.1, -0.9])
    arrivals = [walker.walk.arrival for walker in group]
    assert arrivals[0] < arrivals[1]
    for animation in go_together(group):
        assert animation.build().mobject.target.get_value() == arrivals[1]


def test_a_foot_marks_the_start_on_the_axis(plot: CurvePlot) -> None:
    (walker,) = walkers(plot, [1.5])
    walker.walk.set_value(3)
    assert np.allclose(walker.foot().get_center(), plot.foot(1.5))


@pytest.mark.parametrize("length", [0.05, 0.3, 2.0])
def test_an_arrow_is_as_long_as_its_vector(length: float) -> None:
    arrow, way = VMobject(), length * np.array([0.6, -0.8, 0])
    put_arrow(arrow, np.array([1.0, 2.0, 0]), way)
    assert np.allclose(span(arrow), way)
    put_arrow(arrow, np.zeros(3), 0 * way)
    assert len(arrow.points) == 0


def slope_at(start: float, taken: float, read: float) -> SlopeOnAxis:
    """Return the slope and the step, all grown, of a walk with a rate of 0.3 on the parabola."""
    (walker,) = walkers(CurvePlot(losses.PARABOLA, 6), [start], 0.3)
    slope = SlopeOnAxis(walker, 0.3)
    for tracker, value in ((slope.felt, 1), (slope.ready, 1), (slope.read, read)):
        tracker.set_value(value)
    walker.walk.set_value(taken)
    return slope.follow()


@pytest.mark.parametrize("start", [-2.0, 1.2])
@pytest.mark.parametrize("taken", [0, 0.4, 2, 2.9])
def test_slope_and_step_are_those_of_the_place_where_the_step_begins(
    start: float, taken: float
) -> None:
    slope = slope_at(start, taken, int(taken))
    plot = slope.walker.plot
    x = float(slope.walker.walk.trajectory.x[int(taken), 0])  # f′(x) = x
    assert np.allclose(span(slope.slope), [0, plot.unit * x, 0])  # it rises beside the walker …
    slope.laid.set_value(1)
    slope.follow()
    assert np.allclose(span(slope.slope), [plot.unit * x, 0, 0])  # … and is laid down to the right
    assert np.allclose(span(slope.step), [-0.3 * plot.unit * x, 0, 0])
    along = slope.tangent.get_end() - slope.tangent.get_start()
    assert along[1] / along[0] == pytest.approx(x)
    # Only the line to the axis goes with the walker.
    assert np.allclose(slope.drop.get_end(), plot.foot(slope.walker.walk.position[0]))
    live = [row[1].says() for row in slope.readings()]
    assert [float(said.replace("−", "-")) for said in live] == pytest.approx(
        [x, 0.3, -0.3 * x], abs=0.006
    )


def test_the_slope_is_read_anew_when_the_step_has_been_taken() -> None:
    slope = slope_at(-2.0, 0, 0)
    going, reading = (animation.build() for animation in slope.step_to(1))
    for animation in (going, reading):
        animation.begin()
    for share in np.linspace(0, 1, 41):
        going.interpolate(share)
        reading.interpolate(share)
        walk, (step, grown, seen) = slope.walker.walk, slope.step_read
        if walk.taken < 1 - 1e-6:
            assert (step, grown) == (0, 1.0)
            assert seen == pytest.approx(1)
    assert walk.taken == 1
    assert slope.step_read[0] == 1
    assert slope.step_read[2] == pytest.approx(1)


def test_of_several_steps_each_begins_with_the_slope_there() -> None:
    slope = slope_at(-2.0, 2, 2)
    animations = [animation.build() for animation in slope.step_to(9)]
    for animation in animations:
        animation.begin()
    for share in np.linspace(0, 1, 71):
        for animation in animations:
            animation.interpolate(share)
        step, grown, seen = slope.step_read
        assert step == slope.walker.walk.step
        assert (grown, seen) == (1.0, pytest.approx(1))
    assert step == 9


def test_tangent_run_rise_and_name_grow_one_after_the_other() -> None:
    slope = slope_at(-2.0, 0, 0)
    lengths = []
    for felt in (0.3, 0.5, 0.8, 1.0):
        slope.felt.set_value(felt)
        slope.follow()
        parts = (slope.tangent, slope.run)
        long = [float(np.linalg.norm(one.get_end() - one.get_start())) for one in parts]
        rise = len(slope.slope.points) and float(np.linalg.norm(span(slope.slope)))
        lengths.append([*long, rise, slope.slope_name[0].get_fill_opacity()])
    first, second, third, last = np.array(lengths)
    assert first[0] < second[0] == third[0]
    assert first[1] == 0 < second[1] < third[1] == last[1]
    assert second[2] == 0 < third[2] < last[2]
    assert third[3] == 0 < last[3]


def test_the_name_of_the_slope_is_never_under_its_arrow() -> None:
    plot = CurvePlot(losses.PARABOLA, 6)
    (walker,) = walkers(plot, [-2.0], 0.3)
    slope = SlopeOnAxis(walker, 0.3)
    slope.felt.set_value(1)
    for laid in np.linspace(0, 1, 101):
        slope.laid.set_value(laid)
        slope.follow()
        tail, tip = slope.slope.get_start(), slope.slope.get_start() + span(slope.slope)
        along = tail + np.linspace(0, 1, 50)[:, None] * (tip - tail)
        away = np.abs(along - slope.slope_name.get_center())[:, :2]
        half = np.array([slope.slope_name.width, slope.slope_name.height]) / 2
        covered = np.any(np.all(away < half, axis=1))
        assert not covered or slope.slope_name[0].get_fill_opacity() < 0.1


def test_the_step_leads_to_the_mark_of_the_next_point() -> None:
    plot = CurvePlot(losses.PARABOLA, 6)
    (walker,) = walkers(plot, [-2.0], 0.3)
    slope = SlopeOnAxis(walker, 0.3)
    slope.ready.set_value(1)
    slope.felt.set_value(1)
    for taken in (0, 1, 2):
        walker.walk.set_value(taken)
        slope.read.set_value(taken)
        slope.follow()
        ahead = walker.walk.trajectory.x[taken + 1, 0]
        assert box(slope.step)[1] == pytest.approx(plot.foot(ahead)[0])
        middle = slope.landings.points.reshape(taken + 2, -1, 3)[-1].mean(axis=0)
        assert middle == pytest.approx(plot.foot(ahead), abs=1e-3)


def test_runs_join_to_the_whole() -> None:
    labels = np.random.default_rng(5).integers(-1, 3, 200)
    pieces = runs(labels)
    assert np.array_equal(np.concatenate([[n] * (b - a) for n, a, b in pieces]), labels)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_strip_covers_each_basin_where_it_lies(plot: CurvePlot) -> None:
    strip, _ = swept_strip(plot)
    strip.swept.set_value(2.4)
    strip.follow()
    # The hilltops at ±1 part the axis; with this learning rate no walker leaps over one.
    expected = [(-2.4, -1), (-1, 1), (1, 2.4)]
    assert len(strip) == 3
    for (ground, bar), share, (low, high) in zip(strip, strip.shares, expected, strict=True):
        places = plot.foot((low, high))[:, 0]
        assert box(bar.box) == pytest.approx(tuple(places), abs=1e-6)
        assert box(ground) == pytest.approx(tuple(places), abs=1e-6)
        assert share == pytest.approx((high - low) / 4.8)
    assert strip.missing == pytest.approx(2 / 4.8)
    assert np.mean(strip.brinks, axis=1) == pytest.approx([-1, 1])


def test_strip_is_painted_up_to_where_it_is_swept(plot: CurvePlot) -> None:
    strip, sweep = swept_strip(plot)
    assert all(len(bar.box.points) == 0 for _, bar in strip)
    strip.swept.set_value(0.5)
    strip.follow()
    sweep.follow()
    painted, half, bare = (bar.box for _, bar in strip)
    assert box(painted)[1] == pytest.approx(plot.foot(-1.0)[0])
    assert box(half)[1] == pytest.approx(plot.foot(0.5)[0])
    assert len(bare.points) == 0
    assert sweep.start.get_x() == pytest.approx(plot.foot(0.5)[0], abs=plot.unit * 4.8 / CELLS)


def test_a_sweep_goes_from_jump_to_jump_at_one_pace(plot: CurvePlot) -> None:
    strip, sweep = swept_strip(plot)
    assert [float(np.mean(jump)) for jump in sweep.jumps] == pytest.approx([-1, 1])
    first, _ = sweep.to(sweep.jumps[0][0])
    strip.swept.set_value(sweep.jumps[0][0])
    second, _ = sweep.to(sweep.jumps[1][0])
    seconds = [animation.build().get_run_time() for animation in (first, second)]
    assert seconds[1] / seconds[0] == pytest.approx(2 / 1.4, abs=0.02)


def test_an_arc_leads_from_the_end_before_a_jump_to_the_end_after_it(plot: CurvePlot) -> None:
    _, sweep = swept_strip(plot)
    sweep.follow()
    assert len(sweep.arc.points) == len(sweep.before.points) == 0
    sweep.leap(sweep.jumps[0])
    sweep.leapt.set_value(1)
    sweep.follow()
    assert np.allclose(sweep.ghost.get_center(), plot.on([-2.0]), atol=0.02)
    assert np.allclose(sweep.end.get_center(), plot.on([0.0]), atol=0.02)
    start = sweep.x[0, sweep.cell]
    assert np.allclose(sweep.walker.get_center(), plot.on([start]))
    assert sweep.before.get_fill_opacity() == 0
    assert box(sweep.arc)[0] == pytest.approx(plot.foot(-2.0)[0], abs=0.2)
    assert box(sweep.head)[1] == pytest.approx(plot.foot(0.0)[0], abs=0.2)
    # It passes above the curve.
    across = sweep.arc.points[:, 0]
    skyline = plot.on(plot.value_at(across)[:, None])[:, 1]
    assert (sweep.arc.points[:, 1] > skyline).all()
    sweep.leapt.set_value(2)
    sweep.follow()
    assert len(sweep.arc.points) == len(sweep.before.points) == len(sweep.ghost.points) == 0


def test_start_and_end_of_a_sweep_are_told_apart_at_a_jump(plot: CurvePlot) -> None:
    strip, sweep = swept_strip(plot)
    start, end = (row[1] for row in sweep.readings())
    told = []
    for x in sweep.jumps[0]:
        strip.swept.set_value(x)
        told.append((start.says(), end.says()))
    assert told[0][0] != told[1][0]
    assert [end for _, end in told] == ["−2.00", "0.00"]


def test_a_swept_start_shows_its_own_walk_and_jumps_at_a_brink(plot: CurvePlot) -> None:
    strip, sweep = swept_strip(plot)
    for x, end in zip(strip.brinks[0], (-2.0, 0.0), strict=True):
        strip.swept.set_value(x)
        sweep.follow()
        assert np.allclose(sweep.end.get_center(), plot.on([end]), atol=0.02)
    (walker,) = walkers(plot, [strip.brinks[0][1]])
    walker.walk.set_value(STEPS)
    walker.follow()
    # (The last mark of a walk is where the walker stands.)
    assert np.allclose(sweep.marks.points[: len(walker.marks.points)], walker.marks.points)


def test_strip_leaves_bare_what_ends_nowhere(plot: CurvePlot) -> None:
    none = descend(VALLEYS, optimizers.gradient_descent(RATE), cell_middles(VALLEYS, 10), 0)
    assert len(BasinStrip(plot, none)) == 0


def test_a_hatched_bar_keeps_its_strokes_within() -> None:
    bar = Bar("#FFFFFF", hatched=True).put(np.array([1.0, 2.0, 0]), 3.0)
    assert len(bar.strokes.points) > 0
    for part in (bar.box, bar.strokes):
        assert part.points.min(axis=0)[:2] == pytest.approx([1, 2], abs=0.2)
        assert (part.points[:, :2] >= np.array([1, 2]) - 1e-9).all()
        assert (part.points[:, :2] <= np.array([4, 2 + STRIP_HEIGHT]) + 1e-9).all()
    assert len(Bar("#FFFFFF", hatched=False).put(np.zeros(3), 3.0).strokes.points) == 0


def test_ends_are_counted_as_hits_and_misses(plot: CurvePlot) -> None:
    strip, _ = swept_strip(plot)
    words = [word.markup for word in strip.tallies([0, 1, 1, 1, 2])]
    assert words == ["1 of 5 hit", "3 of 5 miss", "1 of 5 hit"]
    assert [name.markup for name in strip.names] == ["29%", "42%", "29%"]
    assert strip.missed == "42%"
    assert [row[1].markup for row in strip.legend()[1:]] == ["hit the bottom", "miss it"]


@pytest.mark.parametrize(("missing", "tries"), [(5 / 12, 5), (0.9, 6), (0.05, 2)])
def test_bars_stand_on_one_line_and_each_is_the_same_share_of_the_one_before(
    plot: CurvePlot, missing: float, tries: int
) -> None:
    strip, _ = swept_strip(plot)
    strip.missing = missing
    chances = MissChances(strip, tries)
    ends = np.array([box(bar.box) for _, _, bar, _ in chances])
    lengths = ends[:, 1] - ends[:, 0]
    assert ends[:, 0] == pytest.approx(tries * [chances.frame[0].get_x()])
    assert lengths[1:] / lengths[:-1] == pytest.approx((tries - 1) * [missing])
    outlines = [outline.width for _, outline, _, _ in chances]
    assert outlines[1:] == pytest.approx(lengths[:-1])
    assert lengths[0] / outlines[0] == pytest.approx(missing)  # the first outline is all
    assert [count.markup for count, *_ in chances] == [str(i + 1) for i in range(tries)]
    heights = [bar.get_y() for _, _, bar, _ in chances]
    assert all(one - other > STRIP_HEIGHT + 0.1 for one, other in pairwise(heights))
    assert max(label.get_right()[0] for *_, label in chances) <= PANEL[1] + 1e-6


def test_bars_grow_one_after_the_other_from_nothing(plot: CurvePlot) -> None:
    strip, _ = swept_strip(plot)
    chances = MissChances(strip, 3)
    bars = [bar for _, _, bar, _ in chances]
    beginning = chances.begin()
    assert all(len(bar.box.points) == 0 for bar in bars)
    for growing, bars_then in ((beginning, 1), (chances.go_on(), 3)):
        growing._setup_scene(Scene())
        growing.begin()
        if bars_then == 3:
            growing.interpolate(0.75)  # in the middle of the last of two
            assert box(bars[2].box)[1] - box(bars[2].box)[0] == pytest.approx(
                chances.lengths[2] / 2, rel=0.05
            )
        growing.interpolate(1)
        grown = [bar for bar in bars if len(bar.box.points)]
        assert grown == bars[:bars_then]
        for bar, length in zip(grown, chances.lengths, strict=False):
            assert box(bar.box)[1] - box(bar.box)[0] == pytest.approx(length)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_names_can_be_read_on_the_tinted_ground(theme: Theme) -> None:
    def luminance(color: ManimColor) -> float:
        channels = np.array(color.to_rgb())
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    for tint in (theme.good, theme.careful):
        ground = ManimColor(theme.background).interpolate(ManimColor(tint), TINT)
        dark, light = sorted(luminance(color) for color in (ground, ManimColor(theme.ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_ends_differ_in_color() -> None:
    assert len({end_color(VALLEYS, end) for end in (-1, 1, 2)}) == 3


@pytest.mark.parametrize("name", ["x**2", "HILLS", "NO_SUCH", "PARABOLA", "x**2 + y**2"])
def test_a_loss_without_a_local_and_a_global_minimum_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="LOSS is"):
        valleys_of("LOSS", name, 3)


@pytest.mark.parametrize(
    ("name", "lowest"),
    [("PARABOLA", 0.0), ("(x**4 - 16*x**2 + 5*x)/2", -2.9035), ("(x - 1)^2", 1.0)],
)
def test_a_curve_is_named_or_typed(name: str, lowest: float) -> None:
    loss = curve_of("LOSS", name, -4, 3)
    (minimum,) = [one for one in loss.minima if one.is_global]
    assert minimum.x[0] == pytest.approx(lowest, abs=1e-4)
    assert [float(corner[0]) for corner in loss.domain] == [-4, 3]


@pytest.mark.parametrize("name", ["HILLS", "x", "x**3", "x**2 + y**2", "SLOPE", "(x - 9)**2"])
def test_what_has_no_minimum_between_the_ends_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"^LOSS is .* a formula of x with a minimum between -4"):
        curve_of("LOSS", name, -4, 3)
