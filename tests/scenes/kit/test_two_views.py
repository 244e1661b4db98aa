"""What is put on a block of ground and on its map is the same thing on both."""

import numpy as np
import pytest

from gd_math import Loss, descend, losses, optimizers, random_starts
from scenes.kit import TwoViews, Walk, loss_of, theme, window
from scenes.kit.height_levels import round_levels
from scenes.kit.landscape import Ball
from scenes.kit.landscape.block import Water, around, foot_of
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.crowd import EDGE, MapCrowd, walks_inside
from scenes.kit.theme import DOT_RADIUS, STEP_RADIUS
from scenes.kit.two_views.framing import panels
from scenes.kit.two_views.hikers import CrowdBall
from scenes.kit.two_views.inward import encloses, hilltops
from scenes.kit.two_views.shore import GroundRings, GroundShore, MapRings, MapShore
from scenes.kit.two_views.turn import look_straight_down, steady
from scenes.kit.two_views.views import APART, RING

HILLS = losses.HILLS
DESCENT = optimizers.gradient_descent(0.4)


def views(loss: Loss = HILLS) -> TwoViews:
    return TwoViews(window(loss, 0.5))


def finish(*animations: object) -> None:
    for animation in animations:
        whole = animation.build()  # type: ignore[attr-defined]
        whole.begin()
        whole.finish()


def part(both: TwoViews, kind: type) -> object:
    return next(m for m in [*both.stage, *both.landscape.marks] if isinstance(m, kind))


def test_a_window_is_the_middle_of_a_loss_with_the_minima_there() -> None:
    middle = window(HILLS, 0.5)
    assert middle.domain == pytest.approx(np.array(HILLS.domain) / 2)
    assert sorted(tuple(np.round(m.x / np.pi, 6)) for m in middle.minima) == [
        (-0.5, 0.5),
        (0.5, -0.5),
    ]


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_both_views_have_the_same_lines(loss: Loss) -> None:
    both = views(loss)
    wires = part(both, GroundRings)
    assert isinstance(wires, GroundRings)
    finish(*both.rise_to(both.highest))
    drawn = wires.solid(both.landscape.ground()).lines
    values = [float(np.mean(loss.value(line.points[:, :2]))) for line in drawn]
    scale = both.highest - both.landscape.lowest
    for level in both.map.levels:
        assert np.abs(np.array(values) - level).min() < 0.02 * scale
    assert all(np.abs(np.array(both.map.levels) - value).min() < 0.02 * scale for value in values)
    assert both.landscape.shot().charted == -np.inf  # it has no other lines


@pytest.mark.parametrize(
    ("lowest", "highest", "step"), [(-1, 1, 0.5), (0, 40, 10), (2.3, 2.9, 0.2), (-7e-5, 3e-5, 2e-5)]
)
def test_lines_stand_at_round_heights(lowest: float, highest: float, step: float) -> None:
    levels = round_levels(lowest, highest, 4)
    assert 2 <= len(levels) <= 4
    assert np.diff(levels) == pytest.approx(step)
    assert levels / step - 0.5 == pytest.approx(np.rint(levels / step - 0.5), abs=1e-6)
    assert lowest < levels.min() < levels.max() < highest


def test_steep_walls_do_not_leave_a_map_of_one_color() -> None:
    loss = losses.HIMMELBLAU
    levels = np.array(ContourMap(loss).levels)
    assert levels.max() < 0.6 * loss.value(loss.domain[1])
    assert np.sum(levels < loss.value((-0.270845, -0.923039))) >= 4  # up to its hilltop


@pytest.mark.parametrize("loss", [HILLS, losses.HIMMELBLAU], ids=["hills", "Himmelblau"])
def test_all_of_a_block_is_in_its_panel(loss: Loss) -> None:
    landscape = views(loss).landscape
    ground = landscape.ground()
    edge = np.concatenate([ground.on_ground(around(ground)), foot_of(ground)])
    left, _ = panels(2 * views(loss).half)
    off = np.abs(landscape.world_to_frame(edge)[..., :2] - left.middle) / left.half
    assert off.max() <= 1 + 1e-6
    assert off.max() > 0.99  # it fills the panel


