"""The bowl of errors, its floor and its lens: all stands where its numbers say."""

import ast
from typing import Any

import numpy as np
import pytest
from manim import DL, DR, RIGHT, UL, UR, VGroup

from gd_math import descend, least_squares, mean_squared_error, optimizers
from gd_math.datasets import line_data
from scenes.kit import Walk
from scenes.kit.bowl.columns import error_columns, post
from scenes.kit.bowl.error_bowl import ErrorBowl, ellipse
from scenes.kit.bowl.first_step import FirstStep
from scenes.kit.bowl.floor import FloorAxes, foot_name, ticks
from scenes.kit.bowl.lens import SPOT, Lens
from scenes.kit.knobs import check_guess
from scenes.kit.landscape import Landscape, Place
from scenes.kit.landscape.ground_marks import GroundAxes
from scenes.kit.legibility import remarks
from scenes.kit.places import TOP_RIGHT
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import text

START = (-1.0, 2.0)
DATA = line_data(seed=32)
LOSS = mean_squared_error(DATA)
BEST = np.array(least_squares(DATA))
PATH = descend(LOSS, optimizers.gradient_descent(0.015), START, 100)


@pytest.fixture
def bowl() -> ErrorBowl:
    return ErrorBowl(DATA, START)


def floor_corners(bowl: ErrorBowl) -> np.ndarray:
    return bowl.on_floor([[x, y] for x in bowl.floor[:, 0] for y in bowl.floor[:, 1]])


def finish(moves: Any) -> None:
    for move in moves:
        move = move if hasattr(move, "begin") else move.build()
        move.begin()
        move.finish()


def test_the_bowl_is_the_mean_squared_error_about_least_squares(bowl: ErrorBowl) -> None:
    somewhere = np.array([[0.3, -1.0], [2.5, 2.0]])
    assert bowl.loss.value(somewhere) == pytest.approx(
        [np.mean((DATA.y - w * DATA.x - b) ** 2) for w, b in somewhere]
    )
    assert bowl.floor.mean(axis=0) == pytest.approx(BEST)
    assert bowl.rim == pytest.approx(1.3 * LOSS.value(START))


@pytest.mark.parametrize("start", [START, (5.0, 5.0), (-5.0, -5.0), (5.0, 0.5), tuple(BEST)])
def test_the_bowl_fills_its_place_and_the_start_is_on_its_side(start: Any) -> None:
    bowl = ErrorBowl(DATA, start, (3.0, 0.0), 6.0, 4.5)
    around = bowl.on_ground(ellipse(bowl.loss, bowl.rim, 91))
    seen = bowl.world_to_frame(np.vstack([floor_corners(bowl), around]))[:, :2]
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    assert middle == pytest.approx([3.0, 0.0], abs=0.02)
    assert max(np.ptp(seen, axis=0) / (6.0, 4.5)) == pytest.approx(1, abs=0.01)
    to_eye = bowl.view().eye - bowl.on_ground(start)
    assert bowl.normal(start) @ to_eye > 0  # the wall at the start is seen from within
    assert 20 <= bowl.elevation.get_value() <= 25


def test_the_ground_ends_at_the_rim_and_grows_from_nothing(bowl: ErrorBowl) -> None:
    high = int(bowl.shot().pixels(320, 320)[..., :3].astype(int).sum())
    bowl.empty()
    flat = bowl.shot().pixels(320, 320)[..., :3].astype(int)
    assert np.ptp(flat, axis=(0, 1)).max() <= 2  # nothing but the background
    finish([bowl.fill()])
    assert bowl.ceiling.get_value() == pytest.approx(bowl.rim)
    assert int(bowl.shot().pixels(320, 320)[..., :3].astype(int).sum()) == high


