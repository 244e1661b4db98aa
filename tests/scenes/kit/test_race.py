"""A race: maps, bars and memories are where what was computed is."""

from itertools import combinations

import numpy as np
import pytest
from manim import Mobject

from gd_math import losses
from scenes.kit import RaceColumns, Remembering, TurningWalk, tuned_race, turned
from scenes.kit.race.box_names import BEYOND, axis_names
from scenes.kit.race.entrants import SIGN_RADIUS
from scenes.kit.race.memory import FIRST, SECOND, SlowWalk, remembered
from scenes.kit.race.tuned import ARRIVED, Race, check_race
from scenes.kit.race.turning import box_after
from scenes.kit.race.words import say_box, say_first, say_same, say_turned

START = np.array([1.6, 2.5])


@pytest.fixture(scope="module")
def race() -> Race:
    return tuned_race(losses.RAVINE, START, 25)


@pytest.fixture(scope="module")
def tilted() -> Race:
    return tuned_race(*turned(losses.RAVINE, START, 45), 25)


@pytest.fixture
def columns(race: Race) -> RaceColumns:
    return RaceColumns(race, "a ravine")


def test_walkers_are_where_their_walks_are(columns: RaceColumns) -> None:
    everyone = zip(columns.walks, columns.trails, columns.maps, strict=True)
    for walk, trail, contours in everyone:
        assert contours.inside(walk.trajectory.x).all()
        walk.set_value(4)
        trail.follow()
        # A pentagon's box is not about its middle.
        place = contours.at(walk.trajectory.x[4])
        np.testing.assert_allclose(trail.walker.get_center(), place, atol=0.03)


def test_bars_are_as_high_as_the_steps_until_the_arrival(race: Race, tilted: Race) -> None:
    columns = RaceColumns(tilted, "turned", before=race)
    for taken in (3, 10, 25):
        shares = set()
        for walk, bar in zip(columns.walks, columns.bars, strict=True):
            walk.set_value(taken)
            bar.follow()
            steps = min(taken, bar.runner.arrival or taken)
            shares.add(round(bar.bar.height / steps, 6))
            shown = bar.number.family_members_with_points()[0].get_fill_opacity()
            assert (shown > 0) == (bar.runner.arrival is not None and taken >= bar.runner.arrival)
        assert len(shares) == 1
    for bar, old in zip(columns.bars, columns.old_bars, strict=True):
        was = race[bar.runner.entrant.name].arrival
        assert was is not None
        assert old[0].height == pytest.approx(was * bar.unit)


def test_an_outline_is_seen_through_the_bar_that_has_outgrown_it(race: Race, tilted: Race) -> None:
    columns = RaceColumns(tilted, "turned", before=race)
    which = race.number("AdaGrad")
    walk, bar, old = columns.walks[which], columns.bars[which], columns.old_bars[which]
    for taken, parts in ((3, 1), (5, 1), (8, 2), (25, 2)):
        walk.set_value(taken)
        bar.follow()
        assert len(bar.bar.get_subpaths()) == parts
        if parts == 2:
            lower, upper = bar.bar.get_subpaths()
            assert lower[:, 1].max() < old[0].get_top()[1] < upper[:, 1].min()


def test_a_walk_that_does_not_arrive_says_more_than_its_steps(race: Race) -> None:
    slow = Race(race.loss, race.start, 8, race.tunings)
    columns = RaceColumns(slow, "short")
    assert columns.bars[0].number.markup == "> 8"
    for animation in columns.go():
        made = animation.build()
        made.begin()
        made.finish()
    assert all(walk.step == 8 for walk in columns.walks)


def test_a_race_goes_on_until_so_many_have_arrived(columns: RaceColumns) -> None:
    for arrived, step in ((3, 7), (0, 18)):
        for animation in columns.go(arrived=arrived):
            made = animation.build()
            made.begin()
            made.finish()
        assert all(walk.step == step for walk in columns.walks)


def test_numbers_that_are_the_same_are_compared(race: Race, tilted: Race) -> None:
    columns = RaceColumns(tilted, "turned", before=race)
    assert len(columns.compare()) == 2 * 3


def test_who_has_arrived_stays_to_the_end_of_the_race(race: Race) -> None:
    for runner in race.runners:
        assert runner.path.steps == race.steps
        assert runner.arrival is not None
        assert (runner.left[runner.arrival :] <= ARRIVED).all()
        assert runner.left[runner.arrival - 1] > ARRIVED


@pytest.mark.parametrize("name", ["AdaGrad", "RMSProp", "Adam"])
def test_a_step_is_the_remembered_direction_in_units_of_the_box(race: Race, name: str) -> None:
    runner = race.runners[race.number(name)]
    downhill, sides = remembered(runner)
    steps = runner.rate * downhill / sides
    np.testing.assert_allclose(steps, np.diff(runner.path.x, axis=0), rtol=1e-5, atol=1e-7)


def test_the_box_ends_as_a_square_whose_arrow_is_the_step(columns: RaceColumns) -> None:
    for name in ("AdaGrad", "Adam"):
        runner, contours = columns.race[name], columns.large(name)
        one = Remembering(runner, contours)
        one.walk.set_value(1 + SECOND)
        box, arrow = one.memory.follow().submobjects
        assert box.width == pytest.approx(box.height)
        gaps = np.linalg.norm(arrow.points - contours.at(runner.path.x[2]), axis=-1)
        assert gaps.min() < 1e-5  # but for ε


