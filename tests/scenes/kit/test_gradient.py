"""Slices, stacked slopes, skylines of entries: what is drawn is what they are said to be."""

import numpy as np
import pytest
from manim import Line

from gd_math import from_formula, losses, network
from scenes.kit import (
    Falls,
    GroundSlope,
    Hillside,
    Skyline,
    SlopeCompass,
    StackedSlopes,
    slice_curves,
)
from scenes.kit.gradient.hillside import check_slopes
from scenes.kit.gradient.skyline import AXIS, COLUMNS, LEFT_END, RIGHT_END, TALL

PLACE = (0.9, 0.45)


@pytest.fixture(scope="module")
def ground() -> Hillside:
    return Hillside(losses.HILLS, PLACE)


def extent(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return points.min(axis=0), points.max(axis=0)


def test_both_slices_have_one_scale_and_go_through_the_place() -> None:
    for axis, curve in enumerate(slice_curves(losses.HILLS, PLACE)):
        t = np.array([-0.7, 0.4])
        x = np.array([PLACE, PLACE]) + t[:, None] * np.eye(2)[axis]
        (left, right), rise = curve.on(t), np.diff(losses.HILLS.value(x))[0]
        assert right[0] - left[0] == pytest.approx(1.1 * curve.unit)
        assert right[1] - left[1] == pytest.approx(rise * curve.unit)
        assert curve.slope == pytest.approx(losses.HILLS.gradient(PLACE)[axis])
    assert len({curve.unit for curve in slice_curves(losses.HILLS, PLACE)}) == 1


@pytest.mark.parametrize("place", [PLACE, (-0.6, 1.0), (2.4, -0.5)])
def test_the_place_is_as_high_in_both_slices(place: tuple[float, float]) -> None:
    curves = slice_curves(losses.HILLS, place)
    pins = [(curve.on(0.0) - curve.foot(0.0))[1] for curve in curves]
    assert pins[0] == pytest.approx(pins[1])
    for curve in curves:
        assert curve.on(np.linspace(-1, 1, 50))[:, 1].min() > curve.base


def test_the_slope_is_laid_down_as_long_as_it_rises() -> None:
    curve = slice_curves(losses.HILLS, PLACE)[1]
    curve.felt.set_value(1)
    curve.follow()
    low, high = extent(curve.arrow.points)
    assert high[1] - low[1] == pytest.approx(curve.slope * curve.unit)
    curve.laid.set_value(1)
    curve.follow()
    low, high = extent(curve.arrow.points)
    assert low[0] == pytest.approx(curve.foot(0.0)[0])
    assert high[0] - low[0] == pytest.approx(curve.slope * curve.unit)


def test_a_negative_slope_is_laid_to_the_left() -> None:
    curve = slice_curves(losses.HILLS, (2.4, 0.45))[0]
    curve.felt.set_value(1)
    curve.laid.set_value(1)
    curve.follow()
    assert extent(curve.arrow.points)[0][0] < curve.foot(0.0)[0] - 0.2


def test_the_edge_of_a_cut_is_on_the_ground(ground: Hillside) -> None:
    edge = ground.edge((0, 1))
    assert edge.get_start() == pytest.approx(ground.to_frame(PLACE[0], PLACE[1] - 1))
    assert edge.get_end() == pytest.approx(ground.to_frame(PLACE[0], PLACE[1] + 1))


def test_the_axis_of_heights_has_the_scale_of_the_ground(ground: Hillside) -> None:
    corner = ground.place + np.array([-1, 1])
    ticks = [part for part in ground.heights() if type(part) is Line][1:]
    height = 0.4 * np.arange(-1, 3)
    places = [ground.world_to_frame(np.array([*corner, up])) for up in height]
    for tick, place in zip(ticks, places, strict=True):
        assert tick.get_end() == pytest.approx(place)


def test_the_slope_on_the_ground_grows_with_that_of_the_curve(ground: Hillside) -> None:
    curve = slice_curves(losses.HILLS, PLACE)[1]
    slope, legs = GroundSlope(ground, curve), StackedSlopes(ground).legs
    assert len(slope.arrow.points) == 0
    curve.felt.set_value(1)
    curve.laid.set_value(1)
    slope.follow()
    here = ground.to_frame(*PLACE, 0.02)
    assert slope.tangent.get_end() - here == pytest.approx(
        ground.tangent(np.array([0.0, 1.0])) - here
    )
    slope.stack(legs[1][0])
    slope.moved.set_value(1)
    slope.follow()
    # Perspective makes it a little shorter there.
    away = np.linalg.norm(slope.arrow.points - legs[1][1], axis=-1)
    assert away.min() < 0.1
    assert slope.tangent.get_stroke_opacity() == 0


def test_the_slopes_are_stacked_end_to_end(ground: Hillside) -> None:
    stacked = StackedSlopes(ground)
    (tail, corner), (start, tip) = stacked.legs
    assert corner == pytest.approx(start)
    stacked.grown.set_value(1)
    stacked.follow()
    away = np.linalg.norm(stacked.arrow.points - tip, axis=-1)
    assert away.min() == pytest.approx(0, abs=1e-9)
    assert (tail, tip) == (pytest.approx(stacked.tail), pytest.approx(stacked.tip))


def test_dashed_legs_stand_in_for_the_parts(ground: Hillside) -> None:
    stacked = StackedSlopes(ground)
    for line, (tail, tip) in zip(stacked.dashed(), stacked.legs, strict=True):
        assert line.get_start() == pytest.approx(tail)
        assert line.get_end() == pytest.approx(tip, abs=0.02)


@pytest.mark.parametrize("place", [PLACE, (-0.6, 1.0), (2.4, -0.5), (-0.9, -0.45)])
def test_the_needle_passes_clear_of_the_name_of_the_gradient(place: tuple[float, float]) -> None:
    stacked = StackedSlopes(Hillside(losses.HILLS, place))
    compass, name = SlopeCompass(stacked), stacked.called()
    for turned in range(0, 360, 3):
        compass.turned.set_value(turned)
        compass.follow()
        gaps = np.abs(compass.end.get_center() - name.get_center())[:2]
        room = (np.array([name.width, name.height]) + compass.end.width) / 2
        assert np.any(gaps > room)


def test_the_entries_of_the_column_become_equations(ground: Hillside) -> None:
    stacked = StackedSlopes(ground)
    column = stacked.column()
    right, middle = column.get_right()[0], column.get_y()
    equations = Skyline(ground.gradient).names(*stacked.equations)
    *moves, rest = stacked.hand_over(column, equations)
    for move, equation, side in zip(moves, equations[::-1], (-1, 1), strict=True):
        assert len(move.mobject) == len(move.target_mobject) == len(equation) == 10
        assert right - 1 < move.mobject[6].get_x() < move.mobject[9].get_x() < right
        assert all(side * (glyph.get_y() - middle) > 0 for glyph in move.mobject)
        assert move.target_mobject.get_x() == pytest.approx(equation.get_x())
    assert len(rest.mobject) == len(column) - 18


def test_the_needle_is_highest_at_the_gradient(ground: Hillside) -> None:
    compass = SlopeCompass(StackedSlopes(ground))
    turns = np.arange(0, 360)
    assert turns[compass.slope(turns).argmax()] == round(compass.steepest) == 69
    assert compass.slope(compass.steepest) == pytest.approx(compass.size)
    compass.turned.set_value(360 + compass.steepest)  # in the second turn
    compass.follow()
    assert compass.end.get_center() == pytest.approx(StackedSlopes(ground).tip)
    assert compass.point.get_center() == pytest.approx(compass.at(compass.steepest))


def test_slopes_that_cannot_be_told_apart_are_refused() -> None:
    check_slopes("PLACE", PLACE, losses.HILLS)
    for place in ((0.8, 0.8), (np.pi / 2, 0.45)):
        with pytest.raises(ValueError, match="PLACE is"):
            check_slopes("PLACE", place, losses.HILLS)
    with pytest.raises(ValueError, match="times as much"):
        check_slopes("PLACE", (1.0, 0.5), from_formula("5*x**2 + y**2"))


def bars(skyline: Skyline) -> np.ndarray:
    points = np.concatenate([skyline.rest.points, skyline.best.points])
    return points.reshape(-1, 16, 3)[..., :2]  # four sides, of four points each


def test_few_entries_have_a_bar_each() -> None:
    values = np.array([0.5, -1.0, 0.25, 0.75])
    skyline = Skyline(values, share=0.25)
    low, high = bars(skyline).min(axis=1), bars(skyline).max(axis=1)
    order = low[:, 0].argsort()
    heights = np.where(values > 0, (high[order] - AXIS)[:, 1], (low[order] - AXIS)[:, 1])
    assert heights == pytest.approx(TALL * values)
    assert skyline.large.tolist() == [1]


def test_the_first_bars_grow_out_of_the_axis_on_the_scale_of_all() -> None:
    values = np.array([0.5, -1.0, 0.25, 2.0])
    skyline = Skyline(values, first=2)
    skyline.grow()
    assert np.ptp(bars(skyline)[..., 1]) == pytest.approx(0)
    skyline.raised.set_value(1)
    skyline.follow()
    assert len(bars(skyline)) == skyline.shown == 2
    assert np.ptp(bars(skyline)[..., 1]) == pytest.approx(TALL * 1.5 / 2)


def test_the_tick_is_at_its_value() -> None:
    values = np.array([0.5, -1.0, 0.25, 0.13])
    skyline = Skyline(0.3 * values)
    scale = skyline.heights()
    assert scale.value == pytest.approx(0.2)
    for half, side in ((scale.above, 1), (scale.below, -1)):
        assert half[1].get_y() - AXIS == pytest.approx(side * 0.2 * TALL / 0.3)


def test_what_shows_of_the_next_bar_is_its_gap_first() -> None:
    skyline = Skyline(np.array([0.5, -1.0, 0.25]), first=2)
    assert skyline.shown == len(bars(skyline)) == 2
    skyline.count.set_value(np.log10(2.1))
    skyline.follow()
    assert bars(skyline)[..., 0].max() == pytest.approx(RIGHT_END)
    assert ["0.50" in said.typst_code for said in skyline.first_names()] == [True, False]


def test_entries_drawn_by_lot_are_as_many_as_the_large_ones() -> None:
    skyline = Skyline(np.arange(1.0, 51.0), share=0.1)
    drawn = skyline.drawn_by_lot(3)
    assert len(set(drawn.tolist())) == len(skyline.large) == 5
    assert drawn.tolist() == skyline.drawn_by_lot(3).tolist()


def test_sorted_bars_stand_upright_and_fall() -> None:
    skyline = Skyline(np.array([0.5, -1.0, 0.25, 0.75]), share=0.25)
    for tracker in (skyline.unsigned, skyline.sorted):
        tracker.set_value(1)
    skyline.follow()
    low, high = bars(skyline).min(axis=1), bars(skyline).max(axis=1)
    tops = high[low[:, 0].argsort(), 1] - AXIS
    assert tops == pytest.approx(TALL * np.array([1, 0.75, 0.5, 0.25]))
    assert low[:, 1] == pytest.approx(AXIS)


def test_columns_show_the_extremes_of_their_entries() -> None:
    values = np.random.default_rng(1).normal(size=10_000)
    skyline = Skyline(values)
    skyline.count.set_value(4.0)
    skyline.follow()
    drawn = bars(skyline)
    assert len(drawn) <= 2 * COLUMNS
    unit = TALL / np.abs(values).max()
    low, high = extent(drawn.reshape(-1, 2))
    assert high[1] - AXIS == pytest.approx(unit * values.max())
    assert low[1] - AXIS == pytest.approx(unit * values.min())
    assert low[0] == pytest.approx(LEFT_END, abs=0.02)
    assert high[0] == pytest.approx(RIGHT_END)


def test_the_falls_are_those_of_the_steps() -> None:
    example = network.moons(hidden=(6, 6))
    gradient = example.loss.gradient(example.start)
    skyline, drawn = Skyline(gradient, 0.1), np.arange(7)
    falls = Falls(example.loss, example.start, 0.05, skyline, drawn)
    value = example.loss.value
    for fall, part in zip(falls.falls[1:], (skyline.large, drawn), strict=True):
        step = np.zeros(len(gradient))
        step[part] = 0.05 * gradient[part]
        assert fall == pytest.approx(value(example.start) - value(example.start - step))
    widths = [bar.width for _, bar in falls.rows]
    assert widths[1] / widths[0] == pytest.approx(falls.falls[1] / falls.falls[0])