def test_ground_above_the_ceiling_is_not_drawn(bowl: ErrorBowl) -> None:
    bowl.ceiling.set_value(bowl.rim / 2)
    half = bowl.shot().pixels(400, 400)[..., :3].astype(int)
    ground = np.abs(half - half[0, 0]).sum(axis=-1) > 24
    top = np.flatnonzero(ground.any(axis=1))[0] / 400
    seen = bowl.world_to_frame(bowl.on_ground(ellipse(bowl.loss, bowl.rim / 2, 361)))
    wanted = (bowl.get_top()[1] - seen[:, 1].max()) / bowl.height
    assert top == pytest.approx(wanted, abs=0.01)


def test_each_column_is_as_high_as_the_error_of_its_line(bowl: ErrorBowl) -> None:
    tour, columns = error_columns(bowl)
    assert len(tour.places) > 30
    assert (LOSS.value(tour.places) < bowl.rim).all()
    assert not columns.solid(bowl.ground()).lines
    tour.done.set_value(1.3)
    assert tour.position == pytest.approx(tour.places[1])
    grown = columns.heights(bowl.ground()) / bowl.height_scale
    assert grown[0] == pytest.approx(LOSS.value(tour.places[0]))
    assert 0 < grown[1] < LOSS.value(tour.places[1])
    assert (grown[2:] == 0).all()
    finish([tour.visit()])
    grown = columns.heights(bowl.ground()) / bowl.height_scale
    assert grown[:3] == pytest.approx(LOSS.value(tour.places[:3]))
    assert (grown[3:] == 0).all()
    finish([tour.plant()])
    tops = [line.points[-1] for line in columns.solid(bowl.ground()).lines]
    assert np.array(tops) == pytest.approx(bowl.on_ground(tour.places), abs=1e-2)


def test_a_tour_goes_straight_from_place_to_place(bowl: ErrorBowl) -> None:
    tour, _ = error_columns(bowl)
    tour.done.set_value(0.8)
    assert tour.position == pytest.approx((tour.places[0] + tour.places[1]) / 2)
    guess = Place((0, 0)).follow(tour)
    assert guess.position == pytest.approx(tour.position)
    for done, stop in ((1.0, 1), (2.0, 2), (2.9, 2), (5.0, 2)):
        tour.done.set_value(done)
        guess.update()
        assert guess.position == pytest.approx(tour.places[stop])


def test_a_tour_begins_in_the_row_of_the_best_line_and_then_plants_row_by_row(
    bowl: ErrorBowl,
) -> None:
    tour, _ = error_columns(bowl)
    off = np.abs(tour.places[:, 1] - BEST[1])
    assert off[:3] == pytest.approx(np.full(3, off.min()))
    away = np.linalg.norm(tour.places - START, axis=1)
    assert (np.diff(away[:3]) > 0).all()
    assert away[:3].max() <= away[off == off.min()].max()
    later = tour.starts[3:]
    assert (np.diff(later) >= 0).all()
    for start in set(later):
        assert np.ptp(tour.places[3:][later == start, 1]) == pytest.approx(0)


def test_a_post_stands_on_the_floor_and_reaches_the_ground(bowl: ErrorBowl) -> None:
    place = Place(START)
    mark = post(bowl, place)
    assert not mark.solid(bowl.ground()).lines
    mark.shown.set_value(1.0)
    for x in (START, (0.5, 0.5)):
        place.set_place(x)
        bottom, top = mark.solid(bowl.ground()).lines[0].points
        assert bottom == pytest.approx([*x, 0.0])
        assert top == pytest.approx([*x, bowl.height_scale * LOSS.value(x)])


def test_the_rim_rises_with_the_surface(bowl: ErrorBowl) -> None:
    edge = bowl.empty().marks[0]
    assert not edge.solid(bowl.ground()).lines
    for level in (1.0, 10.0):
        bowl.ceiling.set_value(level)
        (line,) = edge.solid(bowl.ground()).lines
        assert LOSS.value(line.points[:, :2]) == pytest.approx(level)
        assert line.points[:, 2] == pytest.approx(bowl.height_scale * level)


