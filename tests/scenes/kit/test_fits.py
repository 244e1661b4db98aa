"""Fits: both walks come to rest, both bowls are one, bundles and bars are what was computed."""

from typing import Any

import numpy as np
import pytest

from gd_math import datasets, least_squares
from gd_math.optimizers import gradient_descent
from scenes.kit.fits.error_parts import ErrorParts
from scenes.kit.fits.model_panels import LAYERS, ModelPanels
from scenes.kit.fits.own_errors import LEAST, OwnErrors
from scenes.kit.fits.twin_fits import APART, TwinFits
from scenes.kit.fits.twin_slices import RING, TwinSlices
from scenes.kit.theme import SMALL_SIZE
from scenes.kit.words.text import Number, formula

STRAIGHT = datasets.line_data(1.5, 1, 0.5, 60, seed=3)
CURVED = datasets.formula_data("x**2", 0.5, 60, seed=3)
FEW = datasets.formula_data("x**2", 0.5, 15, seed=3)


def twin_fits(steps: int = 400) -> TwinFits:
    return TwinFits(STRAIGHT, CURVED, gradient_descent(0.015), (-0.5, 0.0), steps)


@pytest.fixture
def twins() -> TwinFits:
    return twin_fits()


@pytest.fixture
def models() -> ModelPanels:
    return ModelPanels(FEW, (1, 2, 11), 30, seed=3)


def put(tracker: Any, value: float, *things: Any) -> None:
    tracker.set_value(value)
    for thing in things:
        thing.update()


def test_both_walks_end_where_the_slope_is_shown_as_zero(twins: TwinFits) -> None:
    for walk in twins.walks:
        slopes = np.linalg.norm(walk.trajectory.gradient, axis=-1)
        assert slopes[twins.arrival] < 0.005
    assert max(np.linalg.norm(w.trajectory.gradient[twins.arrival - 1]) for w in twins.walks) > 5e-3
    with pytest.raises(ValueError, match="after 50 STEPS the slope of the error is"):
        twin_fits(steps=50)


def test_both_plots_have_one_scale(twins: TwinFits) -> None:
    assert twins.plots[0].y_range == twins.plots[1].y_range
    heights = [plot.y_axis.get_length() for plot in twins.plots]
    assert heights[0] == pytest.approx(heights[1])


def test_bars_and_numbers_follow_the_lines(twins: TwinFits) -> None:
    readings: list[Any] = twins.readings()
    bars = readings[1::2]
    starts = [float(np.ptp(bar.points[:, 0])) for bar in bars]
    losses = [walk.trajectory.loss[0] for walk in twins.walks]
    assert starts[0] / starts[1] == pytest.approx(losses[0] / losses[1])
    for walk, guess in zip(twins.walks, twins.guesses, strict=True):
        put(walk, twins.arrival, guess)
    for part in readings:
        part.update()
    said = [one.says() for part in readings for one in part.get_family() if isinstance(one, Number)]
    floors = [f"{twins.floor(i):.2f}" for i in range(2)]
    assert said == [floors[0], "0.00", floors[1], "0.00"]


def test_without_noise_the_points_are_the_truth(twins: TwinFits) -> None:
    twins.quiet()
    put(twins.noise, 0.0, *(plot.dots for plot in twins.plots))
    assert twins.floor(0) == pytest.approx(0, abs=1e-12)
    assert twins.floor(1) == pytest.approx(np.var(CURVED.x**2))
    plot = twins.plots[1]
    outlines: Any = plot.dots.points.reshape(60, -1, 3)
    middles = (outlines.min(axis=1) + outlines.max(axis=1)) / 2
    places = plot.at(np.stack([CURVED.x, CURVED.x**2], axis=-1))
    assert middles == pytest.approx(places, abs=1e-6)


def test_a_line_that_fits_both_is_refused() -> None:
    other = datasets.formula_data("x/2", 0.5, 60, seed=4)
    with pytest.raises(ValueError, match="FORMULA is x/2, which a line fits about as well"):
        TwinFits(STRAIGHT, other, gradient_descent(0.015), (-0.5, 0.0), 400)


def test_a_copy_of_the_first_curve_fits_the_second(twins: TwinFits) -> None:
    slices = TwinSlices(twins)
    put(slices.drawn, slices.reach, *slices.curves)
    copy = slices.copy_of_first()
    put(slices.slid, 1.0)
    put(slices.lifted, 1.0, copy)
    turns = np.linspace(-slices.reach, slices.reach, 7)
    way = slices.at(1, 0) - slices.at(0, 0)
    assert slices.at(0, turns) + way == pytest.approx(slices.at(1, turns), abs=1e-9)
    corners = [
        np.array([one.points.min(axis=0), one.points.max(axis=0)])
        for one in (copy, slices.curves[1])
    ]
    assert corners[0] == pytest.approx(corners[1], abs=0.15)  # but for the last gap


