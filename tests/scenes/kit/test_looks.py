"""Looks at samples: arrows, stairs and trails are where what was computed is."""

from itertools import combinations

import numpy as np
import pytest
from manim import LEFT, UP, ManimColor

from gd_math import datasets
from scenes.kit import LookDescents, LookStage, theme
from scenes.kit.looks.look_walk import LookClock
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS

START = np.array([-1.0, 2.0])
RATE = 0.1
DISC = len(marker_shape("circle", 1.0, theme.ink).points)  # points of an outline


@pytest.fixture(scope="module")
def descents() -> LookDescents:
    return LookDescents(datasets.line_data(seed=32), START, RATE, 10, 10, 30, 9)


@pytest.fixture
def stage(descents: LookDescents) -> LookStage:
    return LookStage(descents)


def tips(points: np.ndarray) -> np.ndarray:
    """Return the tips of slim arrows: of their seven corners the middle one."""
    return np.asarray(points.reshape(-1, 7, 4, 3)[:, 3, 0])


def middles(points: np.ndarray, count: int) -> np.ndarray:
    """Return the middles of so many outlines."""
    each = points.reshape(count, -1, 3)
    return np.asarray((each.min(axis=1) + each.max(axis=1)) / 2)


def test_each_decade_of_looks_takes_the_same_time() -> None:
    clock = LookClock(0.0)
    pace = clock.go(999).build().rate_func
    for share in (0, 1 / 3, 2 / 3, 1):
        clock.set_value(999 * pace(share))
        assert clock.looks == pytest.approx(1000**share - 1)


def test_a_walker_moves_when_its_looks_are_paid_for(stage: LookStage) -> None:
    every, one = stage.walks["every"], stage.walks["one"]
    stage.clock.set_value(60)
    assert (every.taken, one.taken) == (0, 60)
    stage.clock.set_value(99.5)
    assert (stage.clock.looks, every.taken, one.taken) == (100, 0, 99)
    stage.clock.set_value(99.75)
    assert stage.clock.looks == 100
    assert 0 < every.taken < 1
    stage.clock.set_value(100)
    assert (every.taken, one.taken) == (1, 100)
    stage.clock.set_value(1000)
    assert every.taken == len(every.evaluations) - 1 == 10


def test_the_looks_rest_while_a_large_step_is_taken(
    stage: LookStage, descents: LookDescents
) -> None:
    pace = stage.clock.go(descents.samples).build().rate_func
    shares = np.linspace(0, 1, 1001)
    values = descents.samples * np.array([pace(share) for share in shares])
    on_the_way = shares[values > descents.samples - 0.5]
    assert 0.05 < on_the_way[-1] - on_the_way[0] < 0.1


@pytest.mark.parametrize("name", ["every", "some", "one"])
def test_map_and_stairs_show_the_same_share_of_a_step(
    stage: LookStage, descents: LookDescents, name: str
) -> None:
    path, walk = getattr(descents, name), stage.walks[name]
    trail, curve = stage.trail(name), stage.curve(name)
    stage.clock.set_value(99.8)
    trail.follow()
    curve.follow()
    row, share = walk.step, walk.taken - walk.step
    before, after = stage.map.at(path.x[row : row + 2])
    assert trail.walker.get_center() == pytest.approx(before + share * (after - before))
    losses = descents.mean_above(path)[row : row + 2]
    top, foot = stage.cost.at([(100, loss) for loss in losses])
    assert curve.walker.get_center() == pytest.approx(top + share * (foot - top))


def test_a_trail_that_fades_is_bright_for_the_last_steps_alone(
    stage: LookStage, descents: LookDescents
) -> None:
    stage.clock.set_value(60)
    hasty = stage.trail("one")
    np.testing.assert_allclose(
        hasty.latest.points[::4], stage.map.at(descents.one.x[41:61]), atol=1e-9
    )
    assert hasty.path.get_stroke_opacity() < hasty.latest.get_stroke_opacity() == 1


def test_one_look_leads_where_the_sample_says(stage: LookStage, descents: LookDescents) -> None:
    sample = descents.telling[0]
    look = stage.look(sample)
    assert not len(look.arrow.points)
    look.seen.set_value(2)
    look.follow()
    error = START[0] * descents.data.x[sample] + START[1] - descents.data.y[sample]
    step = -RATE * 2 * error * np.array([descents.data.x[sample], 1])
    assert tips(look.arrow.points)[0] == pytest.approx(stage.map.at(START + step))
    assert look.line.points[0] == pytest.approx(stage.plot.ends(START + step)[0])


