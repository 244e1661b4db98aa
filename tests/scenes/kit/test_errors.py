"""Errors of guesses: strokes, arrows, squares and sums are as large as the errors are."""

from typing import Any

import numpy as np
import pytest
from manim import RIGHT, ValueTracker

from gd_math.datasets import HOUSE_GUESSES, HOUSES, Dataset
from scenes.kit.errors.class_squares import ClassSquares
from scenes.kit.errors.error_stack import ErrorStack
from scenes.kit.errors.guess_plot import (
    ASIDE,
    STAR,
    ErrorStrokes,
    GuessMarks,
    GuessPlot,
)
from scenes.kit.errors.guess_squares import BESIDE_LINE, FAINT, FILLED, MARK, GuessSquares
from scenes.kit.errors.guesses import LiveGuesses, check_guesses
from scenes.kit.errors.line_through_origin import LineThroughOrigin
from scenes.kit.errors.slope_panels import BARS, SLOPE_UNIT, UNIT, SlopePanel
from scenes.kit.errors.square_pool import SizeBar, SquarePool
from scenes.kit.errors.sum_curve import SumCurve
from scenes.kit.legibility import remarks
from scenes.kit.maps.trails import straight_pieces

SLOPES = (50e3, 140e3)
TERMS = "({{0.3 : output}} - 1)^2 + ({{0.7 : output}} - 0)^2"
ERRORS = np.array([100e3, 100e3, 50e3, 50e3, -300e3])


@pytest.fixture
def guesses() -> LiveGuesses:
    return LiveGuesses(HOUSE_GUESSES)


@pytest.fixture
def plot() -> GuessPlot:
    return GuessPlot(HOUSES, HOUSE_GUESSES, SLOPES)


def sides(mobject: Any, count: int) -> np.ndarray:
    """Return width and height of each of so many outlines in the frame, (count, 2)."""
    return np.asarray(np.ptp(mobject.points.reshape(count, -1, 3), axis=1)[:, :2])


def test_strokes_grow_from_the_truth_to_the_guess(plot: GuessPlot, guesses: LiveGuesses) -> None:
    strokes = ErrorStrokes(plot, guesses, grown=1.5)
    beside = plot.at([[[1, 150e3], [1, 250e3]], [[2, 210e3], [2, 260e3]]]) + ASIDE * RIGHT
    assert strokes.points == pytest.approx(straight_pieces(beside))
    strokes.grown.set_value(5)
    strokes.follow()
    ends = strokes.points.reshape(5, 4, 3)[:, [0, 3], 1]
    assert np.diff(ends)[:, 0] == pytest.approx(ERRORS * plot.scale_unit)
    shown = [label.typst_code.strip("$ ") for label in strokes.numbers()]
    assert shown == ["+100", "+100", "+50", "+50", "e = −300"]
    marks = GuessMarks(plot, guesses)
    assert remarks([*plot.get_family(), *marks, *strokes.numbers()]) == []


def test_what_is_drawn_follows_other_guesses(plot: GuessPlot, guesses: LiveGuesses) -> None:
    marks, squares = GuessMarks(plot, guesses), GuessSquares(plot, guesses, opened=1)
    slope = ValueTracker(94e3)
    guesses.follow(slope, HOUSES.x)
    marks.follow()
    squares.follow()
    places = [disc.get_center() for disc in marks]
    assert np.array(places) == pytest.approx(plot.at(np.outer(HOUSES.x, [1, 94e3])))
    errors = np.abs(94e3 * HOUSES.x - HOUSES.y) * plot.scale_unit
    drawn = np.maximum(errors, MARK)  # none is left out: the smallest are marks
    assert (errors > FAINT).all()
    assert (errors < MARK).any()
    assert sides(squares, 5) == pytest.approx(np.stack([drawn, drawn], axis=1))
    start, end = LineThroughOrigin(plot, slope).points[[0, -1]]
    assert start == pytest.approx(plot.at((0, 0)))
    assert (end - start)[1] / plot.scale_unit == pytest.approx(94e3 * 5)  # it ends at the last disc


