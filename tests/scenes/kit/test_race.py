"""A race: maps, curves, memories and ranks are where what was computed is."""

import math
from itertools import combinations

import numpy as np
import pytest
from manim import Mobject

from gd_math import losses
from scenes.kit import RaceCards, RaceStage, RankChart, Remembering, tuned_race, turned
from scenes.kit.race.box_names import BEYOND, axis_names
from scenes.kit.race.entrants import ENTRANTS, SIGN_RADIUS
from scenes.kit.race.ground import race_map
from scenes.kit.race.memory import FIRST, SECOND, SlowWalk, remembered
from scenes.kit.race.tuned import ARRIVED, Race, check_races
from scenes.kit.race.words import say_box, say_caveat, say_first, say_turned

START = np.array([1.6, 2.5])


@pytest.fixture(scope="module")
def race() -> Race:
    return tuned_race(losses.RAVINE, START, 25)


@pytest.fixture
def cards(race: Race) -> RaceCards:
    return RaceCards(race, "a ravine")


def middle(points: np.ndarray) -> np.ndarray:
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def test_walkers_are_where_their_walks_are(cards: RaceCards) -> None:
    for card in cards.cards:
        card.walk.set_value(4)
        card.trail.follow()
        place = card.map.at(card.runner.path.x[min(4, card.runner.path.steps)])
        # A pentagon's box is not about its middle.
        np.testing.assert_allclose(card.trail.walker.get_center(), place, atol=0.03)


def test_a_tick_tells_who_has_arrived_and_its_count_stands(cards: RaceCards) -> None:
    for card in cards.cards:
        arrival = card.runner.arrival
        for steps in (0, 5, 10, 25):
            card.walk.set_value(steps)
            card.count.follow()
            arrived = arrival is not None and steps >= arrival
            assert bool(len(card.count.tick.points)) == arrived
            assert card.count.taken == (arrival if arrived else steps)


def test_all_walks_stay_on_their_map(race: Race, cards: RaceCards) -> None:
    for card in cards.cards:
        assert card.map.inside(card.runner.path.x).all()


def test_who_has_arrived_stays_to_the_end_of_the_race(race: Race) -> None:
    for runner in race.runners:
        assert runner.path.steps == race.steps
        assert runner.arrival is not None
        assert (runner.left[runner.arrival :] <= ARRIVED).all()
        assert runner.left[runner.arrival - 1] > ARRIVED


def test_curves_stand_at_the_shares_of_the_loss_and_end_on_arrival(race: Race) -> None:
    stage = RaceStage(race, 45)
    loss = stage.race.loss
    for walk, curve, runner in zip(stage.walks, stage.curves, stage.race.runners, strict=True):
        assert len(curve.follow().walker.points) == 0
        for taken in (3, race.steps):
            walk.set_value(taken)
            curve.follow()
            steps = min(taken, runner.arrival or taken)
            assert bool(len(curve.walker.points)) == (taken == race.steps)
            assert len(curve.corners) == steps + 1
            left = loss.value(runner.path.x[steps]) / race.loss.value(START)
            place = stage.plot.at((steps, left))
            np.testing.assert_allclose(curve.corners[-1], place, atol=1e-9)
    assert stage.plot.decades[0] < round(math.log10(ARRIVED))


def test_names_of_a_plot_are_clear_of_each_other_and_of_all_lines(race: Race) -> None:
    for degrees in (0, 45):
        stage = RaceStage(race, degrees)
        boxes, lines = [], []
        for part in stage.named:
            words = part[1] if len(part) == 2 and not hasattr(part, "markup") else part
            boxes.append(np.array([words.get_left(), words.get_right()])[:, 0])
            boxes[-1] = np.append(boxes[-1], [words.get_bottom()[1], words.get_top()[1]])
            if words is not part:
                lines.append((part[0].get_x(), part[0].get_bottom()[1], part[0].get_top()[1]))
        for i, (left, right, low, high) in enumerate(boxes):
            for left2, right2, low2, high2 in boxes[:i]:
                assert left > right2 or left2 > right or low > high2 or low2 > high
            for x, foot, top in lines:
                assert not (left < x < right and foot < high and low < top)