def test_walkers_stand_on_their_curves_and_lead_the_lines(twins: TwinFits) -> None:
    slices = TwinSlices(twins)
    slices.lead()
    put(slices.turned, 0.7, *slices.walkers, *twins.guesses)
    for i, (walker, guess) in enumerate(zip(slices.walkers, twins.guesses, strict=True)):
        line = np.array(least_squares(twins.pair[i])) + np.array([0.7, 0])
        assert guess.position == pytest.approx(line)
        place = slices.plot.at((line[0], twins.losses[i].value(line)))
        assert walker.get_center() == pytest.approx(place)


def test_the_bracket_reaches_from_floor_to_floor(twins: TwinFits) -> None:
    slices = TwinSlices(twins)
    bracket, label = slices.step_up()
    w = twins.best(1)[0]
    (ring, low), (_, high) = (slices.plot.at((w, twins.floor(i)))[:2] for i in range(2))
    assert bracket.points[:, 1].min() == pytest.approx(low)
    assert bracket.points[:, 1].max() == pytest.approx(high)
    assert bracket.points[:, 0].max() < ring - RING
    (live,) = (one for one in label.get_family() if isinstance(one, Number))
    assert live.says() == f"{twins.floor(1) - twins.floor(0):.2f}"
    assert low < label.get_center()[1] < high


def test_steps_leave_lines_that_can_be_told_apart(twins: TwinFits) -> None:
    trails = twins.trails()
    for walk, guess in zip(twins.walks, twins.guesses, strict=True):
        put(walk, twins.arrival, guess)
    for i, trail in enumerate(trails):
        trail.update()
        drawn: Any = trail.points.reshape(-1, 4, 3)[:, [0, 3]]
        assert np.abs(np.diff(drawn, axis=0)).max(axis=(1, 2)).min() >= APART
        steps = np.array([twins.plots[i].ends(line) for line in twins.walks[i].trajectory.x])
        away = np.abs(steps[:, None] - drawn).max(axis=(2, 3))
        assert away.min(axis=0) == pytest.approx(0, abs=1e-9)  # each is that of a step
        assert away.min(axis=1).max() < APART  # and each step has one near it


def test_errors_grow_from_the_line_to_the_points(twins: TwinFits) -> None:
    for walk, guess in zip(twins.walks, twins.guesses, strict=True):
        put(walk, twins.arrival, guess)
    gaps = twins.gaps[1]
    lengths, feet = [], []
    for share in (0.5, 1.0):
        growing: Any = gaps.grow()
        growing.begin()
        growing.interpolate_mobject(share)
        ends: Any = gaps.points.reshape(-1, 4, 3)[:, [0, 3]]
        lengths.append(np.abs(ends[:, 0, 1] - ends[:, 1, 1]))
        feet.append(ends[:, 1])
    assert feet[0] == pytest.approx(feet[1])
    assert (lengths[0] < lengths[1]).all()
    tips: Any = gaps.points[::4]
    data = twins.pair[1]
    assert tips == pytest.approx(twins.plots[1].at(np.stack([data.x, data.y], axis=-1)))


def test_names_and_numbers_stand_on_one_line_as_in_a_formula(twins: TwinFits) -> None:
    readings: list[Any] = twins.readings()[::2]
    for row, names in ((readings[0], ("L =", "abs(nabla L) =")), (twins.names()[1], "wb")):
        places = [live.place.get_bottom()[1] for _, live in row]
        assert places == pytest.approx([places[0]] * 2)
        for (name, live), said in zip(row, names, strict=True):
            whole = formula(f"{said.removesuffix(' =')} = 2", SMALL_SIZE)
            first, *_, digit = whole.family_members_with_points()
            apart = name.family_members_with_points()[0].get_bottom() - live.place.get_bottom()
            assert apart[1] == pytest.approx((first.get_bottom() - digit.get_bottom())[1], abs=1e-4)


def test_a_number_stands_as_near_to_its_name_with_a_minus_sign(twins: TwinFits) -> None:
    gaps = []
    for pair in (pair for row in twins.names() for pair in row):
        pair.update()
        name, live = pair
        first = next(cell for cell in live.cells if len(cell.points))
        gaps.append(first.get_left()[0] - name.get_right()[0])
    assert gaps == pytest.approx([gaps[0]] * 4)
    assert gaps[0] > 0


