"""A learning rate that is turned: the valley in its own directions, the path, slider and plots."""

import re
from itertools import pairwise

import numpy as np
import pytest
from manim import ManimColor, Mobject, ValueTracker, VGroup
from manim.animation.animation import prepare_animation

from gd_math import Loss, descend, from_formula, losses, optimizers
from scenes.kit.maps.map_axes import MapAxes
from scenes.kit.maps.trails import MapTrail
from scenes.kit.rates.hopping.hop_row import HopRow
from scenes.kit.rates.hopping.hops import step_law
from scenes.kit.rates.panels import as_power, losses_title, rate_panels, tell_in_turn
from scenes.kit.rates.rate_slider import RateSlider
from scenes.kit.rates.rate_stage import RateStage
from scenes.kit.rates.rate_walk import RateWalk
from scenes.kit.rates.ruler import Ruler
from scenes.kit.rates.valley import Valley, valley_of
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.words.numbers import Form, number, round_step
from scenes.kit.words.text import formula

MIXED = from_formula("x^2 + x*y + 3*y^2")
VALLEYS = [(losses.RAVINE, (1.6, 2.5)), (losses.BOOTH, (2.2, -0.2)), (MIXED, (-2.0, 1.0))]


@pytest.fixture(scope="module", params=VALLEYS, ids=["RAVINE", "BOOTH", "mixed"])
def valley(request: pytest.FixtureRequest) -> Valley:
    loss, start = request.param
    return valley_of("LOSS", loss, start)


@pytest.fixture(scope="module")
def stage(valley: Valley) -> RateStage:
    rates = [valley.limit * share for share in (0.05, 0.5, 0.9, 1.2)]
    return RateStage(valley, 30, rates, first=rates[0])


def test_curvatures_are_eigenvalues_and_no_diagonal() -> None:
    booth = valley_of("LOSS", losses.BOOTH, (2.2, -0.2))
    assert booth.curvatures == pytest.approx([2, 18])
    assert booth.limit == pytest.approx(1 / 9)
    assert booth.best == pytest.approx(0.1)
    assert booth.minimum == pytest.approx([1, 3])
    assert booth.across == "u"
    assert booth.laws == (("2", "1 − 2α"), ("18", "1 − 18α"))
    assert valley_of("LOSS", losses.RAVINE, (1.6, 2.5)).across == "x"


def test_a_step_multiplies_the_offset_by_the_factors(valley: Valley) -> None:
    rate = 0.7 * valley.limit
    walk = descend(valley.loss, optimizers.gradient_descent(rate), valley.start, 5)
    offsets = (walk.x - valley.minimum) @ valley.directions.T
    expected = valley.offset * (1 - rate * valley.curvatures) ** np.arange(6)[:, None]
    assert offsets == pytest.approx(expected)


def test_the_map_shows_every_walk_that_stays(valley: Valley) -> None:
    shown = valley.map(1.25 * valley.limit, 5.5, 4.1)
    span = shown.upper - shown.lower
    assert span[0] / span[1] == pytest.approx(5.5 / 4.1)  # contours keep their right angles
    for share in (0.02, 0.3, 0.5, 0.8, 1.0):
        walk = descend(
            valley.loss, optimizers.gradient_descent(share * valley.limit), valley.start, 30
        )
        assert shown.inside(walk.x).all()