@pytest.mark.parametrize("name", ["AdaGrad", "RMSProp", "Adam"])
def test_a_step_is_the_remembered_direction_in_units_of_the_box(race: Race, name: str) -> None:
    runner = race.runners[race.number(name)]
    downhill, sides = remembered(runner)
    steps = runner.rate * downhill / sides
    np.testing.assert_allclose(steps, np.diff(runner.path.x, axis=0), rtol=1e-5, atol=1e-7)


def test_the_box_ends_as_a_square_whose_arrow_is_the_step(cards: RaceCards) -> None:
    for name in ("AdaGrad", "Adam"):
        one = Remembering(cards[name].runner, cards[name].map)
        one.walk.set_value(1 + SECOND)
        box, arrow = one.memory.follow().submobjects
        assert box.width == pytest.approx(box.height)
        path, contours = cards[name].runner.path, cards[name].map
        gaps = np.linalg.norm(arrow.points - contours.at(path.x[2]), axis=-1)
        assert gaps.min() < 1e-5  # but for ε


@pytest.mark.parametrize("degrees", [0, 45])
def test_names_stand_at_the_box_and_hide_nothing(race: Race, degrees: float) -> None:
    turned_race = race.on(*turned(losses.RAVINE, START, degrees))
    card = RaceCards(turned_race, "").cards[turned_race.number("AdaGrad")].enlarged(0)
    one = Remembering(card.runner, card.map)
    names, border = one.names, one.map.border
    for value, shown in ((FIRST, (0, 1, 2)), (SECOND, (3, 4)), (1 + FIRST, (0, 1, 2))):
        one.walk.set_value(value)
        one.trail.follow()
        box, arrow = one.memory.follow().submobjects
        names.follow()
        for i, name in enumerate(names):
            plate, *_ = name.family_members_with_points()
            assert (plate.get_fill_opacity() > 0) == (i in shown)
        for first, second in combinations([names[i] for i in shown], 2):
            assert gap(first, second) > 0
        for i in shown:
            for other in (one.trail.walker, card.goal, *axis_names(one.map)):
                assert gap(names[i], other) > 0
            away = np.abs(names[i].get_center() - border.get_center())[:2]
            assert away[0] < border.width / 2
            assert away[1] < border.height / 2
            assert gap(names[i], arrow if i == 2 else box) < BEYOND + SIGN_RADIUS + 1e-6


def gap(one: Mobject, other: Mobject) -> float:
    """Return how far the boxes about two things are apart, along x or along y."""
    away = np.abs(one.get_center() - other.get_center())
    sizes = np.array([one.width + other.width, one.height + other.height]) / 2
    return float(np.max(away[:2] - sizes))


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_all_grounds_turn_behind_their_frames(race: Race, share: float) -> None:
    stage = RaceStage(race, 45)
    ground = stage.ground
    borders = [one.border.points.copy() for one in ground.maps]
    ground.share.set_value(share)
    ground.follow()
    loss, start = turned(losses.RAVINE, START, share * 45)
    assert float(loss.value(start)) == pytest.approx(float(race.loss.value(START)))
    at_ends = {0.0: race, 1.0: stage.race}
    for i, (seen, border) in enumerate(zip(ground.maps, borders, strict=True)):
        np.testing.assert_allclose(seen.border.points, border, atol=1e-9)
        who, goal = ground.who[i].get_center(), ground.goals[i].get_center()
        scale = (who - goal)[:2] / start
        assert scale[0] == pytest.approx(scale[1], rel=0.1)  # a pentagon is not about its middle
        away = np.abs(who - seen.border.get_center())[:2] + SIGN_RADIUS
        assert (away <= np.array([seen.border.width, seen.border.height]) / 2).all()
        if share in at_ends:
            size = seen.border.width, seen.border.height
            expected = race_map(at_ends[share], *size).move_to(seen.border)
            np.testing.assert_allclose(seen.lines[4].points, expected.lines[4].points, atol=1e-6)


def test_the_large_map_settles_where_it_was_small(race: Race, cards: RaceCards) -> None:
    stage, card = RaceStage(race, 45), cards["AdaGrad"].enlarged(-0.5)
    for animation in stage.settle(card):
        made = animation.build()
        made.begin()
        made.finish()
    settled = stage.ground.maps[race.number("AdaGrad")]
    np.testing.assert_allclose(card.map.border.points, settled.border.points, atol=1e-6)


