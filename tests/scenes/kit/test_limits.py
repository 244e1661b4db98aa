"""Curve, walkers, bars and maps of speed limits show what is computed."""

import numpy as np
import pytest
from manim import ValueTracker
from manim.animation.animation import prepare_animation

from gd_math import descend, losses, optimizers
from scenes.kit import FromAbove, Hopper, OneStep, RestMap, ValleyCurve, curve_of
from scenes.kit.limits import from_above
from scenes.kit.limits.hopper import PACE, check_hops, hop_home, hopping, landing
from scenes.kit.limits.limit_bars import LimitBars, Row
from scenes.kit.limits.one_step import TOP
from scenes.kit.limits.valley_curve import LOW, PANEL, TALL
from scenes.kit.theme import theme
from scenes.kit.words.question import question_card

LOSS = curve_of("LOSS", "THREE_VALLEYS", -2.38, 2.38)
RATES = (0.05, 0.55)


@pytest.fixture
def curve() -> ValleyCurve:
    return ValleyCurve(LOSS)


@pytest.fixture
def rate() -> ValueTracker:
    return ValueTracker(0.3)


def played(moves: object) -> None:
    """Play animations to their end, outside of a scene."""
    for one in moves if isinstance(moves, list) else [moves]:
        move = prepare_animation(one)
        move.begin()
        move.finish()


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
    curve.squeezed().update()
    after = curve.on([2.0])
    assert after[0] == pytest.approx(before[0])
    assert curve.y_axis.height == pytest.approx(LOW)
    assert curve.signs[2].get_center() == pytest.approx(after)
    assert curve.graph.get_top()[1] == pytest.approx(curve.y_axis.get_end()[1])


def test_names_stay_below_the_minima_and_within_the_axis() -> None:
    curve = ValleyCurve(curve_of("LOSS", "THREE_VALLEYS", -2.25, 2.25))
    names = curve.names()
    for stand in (lambda: curve, curve.squeezed):
        stand().update()
        names.update()
        for name, mark in zip(names, curve.signs, strict=True):
            assert name.get_top()[1] < mark.get_bottom()[1]
            assert name.get_bottom()[1] > curve.x_axis.get_y()
        assert names.get_left()[0] > curve.y_axis.get_x()


def test_bars_grow_with_the_rate_up_to_their_limits_and_open_ones_end_at_its_mark() -> None:
    rows = [Row("circle", theme.walker, 0.25, "0.25"), Row("diamond", theme.second, 1.5, "1.5")]
    now = ValueTracker(0.1)
    bars = LimitBars(rows, now.get_value, 0.37, '"lands lower up to"', "still lower", PANEL, 1.0)

    def at(value: float) -> tuple[list[float], float, float]:
        now.set_value(value)
        for part in (*bars.bars, *bars.numbers, bars.mark, bars.letter):
            part.update()
        return [bar.width / bars.unit for bar in bars.bars], bars.mark.height, bars.mark.get_x()

    widths, tall, x = at(0.1)
    assert widths == pytest.approx([0.1, 0.1])
    assert tall > bars.apart  # across both
    assert x == pytest.approx(bars.bars[0].get_right()[0])
    assert not bars.numbers[0][0].get_fill_opacity()
    widths, low, _ = at(0.25)  # at the limit, not after it
    assert low == pytest.approx(tall - bars.apart)
    assert bars.numbers[0][0].get_fill_opacity() == 1
    widths, _, x = at(0.37)
    assert widths == pytest.approx([0.25, 0.37])
    assert x == pytest.approx(bars.bars[1].get_right()[0])
    assert len(bars.numbers) == len(bars.still) == 1
    assert bars.still[0].get_left()[0] > x
    assert max(words.get_right()[0] for words in bars.words) <= PANEL[1] + 1e-6


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