@pytest.mark.parametrize("start", [START, (5.0, 5.0), (-5.0, -5.0), (0.0, -1.5)])
def test_the_axes_of_the_floor_have_their_numbers_in_the_safe_frame(start: Any) -> None:
    bowl = ErrorBowl(DATA, start)
    axes = FloorAxes(bowl)
    assert remarks(axes.get_family()) == []
    assert len(axes) >= 6
    assert all(mark.share() == 0 for mark in axes.marks)
    finish(axes.appear())
    assert all(mark.share() == 1 for mark in axes.marks)
    finish(axes.leave())
    assert all(mark.share() == 0 for mark in axes.marks)


def test_the_numbers_of_the_floor_stand_at_their_places(bowl: ErrorBowl) -> None:
    (left, front), (right, _) = bowl.floor
    corner = bowl.on_floor([left, front])
    places = [
        *((w, bowl.on_floor([w, front]), 0) for w in (-2, 0, 2, 4)),
        *((b, bowl.on_floor([right, b]), 1) for b in (-2, 0, 2)),
        *((error, bowl.on_floor(corner[:2], float(error)), 1) for error in (5, 10, 15)),
    ]
    axes = [*FloorAxes(bowl)]
    for value, place, axis in places:
        labels = [one for one in axes if one.typst_code.strip("$ ") == number(value)]
        off = [one.get_center() - bowl.world_to_frame(place) for one in labels]
        nearest = min(off, key=lambda way: float(np.linalg.norm(way)))
        assert nearest[axis] == pytest.approx(0, abs=0.05)
        assert np.linalg.norm(nearest) < 0.7


def test_the_name_of_a_place_on_the_floor_follows_it(bowl: ErrorBowl) -> None:
    place = Place(START)
    name = foot_name(bowl, place)
    for x in (START, (2.0, -1.0)):
        place.set_place(x)
        name.update()
        foot = bowl.world_to_frame(bowl.on_floor(x))
        assert name.get_x() == pytest.approx(foot[0])
        assert name.get_top()[1] < foot[1]


def test_a_walker_is_seen_on_its_post_and_whole(bowl: ErrorBowl) -> None:
    place = Place(START)
    ball = bowl.walker(place)
    for x in (START, (0.5, 1.5), tuple(BEST)):
        place.set_place(x)
        center, radius = ball.center(bowl.ground())
        assert bowl.world_to_frame(center) == pytest.approx(bowl.to_frame(*x))
        away = bowl.normal(x) @ (center - bowl.on_ground(x))
        assert away > 0.9 * radius


@pytest.mark.parametrize("start", [START, (5.0, 5.0), (0.0, -1.5)])
def test_the_first_step_lies_on_the_floor_and_shrinks_to_its_length(start: Any) -> None:
    bowl, descent = ErrorBowl(DATA, start), optimizers.gradient_descent(0.015)
    path = descend(LOSS, descent, start, 5)
    first = FirstStep(bowl, Walk(path), descent, 0.015)
    (uphill, up), (ahead, down, scale) = first.gradient, first.step
    assert "not to scale" in scale[1].markup
    shrunk, grown = round(1 / uphill.scale), ahead.times.get_value()
    assert uphill.scale == pytest.approx(1 / shrunk)
    assert grown == round(grown) > 1
    for arrow, way in ((uphill, LOSS.gradient(start) / shrunk), (ahead, grown * path.gradient[0])):
        base, tip = arrow.ends(bowl.ground())
        assert base[:2] == pytest.approx(start)
        assert base[2] == tip[2] < 0.05 * bowl.height_scale * bowl.rim
        assert ((bowl.floor[0] < tip[:2]) & (tip[:2] < bowl.floor[1])).all()
        wanted = way if arrow is uphill else -0.015 * way
        assert tip[:2] - base[:2] == pytest.approx(wanted)
    lengths = [float(np.ptp(arrow.ends(bowl.ground()), axis=0).max()) for arrow in (uphill, ahead)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.2)
    assert remarks([*up.get_family(), *down.get_family(), *scale.get_family()]) == []
    for move in first.shrink():
        finish([move])
    base, tip = ahead.ends(bowl.ground())
    assert (tip - base)[:2] == pytest.approx(path.x[1] - path.x[0])


