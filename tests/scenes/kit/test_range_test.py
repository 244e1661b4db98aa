"""A range test on its axes: the sweep, the fold, the rules, the trainings in their columns."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from manim import Square

from gd_math import compare_rates
from gd_math.datasets import parabola_data
from gd_math.descent.rate_comparison import RateComparison
from scenes.kit.range_test.fit_panel import FitPanel
from scenes.kit.range_test.free_room import lines_of, put_free
from scenes.kit.range_test.rate_columns import CAP, RateColumns
from scenes.kit.range_test.rate_experiment import RULES, RateExperiment
from scenes.kit.range_test.rate_rules import APART, RateRules, spread
from scenes.kit.range_test.rate_strip import RateStrip
from scenes.kit.range_test.rate_zones import AverageZones, GoodStretch, costs
from scenes.kit.range_test.sweep_plot import NARROW, WIDE, SweepPlot
from scenes.kit.theme import DOT_RADIUS, theme


@cache
def experiment() -> RateExperiment:
    return RateExperiment(parabola_data(0.4, 200, seed=1), (0.001, 1.0), 120, 0.25, 100, 30)


@pytest.fixture
def plot() -> SweepPlot:
    return SweepPlot(experiment())


@pytest.fixture
def wide() -> SweepPlot:
    plot = SweepPlot(experiment())
    plot.grown.set_value(1)
    return plot.update()


def test_the_network_of_the_picture_has_the_losses_of_the_test() -> None:
    one = experiment()
    assert one.outputs.shape[0] == one.rows == len(one.test.loss)
    at_start = one.network.outputs(one.start, one.places[:, np.newaxis])[:, 0]
    np.testing.assert_allclose(one.outputs[0], at_start)
    # The gradient step of the first batch, from the first row to the second, is that of gd_math.
    assert not np.allclose(one.outputs[1], one.outputs[0], atol=1e-9)


def test_batches_and_logarithms_of_rates_share_one_axis(plot: SweepPlot) -> None:
    for row, rate in enumerate(experiment().test.learning_rate):
        by_batch = plot.place(plot.share_of_row(row), 0.5)
        assert plot.at_rate(rate, 0.5) == pytest.approx(by_batch, abs=1e-9)


def test_dots_stand_for_the_batches_seen_so_far(plot: SweepPlot) -> None:
    plot.taken.set_value(9.5)
    plot.update()
    losses = experiment().test.loss
    shape = len(plot.dots.points) // 10
    middles = plot.dots.points.reshape(10, shape, 3).mean(axis=1)
    expected = plot.place(plot.share_of_row(np.arange(10)), losses[:10])
    assert middles == pytest.approx(expected, abs=1e-6)
    here = plot.place(plot.share_of_row(9.5), losses[9:11].mean())
    assert plot.head.get_center() == pytest.approx(here)


def test_what_leaves_the_axes_is_no_dot_and_its_walker_is_at_the_top(plot: SweepPlot) -> None:
    plot.taken.set_value(experiment().rows - 1)
    plot.update()
    assert plot.lost.get_y() == pytest.approx(NARROW[3])
    assert not len(plot.head.points)
    assert plot.dots.get_top()[1] < NARROW[3] + 0.1


def test_it_grows_with_all_that_stands_on_it(plot: SweepPlot) -> None:
    rates = plot.rates()
    assert plot.axes.get_corner([-1, -1, 0])[:2] == pytest.approx(NARROW[[0, 2]])
    plot.grown.set_value(1)
    for one in (plot, rates):
        one.update()
    assert plot.axes.get_corner([-1, -1, 0])[:2] == pytest.approx(WIDE[[0, 2]])
    for mark, rate in zip(rates, experiment().ticks, strict=False):
        assert mark[0].get_start() == pytest.approx(plot.at_rate(rate))


def test_the_average_is_cut_off_at_the_top(wide: SweepPlot) -> None:
    average = wide.average()
    assert average.get_top()[1] == pytest.approx(WIDE[3])
    first = wide.share_of_row(experiment().test.settled)  # before, it is one of few losses
    assert average.get_left()[0] == pytest.approx(wide.place(first, 0)[0])
    assert average.get_bottom()[1] == pytest.approx(
        wide.place(0, experiment().test.smoothed.min())[1]
    )


def test_rates_drop_from_their_axis_over_the_line_onto_the_axis_of_batches(plot: SweepPlot) -> None:
    strip = RateStrip(plot)
    for rate, way in zip(experiment().ticks, strip._ways(), strict=True):
        assert way[-1] == pytest.approx(strip._on_axis(rate))
    strip.dropped.set_value(1)
    for rate, way in zip(experiment().ticks, strip._ways(), strict=True):
        assert way[-1] == pytest.approx(plot.at_rate(rate))
        turn = strip._on_line(experiment().share_of(rate))
        assert any(np.allclose(corner, turn) for corner in way)


def test_the_line_of_rates_ends_above_the_batch_of_now(plot: SweepPlot) -> None:
    strip = RateStrip(plot)
    plot.taken.set_value(60)
    strip.update()
    strip.head.update()
    plot.update()
    assert strip.head.get_x() == pytest.approx(plot.head.get_x())
    assert strip.line.get_right()[0] == pytest.approx(plot.head.get_x())


def test_the_fit_is_that_of_the_batch_of_now(plot: SweepPlot) -> None:
    panel = FitPanel(plot)
    one = experiment()
    plot.taken.set_value(80)
    panel.curve_seen.update()
    ends = panel.at(np.stack([one.places, one.outputs[80]], axis=-1))
    assert panel.curve_seen.points[0] == pytest.approx(ends[0], abs=1e-6)
    assert panel.curve_seen.points[-1] == pytest.approx(ends[-1], abs=1e-6)


def test_names_keep_apart_and_their_order() -> None:
    places, widths = [0.0, 0.2, 0.1, 6.0], [1.0, 2.0, 1.5, 1.0]
    middles = spread(places, widths, -6.3, 6.3)
    order = np.argsort(middles)
    assert order.tolist() == [0, 2, 1, 3]
    for before, after in pairwise(order):
        room = (widths[before] + widths[after]) / 2 + APART
        assert middles[after] - middles[before] >= room - 1e-6
    assert spread([-9.0], [2.0], -6.3, 6.3) == [-5.3]
    assert spread([1.0, 4.0], [1.0, 1.0], -6.3, 6.3) == [1.0, 4.0]


def test_each_rule_has_its_line_at_its_rate(wide: SweepPlot) -> None:
    rules = RateRules(wide)
    for name, rate in experiment().rules.items():
        assert rules.marks[name][1].get_x() == pytest.approx(wide.at_rate(rate)[0])
    assert rules.reasons.keys() == rules.marks.keys()


def test_each_rule_looks_at_its_part_of_the_curve(wide: SweepPlot) -> None:
    rules = RateRules(wide)
    across = {name: wide.at_rate(rate)[0] for name, rate in rules.rates.items()}
    before, after = rules.reasons["steepest"]
    assert before.get_color().to_hex() == theme.gradient
    assert after.get_slope() < 0
    assert after.get_start()[0] == before.get_start()[0] == pytest.approx(across["steepest"])
    assert rules.reasons["lowest"][0].get_x() == pytest.approx(across["lowest"])
    arrow, words = rules.reasons["lowest/10"]
    assert arrow.get_start()[0] == pytest.approx(across["lowest"])
    assert arrow.get_end()[0] == pytest.approx(across["lowest/10"])
    assert words.typst_code == "$ div 10 $"


def test_the_third_rule_is_two_thirds_through_the_longest_fall(wide: SweepPlot) -> None:
    rules, test = RateRules(wide), experiment().test
    paler, fall, spans, shares, point = rules.reasons["two thirds"]
    places = [wide.row_places(test.smoothed)[row] for row in test.longest_fall]
    first, last = places[0], places[-1]
    assert [one.get_center() for one in fall] == [pytest.approx(place) for place in places]
    assert (np.diff([one.get_y() for one in fall]) < 0).all()
    assert paler.get_left() == pytest.approx(wide.average().get_left())
    assert [share.typst_code for share in shares] == 3 * ["$ 1 \\/ 3 $"]
    assert sum(span.width for span in spans) == pytest.approx(last[0] - first[0])
    step = wide.row_places(test.smoothed)[1][0] - wide.row_places(test.smoothed)[0][0]
    for span in spans:
        assert span.width == pytest.approx((last[0] - first[0]) / 3, abs=step)
    assert point.get_x() == pytest.approx(wide.at_rate(rules.rates["two thirds"])[0])
    assert point.get_x() == pytest.approx(spans[1].get_right()[0])


def test_walkers_stand_over_their_rates_at_their_losses(wide: SweepPlot) -> None:
    runs = experiment().of_rules
    columns = RateColumns(wide, runs)
    columns.taken.set_value(40)
    places = columns.places_now()
    for i, rate in enumerate(runs.learning_rate):
        assert places[i] == pytest.approx(wide.at_rate(rate, runs.loss[40, i]))
    some = RateColumns(wide, runs, ("lowest", "two thirds"))
    assert (
        some.runs.learning_rate.tolist()
        == runs.learning_rate[[RULES.index("lowest"), RULES.index("two thirds")]].tolist()
    )


def test_settled_walkers_stand_at_the_mean_and_their_lines_from_least_to_greatest(
    wide: SweepPlot,
) -> None:
    runs = experiment().of_all
    columns = RateColumns(wide, runs)
    columns.taken.set_value(len(runs.loss) - 1)
    columns.settled.set_value(1)
    columns.lines.update()
    late = runs.loss[-experiment().late :]
    assert experiment().late == round(100 / 3)
    here = [i for i in range(len(runs.learning_rate)) if i not in columns.gone]
    for line, i in enumerate(here):
        rate = runs.learning_rate[i]
        assert columns.places_now()[i] == pytest.approx(wide.at_rate(rate, late[:, i].mean()))
        ends = columns.lines.points[4 * line], columns.lines.points[4 * line + 3]
        for end, loss in zip(ends, (late[:, i].max(), late[:, i].min()), strict=True):
            assert end == pytest.approx(wide.at_rate(rate, loss))


def test_ranges_end_in_caps_and_those_that_go_on_in_a_tip(wide: SweepPlot) -> None:
    runs, top = experiment().of_rules, experiment().top
    columns = RateColumns(wide, runs)
    columns.taken.set_value(len(runs.loss) - 1)
    columns.settled.set_value(1)
    columns.lines.update()
    most = runs.last(experiment().late).most
    assert (most > top).any()
    assert (most < top).any()
    halves = columns.lines.points.reshape(-1, 4, 3)[len(most) :]
    falls = halves[:, 0, 1] - halves[:, 3, 1]
    assert np.abs(halves[:, 0, 0] - halves[:, 3, 0]) == pytest.approx(CAP)
    goes_on = np.isclose(halves[:, 0, 1], WIDE[3])
    assert goes_on.sum() == 2 * (most > top).sum()
    assert falls == pytest.approx(np.where(goes_on, CAP, 0))


def test_a_line_goes_in_before_the_range_comes_out(wide: SweepPlot) -> None:
    columns = RateColumns(wide, experiment().of_rules)
    columns.taken.set_value(100)
    columns.settled.set_value(0.5)
    columns.lines.update()
    assert columns.lines.points[0::4] == pytest.approx(columns.lines.points[3::4])


def test_a_run_that_diverges_gets_its_sign_when_it_has_left_and_not_before(wide: SweepPlot) -> None:
    runs = experiment().of_all
    columns = RateColumns(wide, runs)
    assert columns.gone
    assert {i for i, lost in enumerate(runs.diverged) if lost} <= columns.gone.keys()
    assert not columns._is_lost().any()
    for i, row in columns.gone.items():
        assert runs.loss[row - 1, i] <= experiment().top
        assert runs.diverged[i] or (runs.loss[row:, i] > experiment().top).all()
    columns.taken.set_value(len(runs.loss) - 1)
    columns.lost.update()
    assert columns._is_lost().sum() == len(columns.gone)
    assert columns.lost.get_top()[1] == pytest.approx(WIDE[3] + DOT_RADIUS, abs=0.01)


def test_losses_beside_walkers_lie_on_no_line(wide: SweepPlot) -> None:
    columns = RateColumns(wide, experiment().of_rules, ("lowest/10", "steepest", "lowest"))
    columns.counter()
    columns.taken.set_value(100)
    lines = lines_of(wide)
    for label in columns.ends():
        low, high = label.get_corner([-1, -1, 0])[:2], label.get_corner([1, 1, 0])[:2]
        assert not np.any(np.all((low < lines) & (lines < high), axis=1))


def test_words_find_room_where_no_walker_is(wide: SweepPlot) -> None:
    left, right, bottom, top = wide.box
    box = put_free(Square(1.0), wide, np.zeros((0, 3)))
    corner = box.get_center()
    walker = np.array([[corner[0], corner[1], 0.0]])
    moved = put_free(Square(1.0), wide, walker)
    assert np.abs(moved.get_center() - corner)[:2].max() > 0.5
    assert left < moved.get_left()[0] < moved.get_right()[0] < right
    assert bottom < moved.get_bottom()[1] < moved.get_top()[1] < top
    high = put_free(Square(0.5), wide, np.zeros((0, 3)), at_top=True)
    assert high.get_top()[1] > (bottom + top) / 2


def test_good_is_not_written_over_other_words(wide: SweepPlot) -> None:
    shade, axis, word = GoodStretch(wide)
    taken = word.get_center()[np.newaxis, :2]
    assert len(GoodStretch(wide, taken)) == len([shade, axis])


def test_zones_reach_from_end_to_end_and_part_at_the_lowest_point(wide: SweepPlot) -> None:
    zones = AverageZones(wide, wide.average())
    hardly, falls, explodes = zones
    first = wide.share_of_row(experiment().test.settled)
    assert hardly[0].get_left()[0] == pytest.approx(wide.place(first, 0)[0], abs=0.1)
    lowest = wide.at_rate(experiment().rules["lowest"])[0]
    assert falls[0].get_right()[0] < lowest < explodes[0].get_left()[0]
    assert (np.diff(zones.shares) > 0).all()


def test_the_good_stretch_holds_the_best_rate_and_costs_are_counted(wide: SweepPlot) -> None:
    one = experiment()
    good = GoodStretch(wide)
    best = wide.at_rate(one.of_all.learning_rate[np.argmin(one.comes_to(one.of_all))])[0]
    assert good[0].get_left()[0] <= best <= good[0].get_right()[0]
    columns = RateColumns(wide, one.of_all)
    columns.taken.set_value(100)
    said = [line.typst_code for line in costs(wide, columns)]
    assert f"{one.rows} batches" in said[0]
    assert "2,500 batches" in said[1]


def test_the_good_stretch_breaks_off_at_the_first_bad_rate() -> None:
    one = RateExperiment(parabola_data(0.4, 200, seed=1), (0.001, 1.0), 120, 0.25, 100, 30)
    ends = np.full(25, 9.0)
    ends[[5, 6, 7, 20]] = [1.9, 1.0, 1.9, 1.5]
    rates = np.geomspace(0.001, 1.0, 25)
    made = RateComparison(rates, np.tile(ends, (101, 1)), np.zeros(25, dtype=bool))
    of_rules = RateComparison(
        np.array([*one.rules.values()]), np.full((101, 4), 9.0), np.zeros(4, dtype=bool)
    )
    one.__dict__.update(of_all=made, of_rules=of_rules)
    assert one.good == pytest.approx((rates[5], rates[7]))


def test_trainings_are_those_of_gd_math() -> None:
    one = experiment()
    runs = compare_rates(one.loss, one.start, [0.1], steps=100, batch_size=50, seed=one.seed + 1)
    np.testing.assert_allclose(one.train(np.array([0.1])).loss, runs.loss)