def test_the_panels_have_equal_margins_and_do_not_touch() -> None:
    left, right = panels(np.array([2.0, 2.0]))
    assert left.middle[0] - left.half[0] == pytest.approx(-6.4)
    assert right.middle[0] + right.half[0] == pytest.approx(6.0)  # and the name of the axis
    gap = right.middle[0] - right.half[0] - left.middle[0] - left.half[0]
    assert 0.5 < gap < 1.0
    assert right.middle[1] - right.half[1] == pytest.approx(-2.8)
    assert right.half[0] == pytest.approx(right.half[1])


@pytest.mark.parametrize("level", [-0.7, -0.1, 0.4])
def test_the_shoreline_is_where_the_ground_is_as_high_as_the_water(level: float) -> None:
    both = views()
    finish(*both.flood(), *both.rise_to(level))
    shore = part(both, GroundShore)
    ground = both.landscape.ground()
    lines = shore.solid(ground).lines  # type: ignore[attr-defined]
    assert len(lines) == 2  # about two hollows, or two hills
    for line in lines:
        assert HILLS.value(line.points[:, :2]) == pytest.approx(level, abs=0.02)
    on_map = part(both, MapShore)
    on_map.update()  # type: ignore[attr-defined]
    seen = on_map.submobjects[0].points  # type: ignore[attr-defined]
    lower, upper = both.map.border.points.min(axis=0), both.map.border.points.max(axis=0)
    x = both.map.lower + (seen - lower)[:, :2] / (upper - lower)[:2] * 2 * both.half
    assert both.loss.value(x) == pytest.approx(level, abs=0.01)


def test_water_lies_level_and_has_a_rim_where_it_reaches_the_sides() -> None:
    both = views()
    water, ground = part(both, Water), both.landscape.ground()
    assert isinstance(water, Water)
    assert len(water.solid(ground).points) == 0
    finish(*both.flood(), *both.rise_to(0.5))
    solid = water.solid(ground)
    assert solid.points[:, 2].max() == pytest.approx(0.5 * ground.height_scale)
    assert len(solid.lines) == 4
    finish(*both.rise_to(-0.5))
    assert water.solid(ground).lines == ()


def test_the_water_draws_lines_on_both_which_stay_as_it_sinks() -> None:
    both = views()
    rings, wires = part(both, MapRings), part(both, GroundRings)
    assert isinstance(rings, MapRings)
    assert isinstance(wires, GroundRings)
    pieces = [sum(len(line) - 1 for line in at_one) for at_one in rings.lines]
    assert (len(rings.drawn.points), wires.count()) == (0, 0)
    assert len(rings.others.points) == 4 * sum(pieces) > 0
    finish(*both.flood(), *both.rise_to(both.map.levels[1]))
    rings.follow()
    drawn = len(rings.drawn.points)
    assert drawn == 4 * sum(pieces[:2]) > 0
    assert len(rings.others.points) == 4 * sum(pieces[2:])  # no line is ever gone
    assert rings.others.get_stroke_opacity() == 0  # but these are dashed now
    assert rings.dashed.get_stroke_opacity() > 0.6
    starts, ends = rings.dashed.points[::4], rings.dashed.points[3::4]
    length = np.linalg.norm(ends - starts, axis=1).sum()
    whole = sum(
        np.linalg.norm(np.diff(x, axis=0), axis=1).sum()
        for at_one in rings.lines[2:]
        for x in at_one
    )
    assert length == pytest.approx(whole / 1.6, rel=0.02)  # a gap is 0.6 times a dash
    finish(*both.drain())
    rings.follow()
    assert (len(rings.drawn.points), wires.count()) == (drawn, 2)
    assert both.level.get_value() == pytest.approx(both.landscape.lowest)


def test_the_line_through_a_point_is_the_only_one_that_is_lit() -> None:
    both = views()
    shore, on_map = part(both, GroundShore), part(both, MapShore)
    assert isinstance(shore, GroundShore)
    assert isinstance(on_map, MapShore)
    for x in ((1.2, 0.75), (0.91, -0.46)):
        finish(*both.line_through(x))
        (line,) = shore.solid(both.landscape.ground()).lines  # there are two of that height
        assert HILLS.value(line.points[:, :2]) == pytest.approx(HILLS.value(np.array(x)), abs=0.02)
        assert np.linalg.norm(line.points[:, :2] - x, axis=1).min() < 0.05
        on_map.follow()
        off = on_map.submobjects[0].points - both.map.at(x)
        assert np.linalg.norm(off, axis=1).min() < 0.05