@pytest.mark.parametrize(("low", "high"), [(-1.8, 5.7), (0.0, 17.0), (0.0, 0.03), (-300.0, 40.0)])
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    values = ticks(low, high)
    assert 1 <= len(values) <= 4
    assert low <= min(values)
    assert max(values) < high
    assert np.diff(values) == pytest.approx(np.full(len(values) - 1, values[-1] - values[-2]))


def test_axes_on_the_ground_come_and_go_with_their_names() -> None:
    landscape = Landscape(LOSS)
    axes = GroundAxes(landscape, ("w", "b"), *LOSS.domain)
    parts = [*axes.axes, *axes]
    assert len(parts) > 4
    moves = axes.appear()
    assert all(part.shown.get_value() == 0 for part in parts)
    finish(moves)
    assert all(part.shown.get_value() == 1 for part in parts)
    finish(axes.leave())
    assert all(part.shown.get_value() == 0 for part in parts)


@pytest.fixture
def lens(bowl: ErrorBowl) -> Lens:
    return Lens(bowl, Walk(PATH, PATH.steps), [(2.0, 1.0)])


def test_a_lens_has_one_scale_and_least_squares_in_its_middle(lens: Lens) -> None:
    assert lens.at(BEST) == pytest.approx(lens.middle)
    off = lens.at(BEST + np.array([[0.01, 0.0], [0.0, 0.01]])) - lens.middle
    assert off[0, 0] == pytest.approx(off[1, 1])
    assert off[0, 1] == off[1, 0] == 0
    assert np.linalg.norm(off[0]) == pytest.approx(0.01 * lens.radius / lens.reach)


def test_a_lens_shows_the_end_of_the_walk_and_nothing_outside(lens: Lens) -> None:
    for part in VGroup(*lens[2:]).family_members_with_points():
        points = part.points
        assert np.linalg.norm(points - lens.middle, axis=1).max() <= lens.radius + 0.01
    path, marks = lens[3:5]
    assert path.points[-1] == pytest.approx(lens.at(PATH.x[-1]))
    outlines = marks.points.reshape(-1, 32, 3)
    middles = (outlines.min(axis=1) + outlines.max(axis=1)) / 2
    assert middles == pytest.approx(lens.at(PATH.x[-len(middles) :]), abs=1e-6)


def test_the_line_of_a_lens_leads_to_its_place_in_the_bowl(bowl: ErrorBowl, lens: Lens) -> None:
    around, line = lens[0]
    foot = bowl.to_frame(*BEST)
    assert around.get_center() == pytest.approx(foot)
    assert [around.width, around.height] == pytest.approx([2 * SPOT] * 2)
    gap = float(np.linalg.norm(line.get_start() - foot))
    assert np.abs(line.get_start() - foot).max() == pytest.approx(SPOT)
    assert np.linalg.norm(line.get_end() - lens.middle) == pytest.approx(lens.radius)
    whole = np.linalg.norm(lens.middle - foot)
    assert line.get_length() == pytest.approx(whole - gap - lens.radius)


def test_a_lens_covers_nothing_of_the_floor_and_its_axes(bowl: ErrorBowl, lens: Lens) -> None:
    for name in FloorAxes(bowl):
        corners = np.array([name.get_corner(side) for side in (UL, UR, DL, DR)])
        assert np.linalg.norm(corners - lens.middle, axis=1).min() > lens.radius
    assert bowl.world_to_frame(floor_corners(bowl))[:, 1].max() < lens[1].get_bottom()[1]