def test_arrows_begin_where_the_one_before_ends(plot: GuessPlot, guesses: LiveGuesses) -> None:
    stack = ErrorStack(plot, guesses)
    levels = stack.levels()
    assert levels[0, 0] == 0
    assert levels[1:, 0] == pytest.approx(levels[:-1, 1])
    assert np.diff(levels)[:, 0] == pytest.approx(ERRORS)
    assert stack.total == 0
    stack.turned.set_value(1)
    assert stack.total == 600e3
    assert stack.largest_share == 0.5
    for turned in (0, 1):
        stack.turned.set_value(turned)
        stack.built.set_value(5)
        stack.follow()
        assert remarks([*plot.get_family(), *stack.get_family(), *stack.readings()]) == []


def test_a_stack_that_ends_below_zero_begins_higher(plot: GuessPlot) -> None:
    stack = ErrorStack(plot, LiveGuesses([100e3, 150e3, 280e3, 360e3, 460e3]))
    assert stack.total == -120e3
    assert stack.places()[..., 1].min() >= plot.at((0, 0))[1] - 1e-9
    assert 'sum of" e = −120' in stack.reading().typst_code


def test_squares_keep_their_area_while_they_are_poured(
    plot: GuessPlot, guesses: LiveGuesses
) -> None:
    squares = GuessSquares(plot, guesses, opened=1)
    areas = (ERRORS * plot.scale_unit) ** 2
    assert np.prod(sides(squares, 5), axis=1) == pytest.approx(areas)
    pool = SquarePool(squares)
    for poured in (0.5, 1, 2.3, 5):
        pool.poured.set_value(poured)
        under_way = np.sort(np.prod(pool.boxes()[:, 2:], axis=1))
        assert under_way == pytest.approx(np.sort(areas)[-int(np.ceil(poured)) :])
    boxes = pool.boxes()
    low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    assert high - low == pytest.approx([np.sqrt(areas.sum())] * 2)  # one square
    assert pool.total == 115e9
    assert pool.largest_share == pytest.approx(90 / 115)
    pool.follow()
    assert [band.get_fill_opacity() for band in pool] == [FILLED] * 5
    bar = SizeBar(pool)
    assert bar.largest[3] / pool.side == pytest.approx(0.5)  # as high as the pool, and its half
    heights = np.ptp(bar[0].points[:, 1])
    assert heights == pytest.approx(pool.side)
    assert np.ptp(bar[0].points[:, 0]) == pytest.approx(pool.side)  # and as broad
    words = [*pool.readings().get_family(), pool.share(), *bar.get_family()]
    assert remarks([*plot.get_family(), *words]) == []


def test_a_square_that_leaves_its_place_is_empty_at_first(
    plot: GuessPlot, guesses: LiveGuesses
) -> None:
    pool = SquarePool(GuessSquares(plot, guesses, opened=1))
    pool.poured.set_value(0.01)
    pool.follow()
    assert max(band.get_fill_opacity() for band in pool) < 0.001


def test_a_pool_that_is_full_can_be_faded_out(plot: GuessPlot, guesses: LiveGuesses) -> None:
    pool = SquarePool(GuessSquares(plot, guesses, opened=1))
    pool.poured.set_value(5)
    pool.update()
    pool.set_opacity(0)
    pool.update()
    assert {band.get_fill_opacity() for band in pool} == {0}


