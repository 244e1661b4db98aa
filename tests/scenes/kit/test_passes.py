"""Ground about a pass, cups and caps, bars of flat places: drawn is what is computed."""

import numpy as np
import pytest

from gd_math import from_formula, losses
from scenes.kit import CupsAndCaps, PassGround, PlaceBars
from scenes.kit.landscape.ground_marks import GroundLine
from scenes.kit.passes.cups_and_caps import BESIDE, LARGE, ROW, TALL, bend, kind_of_place
from scenes.kit.passes.place_bars import BASE, PARTS, TALL as BAR, one_in

PLACES = [(1.0, -1.0), (0.5, 0.2), (2.0, 0.1, -0.4)]


@pytest.fixture(scope="module")
def ground() -> PassGround:
    return PassGround(losses.HILLS, (1.25, 1.25), 0.5, 0.2, 40)


def ends_over_middle(row: CupsAndCaps) -> list[float]:
    """Return how far the ends of each curve that is seen are above its middle."""
    seen = [curve.points for curve in row.curves if curve.get_stroke_opacity() > 0]
    return [float(points[0, 1] - points[len(points) // 2, 1]) for points in seen]


@pytest.mark.parametrize(
    ("curvatures", "kind"),
    [((1, 0.1), "minimum"), ((1, -0.1), "saddle"), ((-0.1, -2), "top"), ((1, 2, -1), "saddle")],
)
def test_signs_say_what_a_flat_place_is(curvatures: tuple[float, ...], kind: str) -> None:
    assert kind_of_place(curvatures) == kind


def test_cups_and_caps_bend_as_the_curvatures_say() -> None:
    row = CupsAndCaps(PLACES)
    for number, place in enumerate(PLACES):
        row.now.set_value(number)
        row.follow()
        rises = ends_over_middle(row)
        assert rises == pytest.approx(ROW[2] * TALL * bend(np.array(place)))
        assert np.sign(rises) == pytest.approx(np.sign(place))


def test_a_larger_curvature_bends_more_and_never_beyond_its_room() -> None:
    bends = bend(np.array([-50, -1, -0.01, 0.01, 1, 50]))
    assert (np.diff(bends) > 0).all()
    assert np.abs(bends).max() <= 1
    assert np.abs(bends).min() > 0.3  # which way can be seen


def test_a_curve_flies_in_as_the_line_on_the_ground(ground: PassGround) -> None:
    row = CupsAndCaps([ground.curvatures], ground.sources())
    assert row.curves[0].get_stroke_opacity() == 0
    row.come[0].set_value(1e-9)
    row.follow()
    ends = sorted((ground.seen(ground.lines[0].places()[end]) for end in (0, -1)), key=tuple)
    assert row.curves[0].get_start() == pytest.approx(ends[0], abs=1e-6)
    assert row.curves[0].get_end() == pytest.approx(ends[1], abs=1e-6)


def test_the_first_place_changes_with_what_is_here() -> None:
    way = np.array([1.0, -1.0])
    row = CupsAndCaps(PLACES, here=lambda: way)
    verdict = row.verdict()
    for across in (-1.0, -0.2, 0.3):
        way[1] = across
        row.follow()
        verdict.follow()
        assert ends_over_middle(row) == pytest.approx(ROW[2] * TALL * bend(way))
        assert verdict.kinds[0] == kind_of_place(way)


def test_the_verdict_of_the_row_stands_behind_its_last_curve() -> None:
    row = CupsAndCaps(PLACES)
    verdict = row.verdict()
    for now in np.linspace(0, 2, 41):
        row.now.set_value(now)
        row.follow()
        verdict.follow()
        seen = [curve for curve in row.curves if curve.get_stroke_opacity() > 0]
        assert verdict.get_left()[0] > seen[-1].get_right()[0] + 0.1


def test_the_verdict_comes_round_the_last_curve() -> None:
    row = CupsAndCaps([(-3.0, -3.0)])
    verdict = row.verdict()
    for moved in np.linspace(1, 2, 41):
        row.moved.set_value(moved)
        row.follow()
        verdict.follow()
        right, top = verdict.get_left()[0], verdict.get_top()[1]
        assert right > row.curves.get_right()[0] or top < row.curves.get_bottom()[1]


def test_the_verdict_is_that_of_the_place_in_view() -> None:
    row = CupsAndCaps(PLACES)
    verdict = row.verdict()
    for number, kind in enumerate(("saddle", "minimum", "saddle")):
        row.now.set_value(number)
        verdict.follow()
        seen = [part[1].get_fill_opacity() > 0 for part in verdict]
        assert seen == [kind == one for one in ("minimum", "saddle", "top")]
    row.standing.set_value(0)
    verdict.follow()
    assert not any(part[1].get_fill_opacity() > 0 for part in verdict)


def test_the_walker_begins_left_and_rolls_to_the_front(ground: PassGround) -> None:
    start, top, end = ground.seen(
        np.array([ground.first.trajectory.x[0], ground.top, ground.second.trajectory.x[-1]])
    )
    assert start[0] < top[0]
    assert end[1] < top[1]
    for point in (start, top, end):
        assert not ground.is_hidden(*ground.top, 0.05)
        assert abs(point[0]) < 6.4


def test_the_nudge_is_no_step_of_the_descent(ground: PassGround) -> None:
    said = []
    for taken in (0, 12, 40, 40.4, 40.9, 41, 42):
        ground.hiker.set_value(taken)
        said.append(ground.steps_taken)
    ground.hiker.set_value(0)
    assert said == [0, 12, 40, 40, 40, 40, 41]
    x = ground.hiker.trajectory.x
    assert np.linalg.norm(x[41] - x[40]) == pytest.approx(0.2)
    assert x[41] == pytest.approx(ground.second.trajectory.x[0])


def test_the_arrow_is_the_gradient_where_the_walker_is(ground: PassGround) -> None:
    for taken in (0, 3, 4.5):
        ground.hiker.set_value(taken)
        tail, head = ground.slope_arrow.ends(ground.ground())
        assert (head - tail)[:2] == pytest.approx(losses.HILLS.gradient(ground.hiker.position))
    ground.hiker.set_value(0)


def test_a_line_lies_on_the_ground_to_both_sides(ground: PassGround) -> None:
    line = GroundLine(np.ones(3), np.zeros(2), np.array([0.6, 0.8]), 2.0, 0.02)
    solid = line.solid(ground.ground())
    (tube,) = solid.lines
    assert tube.points[[0, -1], :2] == pytest.approx(np.array([[-1.2, -1.6], [1.2, 1.6]]), abs=0.05)
    heights = ground.height_scale * losses.HILLS.value(line.places())
    assert tube.points[:, 2] == pytest.approx(heights, abs=0.02)


def test_another_ground_has_its_pass_found() -> None:
    loss = from_formula("x**2/2 + y**4/4 - y**2/2")
    ground = PassGround(loss, (1.2, 0.0), 0.3, 0.1, 60)
    assert ground.top == pytest.approx([0, 0], abs=1e-6)
    assert ground.curvatures == pytest.approx([1, -1])
    assert np.abs(ground.second.trajectory.x[-1]) == pytest.approx([0, 1], abs=1e-3)
    ground.hiker.set_value(ground.rest + 1 + ground.second.trajectory.steps)
    assert ground.curvatures_here() == pytest.approx([1, 2], abs=1e-2)  # along is still the first


@pytest.mark.parametrize(
    ("start", "nudge", "message"),
    [
        ((1.25, 1.0), 0.2, "START ends at .*, on no pass"),
        ((1.25, 1.25), 1e-8, "no valley after 40 steps: it needs a larger NUDGE"),
    ],
)
def test_walks_that_tell_another_story(
    start: tuple[float, float], nudge: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        PassGround(losses.HILLS, start, 0.5, nudge, 40)


def test_bars_are_as_high_as_what_has_been_drawn() -> None:
    bars = PlaceBars(4, 200, seed=5)
    for drawn in (0, 60, 200):
        bars.drawn[1].set_value(drawn)
        bars.follow()
        counts = bars.counted(1)
        assert counts.sum() == drawn
        up = (bars.curvatures[1][:drawn] > 0).sum(axis=1)
        assert counts.tolist() == [(up == 3).sum(), ((up > 0) & (up < 3)).sum(), (up == 0).sum()]
        low = BASE
        for part, count in zip(bars.parts[1], counts, strict=True):
            assert part.get_bottom()[1] == pytest.approx(low)
            low += BAR * count / 200
            assert part.get_top()[1] == pytest.approx(low)


def test_the_sign_of_a_place_falls_into_its_row_of_the_legend() -> None:
    bars = PlaceBars(4, 200, seed=5)
    row = CupsAndCaps([(1.0, 1.0), *bars.places()])
    verdict = row.verdict()
    row.come_forward()
    for place, _ in bars.shown(0):
        flight, _ = bars.receive(verdict, place)
        rows = [entry for entry, kind in zip(bars.legend, PARTS, strict=True)
                if kind == verdict.kinds[place]]  # fmt: skip
        flight.begin()
        flight.interpolate(1)
        assert flight.mobject.get_center() == pytest.approx(rows[0][1].get_center())
        assert flight.mobject.width == pytest.approx(rows[0][1].width)


def test_the_row_comes_forward_and_then_to_the_top() -> None:
    row = CupsAndCaps(PLACES[:1], [np.zeros((81, 3))] * 2)
    for moved, (first, pitch, size) in ((0, BESIDE), (1, LARGE), (2, ROW)):
        row.moved.set_value(moved)
        for come in row.come:
            come.set_value(1)
        row.follow()
        left, right = row.curves
        assert left.points[len(left.points) // 2, :2] == pytest.approx(first)
        assert right.get_center()[0] - left.get_center()[0] == pytest.approx(pitch)
        assert left.width == pytest.approx(size)


def test_places_are_shown_in_the_order_in_which_they_are_drawn() -> None:
    bars = PlaceBars(5, 300, seed=2)
    places = bars.places()
    shown = [pair for bar in range(4) for pair in bars.shown(bar)]
    assert [number for number, _ in shown] == list(range(1, len(places) + 1))
    assert len(places[-1]) == 5
    for bar in range(4):
        rows = [drawn for _, drawn in bars.shown(bar)]
        assert rows == sorted(rows)
        for number, drawn in bars.shown(bar):
            assert places[number - 1] == pytest.approx(bars.curvatures[bar][drawn - 1])
    assert [drawn for _, drawn in bars.shown(3)][-1] == 300


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.5, "2"), (0.1464, "6.8"), (0.0249, "40"), (4.62e-6, "220,000"), (8.8e-8, "1.1 · 10⁷")],
)
def test_one_in(share: float, said: str) -> None:
    assert one_in(share) == said
