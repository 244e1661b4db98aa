"""Curve, walkers, bars and maps of speed limits show what is computed."""

import numpy as np
import pytest
from manim import ValueTracker
from manim.animation.animation import prepare_animation

from gd_math import descend, losses, optimizers
from scenes.kit import FromAbove, Hopper, LimitBars, OneStep, RestMap, ValleyCurve, curve_of
from scenes.kit.limits import from_above
from scenes.kit.limits.from_above import PUSH, SETTLE
from scenes.kit.limits.hopper import PACE, check_hops, hop_home, hopping, landing
from scenes.kit.limits.one_step import TOP
from scenes.kit.limits.valley_curve import LOW, PANEL, TALL
from scenes.kit.words.question import question_card

LOSS = curve_of("LOSS", "THREE_VALLEYS", -2.38, 2.38)
RATES = (0.05, 0.55)


@pytest.fixture
def curve() -> ValleyCurve:
    return ValleyCurve(LOSS)


@pytest.fixture
def rate() -> ValueTracker:
    return ValueTracker(0.3)


def test_a_hopper_lands_on_the_computed_points_and_hops_above_the_curve(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    walk = descend(LOSS, optimizers.gradient_descent(0.3), [1.3], 9).x
    for taken in range(10):
        walker.taken.set_value(taken)
        walker.update()
        assert walker.walker.get_center() == pytest.approx(curve.on(walk[taken]))
        assert walker.x == pytest.approx(float(walk[taken, 0]))
    walker.taken.set_value(0.5)
    walker.update()
    x, height, _ = walker.walker.get_center()
    lower, upper = curve.on(walk[0])[0], curve.on(walk[1])[0]
    assert lower < x < upper
    assert height > (curve.on(walk[0])[1] + curve.on(walk[1])[1]) / 2


def test_a_walk_keeps_its_rate_and_its_marks_go_when_the_rate_goes_on(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    walker.taken.set_value(4)
    walker.update()
    place = walker.walker.get_center()
    assert len(walker.marks.points)
    rate.set_value(0.4)
    walker.update()
    assert walker.walker.get_center() == pytest.approx(place)
    assert not len(walker.marks.points)
    assert not len(walker.arcs.points)


def test_every_landing_keeps_its_mark_and_all_marks_have_one_size(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    walk = descend(LOSS, optimizers.gradient_descent(0.3), [1.3], 60).x
    walker.taken.set_value(60)
    walker.update()
    marks = walker.marks.points.reshape(-1, len(walker._outline), 3)
    assert marks.mean(axis=1) == pytest.approx(curve.on(walk), abs=0.02)
    assert np.ptp(marks, axis=1) == pytest.approx(np.tile(np.ptp(marks[0], axis=0), (61, 1)))


def test_a_walker_arrives_where_its_number_no_longer_changes(curve: ValleyCurve) -> None:
    walker = Hopper(curve, ValueTracker(0.15), 1.3)
    walk = descend(LOSS, optimizers.gradient_descent(0.15), [1.3], 60).x[:, 0]
    assert abs(walk[walker.arrival] - 2) < 0.005 < abs(walk[walker.arrival - 1] - 2)
    assert len(hop_home([walker])) == 1


def test_squeezed_the_curve_keeps_its_axis_and_its_places(curve: ValleyCurve) -> None:
    before = curve.on([2.0])
    curve.tall.set_value(LOW)
    curve.update()
    after = curve.on([2.0])
    assert after[0] == pytest.approx(before[0])
    assert curve.y_axis.height == pytest.approx(LOW)
    assert curve.signs[2].get_center() == pytest.approx(after)
    assert curve.graph.get_top()[1] == pytest.approx(curve.y_axis.get_end()[1])


def test_names_stay_below_the_minima_and_within_the_axis() -> None:
    curve = ValleyCurve(curve_of("LOSS", "THREE_VALLEYS", -2.25, 2.25))
    names = curve.names()
    for tall in (TALL, LOW):
        curve.tall.set_value(tall)
        curve.update()
        names.update()
        for name, mark in zip(names, curve.signs, strict=True):
            assert name.get_top()[1] < mark.get_bottom()[1]
            assert name.get_bottom()[1] > curve.x_axis.get_y()
        assert names.get_left()[0] > curve.y_axis.get_x()


def test_bars_are_as_long_as_the_limits_and_the_marks_stand_at_the_rate(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bars = LimitBars(curve)
    sharp, flat = (row[1] for row in bars.rows)
    assert flat.width / sharp.width == pytest.approx(1.5 / 0.25)
    mark, letter = bars.rate_marks(rate)
    x = mark.get_x()
    assert x < letter.get_left()[0]
    assert sharp.get_right()[0] < x < flat.get_right()[0]
    assert (x - sharp.get_left()[0]) / sharp.width == pytest.approx(0.3 / 0.25)


def test_the_map_lines_up_with_the_curve_and_is_painted_up_to_the_rate(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    plane = RestMap(curve, rate, RATES, 400)
    walker = Hopper(curve, rate, 1.3)
    beam, mark = plane.carry(walker)
    assert mark.get_x() == pytest.approx(curve.on([1.3])[0])
    assert mark.get_y() == pytest.approx(plane.at((0, 0.3))[1])
    assert max(part.get_top()[1] for part in plane.ground) == pytest.approx(mark.get_y())
    assert beam.width == pytest.approx(0, abs=1e-9)
    assert len(plane.words("sharp", curve.sharp)) == 2


def test_the_map_is_not_painted_beyond_what_is_held(curve: ValleyCurve, rate: ValueTracker) -> None:
    plane = RestMap(curve, rate, RATES, 400)
    plane.held.set_value(0.2)
    plane.update()
    top = max(part.get_top()[1] for part in plane.ground)
    assert top == pytest.approx(plane.at((0, 0.2))[1])
    assert plane.row_line().get_y() == pytest.approx(plane.at((0, 0.3))[1])


def test_near_the_bottoms_steps_are_those_of_descent_and_the_factors_are_right(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    rates = (0.15, 0.25, 0.32)
    bottom = OneStep(curve, rate, rates)
    assert [bottom.factor(one) for one in rates] == pytest.approx([-0.2, -1, -1.56])
    for step, one in zip(bottom.steps, rates, strict=True):
        for k, (i, limit) in enumerate(zip(bottom.minima, (0.25, 1.5), strict=True)):
            x = LOSS.minima[i].x
            path = descend(LOSS, optimizers.gradient_descent(one), x + bottom.starts[k], 1).x
            began, landed = (path - x)[:, 0]
            assert landed / began == pytest.approx(1 - 2 * one / limit, abs=5e-3)
            for taken, away in ((0, began), (1, landed)):
                step.taken.set_value(taken)
                step.update()
                assert step[2 * k + 1].get_center() == pytest.approx(bottom.on(k, away))


def test_the_same_step_lands_higher_on_the_sharp_bottom_and_lower_on_the_flat_one(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bottom = OneStep(curve, rate, (0.15, 0.25, 0.32))
    rises = []
    for step in bottom.steps:
        before = []
        for taken in (0, 1):
            step.taken.set_value(taken)
            step.update()
            before.append((step[1].get_y(), step[3].get_y()))
        assert before[0][0] == pytest.approx(before[0][1], abs=1e-2)  # they begin equally high
        rises.append(np.subtract(before[1], before[0]))
    sharp, flat = np.array(rises).T
    assert sharp[0] < -0.1 < 0.1 < sharp[2]
    assert sharp[1] == pytest.approx(0, abs=1e-2)
    assert (flat < -0.02).all()


def test_both_bottoms_are_enlarged_alike_and_come_from_the_curve(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bottom = OneStep(curve, rate, (0.15, 0.25, 0.32))
    sharp, flat = (bottom.on(k, bottom.close / 2)[1] - bottom.on(k, 0.0)[1] for k in (0, 1))
    assert sharp / flat == pytest.approx(6, rel=0.01)
    frames = [frame for frame, *_ in bottom.drawings]
    assert frames[1].get_right()[0] < frames[0].get_left()[0]
    assert frames[0].get_right()[0] < PANEL[0]
    assert max(line.get_top()[1] for *_, line in bottom.drawings) <= TOP


def test_the_factor_that_is_read_is_that_of_the_rate_that_is_read(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bottom = OneStep(curve, rate, (0.15, 0.25, 0.32))
    sharp = bottom.law
    for value in np.linspace(0.15, 0.32, 50):
        rate.set_value(value)
        assert sharp[1].value() == pytest.approx(1 - 8 * float(f"{value:.2f}"))


def test_equally_sharp_minima_and_walks_that_show_nothing_are_refused(curve: ValleyCurve) -> None:
    with pytest.raises(ValueError, match="equally sharp"):
        ValleyCurve(losses.PARABOLA)
    with pytest.raises(ValueError, match=r"0\.2 the walk from 1\.3 must rest in none"):
        check_hops(curve, (1.3, -0.7), (0.15, 0.2, 0.44))


def test_walkers_hop_on_at_their_pace_and_stand_where_they_have_landed(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    walker.taken.set_value(4)
    (going,) = hopping([walker])(2.0)
    move = prepare_animation(going)
    move.begin()
    move.finish()
    assert walker.taken.get_value() == pytest.approx(4 + 2 * PACE)
    share = landing(5)
    assert [share(time) for time in (0, 0.2, 0.6, 1)] == pytest.approx([0, 0.2, 0.6, 1])
    assert share(0.19) == pytest.approx(0.2)
    assert 0 < share(0.1) < 0.2


def played(moves: object) -> None:
    """Play animations to their end, outside of a scene."""
    for one in moves if isinstance(moves, list) else [moves]:
        move = prepare_animation(one)
        move.begin()
        move.finish()


@pytest.fixture(scope="module")
def above() -> FromAbove:
    return FromAbove(losses.HIMMELBLAU)


def test_from_above_a_walk_is_descent_whose_rate_rises_as_soon_as_it_has_settled(
    above: FromAbove,
) -> None:
    loss, last = above.loss, len(above.rates) - 1
    for i, minimum in enumerate(loss.minima):
        walk = above.walk(i)
        steepest = np.linalg.eigh(loss.hessian(minimum.x))[1][:, -1]
        for k in (0, last // 4, min(last, len(walk) - 1) - 1):
            descent = optimizers.gradient_descent(float(above.rates[k + 1]))
            path = descend(loss, descent, walk[k] + PUSH * steepest, SETTLE).x
            assert walk[k + 1] == pytest.approx(path[-1], abs=1e-6)


def test_from_above_half_of_the_walkers_rest_and_the_sharpest_let_go(above: FromAbove) -> None:
    bottoms = np.array([one.x for one in above.loss.minima])
    away = np.array([np.linalg.norm(above.walk(i) - bottoms[i], axis=-1) for i in range(4)])
    for rank, i in enumerate(above.order):
        assert away[i, above.rates < above.limits[i]].max() < 0.02
        assert (away[i, -1] > 0.3) == (rank < 2)
    lost = [above.lost(int(i)) for i in above.order]
    assert lost[0] < lost[1] < len(above.rates) < min(lost[2:])


def test_from_above_walkers_stand_on_their_walks() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for taken in (0, 3, len(above.rates) // 2, len(above.rates) - 1, above.hops):
        above.taken.set_value(taken)
        above.update()
        for i, one in enumerate(above.walkers):
            walk = above.walk(i)
            here = above.map.at(walk[min(taken, len(walk) - 1)])
            assert one.walker.get_center() == pytest.approx(here, abs=0.02)


def test_from_above_bars_end_at_the_rate_and_stop_at_the_limits() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    tops = [above.bars[int(i)].get_y() for i in above.order]
    assert tops == sorted(tops, reverse=True)
    played(above.grow())
    for taken in (0, len(above.rates) // 2, above.hops):
        above.taken.set_value(taken)
        for part in (*above.bars, *above.numbers, above.now):
            part.update()
        widths = np.array([bar.width for bar in above.bars])
        assert widths / above.unit == pytest.approx(np.minimum(above.limits, above.rate))
        for i, shown in zip(above.order, above.numbers, strict=True):
            assert shown[0].get_fill_opacity() == (taken >= above.lost(int(i)))
            assert above.bars[int(i)].get_right()[0] < shown.get_left()[0]
        assert above.now[0].get_fill_opacity() == (above.rate < above.limits.max())
        assert above.now.get_left()[0] > widths.max() + above.bars[0].get_left()[0]
    assert above.numbers.get_right()[0] < from_above.PANEL[1]


def test_a_question_in_the_panel_begins_where_its_other_words_do(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for place, panel in ((LimitBars(curve).above, PANEL), (above.place, from_above.PANEL)):
        words = question_card("Above which α is it lost?", (), place, 3)[1]
        assert words.get_left()[0] == pytest.approx(panel[0])


def test_where_walks_hop_has_a_pattern_and_a_word_below_the_line(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    plane = RestMap(curve, rate, (0.08, 0.52), 400)
    assert {plane.kind_at(x, 0.35) for x in (-1.5, 1.5)} == {plane.hopping}
    assert plane.kind_at(0, 0.35) == 1
    assert len(plane.strokes[plane.hopping].points)
    middle = plane.at((0, (plane.limit + plane.thrown) / 2))[1]
    for top in (0.37, 0.41):
        words = plane.hops("hops", top)
        assert len(words) == 2
        assert words.get_y() <= middle + 1e-6
        assert plane.at((0, plane.limit))[1] < words.get_bottom()[1]
        assert words.get_top()[1] < plane.at((0, top))[1]
    assert plane.hops("hops", 0.41).get_y() == pytest.approx(middle)


def test_a_hop_is_flatter_on_a_squeezed_curve(curve: ValleyCurve, rate: ValueTracker) -> None:
    heights = []
    for valley in (ValleyCurve(LOSS), curve.squeezed()):
        walker = Hopper(valley, rate, 1.3)
        walker.taken.set_value(0.5)
        walker.update()
        ends = valley.on(descend(LOSS, optimizers.gradient_descent(0.3), [1.3], 1).x)
        heights.append(walker.walker.get_center()[1] - ends[:, 1].mean())
    assert heights[1] / heights[0] == pytest.approx(LOW / TALL)