def test_points_and_fits_go_from_draw_to_draw(models: ModelPanels) -> None:
    put(models.noise, 1.0)
    put(models.drawn, 2.0, *models.dots, *models.fits)
    outlines: Any = models.dots[0].points.reshape(15, -1, 3)
    middles = (outlines.min(axis=1) + outlines.max(axis=1)) / 2
    drawn = models.parts[0].resampled[2]
    assert middles == pytest.approx(models.plots[0].at(np.stack([FEW.x, drawn], -1)), abs=1e-6)
    w, b = np.polyfit(FEW.x, drawn, 1)
    assert models.fits[0].points[[0, -1]] == pytest.approx(
        models.plots[0].at([(x, w * x + b) for x in (-2, 2)])
    )


def test_each_draw_leaves_its_fit(models: ModelPanels) -> None:
    for count in (0, 7, models.last):
        put(models.drawn, count, *models.bundles)
        pieces = sum(len(layer.points) for layer in models.bundles[0]) // 4
        assert pieces == count + 1
    assert len(models.bundles[0]) == LAYERS
    inside: Any = np.concatenate([layer.points for layer in models.bundles[2]])
    plot = models.plots[2]
    low, high = plot.at((0, plot.y_range[0]))[1], plot.at((0, plot.y_range[1]))[1]
    assert low < inside[:, 1].min() < inside[:, 1].max() < high  # none is cut off


def test_curves_have_no_corners(models: ModelPanels) -> None:
    models.drawn.set_value(models.last)
    for bundle in models.bundles:
        bundle.update()
    points: Any = np.concatenate([layer.points for layer in models.bundles[2]])
    along = points[3::4, :2] - points[::4, :2]
    along = along.reshape(models.last + 1, -1, 2)
    angles = np.unwrap(np.arctan2(along[..., 1], along[..., 0]), axis=1)
    away = np.abs(np.diff(angles, axis=1)) * np.linalg.norm(along, axis=-1)[:, 1:] / 8
    assert away.max() < 0.005  # between a chord and the curve: a third of a pixel at 720p


def test_points_lift_off_the_truth(models: ModelPanels) -> None:
    def middles(i: int) -> Any:
        models.dots[i].update()
        outlines: Any = models.dots[i].points.reshape(15, -1, 3)
        return (outlines.min(axis=1) + outlines.max(axis=1)) / 2

    clean = models.plots[0].at(np.stack([FEW.x, FEW.x**2], -1))
    assert middles(0) == pytest.approx(clean, abs=1e-6)
    put(models.bent[1], 1.0, models.fits[1])  # the parabola that the points are of
    assert models.fits[1].points[0] == pytest.approx(models.plots[1].at((-2, 4)))
    put(models.noise, 1.0)
    noisy = np.stack([FEW.x, models.parts[0].resampled[0]], -1)
    for i in range(3):
        assert middles(i) == pytest.approx(models.plots[i].at(noisy), abs=1e-6)


def test_fits_bend_from_the_line_to_their_own_and_their_error_falls(models: ModelPanels) -> None:
    own = OwnErrors(models)
    models.noise.set_value(1.0)
    y = models.parts[0].resampled[0]
    line = np.polyfit(FEW.x, y, 1)
    for i in (1, 2):
        assert models.coefficients(i)[-2:] == pytest.approx(line)
        assert own.value(i) == pytest.approx(own.value(0))
        values = []
        for share in np.linspace(0, 1, 9):
            models.bent[i].set_value(share)
            values.append(own.value(i))
        assert (np.diff(values) < 0).all()
        best = np.polyfit(FEW.x, y, models.degrees[i])
        assert models.coefficients(i) == pytest.approx(best, rel=1e-6)
        assert values[-1] == pytest.approx(np.mean((y - np.polyval(best, FEW.x)) ** 2))
    assert len(models.bends()) == 2


def test_errors_at_own_points_are_those_of_the_fit_that_is_drawn(models: ModelPanels) -> None:
    own = OwnErrors(models)
    models.noise.set_value(1.0)
    models.bent[1].set_value(1.0)
    errors = [
        np.mean((y - np.polyval(np.polyfit(FEW.x, y, 2), FEW.x)) ** 2)
        for y in models.parts[1].resampled
    ]
    for count in (0, 4, models.last):
        put(models.drawn, count, own)
        assert own.value(1) == pytest.approx(errors[count])
        column: Any = own[1]
        bar, label = column
        assert np.ptp(bar.points[:, 0]) == pytest.approx(own.unit * own.value(1))
        assert label[0].says() == f"{own.value(1):.2f}"
    for column in own:
        assert column.get_right()[0] <= models.plots[-1].x_axis.get_end()[0]
    assert own.heading.get_right()[0] < models.plots[0].x_axis.get_start()[0]