def test_a_fan_has_an_arrow_for_each_sample_and_their_mean(
    stage: LookStage, descents: LookDescents
) -> None:
    fan, asked = stage.fan()
    fan.asked.set_value(3)
    fan.follow()
    asked.follow()
    assert len(tips(fan.arrows.points)) == 3
    fan.asked.set_value(descents.samples)
    fan.summed.set_value(1)
    fan.follow()
    steps = descents.steps(START)[np.argsort(descents.data.x, kind="stable")]
    np.testing.assert_allclose(tips(fan.arrows.points), stage.map.at(START + steps), atol=1e-9)
    mean = stage.map.at(START + steps.mean(axis=0))
    assert np.linalg.norm(fan.mean.points - mean, axis=-1).min() < 1e-9
    fan.gathered.set_value(0.999999)
    fan.follow()
    beads = middles(fan.beads.points, descents.samples)
    assert np.abs(beads - mean).max() < 1e-4


def test_asked_points_are_those_of_the_walk(stage: LookStage, descents: LookDescents) -> None:
    asked = stage.asked()
    stage.clock.set_value(7)
    asked.follow()
    order = descents.order[:7]
    places = stage.plot.at(np.stack([descents.data.x[order], descents.data.y[order]], axis=-1))
    shown = middles(asked.points_asked.points, 7)
    np.testing.assert_allclose(np.sort(shown[:, 0]), np.sort(places[:, 0]), atol=1e-6)
    assert middles(asked.present.points, 1)[0] == pytest.approx(places[-1], abs=1e-6)
    stage.clock.set_value(descents.samples)
    asked.follow()
    assert len(asked.points_asked.points) == descents.samples * len(asked._small)
    assert not len(asked.present.points)


@pytest.mark.parametrize("name", ["every", "some", "one"])
def test_stairs_fall_when_a_step_has_been_paid_for(
    stage: LookStage, descents: LookDescents, name: str
) -> None:
    curve, path = stage.curve(name), getattr(descents, name)
    stage.clock.set_value(300)
    curve.follow()
    corners = curve.corners(descents.above(path))
    falls = corners[::2]
    rows = int(np.searchsorted(path.evaluations, 300, side="right"))
    assert falls[:, 0] == pytest.approx(path.evaluations[:rows])
    assert falls[:, 1] == pytest.approx(path.loss[:rows] - descents.floor)
    assert corners[-1, 0] == 300
    end = stage.cost.at((300, descents.mean_above(path)[rows - 1]))
    assert curve.walker.get_center() == pytest.approx(end, abs=1e-6)


@pytest.mark.parametrize("name", ["some", "one"])
def test_bold_stairs_have_the_first_step(
    stage: LookStage, descents: LookDescents, name: str
) -> None:
    curve, path = stage.curve(name), getattr(descents, name)
    first, second = path.evaluations[1:3]
    stage.clock.set_value((first + second) / 2)
    curve.follow()
    corners = curve.path.points.reshape(-1, 4, 3)[:, [0, -1]].reshape(-1, 3)
    losses = descents.mean_above(path)
    for corner in [(first, losses[0]), (first, losses[1])]:
        assert np.linalg.norm(corners - stage.cost.at(corner), axis=-1).min() < 1e-6


def test_of_walkers_on_one_place_only_the_uppermost_is_drawn(stage: LookStage) -> None:
    names = ("one", "some", "every")
    drawn = [(stage.trail(name), stage.curve(name)) for name in names]
    for looks, seen in ((0, 1), (5, 2), (15, 3)):
        stage.clock.set_value(looks)
        for trail, curve in drawn:
            trail.follow()
            curve.follow()
        assert sum(len(trail.walker.points) > 0 for trail, _ in drawn) == seen
        assert sum(len(curve.walker.points) > 0 for _, curve in drawn) == seen


def test_walks_that_start_again_leave_what_was_drawn(stage: LookStage) -> None:
    stage.clock.set_value(100)
    trail = stage.trail("every")
    place = trail.walker.get_center()
    clock = stage.restart()
    assert stage.trail("every").walker.get_center() == pytest.approx(stage.map.at(START))
    clock.set_value(1000)
    assert trail.follow().walker.get_center() == pytest.approx(place)


def test_the_name_of_the_loss_is_clear_of_the_pulls_and_the_walks(
    stage: LookStage, descents: LookDescents
) -> None:
    pulls = START + np.linspace(0, 1, 50)[:, None, None] * descents.steps(START)
    paths = [getattr(descents, name).x for name in ("every", "some", "one")]
    places = stage.map.at(np.vstack([pulls.reshape(-1, 2), *paths]))
    name = stage.loss_name
    beside = np.abs(places - name.get_center())[:, :2] - [name.width / 2, name.height / 2]
    assert (beside.max(axis=-1) > 0.2).all()