def test_numbers_rise_inward_about_a_hill_and_fall_inward_about_a_hollow() -> None:
    both = views()
    path = descend(HILLS, optimizers.gradient_descent(0.8), (1.3, 0.9), 20)
    hill, hollow = both.inward(path)
    for fact, heights, middle, way in (
        (hill, (0.25, 0.75), (np.pi / 2, np.pi / 2), "Rising inward: a hill."),
        (hollow, (-0.25, -0.75), (np.pi / 2, -np.pi / 2), "Falling inward: a hollow."),
    ):
        assert fact.said == way
        for x, height in zip((fact.outer, fact.inner), heights, strict=True):
            assert HILLS.value(x) == pytest.approx(height, abs=0.01)
            assert encloses(both.map.contour_points(x), np.array(middle))
    assert hill.words.get_bottom()[1] > hollow.words.get_top()[1]
    assert hollow.words.get_bottom()[1] > both.map.border.get_top()[1]
    (only,) = views(loss_of("LOSS", "x**2 + y**2")).inward(path)  # it has no hill
    assert only.said == "Falling inward: a hollow."


def test_hilltops_are_where_the_ground_is_highest() -> None:
    tops = sorted(map(tuple, hilltops(views().map)))
    assert tops == [pytest.approx((-np.pi / 2,) * 2), pytest.approx((np.pi / 2,) * 2)]


def test_a_line_encloses_what_it_goes_round() -> None:
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], dtype=float)
    assert encloses(square, np.array([0.5, 0.5]))
    assert not encloses(square, np.array([1.5, 0.5]))
    assert not encloses(square[:-1], np.array([0.5, 0.5]))  # it is open


def test_a_walker_in_the_farthest_hollow_is_large_enough_and_none_grows_from_above() -> None:
    both = views()
    walk = Walk(descend(HILLS, DESCENT, (-1.5, 1.5), 40), 40)
    hikers = both.hikers([walk])
    finish(*(mark.appear() for mark in hikers.on_ground))
    ball = next(mark for mark in hikers.on_ground if isinstance(mark, Ball))

    def height() -> float:
        view = both.landscape.view()
        center, radius = ball.center(both.landscape.ground())
        ends = both.landscape.world_to_frame(center + np.outer((-radius, radius), view.axes[1]))
        return float(np.linalg.norm(ends[1] - ends[0]))

    assert height() == pytest.approx(2 * DOT_RADIUS, rel=0.02)
    finish(*both.look_down()[:6])
    assert height() == pytest.approx(2 * DOT_RADIUS, rel=0.02)


def test_lines_stand_over_the_water_and_a_plate_under_each_number() -> None:
    both = views()
    order = [type(part).__name__ for part in both.stage]
    assert order.index("MapWater") < order.index("MapRings") < order.index("MapShore")
    path = descend(HILLS, DESCENT, (1, 1), 1)
    for (plate, words), (_, half) in zip(
        heights := both.heights([], both.right_angles(path, 0)), heights.boxes, strict=True
    ):
        assert (plate.width / 2, plate.height / 2) == pytest.approx(tuple(half))
        assert plate.width > words.width
        assert plate.get_fill_color().to_hex() == theme.background


def test_hikers_have_one_color_from_beginning_to_end() -> None:
    both = views()
    walk = Walk(descend(HILLS, DESCENT, (1.2, 0.8), 40))
    hikers = both.hikers([walk])
    rgb = tuple(int(theme.walker[i : i + 2], 16) / 255 for i in (1, 3, 5))
    for taken in (0, 3.5, walk.arrival, 40):
        walk.set_value(taken)
        (trail,) = hikers.on_map
        trail.update()
        shown = {trail.walker.get_fill_color().to_hex(), trail.path.get_stroke_color().to_hex()}
        assert shown == {theme.walker}
        for mark in hikers.on_ground:
            assert mark.paint()[:3] == pytest.approx(rgb)