@pytest.mark.parametrize("degrees", [0, 45])
def test_names_stand_at_the_box_and_hide_nothing(race: Race, degrees: float) -> None:
    columns = RaceColumns(race.on(*turned(losses.RAVINE, START, degrees)), "turned")
    one = Remembering(columns.race["AdaGrad"], columns.large("AdaGrad"))
    names, border = one.names, one.map.border
    for value, shown in ((FIRST, (0, 1)), (SECOND, (2, 3)), (1 + FIRST, (0, 1))):
        one.walk.set_value(value)
        one.trail.follow()
        box, _ = one.memory.follow().submobjects
        names.follow()
        for i, name in enumerate(names):
            plate, *_ = name.family_members_with_points()
            assert (plate.get_fill_opacity() > 0) == (i in shown)
        for first, second in combinations([names[i] for i in shown], 2):
            assert gap(first, second) > 0
        for i in shown:
            for other in (one.trail.walker, *axis_names(one.map)):
                assert gap(names[i], other) > 0
            away = np.abs(names[i].get_center() - border.get_center())[:2]
            assert away[0] < border.width / 2
            assert away[1] < border.height / 2
            assert gap(names[i], box) < BEYOND + SIGN_RADIUS + 1e-6


def gap(one: Mobject, other: Mobject) -> float:
    """Return how far the boxes about two things are apart, along x or along y."""
    away = np.abs(one.get_center() - other.get_center())
    sizes = np.array([one.width + other.width, one.height + other.height]) / 2
    return float(np.max(away[:2] - sizes))


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_walk_and_its_box_follow_the_ground_as_it_turns(
    race: Race, tilted: Race, share: float
) -> None:
    first = RaceColumns(race, "a ravine", after=tilted)
    second = RaceColumns(tilted, "turned", before=race)
    which = race.number("AdaGrad")
    walk = TurningWalk(first, second, 45, "AdaGrad")
    border = walk.map.border.points.copy()
    walk.share.set_value(share)
    walk.follow()
    there = race.on(*turned(losses.RAVINE, START, share * 45))["AdaGrad"]
    np.testing.assert_allclose(walk.map.border.points, border, atol=1e-9)
    np.testing.assert_allclose(walk.sides, box_after(there))
    assert walk.box.width == pytest.approx(walk.unit * walk.sides[0])
    assert walk.box.height == pytest.approx(walk.unit * walk.sides[1])
    np.testing.assert_allclose(walk.walker.get_center(), walk.goal.get_center(), atol=0.01)
    spans = walk.map.upper - walk.map.lower, first.maps[which].upper - first.maps[which].lower
    np.testing.assert_allclose(*spans)  # it only turns and slides
    if share in (0.0, 1.0):
        columns = first if share == 0 else second
        expected = columns.maps[which]
        lines = walk.map.lines[4].points, expected.lines[4].points
        np.testing.assert_allclose(*lines, atol=1e-6)


def test_a_large_map_settles_where_it_is_small(race: Race, tilted: Race) -> None:
    first, second = RaceColumns(race, "a ravine"), RaceColumns(tilted, "turned")
    which = race.number("AdaGrad")
    contours, goal = first.maps[which], first.goals[which]
    for moves, place in (
        (lambda: first.enlarge("AdaGrad"), first.large("AdaGrad")),
        (lambda: second.settle("AdaGrad", contours, goal)[-2:], second.maps[which]),
    ):
        for animation in moves():
            made = animation.build()
            made.begin()
            made.finish()
        np.testing.assert_allclose(contours.border.points, place.border.points, atol=1e-6)


def test_a_slow_walk_steps_when_its_time_is_nearly_over(race: Race) -> None:
    walk = SlowWalk(race.runners[0].path)
    for value, taken in ((0.0, 0.0), (SECOND, 0.0), (1.0, 1.0), (1.4, 1.0), (2.0, 2.0)):
        walk.set_value(value)
        assert walk.taken == pytest.approx(taken)
    walk.set_value(SECOND / 2 + 0.5)
    assert 0 < walk.taken < 1


def test_a_turned_ground_is_as_high_and_as_far(race: Race) -> None:
    loss, start = turned(losses.BOOTH, (-2.0, 2.0), 30)
    goal = losses.BOOTH.minima[0].x
    assert float(loss.value(start)) == pytest.approx(float(losses.BOOTH.value([-2.0, 2.0])))
    assert np.linalg.norm(start) == pytest.approx(np.linalg.norm(np.array([-2.0, 2.0]) - goal))
    np.testing.assert_allclose(loss.minima[0].x, 0, atol=1e-6)


def test_a_race_is_refused_if_it_cannot_be_followed(race: Race) -> None:
    with pytest.raises(ValueError, match=r"^STEPS is 3, and none from START"):
        check_race(tuned_race(losses.RAVINE, START, 3))
    with pytest.raises(ValueError, match=r"START is .* must take at least 3"):
        check_race(tuned_race(losses.RAVINE, (0.0, 0.0), 20))
    check_race(race)


def test_sentences_fit_whoever_is_first(race: Race, tilted: Race) -> None:
    assert say_turned(race, race) == "AdaGrad is first again: 5 steps."
    assert say_turned(tilted, race) == "AdaGrad is first: 5 steps."
    rates = [*race.tunings]
    for which in race.ranking[1:]:
        rates[which] = 1e-3, rates[which][1]
    alone = Race(race.loss, race.start, race.steps, tuple(rates))
    assert say_first(alone) == "AdaGrad is first: 5 steps."
    assert say_same(race, alone) == "AdaGrad knows no axes: as many steps as before."
    assert say_box(3.24, 1.15) == "Nearly a square: it evens out nothing."
    assert say_box(3.24, 2.0) == "From 3.2 : 1 to 2.0 : 1."