def test_at_first_the_map_is_bare_and_starts_are_marked_on_its_row_alone(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    plane, walker = RestMap(curve, rate, RATES, 400), Hopper(curve, rate, 1.3)
    plane.carry(walker)
    assert walker.foot not in walker.submobjects
    plane.begin(0.15)
    plane.update()
    assert all(not len(part.points) for part in plane.ground)
    assert plane.row_line().value == pytest.approx(0.15)
    played(plane.rise(0.2))
    plane.update()
    top = max(part.get_top()[1] for part in plane.ground)
    assert top == pytest.approx(plane.at((0, 0.2))[1])


def test_a_number_makes_room_for_another_that_comes_near(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    plane = RestMap(curve, rate, (0.08, 0.52), 400)
    played(plane.make_room(plane.thrown))
    low, high = (one.family_members_with_points()[0] for one in plane.labels[:2])
    assert (low.get_fill_opacity(), high.get_fill_opacity()) == (1, 0)


@pytest.fixture
def bottoms(curve: ValleyCurve, rate: ValueTracker) -> OneStep:
    """The bottoms, as large as they become, with their first step taken."""
    found = OneStep(curve, rate, 0.37)
    for move in (found.enlarge(), found.begin(), found.hop()):
        played(move)
    return found


@pytest.mark.parametrize("value", [0.08, 0.15, 0.25, 0.32, 0.37])
def test_near_the_bottoms_the_step_is_that_of_descent_at_the_rate_of_now(
    bottoms: OneStep, rate: ValueTracker, value: float
) -> None:
    rate.set_value(value)
    bottoms.update()
    for k, (i, step, limit) in enumerate(
        zip(bottoms.minima, bottoms.steps, (0.25, 1.5), strict=True)
    ):
        x = LOSS.minima[i].x
        path = descend(LOSS, optimizers.gradient_descent(value), x + bottoms.starts[k], 1).x
        began, landed = (path - x)[:, 0]
        assert landed / began == pytest.approx(1 - 2 * value / limit, abs=5e-3)
        assert bottoms.factor(value, k) == pytest.approx(1 - 2 * value / limit)
        assert step.start.get_center() == pytest.approx(bottoms.on(k, began))
        assert step.walker.get_center() == pytest.approx(bottoms.on(k, landed))
        assert step.walker.get_y() < TOP


def test_the_landing_on_the_sharp_bottom_meets_the_line_at_its_limit_and_then_is_higher(
    bottoms: OneStep, rate: ValueTracker
) -> None:
    level = bottoms.line[0].get_y()
    rises = []
    for value in (0.15, 0.25, 0.37):
        rate.set_value(value)
        bottoms.update()
        assert [one.start.get_y() for one in bottoms.steps] == pytest.approx([level] * 2, abs=1e-2)
        rises.append([one.walker.get_y() - level for one in bottoms.steps])
    sharp, flat = np.array(rises).T
    assert sharp[0] < -0.5
    assert sharp[1] == pytest.approx(0, abs=1e-2)
    assert sharp[2] > 2
    assert (flat < -0.1).all()
    assert (np.diff(flat) < 0).all()


def test_both_bottoms_are_enlarged_alike_out_of_the_curve(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    bottoms = OneStep(curve, rate, 0.37)
    near = 0.1
    for k, i in enumerate(bottoms.minima):
        assert bottoms.on(k, near) == pytest.approx(curve.on(LOSS.minima[i].x + near))
    played(bottoms.enlarge())
    sharp, flat = (bottoms.on(k, bottoms.close / 2)[1] - bottoms.on(k, 0.0)[1] for k in (0, 1))
    assert sharp / flat == pytest.approx(6, rel=0.01)
    for drawing in bottoms.drawings:
        drawing.update()
    sharp_side, flat_side = (drawing[1] for drawing in bottoms.drawings)
    assert flat_side.get_right()[0] < sharp_side.get_left()[0]
    assert sharp_side.get_right()[0] < PANEL[0]
    assert sharp_side.get_top()[1] == pytest.approx(TOP, abs=0.02)
    words = bottoms.line[1]
    for k, side in enumerate((sharp_side, flat_side)):
        near_words = [
            point[0] for point in side.points if abs(point[1] - words.get_y()) < words.height / 2
        ]
        assert (min(near_words) > words.get_right()[0]) == (k == 0)


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


def test_walkers_go_on_from_where_they_are_after_they_have_stood_still(
    curve: ValleyCurve, rate: ValueTracker
) -> None:
    walker = Hopper(curve, rate, 1.3)
    later = hopping([walker], pace=4)(2.0, still=1.0)
    walker.taken.set_value(3)
    (going,) = later
    move = prepare_animation(going)
    move.begin()
    move.interpolate(0.49)
    assert walker.taken.get_value() == 3
    move.interpolate(1)
    assert walker.taken.get_value() == pytest.approx(3 + 4)


def test_a_question_in_the_panel_begins_where_its_other_words_do(curve: ValleyCurve) -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for place, panel in ((curve.beside, PANEL), (above.place, from_above.PANEL)):
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