def test_squares_of_a_line_stand_away_from_it_and_pass_through_zero(plot: GuessPlot) -> None:
    for slope in np.linspace(*SLOPES, 19):
        squares = GuessSquares(plot, LiveGuesses(slope * HOUSES.x), opened=1, of_line=True)
        errors = slope * HOUSES.x - HOUSES.y
        house = plot.at(plot.points_of())[:, 0]
        left, bottom, width, height = squares.boxes().T
        true = np.abs(errors) * plot.scale_unit > MARK
        assert (
            np.where(errors < 0, house - BESIDE_LINE - left - width, left - house - BESIDE_LINE)
            < 1e-9
        ).all()
        line = plot.at(np.stack([0 * HOUSES.x, 0 * HOUSES.x], axis=-1))
        rise = slope * plot.scale_unit / (plot.at((1, 0)) - plot.at((0, 0)))[0]
        for i in np.flatnonzero(true):
            edge = left[i] + width[i] if errors[i] < 0 else left[i]
            on_line = line[i, 1] + rise * (edge - line[i, 0])
            if errors[i] < 0:
                assert bottom[i] > on_line
            else:
                assert bottom[i] + height[i] < on_line
    just = GuessSquares(plot, LiveGuesses(HOUSES.y + 1e-3), opened=1, of_line=True)
    assert just.boxes()[:, 2:] == pytest.approx(0, abs=1e-6)


def panel_at(power: int, place: float) -> SlopePanel:
    return SlopePanel(power, ValueTracker(place))


def heights_of_bars(panel: SlopePanel, count: int) -> np.ndarray:
    return sides(panel.bars, count)[:, 1] / SLOPE_UNIT


@pytest.mark.parametrize("place", [-1, -0.6, -0.1, 0.3, 1])
def test_the_tangent_touches_the_curve_where_the_disc_is(place: float) -> None:
    for power, slope in ((1, np.sign(place)), (2, 2 * place)):
        panel = panel_at(power, place)
        start, end = panel.tangent.points[[0, -1]]
        across, up, _ = end - start  # one unit on both axes: it is drawn as steep as it is
        assert up / across == pytest.approx(slope)
        assert (start + end) / 2 == pytest.approx(panel.disc.get_center())
        assert panel.disc.get_center() == pytest.approx(panel.plot.at((place, abs(place) ** power)))
        assert panel.slope() == pytest.approx(slope)


def test_one_is_as_long_on_both_axes_of_a_curve() -> None:
    plot = panel_at(1, 0.5).plot
    assert plot.at((1, 1)) - plot.at((0, 0)) == pytest.approx([UNIT, UNIT, 0])


