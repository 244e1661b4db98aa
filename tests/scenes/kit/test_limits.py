"""Curve, walkers, bars and maps of speed limits show what is computed."""

import numpy as np
import pytest
from manim import ValueTracker
from manim.animation.animation import prepare_animation

from gd_math import descend, losses, optimizers
from scenes.kit import Hopper, LimitBars, OneStep, RestMap, ValleyCurve, curve_of
from scenes.kit.limits.from_above import NUDGE, STEPS, FromAbove
from scenes.kit.limits.hopper import PACE, SIZES, check_hops, hop_home, hopping, landing
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


def test_of_landings_that_would_cover_each_other_the_last_keeps_its_mark(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    walk = descend(LOSS, optimizers.gradient_descent(0.3), [1.3], 60).x
    walker.taken.set_value(60)
    walker.update()
    places = walker.marks.points.reshape(-1, len(walker._outline), 3).mean(axis=1)
    assert 2 < len(places) < 10
    apart = np.linalg.norm(places[:, None] - places, axis=-1) + np.eye(len(places))
    assert apart.min() > 0.9 * SIZES["walker"]
    assert places[-1] == pytest.approx(curve.on(walk[-1]), abs=0.02)


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


def test_parabolas_touch_the_curve_at_the_bottoms(curve: ValleyCurve) -> None:
    for line, minimum in zip(curve.parabolas(), LOSS.minima, strict=True):
        x = minimum.x[0] + 0.02
        nearest = line.points[np.argmin(np.abs(line.points[:, 0] - curve.on([x])[0]))]
        assert nearest[1] == pytest.approx(curve.on([x])[1], abs=0.02)


def test_bars_are_as_long_as_the_limits_and_the_marks_stand_at_the_rate(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bars = LimitBars(curve)
    sharp, flat = (row[1] for row in bars.rows)
    assert flat.width / sharp.width == pytest.approx(1.5 / 0.25)
    x = bars.rate_marks(rate).get_x()
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
    assert len(plane.bare("hops", 0.35)) == 2


def test_the_map_is_not_painted_beyond_what_is_held(curve: ValleyCurve, rate: ValueTracker) -> None:
    plane = RestMap(curve, rate, RATES, 400)
    plane.held.set_value(0.2)
    plane.update()
    top = max(part.get_top()[1] for part in plane.ground)
    assert top == pytest.approx(plane.at((0, 0.2))[1])
    assert plane.row_line().get_y() == pytest.approx(plane.at((0, 0.3))[1])


def test_a_step_on_the_bottom_lands_where_the_factor_says(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    rates = (0.15, 0.25, 0.32)
    bottom = OneStep(curve, rate, rates)
    assert [bottom.factor(one) for one in rates] == pytest.approx([-0.2, -1, -1.56])
    heights = []
    for step, one in zip(bottom.steps, rates, strict=True):
        step.update()
        began = step[1].get_center()
        assert began == pytest.approx(bottom.on(bottom.start))
        step.taken.set_value(1)
        step.update()
        landed = step[1].get_center()
        assert landed == pytest.approx(bottom.on(bottom.factor(one) * bottom.start))
        heights.append(landed[1] - began[1])
    lower, same, higher = heights
    assert lower < 0 < higher
    assert same == pytest.approx(0)


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


def test_from_above_walkers_stand_on_the_computed_points() -> None:
    loss = losses.HIMMELBLAU
    above = FromAbove(loss)
    for mark, minimum in zip(above.signs, loss.minima, strict=True):
        assert mark.get_center() == pytest.approx(above.map.at(minimum.x))
    taken = above.steps.taken
    for i, walker in enumerate(above.walkers):
        assert walker.walker.get_center() == pytest.approx(above.map.at(loss.minima[i].x))
    above.push(0)
    taken.set_value(1 + STEPS)
    above.push(1)
    pushes = []
    for i, walker in enumerate(above.walkers):
        before, after = above.walk(i, 0), above.walk(i, 1)
        pushes.append(after[0] - loss.minima[i].x)
        assert np.linalg.norm(pushes[i]) == pytest.approx(NUDGE * loss.diagonal)
        assert pushes[i] == pytest.approx(pushes[0])  # the same for all
        walk = descend(loss, optimizers.gradient_descent(above.stops[1]), after[0], STEPS).x
        assert after[: STEPS + 1] == pytest.approx(walk)
        first, pushed = (loss.minima[i].x + before[0]) / 2, (before[STEPS] + after[0]) / 2
        seen = {0: loss.minima[i].x, 0.5: first, 1: before[0], 4: before[3]}
        seen |= {STEPS + 1.5: pushed, STEPS + 2: after[0], STEPS + 10: after[8]}
        for count, place in seen.items():
            taken.set_value(count)
            above.update()
            assert walker.walker.get_center() == pytest.approx(above.map.at(place), abs=0.02)


def test_from_above_who_cannot_rest_hops_on_and_bars_are_as_long_as_limits() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    assert above.note in above.told
    above.rate.set_value(above.stops[1])
    above.push(1)
    above.tell(1)
    assert above.meaning in above.told
    assert above.note not in above.told
    sharpest = int(above.order[0])
    assert above.numbers[sharpest] in above.told
    landed = 1 + STEPS
    above.steps.taken.set_value(landed)
    assert len(above.tell_last()) == 5  # three bars and, together, three numbers; and it hops on
    move = prepare_animation(above.hop_on(2.0))
    move.begin()
    move.finish()
    assert above.steps.taken.get_value() == pytest.approx(landed + 2 * PACE)
    bars = np.array([bar.width for bar in above.bars])
    assert bars / bars.max() == pytest.approx(above.limits / above.limits.max())
    assert max(bar.get_right()[0] for bar in above.bars) < above.numbers.get_left()[0]
    mark = above.rows.update()[1]
    across = (mark.get_x() - above.bars[0].get_left()[0]) / bars[0]
    assert across == pytest.approx(above.stops[1] / above.limits[0])


def test_an_arrow_points_at_each_walker_the_way_that_it_is_pushed() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for i, (arrow, walker) in enumerate(zip(above.pushes.arrows, above.walkers, strict=True)):
        resting = above.map.at(above.loss.minima[i].x)
        pushed = above.map.at(above.walk(i, 0)[0])
        assert walker.walker.get_center() == pytest.approx(resting)
        along = arrow.get_end() - arrow.get_start()
        assert np.cross(along, pushed - resting) == pytest.approx(0, abs=1e-9)
        assert along @ (pushed - resting) > 0
        assert np.cross(along, resting - arrow.get_end()) == pytest.approx(0, abs=1e-9)
        assert above.pushes.vector == pytest.approx(pushed - resting)


def test_a_question_in_the_panel_begins_where_its_other_words_do(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for place in (above.place, RestMap(curve, rate, RATES, 400).beside):
        words = question_card("Which walker cannot rest?", (), place, 3)[1]
        assert words.get_left()[0] == pytest.approx(PANEL[0])
        assert words.get_left()[0] == pytest.approx(above.note.get_left()[0])


def test_the_word_on_bare_ground_rises_with_what_is_painted(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    plane = RestMap(curve, rate, RATES, 400)
    words = plane.bare("hops", 0.3)
    before = words.get_y()
    for value, height in ((0.4, (0.4 - 0.3) / 2), (RATES[1], (plane.thrown - 0.3) / 2)):
        rate.set_value(value)
        words.update()
        rise = plane.at((0, height))[1] - plane.at((0, 0))[1]
        assert words.get_y() - before == pytest.approx(rise)


def test_a_hop_is_flatter_on_a_squeezed_curve(curve: ValleyCurve, rate: ValueTracker) -> None:
    heights = []
    for valley in (ValleyCurve(LOSS), curve.squeezed()):
        walker = Hopper(valley, rate, 1.3)
        walker.taken.set_value(0.5)
        walker.update()
        ends = valley.on(descend(LOSS, optimizers.gradient_descent(0.3), [1.3], 1).x)
        heights.append(walker.walker.get_center()[1] - ends[:, 1].mean())
    assert heights[1] / heights[0] == pytest.approx((LOW / TALL) ** 0.5)
