"""Curve, walkers, bars and maps of speed limits show what is computed."""

import numpy as np
import pytest
from manim import ValueTracker

from gd_math import descend, losses, optimizers
from scenes.kit import Hopper, LimitBars, RestMap, ValleyCurve, curve_of
from scenes.kit.limits.from_above import FromAbove, _parted
from scenes.kit.limits.hopper import check_hops, hop_home
from scenes.kit.limits.rest_map import LONG, late_points
from scenes.kit.limits.valley_curve import LOW

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
    assert len(plane.bare("hops")) == 2


def test_landings_are_the_last_points_of_the_walk_at_the_rate_of_the_row() -> None:
    late = late_points(LOSS, 1.3, RATES, 100)
    rate = RATES[0] + (50 + 0.5) / 100 * (RATES[1] - RATES[0])
    walk = descend(LOSS, optimizers.gradient_descent(rate), [1.3], LONG).x[:, 0]
    assert late[:, 50] == pytest.approx(walk[-len(late) :])


def test_equally_sharp_minima_and_walks_that_show_nothing_are_refused(curve: ValleyCurve) -> None:
    with pytest.raises(ValueError, match="equally sharp"):
        ValleyCurve(losses.PARABOLA)
    with pytest.raises(ValueError, match=r"0\.2 the walk from 1\.3 must rest in none"):
        check_hops(curve, (1.3, -0.7), (0.15, 0.2, 0.34, 0.44))


def test_cells_at_the_border_of_two_basins_are_bare() -> None:
    ends = np.array([[0, 0, 1], [0, 0, 1], [2, -1, 1]])
    assert _parted(ends).tolist() == [[0, -1, 1], [-1, -1, 1], [2, -1, 1]]


def test_from_above_a_valley_that_is_lost_is_muted_and_the_rate_is_said() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    assert len(above.rates) == len(losses.HIMMELBLAU.minima)
    moves = above.go_to(1)
    assert above.seen is above.maps[1].ground
    assert len(moves) == 5
    for mark, minimum in zip(above.signs, losses.HIMMELBLAU.minima, strict=True):
        assert mark.get_center() == pytest.approx(above.maps[0].at(minimum.x))