def test_a_small_map_grows_to_the_large_one_and_is_handed_over(race: Race) -> None:
    stage, card = RaceStage(race, 45), RaceCards(race, "")["AdaGrad"]
    stage.ground.share.set_value(1)
    stage.ground.follow()
    large, goal = stage.large("AdaGrad", -0.5), stage.race.goal
    contours, ring = stage.map_of("AdaGrad")
    for move, aim, place in (
        (lambda: stage.enlarge("AdaGrad", -0.5), large.at(goal), large),
        (lambda: stage.hand_over(card), card.goal.get_center(), card.map),
    ):
        for animation in move():
            made = animation.build()
            made.begin()
            made.finish()
        np.testing.assert_allclose(contours.border.points, place.border.points, atol=1e-6)
        np.testing.assert_allclose(ring.get_center(), aim, atol=1e-6)
    assert len(stage.other_maps("AdaGrad")) == len(ENTRANTS) - 1


def test_the_sides_of_a_box_are_compared(race: Race) -> None:
    runners = [
        race.on(*turned(losses.RAVINE, START, degrees))["AdaGrad"] for degrees in (0, 20, 45)
    ]
    ratios = [sides[1].max() / sides[1].min() for _, sides in map(remembered, runners)]
    assert say_box(runners[0], runners[1]) == (
        f"Its sides were {ratios[0]:.1f} : 1, now {ratios[1]:.1f} : 1."
    )
    assert say_box(runners[0], runners[2]).endswith("1.1 : 1. A square evens out nothing.")


def test_a_slow_walk_steps_when_its_time_is_nearly_over(race: Race) -> None:
    walk = SlowWalk(race.runners[0].path)
    for value, taken in ((0.0, 0.0), (SECOND, 0.0), (1.0, 1.0), (1.4, 1.0), (2.0, 2.0)):
        walk.set_value(value)
        assert walk.taken == pytest.approx(taken)
    walk.set_value(SECOND / 2 + 0.5)
    assert 0 < walk.taken < 1


def test_ranks_are_those_of_the_races(race: Race) -> None:
    other = race.on(*turned(losses.RAVINE, START, 45))
    chart = RankChart([race, other], ["before", "after"], caveat="tuned")
    for column, each in enumerate((race, other)):
        heights = [chart.place(i, column)[1] for i in each.ranking]
        assert heights == sorted(heights, reverse=True)
    chart.drawn.set_value(1.0)
    chart.follow()
    for i in range(len(ENTRANTS)):
        np.testing.assert_allclose(chart.lines[i].points[0], chart.place(i, 0), atol=1e-9)


def test_a_turned_ground_is_as_high_and_as_far(race: Race) -> None:
    loss, start = turned(losses.BOOTH, (-2.0, 2.0), 30)
    goal = losses.BOOTH.minima[0].x
    assert float(loss.value(start)) == pytest.approx(float(losses.BOOTH.value([-2.0, 2.0])))
    assert np.linalg.norm(start) == pytest.approx(np.linalg.norm(np.array([-2.0, 2.0]) - goal))
    np.testing.assert_allclose(loss.minima[0].x, 0, atol=1e-6)


def test_a_race_is_refused_if_it_cannot_be_followed(race: Race) -> None:
    with pytest.raises(ValueError, match=r"^STEPS is 3, and none from START"):
        check_races(tuned_race(losses.RAVINE, START, 3), race)
    with pytest.raises(ValueError, match=r"OTHER_START is .* must take at least 3"):
        check_races(race, tuned_race(losses.RAVINE, (0.0, 0.0), 20))
    check_races(race, race)


def test_sentences_fit_whoever_is_first(race: Race) -> None:
    first = race.ranking[0]
    assert say_turned(race, race) == "AdaGrad is first again."
    assert say_caveat([race, race]).startswith("AdaGrad is always first here.")
    rates = [*race.tunings]
    rates[first] = 1e-3, None
    slow = Race(race.loss, race.start, race.steps, tuple(rates))
    assert say_turned(race, slow) == "RMSProp: 6 steps. AdaGrad has not arrived."
    assert say_turned(slow, race) == "AdaGrad: 5 steps. RMSProp needs 6 now."
    assert say_first(slow) == "RMSProp: 6 steps. AdaGrad has not arrived."
    late = Race(race.loss, race.start, 3, race.tunings)
    assert say_first(late).endswith("is nearest, but none has arrived.")
    longer = Race(race.loss, race.start, 60, race.tunings)
    assert say_turned(race, longer).endswith("is first again.")
    assert say_turned(slow, longer).endswith(" did not stay.")