@pytest.mark.parametrize(
    ("loss", "start", "message"),
    [
        (losses.ROSENBROCK, (0.5, 1.5), "curvature is not the same everywhere"),
        (from_formula("x^2 + y^2"), (1.0, 1.0), "1 times as curved"),
        (from_formula("abs(x) + abs(y)"), (1.0, 1.0), "does not curve up in every direction"),
        (losses.RAVINE, (0.0, 2.0), "too near to an axis of the valley"),
        (losses.BOOTH, (2.0, 4.0), "too near to an axis of the valley"),
        (losses.BOOTH, (1.0, 3.0), "too near to an axis of the valley"),
    ],
)
def test_what_is_no_valley_is_refused(loss: Loss, start: tuple[float, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        valley_of("LOSS", loss, start)


def test_a_path_deforms_with_its_rate(stage: RateStage) -> None:
    for share in (0.3, 0.95, 1.1):
        rate = share * stage.valley.limit
        stage.walk.set_value(30)
        stage.walk.rate.set_value(rate)
        for follower in (stage.trail, stage.curve, stage.slider):
            follower.update()
        path = descend(stage.valley.loss, optimizers.gradient_descent(rate), stage.valley.start, 30)
        assert np.array_equal(stage.walk.trajectory.x, path.x)
        shown = stage.map.at(path.x[stage.map.inside(path.x)])
        drawn = stage.trail.path.points
        assert np.linalg.norm(shown[:, None] - drawn[None], axis=-1).min(axis=1).max() < 1e-6
        end = stage.plot.at((30, path.loss[-1]))
        thrown = not stage.map.inside(path.x[-1])
        shown, hidden = stage.curve.walker, stage.curve.thrown
        if thrown:
            shown, hidden = hidden, shown
        assert shown.get_center() == pytest.approx(end)
        assert not len(hidden.points)
        assert stage.slider.thumb.get_x() == pytest.approx(stage.ruler.at(rate)[0])


def test_a_curve_that_is_kept_stays_where_the_loss_was(stage: RateStage) -> None:
    rate = 0.25 * stage.valley.limit
    stage.walk.set_value(30)
    stage.walk.rate.set_value(rate)
    stage.curve.update()
    kept, name = stage.keep_curve()
    stage.walk.rate.set_value(stage.valley.limit)
    stage.curve.update()
    losses_then = stage.walk.with_rate(rate).loss
    places = stage.plot.at(np.stack([np.arange(31), losses_then], axis=-1))
    assert np.linalg.norm(places[:, None] - kept.points[None], axis=-1).min(axis=1).max() < 1e-6
    assert name.get_right()[0] <= 6.4


def test_the_rule_and_the_name_of_the_loss_fit_beside_the_map(stage: RateStage) -> None:
    for words in (stage.beside[1], *stage.plot.labels):
        assert stage.map.get_right()[0] < words.get_left()[0]
        assert words.get_right()[0] <= 6.4


def test_a_walk_that_is_thrown_off_the_map_leaves_a_sign_at_its_border(
    stage: RateStage,
) -> None:
    stage.walk.set_value(30)
    stage.walk.rate.set_value(0.9 * stage.valley.limit)
    stage.trail.update()
    assert not len(stage.trail.thrown.points)
    assert not len(stage.trail.head.points)
    stage.walk.rate.set_value(1.25 * stage.valley.limit)
    stage.trail.update()
    left = stage.trail.exit()
    assert left is not None
    leaving, way = left
    edges = np.abs(np.stack([leaving - stage.map.lower, leaving - stage.map.upper]))
    assert edges.min() == pytest.approx(0, abs=1e-9)
    border = stage.map.at(leaving)
    assert np.linalg.norm(stage.trail.thrown.get_center() - border) < 0.3
    box = stage.map.border
    aside = np.abs(stage.trail.thrown.points - box.get_center())[:, :2]
    outside = (aside > np.array([box.width, box.height]) / 2 - 1e-6).any(axis=1).all()
    assert outside == bool(border[0] > box.get_right()[0] - 1e-6)
    tip = stage.trail.head.points[0]
    assert tip == pytest.approx(border)
    back = tip - stage.trail.head.get_center()
    assert float(back[:2] @ way) > 0


def test_what_is_noted_of_a_rate_stands_below_it(valley: Valley) -> None:
    rates = [valley.limit * share for share in (0.05, 0.5, 0.9, 1.2)]
    stage = RateStage(valley, 30, rates, first=rates[0])
    for rate in rates:
        stage.walk.rate.set_value(rate)
        stage.note()
    assert list(stage.record.entries) == rates
    foot = stage.ruler.numbers.get_bottom()[1]
    for rate, (after, (tick, name)) in stage.record.entries.items():
        for part in (after, tick, name):
            assert part.get_x() == pytest.approx(stage.ruler.at(rate)[0])
        assert after.get_top()[1] < foot
        assert name.get_bottom()[1] == pytest.approx(foot, abs=0.12)  # a fraction hangs
        apart = [abs(name.get_x() - one.get_x()) for one in stage.ruler.numbers]
        assert min(apart) > name.width / 2  # what was in the way has left
    stage.walk.rate.set_value(1.001 * rates[1])
    stage.note()  # no room for both
    assert rates[1] not in stage.record.entries


def test_the_sign_of_divergence_waits_until_the_rate_is_at_rest(stage: RateStage) -> None:
    limit = stage.valley.limit
    stage.walk.set_value(30)
    stage.walk.rate.set_value(0.9 * limit)
    stage.turn(1.25 * limit)
    widths = []
    for share in (0.9, 1.1, 1.2, 1.24, 1.25):
        stage.walk.rate.set_value(share * limit)
        for part in (stage.trail, stage.curve):
            part.update()
        assert bool(len(stage.trail.thrown.points)) == bool(len(stage.trail.head.points))
        shown = [part.thrown for part in (stage.trail, stage.curve)]
        widths.append([one.width if len(one.points) else 0.0 for one in shown])
        assert len(stage.curve.walker.points) or share == 1.25  # the sign stands for it at rest
    full = 2 * stage.trail.radius
    assert widths[:3] == [[0.0, 0.0]] * 3
    assert all(0 < one < widths[4][0] for one in widths[3])
    assert widths[4] == pytest.approx([widths[4][0]] * 2)
    assert widths[4][0] == pytest.approx(full, abs=0.05)
    stage.turn(1.25 * limit)  # on the spot
    assert stage.walk.rest == 1


def test_the_hops_say_what_f_is_and_derive_the_step_from_its_slope() -> None:
    stage = RateStage(valley_of("LOSS", losses.RAVINE, (1.6, 2.5)), 30, [0.2, 0.5], first=0.1)
    hops = stage.hops()
    (meaning,) = [
        part for part in hops if "f=5x^2" in getattr(part, "equation", "").replace(" ", "")
    ]
    assert meaning.get_right()[0] < hops.line.get_left()[0]  # where there is room for it
    assert meaning.get_left()[0] >= -0.01
    slope = next(part for part in hops if _has_color(part, theme.gradient))
    assert slope.width < hops.line.width
    first, last = hops.law
    for part, color in (("slope", theme.gradient), ("rate", theme.walker)):
        glyph = first.select(part).family_members_with_points()[0]
        assert glyph.get_fill_color() == ManimColor(color)
    assert first.get_right()[0] < last.get_left()[0]
    feet = [
        one.family_members_with_points()[i].get_bottom()[1] for one, i in ((first, 0), (last, -1))
    ]
    assert feet[0] == pytest.approx(feet[1])


def test_a_valley_away_from_zero_is_measured_from_its_minimum() -> None:
    valley = valley_of("LOSS", from_formula("5*(x-1)**2 + y**2 + 3"), (2.2, 2.0))
    assert valley.across == "u"
    assert valley.laws[1].slope("u") == "10u"


def test_hops_too_short_to_be_seen_are_marks(stage: RateStage) -> None:
    hops, limit = stage.hops(), stage.valley.limit
    stage.walk.rate.set_value(0.02 * limit)
    stage.walk.set_value(0)
    row = HopRow(hops, 0.02 * limit, 0.0, VGroup())
    row.update()
    assert row.crawls
    stage.walk.set_value(row.steps)
    row.update()
    assert not len(row.arcs.points)
    end = hops.at(row.x[-1])[0]
    assert np.abs(row.marks.points[:, 0] - end).min() < 0.06


def test_the_first_step_is_as_long_as_the_slope_and_the_rate_make_it(stage: RateStage) -> None:
    hops = stage.hops()
    step, rises = stage.slope_step(hops), []
    for share in (0.05, 0.5, 0.9, 1.2):
        stage.walk.rate.set_value(share * stage.valley.limit)
        step.update()
        x = np.clip(hops.places()[1], -hops.reach, hops.reach)
        ends = step.arrow.points[:, 0].min(), step.arrow.points[:, 0].max()
        places = hops.at(hops.offset)[0], hops.at(x)[0]
        assert sorted(ends) == pytest.approx(sorted(places))
    near = hops.offset * np.array([1 - 1e-6, 1 + 1e-6])
    for run in (hops.on_curve(near[1]) - hops.on_curve(near[0]), step.tangent.get_vector()):
        rises.append(run[1] / run[0])
    assert rises[0] == pytest.approx(rises[1], rel=1e-5)
    foot, touched = step.tangent.get_start(), hops.on_curve(hops.offset)
    assert touched[1] - foot[1] == pytest.approx(rises[0] * (touched[0] - foot[0]), rel=1e-5)


def test_what_a_step_does_along_the_valley_is_written_below_what_it_does_across(
    stage: RateStage,
) -> None:
    hops, valley = stage.hops(), stage.valley
    law = stage.law_along(hops)
    assert law.get_top()[1] < hops.law.get_bottom()[1]
    assert law.get_left()[0] == pytest.approx(hops.law.get_left()[0])
    assert valley.along != valley.across
    alike = step_law(float(valley.curvatures[0]), valley.along)
    assert law.width / law.height == pytest.approx(alike.width / alike.height)


def test_a_row_of_hops_says_its_rate_and_its_factor(stage: RateStage) -> None:
    hops = stage.hops()
    for row in stage.hop_rows(hops):
        name, shown = row.label[0], row.label[1]
        digits = number(hops.factor_of(row.rate), 2, 1)
        for label, math in ((name, stage.name_of(row.rate)), (shown, f"{digits} {hops.variable}")):
            alike = formula(math, SMALL_SIZE)
            assert (label.width, label.height) == pytest.approx((alike.width, alike.height))
        assert name.get_right()[0] < shown.get_left()[0]
        assert shown.get_right()[0] < hops.line.get_left()[0] - 0.25


def test_a_row_of_hops_ends_with_the_sign_where_the_walk_leaves_the_line(stage: RateStage) -> None:
    hops, rate = stage.hops(), 1.2 * stage.valley.limit
    stage.walk.rate.set_value(rate)
    row = HopRow(hops, rate, 0.0, VGroup())
    seen = []
    for taken in np.linspace(0, row.steps, 40):
        stage.walk.set_value(taken)
        row.update()
        hops.live.update()
        assert bool(len(row.thrown.points)) == bool(len(hops.live.thrown.points))
        seen.append(bool(len(row.thrown.points)))
    assert not seen[0]
    assert seen[-1]
    assert abs(row.thrown.get_x() - hops.line.get_x()) > hops.line.width / 2


def test_panels_are_told_one_after_the_other(stage: RateStage) -> None:
    panels = rate_panels(stage)
    parts = tell_in_turn(panels)
    starts = []
    for panel, animations in zip(panels, parts, strict=True):
        said = animations[-1]
        assert len(animations) == (1 if panel.is_best else 2)
        times = np.linspace(0, 1, 400)
        starts.append(next(time for time in times if said.rate_func(time) > 0))
        if not panel.is_best:  # nothing is said before the walk is over
            walking = prepare_animation(animations[0])
            assert walking.rate_func(starts[-1]) == pytest.approx(1)
    assert starts == sorted(set(starts))


def test_walkers_on_small_maps_are_as_large_as_on_the_large_one(stage: RateStage) -> None:
    for panel in rate_panels(stage):
        assert panel.trail.walker.width == pytest.approx(2 * DOT_RADIUS, abs=0.01)
        assert panel.goal.width > panel.trail.walker.width  # the ring is seen round it
        words = losses_title([panel])
        assert panel.word.get_bottom()[1] > words.get_top()[1]
        assert words.get_bottom()[1] > panel.loss.get_top()[1]


def test_no_step_is_taken_without_a_rate() -> None:
    walk = RateWalk(losses.RAVINE, (1.6, 2.5), 10, 0.0)
    assert walk.trajectory.x == pytest.approx(np.tile([1.6, 2.5], (11, 1)))


def test_equal_rates_are_computed_once() -> None:
    walk = RateWalk(losses.RAVINE, (1.6, 2.5), 10, 0.1)
    assert walk.trajectory is walk.trajectory
    first = walk.trajectory
    walk.rate.set_value(0.2)
    assert walk.trajectory is not first


def test_the_loss_scale_holds_all_walks_of_the_slider(stage: RateStage) -> None:
    low, high = stage.plot.decades
    for rate in np.linspace(0.01, 1, 20) * stage.highest:
        loss = stage.walk.with_rate(float(rate)).loss
        assert 10.0**low <= loss.min()
        assert loss.max() <= 10.0**high


def test_hops_stand_where_the_walk_is_across_the_valley(stage: RateStage) -> None:
    valley, hops = stage.valley, stage.hops()
    for share in (0.1, 0.95, 1.2):
        rate = share * valley.limit
        stage.walk.rate.set_value(rate)
        stage.walk.set_value(hops.count(rate))
        row = HopRow(hops, rate, 0.0, VGroup())
        assert not len(row.arcs.points)  # nothing is drawn before it is in view
        row.update()
        walk = descend(valley.loss, optimizers.gradient_descent(rate), valley.start, row.steps)
        across = (walk.x - valley.minimum) @ valley.directions[1]
        assert hops.places() == pytest.approx(across)
        ends = hops.at(across[np.abs(across) <= hops.reach])
        drawn = row.arcs.points
        stage.walk.set_value(0)
        stage.walk.rate.set_value(valley.limit)
        row.update()
        assert np.array_equal(drawn, row.arcs.points)  # what is drawn stays
        marked, ends = (row.marks.points, ends[1:]) if row.crawls else (drawn, ends)
        places = np.abs(ends[:, None, 0] - marked[None, :, 0])  # below the line, at the same x
        assert places.min(axis=1).max() < 1e-6
        left, right = hops.line.get_start()[0], hops.line.get_end()[0]
        assert left - 0.01 <= marked[:, 0].min()
        assert marked[:, 0].max() <= right + 0.01


def test_the_walker_hops_in_step_with_the_map(stage: RateStage) -> None:
    valley, hops = stage.valley, stage.hops()
    stage.walk.rate.set_value(0.9 * valley.limit)
    for taken in (0, 1.25, 3.0):
        stage.walk.set_value(taken)
        hops.live.update()
        x = float((stage.walk.position - valley.minimum) @ valley.directions[1])
        assert hops.live.walker.get_center() == pytest.approx(hops.on_curve(x))


def test_all_walks_take_as_many_hops_unless_they_leave_the_line(stage: RateStage) -> None:
    hops, limit = stage.hops(), stage.valley.limit
    counts = [hops.count(share * limit) for share in (0.05, 0.5, 0.95, 1.2)]
    leaving = np.abs(hops.offset * 1.4 ** np.arange(6)) > hops.reach  # the factor is −1.4
    assert counts == [5, 5, 5, int(np.argmax(leaving)) if leaving.any() else 5]


def test_the_walk_across_ends_where_it_leaves_the_line(stage: RateStage) -> None:
    hops, rate = stage.hops(), 1.2 * stage.valley.limit
    stage.walk.rate.set_value(rate)
    signs = []
    for taken in np.linspace(0, hops.count(rate), 60):
        stage.walk.set_value(taken)
        hops.live.update()
        thrown, walker = len(hops.live.thrown.points), len(hops.live.walker.points)
        assert bool(thrown) != bool(walker)
        signs.append(bool(thrown))
    assert signs == sorted(signs)  # once it is there it stays
    assert signs[-1]
    ends = hops.parabola.points[0], hops.parabola.points[-1]
    away = min(float(np.linalg.norm(hops.live.thrown.get_center() - end)) for end in ends)
    assert away == pytest.approx(0, abs=1e-6)


def test_the_line_of_the_hops_shows_as_much_as_the_map_is_wide(stage: RateStage) -> None:
    width = float(stage.map.upper[0] - stage.map.lower[0])
    hops = stage.hops()
    assert 2 * hops.reach == pytest.approx(width)
    assert hops.at(hops.reach) == pytest.approx(hops.line.get_end())


def test_who_is_in_the_ring_is_there(stage: RateStage) -> None:
    middle = stage.valley.minimum
    radius = np.linalg.norm(stage.map.at(middle + np.array([stage.near, 0])) - stage.map.at(middle))
    assert radius == pytest.approx(stage.goal.width / 2)
    arrived = stage.judged(0.5 * stage.valley.limit).arrived
    assert arrived is not None
    walk = stage.walk.with_rate(0.5 * stage.valley.limit)
    distance = np.linalg.norm(walk.x - stage.valley.minimum, axis=-1)
    assert (distance[arrived:] <= stage.near).all()
    assert distance[arrived - 1] > stage.near


def test_the_ring_is_as_large_on_all_maps_and_clear_of_their_edges(stage: RateStage) -> None:
    edges = stage.valley.minimum - stage.map.lower, stage.map.upper - stage.valley.minimum
    assert stage.near < 0.95 * min(float(edge.min()) for edge in edges)
    for panel in rate_panels(stage):
        unit = panel.map.border.width / float(panel.map.upper[0] - panel.map.lower[0])
        assert panel.goal.width / 2 == pytest.approx(stage.near * unit)


def test_factors_of_hops_fly_to_dots_on_their_curve_and_stand_beside_them(
    stage: RateStage,
) -> None:
    factors, rows = stage.factors(), stage.hop_rows(stage.hops())
    firsts = [row.factor.family_members_with_points()[0] for row in rows]
    places = [first.get_center() for first in firsts]
    taken = factors.take(rows)
    for row, first, place, landing in zip(rows, firsts, places, taken, strict=True):
        assert landing.digits[0].get_center() == pytest.approx(place)
        assert first not in row.get_family()
    for move in factors.gather():
        move.begin()
        move.finish()
    for row, landing, dot in zip(rows, taken, factors.dots, strict=True):
        size = abs(stage.hops().factor_of(row.rate))
        assert dot.get_center() == pytest.approx(factors.at((row.rate, size)))
        assert dot in factors.everything
        if landing.room:
            alike = formula(f"abs({row.multiplier})", SMALL_SIZE)
            shown = VGroup(landing.digits, landing.bars)
            assert (shown.width, shown.height) == pytest.approx((alike.width, alike.height))
            assert float(np.linalg.norm(shown.get_center() - dot.get_center())) < 0.8
    assert taken[0].room


def test_the_equation_of_the_crossing_is_that_of_both_factors(stage: RateStage) -> None:
    (along, across), crossing = stage.valley.laws, stage.factors().crossing
    left, _, right = re.sub(r"{{(\w+) : \w+}}|\s", r"\1", crossing.equation).partition("=")
    assert left.replace("alpha", "α") == along.factor.replace(" ", "")
    assert right.replace("alpha", "α") == f"{across.slope('')}α−1"


def test_all_walks_began_with_the_loss_that_is_named(stage: RateStage) -> None:
    panels = rate_panels(stage)
    assert len({float(panel.walk.trajectory.loss[0]) for panel in panels}) == 1
    assert [as_power(x) for x in (0.0002, 9.6e14, 0.0)] == ["2 · 10⁻⁴", "10¹⁵", "0"]


def test_the_curves_of_factors_cross_at_the_best_rate_and_meet_one_at_the_limit(
    stage: RateStage,
) -> None:
    factors, valley = stage.factors(), stage.valley
    along, across = factors.sizes(valley.best)
    assert along == pytest.approx(across)
    assert factors.sizes(valley.limit).max() == pytest.approx(1)
    stage.walk.rate.set_value(valley.best)
    factors.cursor.update()
    one, other = (dot.get_center() for dot in factors.cursor.dots)
    assert one == pytest.approx(other)
    lowest = factors.worse.points[:, 1].min()
    assert factors.best_mark[1].get_y() == pytest.approx(lowest)
    assert factors.at((valley.best, 0)) == pytest.approx(stage.ruler.at(valley.best))


def test_each_rate_and_the_best_one_have_a_panel(valley: Valley) -> None:
    for shares in ((0.1, 0.95), (0.05, 0.5, 0.95, 1.2)):
        rates = [share * valley.limit for share in shares]
        stage = RateStage(valley, 30, rates, first=rates[0])
        panels = rate_panels(stage)
        assert [panel.rate for panel in panels] == sorted([*rates, valley.best])
        assert [panel.is_best for panel in panels].count(True) == 1
        half = stage.panel_size[0] / 2
        edges = [(panel.place[0] - half, panel.place[0] + half) for panel in panels]
        assert edges[0][0] >= -6.4
        assert edges[-1][1] <= 6.4
        assert all(one[1] < other[0] for one, other in pairwise(edges))
        for panel in panels:
            assert panel.map.border.get_center() == pytest.approx(panel.place)
            pin = panel.pin[1].get_center()
            assert pin == pytest.approx(stage.ruler.at(panel.rate))


def test_the_best_rate_among_others_has_no_second_panel() -> None:
    valley = valley_of("LOSS", losses.RAVINE, (1.6, 2.5))
    stage = RateStage(valley, 30, [0.1, valley.best], first=0.1)
    assert stage.compared == [0.1, valley.best]


def test_the_map_shrinks_to_the_size_of_a_panel_with_its_minimum(stage: RateStage) -> None:
    goal = stage.goal.copy()
    small = stage.map.copy()
    for animation in map(prepare_animation, stage.shrink()):
        animation.begin()
        animation.finish()
    assert stage.map.border.width == pytest.approx(stage.panel_size[0])
    assert stage.goal.get_center() == pytest.approx(stage.map.at(stage.valley.minimum))
    stage.map.become(small)
    stage.goal.become(goal)


def test_the_ticks_of_a_map_stand_at_their_numbers(stage: RateStage) -> None:
    axes = MapAxes(stage.map)
    marks = [part for part in axes if len(part) == 2]
    assert len(marks) >= 3
    for tick, _ in marks:
        place = tick.points[0]
        x = stage.map.lower + (place - stage.map.at(stage.map.lower))[:2] / (
            stage.map.at(stage.map.upper) - stage.map.at(stage.map.lower)
        )[:2] * (stage.map.upper - stage.map.lower)
        axis = int(abs(x[1] - stage.map.lower[1]) > 1e-6)
        step = round_step(float((stage.map.upper - stage.map.lower).max()), 4)
        assert x[axis] / step == pytest.approx(round(x[axis] / step), abs=1e-6)


@pytest.mark.parametrize("span", [0.0139, 0.52, 1.0, 5.14, 7.7, 300.0])
@pytest.mark.parametrize("most", [4, 6])
def test_a_round_step_leaves_few_numbers(span: float, most: int) -> None:
    step = round_step(span, most)
    assert 1 <= span / step < most + 1
    mantissa = step / 10 ** np.floor(np.log10(step) + 1e-9)
    assert min(abs(mantissa - one) for one in (1, 2, 5)) < 1e-9


def test_a_mark_on_a_ruler_lets_the_numbers_in_its_way_leave() -> None:
    ruler = Ruler(0.5, 11.5)
    number = ruler.numbers[4]
    assert [one.mobject for one in ruler.mark(0.4, "0.4", "#FF0000")[:-1]] == [number]
    assert number not in ruler.numbers
    assert len(ruler.mark(0.35, "0.35", "#FF0000")) == 1
    assert len(ruler.marks) == 2
    ruler.mark(0.401, "0.401", "#FF0000")  # a tick alone: the mark before is in the way
    assert len(ruler.marks) == 2


@pytest.mark.parametrize(
    ("others", "side"), [((), 1), ((0.5,), 1), ((0.41,), -1), ((0.41, 0.39), 1), ((0.39,), 1)]
)
def test_a_flag_stands_above_a_ruler_where_there_is_room(
    others: tuple[float, ...], side: int
) -> None:
    ruler = Ruler(0.5, 10)
    count = len(ruler.numbers)
    pole, label = ruler.flag(0.4, "0.4", "#FF0000", others)
    assert len(ruler.numbers) == count
    thumb = RateSlider(ruler, ValueTracker(0.4), Form()).thumb
    assert label.get_bottom()[1] > thumb.get_top()[1]  # which passes below it
    assert label.get_top()[1] == pytest.approx(pole.get_top()[1])
    assert pole.get_bottom() == pytest.approx(ruler.at(0.4))
    assert np.sign(label.get_x() - pole.get_x()) == side
    edge = label.get_left() if side > 0 else label.get_right()
    assert abs(edge[0] - pole.get_x()) == pytest.approx(0.1)


def test_trails_follow_a_walk_whose_path_is_replaced() -> None:
    valley = valley_of("LOSS", losses.RAVINE, (1.6, 2.5))
    shown = valley.map(0.5, 5.5, 4.1)
    walk = RateWalk(losses.RAVINE, (1.6, 2.5), 20, 0.1)
    trail = MapTrail(walk, shown)
    before = trail.path.points.copy()
    walk.rate.set_value(0.3)
    trail.update()
    assert not np.array_equal(before, trail.path.points)
    assert trail.walker.get_center() == pytest.approx(shown.at(walk.trajectory.x[-1]))


def _has_color(part: Mobject, color: str) -> bool:
    glyphs = part.family_members_with_points()
    return any(glyph.get_fill_color() == ManimColor(color) for glyph in glyphs)