def test_bands_widen_to_one_standard_deviation_of_the_fits(models: ModelPanels) -> None:
    for share in (0.0, 1.0):
        put(models.spread, share, *models.bands)
        for part, plot, band in zip(models.parts, models.plots, models.bands, strict=True):
            edges: Any = band[1]
            ends = edges.points.reshape(2, -1, 4, 3)[:, :, 0]
            deviations = part.predictions.std(axis=0)[:-1]
            for side, found in zip((1, -1), ends, strict=True):
                y = part.mean[:-1] + side * share * deviations
                wanted = plot.at(np.stack([part.x[:-1], y], axis=-1))
                assert found == pytest.approx(wanted, abs=1e-9)


def test_names_stand_beside_their_curves_and_clear_of_the_axes(models: ModelPanels) -> None:
    average, truth = models.averages()[-1], models.truths()[-1]
    plot = models.plots[0]  # of the line, which misses most
    middle = plot.at((0, 0))
    assert truth.get_top()[1] < middle[1]
    assert average.get_bottom()[1] > plot.at((0, models.parts[0].mean[50]))[1]
    for name in (average, truth):
        assert plot.x_axis.get_start()[0] < name.get_left()[0]
        assert name.get_right()[0] < plot.x_axis.get_end()[0]


def test_axes_hold_no_fit_that_leaves_the_truth_by_far() -> None:
    wild = datasets.formula_data("x**2", 0.5, 15, (-1.5, 1.5), seed=3)
    panels = ModelPanels(wild, (1, 2, 7), 30, seed=3)
    fits = panels.parts[2].predictions
    assert fits.min() < -7 < 9 < fits.max()
    assert panels.plots[0].x_range == (-2, 2)
    assert panels.plots[0].y_range == (-7, 9)  # the truth at the points is from about 0 to 2.25


def test_models_that_show_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match=r"DEGREES are \[1, 2, 3\], whose variance is"):
        ModelPanels(FEW, (1, 2, 3), 30, seed=3)


def test_bars_are_as_long_as_what_they_stand_for(models: ModelPanels) -> None:
    parts = ErrorParts(models)
    assert parts.sums == pytest.approx([one.expected_error.mean() for one in models.parts])
    assert parts.own == pytest.approx([one.training_error.mean() for one in models.parts])
    for row in range(3):
        name, columns = parts.grow()
        assert name.mobject.get_right()[0] < parts.lefts[0]
        bars = [column.animations[0].mobject for column in columns.animations]
        wanted = np.maximum(parts.unit * parts.values[row], LEAST)
        assert [bar.width for bar in bars] == pytest.approx(wanted)
    right = models.plots[-1].x_axis.get_end()[0]
    totals = parts.totals()
    assert totals.get_right()[0] <= right
    adding: Any = parts.add_up()[1]
    piece = adding.animations[2].animations[0]
    whole = piece.mobject.copy()
    piece.begin()
    piece.interpolate_mobject(0.5)  # it grows along its length alone
    assert piece.mobject.get_left() == pytest.approx(whole.get_left())
    assert piece.mobject.height == pytest.approx(whole.height)
    assert 0 < piece.mobject.width < whole.width
    frame = parts.mark_least(totals)[0].mobject
    start, length = parts.lefts[1], parts.unit * parts.sums[1]
    assert frame.get_left()[0] < start < start + length < totals[1].get_left()[0]
    assert totals[1].get_right()[0] < frame.get_right()[0] < parts.lefts[2]
    other = parts.frame_own().mobject
    assert other.get_left()[0] < parts.lefts[2] < other.get_right()[0]
    assert other.get_top()[1] < frame.get_bottom()[1]


def test_errors_at_own_points_are_hollow_and_averaged(models: ModelPanels) -> None:
    parts = ErrorParts(models)
    name, columns = parts.grow_own()
    assert name.mobject.get_right()[0] < parts.lefts[0]
    bars = [column.animations[0].mobject for column in columns.animations]
    assert [bar.width for bar in bars] == pytest.approx(parts.unit * parts.own)
    assert {bar.get_fill_opacity() for bar in bars} == {0}


def test_the_name_of_the_sum_is_clear_of_the_bars(models: ModelPanels) -> None:
    parts = ErrorParts(models)
    coming: Any = parts.add_up()[0].mobject
    _, name = coming
    assert name.get_right()[0] < parts.lefts[0] - 0.1