def test_no_mark_of_a_step_stands_out_from_under_a_walker_at_rest() -> None:
    both = views()
    walk = Walk(descend(HILLS, optimizers.gradient_descent(0.8), (1.2, 0.8), 40), 40)
    (trail,) = both.hikers([walk]).on_map
    end, places = trail.walker.get_center(), both.map.at(walk.trajectory.x[:-1])
    away = np.linalg.norm(trail.marks.points - end, axis=1)
    assert away.min() > DOT_RADIUS
    clear = np.linalg.norm(places - end, axis=1) > DOT_RADIUS + 2 * STEP_RADIUS
    each = len(trail.marks.points) // clear.sum()
    assert len(trail.marks.points) == each * clear.sum() > 0


def test_rings_lie_below_trails_and_have_no_rim_there() -> None:
    both = views()
    walk = Walk(descend(HILLS, DESCENT, (1.2, 0.8), 40), 40)
    (trail,) = both.hikers([walk]).on_map
    ((_, fade),) = both.rings([walk.position])
    heights = [fade.mobject.z_index, *(part.z_index for part in trail)]
    assert heights == sorted(set(heights))
    assert fade.mobject.get_stroke_width(background=True) == 0 < fade.mobject.get_stroke_width()


def test_the_names_of_the_map_are_gone_before_the_block_slides_under_it() -> None:
    both = views()
    *_, fade = both.look_down()
    assert fade.mobject in both.stage
    assert [fade.rate_func(share) for share in (0.0, 0.85, 1.0)] == [0.0, 0.0, 1.0]
    assert fade.mobject in [back.mobject for back in both.heading_again()]


def test_only_one_who_walks_alone_throws_a_shadow() -> None:
    both = views()
    walks = [Walk(descend(HILLS, DESCENT, start, 8)) for start in ((1.2, 0.8), (-1.2, -0.8))]
    ground = both.landscape.ground()
    alone, together = both.hikers(walks[:1]), both.hikers(walks)
    for each, shadow in ((alone, True), (together, False)):
        finish(*(mark.appear() for mark in each.on_ground))
        balls = [mark for mark in each.on_ground if isinstance(mark, Ball)]
        assert all(isinstance(ball, CrowdBall) is not shadow for ball in balls)
        assert [ball.caster(ground)[1] > 0 for ball in balls] == [shadow] * len(balls)


def test_a_right_angle_is_one_and_lies_on_the_step() -> None:
    both = views()
    path = descend(HILLS, optimizers.gradient_descent(0.8), (1.2, 0.75), 20)
    squares = both.right_angles(path, 3)
    assert squares.stops == [0, 2]
    for i, (tangent, square) in zip(squares.stops, squares, strict=True):
        along = tangent.points[-1] - tangent.points[0]
        step = both.map.at(path.x[i + 1]) - both.map.at(path.x[i])
        line = both.map.contour_points(path.x[i])
        near = np.argsort(np.linalg.norm(line - path.x[i], axis=1))[:2]
        beside = both.map.at(line[near[0]]) - both.map.at(line[near[1]])
        cosines = [along @ v / np.linalg.norm(along) / np.linalg.norm(v) for v in (step, beside)]
        assert cosines[0] == pytest.approx(0, abs=1e-9)
        assert abs(cosines[1]) == pytest.approx(1, abs=0.01)
        foot = both.map.at(path.x[i])
        leg = square.points[-1] - foot  # the square's last corner lies on the step
        assert np.cross(leg, step) == pytest.approx(0, abs=1e-9)
        assert leg @ step > 0
    squares.drawn.set_value(1.5)
    squares.follow()
    assert [mark[0].get_stroke_opacity() for mark in squares] == [1.0, 0.5]


def test_those_who_are_chosen_start_apart_and_reach_a_minimum() -> None:
    both = views()
    crowd = descend(both.loss, DESCENT, random_starts(both.loss, 200, 1), 60)
    walks = both.spread_out(crowd, 6)
    starts = np.array([walk.position for walk in walks])
    away = np.linalg.norm(starts[:, None] - starts, axis=-1)[~np.eye(6, dtype=bool)]
    assert away.min() > APART * 2 * np.pi
    assert [HILLS.value(w.trajectory.x[-1]) for w in walks] == pytest.approx([-1] * 6, abs=1e-3)
    with pytest.raises(ValueError, match="HIKERS is 150"):
        both.spread_out(crowd, 150)