def test_the_slope_of_a_size_stays_up_to_its_corner_and_that_of_a_square_fades() -> None:
    size, square = panel_at(1, -1e-9), panel_at(2, -1e-9)
    half = BARS // 2
    assert heights_of_bars(size, half) == pytest.approx(1)
    fading = heights_of_bars(square, half)
    assert (np.diff(fading) < 0).all()
    assert fading[0] > 2 * fading[half // 2]
    assert fading[-1] < 0.2
    for panel in (panel_at(1, 1), panel_at(2, 1)):
        bars = panel.bars.points.reshape(BARS, -1, 3)
        level = panel.strip.at((0, 0))[1]
        below, above = bars[:half, :, 1].max(axis=1), bars[half:, :, 1].min(axis=1)
        assert np.append(below, above) == pytest.approx(level)  # they hang, and then they stand
        assert remarks([*panel.get_family(), panel.verdict()]) == []


def test_a_bar_grows_while_the_disc_passes_its_place() -> None:
    assert len(panel_at(1, -1).bars.points) == 0
    *done, growing = heights_of_bars(panel_at(1, -0.75), 3)
    assert done == pytest.approx([1, 1])
    assert growing == pytest.approx(0.5)


def test_two_classes_have_the_squares_of_their_errors() -> None:
    classes = ClassSquares((0.3, 0.7), (1, 0))
    classes.opened.set_value(1)
    classes.follow()
    assert sides(classes.squares, 2) / classes.scale_unit == pytest.approx(np.full((2, 2), 0.7))
    assert classes.terms().markup == TERMS
    assert "= 0.49 + 0.49 = 0.98" in classes.sum().typst_code
    words = [*classes.labels().get_family(), classes.terms(), classes.sum()]
    assert remarks([*classes.get_family(), *words]) == []


def test_the_sum_is_where_the_slope_is_and_leaves_points_behind(plot: GuessPlot) -> None:
    slope = ValueTracker(60e3)
    curve = SumCurve(plot, slope, SLOPES)
    curve.seen.set_value(94e3)
    curve.follow()
    by_hand = sum((60e3 * x - y) ** 2 for x, y in zip(HOUSES.x, HOUSES.y, strict=True))
    assert curve.disc.get_center() == pytest.approx(curve.at((60e3, by_hand)))
    behind = curve.behind.points.reshape(5, -1, 3)  # at 50, 60, 70, 80 and 90 thousand
    middles = (behind.min(axis=1) + behind.max(axis=1)) / 2
    slopes = np.linspace(50e3, 90e3, 5)
    assert middles == pytest.approx(curve.at(np.stack([slopes, curve.sums(slopes)], axis=1)))
    assert remarks([*curve.get_family(), *curve.lowest().get_family()]) == []
    live = curve.live_sum()
    assert live[1].value() == pytest.approx(by_hand / 1e9)
    assert remarks([*curve.get_family(), *live]) == []


def test_the_ring_covers_no_point_and_is_clear_of_the_axis(plot: GuessPlot) -> None:
    curve = SumCurve(plot, ValueTracker(94e3), (65e3, 125e3))
    curve.seen.set_value(125e3)
    curve.ringed.set_value(1)
    curve.follow()
    ring = curve.lowest()[0]
    points = curve.behind.points
    radius = ring.width / 2 + ring.stroke_width / 200
    away = np.linalg.norm(points - ring.get_center(), axis=1)
    shrunk = np.ptp(points.reshape(10, -1, 3), axis=1).max(axis=1) < 1e-9
    assert shrunk.any()
    assert (away.reshape(10, -1)[~shrunk] > radius).all()
    assert ring.get_bottom()[1] - ring.stroke_width / 200 > curve.x_axis.get_y() + 0.02
    order = [curve.parabola(), curve.behind, curve.disc, ring]
    assert [part.z_index for part in order] == [0, 1, 2, 3]


def test_small_numbers_are_shown_as_they_are() -> None:
    data = Dataset("small", np.array([1.0, 2.0]), np.array([1.0, 2.5]), axes=("x", "y"))
    plot = GuessPlot(data, (1.5, 2.0), (0.5, 1.5))
    shown = ErrorStrokes(plot, LiveGuesses((1.5, 2.0))).numbers()
    assert [label.typst_code.strip("$ ") for label in shown] == ["+0.5", "e = −0.5"]


def test_guesses_that_fit_are_taken() -> None:
    check_guesses("GUESSES", HOUSES, HOUSE_GUESSES.tolist(), "SLOPES", SLOPES)


def test_strokes_are_clear_of_the_stars(plot: GuessPlot, guesses: LiveGuesses) -> None:
    strokes = ErrorStrokes(plot, guesses, grown=5)
    for star, edge in zip(
        plot.stars, strokes.points[::4, 0] - strokes.stroke_width / 200, strict=True
    ):
        assert star.get_stroke_width(background=True) == 0  # no rim that cuts into others
        assert edge - star.get_x() > 2 * 1.3 * STAR


def test_the_rule_stands_below_the_line_where_there_is_room(plot: GuessPlot) -> None:
    low, flat = (LineThroughOrigin(plot, ValueTracker(slope)) for slope in (94e3, 5e3))
    words, equals, live = low.rule()
    start, end = low.points[[0, -1]]
    above = start + (words.get_left()[0] - start[0]) / (end - start)[0] * (end - start)
    assert words.get_top()[1] < above[1] - 0.1
    assert 0 < live.cells[-1].get_left()[0] - equals.get_right()[0] < 0.4  # no blanks between
    assert flat.rule()[0].get_left()[0] < plot.at((1, 0))[0]  # below this line there is none