def test_the_bracket_of_a_lens_is_as_long_as_the_way_that_is_left(lens: Lens) -> None:
    bracket, label = lens.bracket
    start, end = (lens.at(x) for x in (PATH.x[-1], BEST))
    assert bracket[0].get_length() == pytest.approx(float(np.linalg.norm(end - start)))
    assert np.dot(bracket[0].get_unit_vector(), end - start) == pytest.approx(
        np.linalg.norm(end - start)
    )
    share = np.linalg.norm(PATH.x[-1] - BEST) / np.linalg.norm(PATH.x[0] - BEST)
    assert lens.left == percent(share) == label[1].markup
    signs = [
        lens.sign("walker", PATH.x[-1]),
        lens.sign("minimum", BEST),
        lens.sign("truth", (2.0, 1.0)),
    ]
    assert [place.tolist() for _, place in lens.must_see()] == [
        pytest.approx(lens.at(x)) for x in (PATH.x[-1], BEST, (2.0, 1.0))
    ]
    seen = [part for both in (lens, *signs, bracket, label) for part in both.get_family()]
    assert remarks(seen) == []


def test_the_levels_of_a_lens_are_evenly_high_up_to_the_one_that_is_said(lens: Lens) -> None:
    x = BEST + (lens[2].points - lens.middle)[:, :2] * lens.reach / lens.radius
    above = LOSS.value(x) - LOSS.value(BEST)
    *_, (_, _, (_, label)) = lens
    most = float(label.typst_code.strip("$ +"))
    assert above.max() == pytest.approx(most, rel=0.01)
    levels = np.unique(np.round(above / most, 2))
    count = len(levels)
    assert count >= 3
    assert levels == pytest.approx(np.arange(1, count + 1) / count, abs=0.015)


def test_a_lens_says_how_good_another_line_is(lens: Lens) -> None:
    assert LOSS.value((2.0, 1.0)) < LOSS.value(PATH.x[-1])
    assert lens.verdict((2.0, 1.0)).startswith("It beats ours, not the best")
    assert lens.verdict(START).startswith("No:")


def test_a_level_line_of_a_lens_has_the_error_of_its_place(lens: Lens) -> None:
    line = lens.level((2.0, 1.0))
    points = np.vstack([dash.points for dash in line.family_members_with_points()])
    x = BEST + (points - lens.middle)[:, :2] * lens.reach / lens.radius
    above = LOSS.value(x) - LOSS.value(BEST)
    assert above == pytest.approx(LOSS.value((2.0, 1.0)) - LOSS.value(BEST), rel=0.01)


def test_words_over_the_bowl_keep_clear_of_what_stands_on_one_side(bowl: ErrorBowl) -> None:
    arrow, rule = text("arrow"), text("rule")
    middle = bowl.to_frame(*BEST)
    bowl.put_over(rule, arrow.move_to(middle - 2 * RIGHT))
    assert rule.get_right()[0] == pytest.approx(TOP_RIGHT[0])
    bowl.put_over(rule, arrow.move_to(middle + 2 * RIGHT))
    assert rule.get_left()[0] == pytest.approx(bowl.left)


@pytest.mark.parametrize("line", [(2.4, 1.0), (3.0, 3.0), (1.5, -1.0)])
def test_a_guess_that_is_not_left_or_right_of_the_best_line_is_refused(
    line: tuple[float, float],
) -> None:
    with pytest.raises(ValueError, match=r"^START is .* too near to the slope .*: try ") as raised:
        check_guess("START", line, (2.0, 1.0))
    _, advice = str(raised.value).replace("−", "-").split("try ")
    check_guess("START", ast.literal_eval(advice), (2.0, 1.0))


@pytest.mark.parametrize("line", [(-1.0, 2.0), (5.0, 5.0), (1.0, 1.0)])
def test_a_guess_on_the_left_or_right_is_taken(line: tuple[float, float]) -> None:
    check_guess("START", line, (2.0, 1.0))