def test_a_tangent_ends_before_the_path_of_another() -> None:
    both = views()
    path = descend(HILLS, optimizers.gradient_descent(0.8), (1.2, 0.75), 20)
    foot = path.x[0]
    along = np.array([-path.gradient[0, 1], path.gradient[0, 0]])
    beside = foot + 0.45 * along / np.linalg.norm(along)
    free, met = both.right_angles(path, 1), both.right_angles(path, 1, [Walk(path)])
    assert len(free) == len(met) == 1
    other = Walk(descend(HILLS, DESCENT, beside, 3))
    way = both.map.at(np.linspace(*other.trajectory.x[:2], 50))
    (tangent, _), (shorter, _) = free[0], both.right_angles(path, 1, [other])[0]
    away = [
        np.linalg.norm(np.linspace(line.points[0], line.points[-1], 99)[:, None] - way, axis=-1)
        for line in (tangent, shorter)
    ]
    assert away[0].min() < 0.05 < 0.12 < away[1].min()


def test_seen_from_above_and_slid_under_its_map_the_block_fits() -> None:
    both = views()
    grid = np.array([(x, y) for x in np.linspace(-3, 3, 7) for y in np.linspace(-3, 3, 7)])
    held = both.map.at(grid)
    moves = look_straight_down(both.landscape, both.middle, 1.0)
    assert len(moves) == 6
    finish(*both.look_down()[:6], both.slide_under())
    assert both.map.at(grid) == pytest.approx(held)
    assert both.landscape.rise.get_value() == 1  # nothing is pressed flat
    assert both.landscape.seen(grid) == pytest.approx(held, abs=0.0037)  # half a pixel at 1080p


def test_the_perspective_is_gone_before_the_eye_is_upright() -> None:
    landscape = views().landscape
    landscape.parallel.set_value(1.0)
    low, high = landscape.lower, landscape.upper
    corners = np.array([low, (high[0], low[1]), (low[0], high[1]), high])
    left, right, far_left, far_right = landscape.seen(corners)
    assert np.linalg.norm(right - left) == pytest.approx(
        np.linalg.norm(far_right - far_left), rel=0.01
    )


def test_a_steady_pace_is_even_between_a_soft_start_and_end() -> None:
    shares = np.linspace(0, 1, 201)
    gone = np.array([steady(float(share)) for share in shares])
    assert (gone[0], gone[100], gone[-1]) == pytest.approx((0, 0.5, 1))
    speeds = np.diff(gone) / np.diff(shares)
    assert speeds.max() == pytest.approx(1 / 0.85, rel=1e-6)
    assert speeds[0] < 0.1 > speeds[-1]


@pytest.mark.parametrize("minimum", [0, 1])
def test_all_of_a_ring_about_a_minimum_is_seen(minimum: int) -> None:
    both = views()
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = RING * both.longer * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    for point in both.loss.minima[minimum].x + ring:
        assert not both.landscape.is_hidden(*point, lift=0.02)


def test_the_lines_of_a_map_are_cut_where_a_number_stands() -> None:
    both = views()
    heights = both.heights([], both.right_angles(descend(HILLS, DESCENT, (1, 1), 1), 0))
    rings = part(both, MapRings)
    assert isinstance(rings, MapRings)
    finish(*both.flood(), *both.rise_to(both.highest))
    rings.follow()
    assert len(heights.boxes) == 8
    for middle, half in heights.boxes:
        off = np.abs(rings.drawn.points[:, :2] - middle) / half
        assert off.max(axis=1).min() >= 1
        assert off.max(axis=1).min() < 1.5  # the line goes on beside it


def test_the_rows_of_the_key_stand_at_even_distances() -> None:
    rows = views().key("A ring.", "It goes.", "It sinks.", "A step.", "It ends.")
    feet = [row[1].family_members_with_points()[0].get_bottom()[1] for row in rows]
    assert -np.diff(feet) == pytest.approx([feet[0] - feet[1]] * 4)
    assert len({round(float(row[1].get_left()[0]), 1) for row in rows}) == 1


