"""Valleys from above: walks are descent at rates that rise, and bars end at them or at limits."""

import numpy as np
import pytest
from manim.animation.animation import prepare_animation

from gd_math import descend, losses, optimizers
from scenes.kit import FromAbove
from scenes.kit.limits import from_above
from scenes.kit.limits.from_above import NUDGE, ON, PUSH, RING, SETTLE


@pytest.fixture(scope="module")
def above() -> FromAbove:
    return FromAbove(losses.HIMMELBLAU)


def test_from_above_a_walk_is_descent_whose_rate_rises_as_soon_as_it_has_settled(
    above: FromAbove,
) -> None:
    loss, last = above.loss, above.hops
    for i, minimum in enumerate(loss.minima):
        walk = above.walk(i)
        steepest = np.linalg.eigh(loss.hessian(minimum.x))[1][:, -1]
        assert walk[0] == pytest.approx(minimum.x)
        for k in range(1, above.first):  # after the nudge each step is seen
            descent = optimizers.gradient_descent(float(above.rates[0]))
            assert walk[k + 1] == pytest.approx(descend(loss, descent, walk[k], 1).x[-1])
        steepest *= np.copysign(1, (walk[1] - minimum.x) @ steepest)
        for k in (above.first, last // 2, last - 1):
            descent = optimizers.gradient_descent(float(above.rates[k + 1]))
            path = descend(loss, descent, walk[k] + PUSH * steepest, SETTLE).x
            assert walk[k + 1] == pytest.approx(path[-1], abs=1e-6)


def test_from_above_each_line_is_a_step_but_where_a_walker_leaves_its_rest_or_its_order(
    above: FromAbove,
) -> None:
    unit = above.map.border.width / float(np.ptp(above.loss.domain, axis=0)[0])
    for i in map(int, above.order):
        walk = above.walk(i)
        lost = [above.lost(int(k)) for k in above.order[:2]]
        off = np.array(
            [
                np.linalg.norm(walk[k] + rate * above.loss.gradient(walk[k]) - walk[k + 1]) * unit
                for k, rate in enumerate(-above.rates[1:])
                if k >= 1
            ]
        )
        near = {k - 1 + more for k in lost for more in (0, 1)}
        kept = [k for k in range(len(off)) if k + 2 not in near and k + 1 not in near]
        assert off[kept].max() < 0.06, off  # units of the frame: a third of a walker


def test_from_above_half_of_the_walkers_rest_and_in_the_sharpest_they_hop(above: FromAbove) -> None:
    bottoms = np.array([one.x for one in above.loss.minima])
    away = np.array([np.linalg.norm(above.walk(i) - bottoms[i], axis=-1) for i in range(4)])
    for rank, i in enumerate(above.order):
        assert away[i, 1] == pytest.approx(NUDGE * RING * 10 / above.map.border.width)
        assert away[i, above.first + 1 : above.lost(int(i))].max() < 0.02
        assert (away[i, -1] > 0.3) == (rank < 2)
    lost = [above.lost(int(i)) for i in above.order]
    assert lost[0] < lost[1] < len(above.rates) < min(lost[2:])


def test_from_above_walkers_stand_on_their_walks() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    for taken in (0, 3, above.hops // 2, above.hops, above.hops + ON):
        above.taken.set_value(taken)
        above.update()
        for i, one in enumerate(above.walkers):
            walk = above.walk(i)
            here = above.map.at(walk[min(taken, len(walk) - 1)])
            assert one.walker.get_center() == pytest.approx(here, abs=0.02)


def test_from_above_bars_end_at_the_rate_and_stop_at_the_limits() -> None:
    above = FromAbove(losses.HIMMELBLAU)
    bars, limits = above.bars, np.sort(above.limits)
    for one in above.grow():
        move = prepare_animation(one)
        move.begin()
        move.finish()
    for taken in (0, above.hops // 2, above.hops):
        above.taken.set_value(taken)
        for part in (*bars.bars, *bars.numbers, bars.mark):
            part.update()
        widths = np.array([bar.width for bar in bars.bars])
        assert widths / bars.unit == pytest.approx(np.minimum(limits, above.rate))
        for i, shown in zip(above.order, bars.numbers, strict=False):
            assert shown[0].get_fill_opacity() == (taken >= above.lost(int(i)))
        lost = sum(taken >= above.lost(int(i)) for i in above.order)
        open_rows = [bars.height_of(row) for row in range(lost, len(limits))]
        low, high = bars.mark.get_bottom()[1], bars.mark.get_top()[1]
        assert low < open_rows[-1] <= open_rows[0] < high
        assert high < open_rows[0] + bars.apart / 2
    assert len(bars.numbers) == len(bars.still) == 2
    assert bars.still.get_left()[0] > bars.mark.get_x()
    assert max(words.get_right()[0] for words in bars.words) <= from_above.PANEL[1] + 1e-6