def test_axes_of_cost_have_even_decades(stage: LookStage) -> None:
    places = stage.cost.at([(1, 1.0), (10, 0.1), (100, 0.01), (1000, 0.001)])
    apart = np.diff(places, axis=0)
    np.testing.assert_allclose(apart, np.broadcast_to(apart[0], apart.shape), atol=1e-9)


def test_a_calm_curve_has_its_mean_alone_and_calm_axes_say_so(stage: LookStage) -> None:
    bold = stage.cost.hint
    assert bold in stage.cost.labels
    assert bold not in stage.cost.calm().labels
    smoothed = stage.cost.hint
    assert smoothed in stage.cost.labels
    assert smoothed.markup == "(smoothed)"
    corners = (words.get_corner(LEFT + UP) for words in (smoothed, bold))
    assert next(corners) == pytest.approx(next(corners), abs=0.01)  # where the other was
    curve = stage.curve("one")
    stage.clock.set_value(50)
    curve.follow()
    assert len(curve.single.points)
    assert not len(curve.calm().single.points)
    stage.clock.set_value(60)
    curve.follow()
    assert not len(curve.single.points)


def test_signs_in_a_heap_are_pulled_to_where_there_is_room(
    stage: LookStage, descents: LookDescents
) -> None:
    stage.restart("one", looks=descents.looks)
    trails = {name: stage.trail(name) for name in ("one", "some", "every")}
    stage.pull_apart()
    stage.apart.set_value(1)
    signs = [trail.follow().walker.get_center() for trail in trails.values()]
    for name, trail in trails.items():
        place = stage.map.at(stage.walks[name].position)
        assert trail.spot.get_center() == pytest.approx(place, abs=1e-6)
        ends = np.array([place, trail.walker.get_center()])
        away = np.linalg.norm(
            middles(trail.leader.points, len(trail.leader.points) // DISC)[:, None] - ends, axis=-1
        )
        np.testing.assert_allclose(away.sum(axis=-1), np.linalg.norm(ends[1] - ends[0]), atol=1e-6)
        assert trail.leader.get_fill_color() == ManimColor(theme.muted)
        for part in (stage.goal, stage.loss_name):
            low, high = part.get_corner([-1, -1, 0]), part.get_corner([1, 1, 0])
            beside = np.maximum(np.maximum(low, trail.walker.get_center()) - high, 0)
            beside += np.maximum(low - trail.walker.get_center(), 0)
            assert np.linalg.norm(beside) > trail.walker.width / 2
    apart = [np.linalg.norm(one - other) for one, other in combinations(signs, 2)]
    assert min(apart) > 1.5 * trails["every"].walker.width


def test_at_the_start_each_walker_is_seen_around_those_above_it(stage: LookStage) -> None:
    stage.restart("one", "some", "every", nested=True)
    trails = [stage.trail(name) for name in ("every", "some", "one")]
    widths = [trail.walker.width for trail in trails]
    assert widths[0] == pytest.approx(2 * DOT_RADIUS)
    assert widths[0] * np.sqrt(2) < widths[1] < widths[2]  # a disc in a diamond in a square
    for trail in trails:
        assert trail.walker.get_center() == pytest.approx(stage.map.at(START), abs=1e-6)
        assert not len(trail.leader.points)
    stage.nested.set_value(0)
    assert [len(trail.follow().walker.points) > 0 for trail in trails] == [True, False, False]
    stage.clock.set_value(10)
    full = [trail.follow().walker.width for trail in trails]
    assert full[1:] == pytest.approx([2.5 * DOT_RADIUS, 1.75 * DOT_RADIUS])


def test_the_name_of_the_shrinking_rate_is_clear_of_the_stairs(
    stage: LookStage, descents: LookDescents
) -> None:
    stage.clock.set_value(descents.looks)
    curves = [stage.curve(name).calm() for name in ("every", "some", "one")]
    fading = stage.curve("fading").calm()
    for looks in (descents.samples, descents.looks):
        stage.later.set_value(looks)
        name = fading.follow().end_name(*curves)
        for stairs in (curve.path.points for curve in curves):
            under = (name.get_left()[0] < stairs[:, 0]) & (stairs[:, 0] < name.get_right()[0])
            assert (stairs[under, 1] >= name.get_top()[1] - 1e-6).all()


def test_the_first_steps_of_a_trail_that_fades_stay_bright(
    stage: LookStage, descents: LookDescents
) -> None:
    hasty = stage.trail("one", thin=1.0)
    stage.clock.set_value(60)
    hasty.follow()
    np.testing.assert_allclose(
        hasty.first.points[::4], stage.map.at(descents.one.x[:10]), atol=1e-9
    )
    careful = stage.trail("every")
    assert hasty.first.get_stroke_width() == careful.path.get_stroke_width()
    assert hasty.first.get_stroke_opacity() == 1