def test_each_height_stands_on_a_line_of_that_height_clear_of_walks_and_others() -> None:
    both = views()
    walk = Walk(descend(HILLS, optimizers.gradient_descent(0.8), (1.2, 0.75), 20))
    heights = both.heights([walk], both.right_angles(walk.trajectory, 3))
    assert sorted(heights.levels) == sorted(2 * both.map.levels)  # two hollows, two hills
    lower = both.map.border.points.min(axis=0)[:2]
    scale = 2 * both.half / np.array([both.map.border.width, both.map.border.height])
    boxes = []
    for level, label in zip(heights.levels, heights, strict=True):
        middle = label.get_center()[:2]
        x = both.map.lower + (middle - lower) * scale
        assert HILLS.value(x) == pytest.approx(level, abs=0.06)
        boxes.append((middle, np.array([label[1].width, label[1].height]) / 2))
        feet = both.map.at(walk.trajectory.x)[:, :2]
        assert np.all(np.any(np.abs(feet - middle) > boxes[-1][1] + 0.16, axis=1))
    for i, (middle, half) in enumerate(boxes):
        for other, size in boxes[:i]:
            assert np.any(np.abs(middle - other) > half + size)


def test_a_height_comes_after_its_line() -> None:
    both = views()
    heights = both.heights([], both.right_angles(descend(HILLS, DESCENT, (1, 1), 1), 0))
    for level in (both.landscape.lowest, both.map.levels[0] + 0.2, both.highest):
        finish(*both.rise_to(level))
        heights.follow()
        glyphs = [label.family_members_with_points()[-1] for label in heights]
        shown = [glyph.get_fill_opacity() for glyph in glyphs]
        assert shown == heights.shares()
        for height, share, box in zip(heights.levels, shown, heights.boxes, strict=True):
            assert share <= float(height < level)
            is_top = height == both.map.levels[-1]  # too near the top to be passed by
            if share and not is_top:
                shore = both.map.drawn(both.map.lines_at(level)).points[:, :2]
                assert np.all(np.any(np.abs(shore - box[0]) > box[1], axis=1))
    assert set(shown) == {1.0}


def test_the_pointer_is_as_high_as_the_water() -> None:
    both = views()
    mark = both.level_mark()
    for level in (-0.75, 0.3):
        finish(*both.rise_to(level))
        mark.follow()
        assert mark.pointer.get_y() == pytest.approx(both.axes.at(level)[1], abs=0.02)
        assert float(mark.number.says().replace("−", "-")) == pytest.approx(level)


def test_a_crowd_is_where_its_walks_are() -> None:
    contours = ContourMap(HILLS)
    starts = [(1.2, 1.0), (-1.0, -2.0), (3.0, 0.4)]
    walks = [Walk(descend(HILLS, DESCENT, start, 8)) for start in starts]
    crowd = MapCrowd(walks, contours)
    for taken in (0.0, 2.5, 8.0):
        for walk in walks:
            walk.set_value(taken)
        crowd.update()
        outlines = np.split(crowd.submobjects[2].points, len(walks))
        middles = np.array([(o.min(axis=0) + o.max(axis=0)) / 2 for o in outlines])
        assert middles == pytest.approx(contours.at([walk.position for walk in walks]))


def test_an_empty_crowd_has_no_points() -> None:
    assert len(MapCrowd([], views().map).get_all_points()) == 0


def test_those_stay_who_begin_and_remain_on_the_map() -> None:
    edge = 2 * np.pi
    starts = np.array([(1.2, 1.0), (edge - 0.01, 1.0), (edge - 0.7, edge - 1.2), (0.3, 0.2)])
    crowd = descend(HILLS, DESCENT, starts, 60)
    chosen = walks_inside(ContourMap(HILLS), crowd)
    assert list(chosen) == [0, 3]
    assert starts[1, 0] > edge - EDGE * 2 * edge  # too close to the border
    assert crowd.x[-1, 2].max() > edge  # runs off it
