"""The arrows of a field, the compass that leaves them, and the dial."""

import numpy as np
import pytest
from manim import DL, DOWN, LEFT, UR, Rectangle, VGroup

from gd_math import from_formula, losses, optimizers
from scenes.kit import ArrowField, ArrowScale, Compass, ContourMap, DirectionDial, StepArrow
from scenes.kit.maps.arrow_field import OUTLINE, RISE, arrow_outlines
from scenes.kit.maps.crowd import arrival_count, arrive, both_signs, both_ways
from scenes.kit.maps.dial import NEAR, RADIUS, steep_place
from scenes.kit.maps.landmarks import landmark_legend, landmark_signs, landmarks
from scenes.kit.maps.map_scales import (
    axes_beside,
    height_scale,
    map_gradient,
    map_title,
    scaled_map,
)
from scenes.kit.theme import DOT_RADIUS
from scenes.kit.words.update_rule import rule_of, update_rule

BOWL = from_formula("x**2 + 3*y**2")


@pytest.fixture
def hills() -> ContourMap:
    return scaled_map(losses.HILLS)


@pytest.fixture
def field(hills: ContourMap) -> ArrowField:
    return ArrowField(hills, 0.5)


def drawn_arrows(field: ArrowField) -> tuple[np.ndarray, np.ndarray]:
    """Return middles and vectors, (n, 2) both, of the arrows as they are drawn."""
    corners = np.concatenate([s.points.reshape(-1, 7, 4, 3)[:, :, 0, :2] for s in field])
    tails, tips = (corners[:, 0] + corners[:, 6]) / 2, corners[:, 3]
    return (tails + tips) / 2, tips - tails


def nearest(field: ArrowField, middles: np.ndarray) -> np.ndarray:
    return np.linalg.norm(middles[:, None] - field.centers, axis=-1).argmin(axis=1)


def test_arrows_are_as_long_as_the_gradient_and_none_longer_than_the_unit(
    field: ArrowField,
) -> None:
    middles, vectors = drawn_arrows(field)
    gradient = field.gradient[nearest(field, middles)]
    assert vectors == pytest.approx(field.longest * gradient / field.unit)
    assert len(vectors) > 0.9 * len(field.x)


def test_steep_walls_do_not_leave_the_arrows_of_a_valley_too_short_to_see() -> None:
    field = ArrowField(ContourMap(losses.HIMMELBLAU, height=5), 0.5)
    sizes = np.linalg.norm(field.gradient, axis=-1)
    assert sizes.max() > 3 * field.unit
    _, vectors = drawn_arrows(field)
    lengths = np.linalg.norm(vectors, axis=-1)
    assert lengths.max() == pytest.approx(field.longest)
    assert np.median(lengths) > 0.3 * field.longest
    assert ArrowScale(field).label.markup.startswith("|nabla f| ≥")
    assert "=" in ArrowScale(ArrowField(scaled_map(losses.HILLS))).label.markup


def test_the_half_turn_is_a_turn_and_runs_from_left_to_right(field: ArrowField) -> None:
    before, vectors = drawn_arrows(field)
    lengths = dict(zip(nearest(field, before), np.linalg.norm(vectors, axis=-1), strict=True))
    for turn in np.linspace(0, 1, 9):
        field.turn.set_value(turn)
        field.update()
        middles, turned = drawn_arrows(field)
        arrows = nearest(field, middles)
        assert middles == pytest.approx(field.centers[arrows])  # each turns where it stands
        assert np.linalg.norm(turned, axis=-1) == pytest.approx([lengths[i] for i in arrows])
    assert turned == pytest.approx(-field.longest * field.gradient[arrows] / field.unit)
    field.turn.set_value(0.5)
    left, right = field.x[:, 0].argmin(), field.x[:, 0].argmax()
    assert field.progress()[left] == 1
    assert field.progress()[right] < 0.2


def test_a_field_that_stands_back_or_is_turned_keeps_its_colors(field: ArrowField) -> None:
    def colors() -> list[str]:
        return [arrows.get_fill_color().to_hex() for arrows in field]

    before = colors()
    assert len(set(before)) > 3
    assert {arrows.get_fill_opacity() for arrows in field} == {1}
    field.quiet.set_value(1)
    field.turn.set_value(1)
    field.update()
    assert colors() == before
    assert all(0.7 <= arrows.get_fill_opacity() <= 0.8 for arrows in field)


def test_arrows_below_a_label_make_room_for_it_and_come_back(field: ArrowField) -> None:
    def seen() -> set[int]:
        shapes = [shape for shape in field if shape.get_fill_opacity() > 0 and len(shape.points)]
        assert all(
            (one.get_stroke_opacity(background=True) > 0) == (one in shapes)
            for one in field
            if len(one.points)
        )
        corners = np.concatenate([one.points.reshape(-1, 7, 4, 3)[:, :, 0, :2] for one in shapes])
        return set(nearest(field, (corners[:, 0] + corners[:, 6] + 2 * corners[:, 3]) / 4))

    everyone = seen()
    label = Rectangle(width=1.2, height=0.6).move_to(field.map.at((0.4, 1.2)))
    low, high = label.get_corner(DL)[:2], label.get_corner(UR)[:2]
    room = field.make_room(label)
    assert seen() == everyone  # until the animation is played
    field.hidden.set_value(room.build().mobject.target.get_value())
    field.update()
    corners = field.centers[:, None] + field.outlines
    within = np.all((corners > low) & (corners < high), axis=-1).any(axis=1)
    far = np.linalg.norm(field.centers - label.get_center()[:2], axis=-1) > 1.3
    gone = everyone - seen()
    assert gone >= everyone & set(np.flatnonzero(within))
    assert len(gone) > 3
    assert not gone & set(np.flatnonzero(far))
    field.hidden.set_value(field.fill_room().build().mobject.target.get_value())
    field.update()
    assert seen() == everyone


def test_short_arrows_are_stouter_and_all_have_the_shape_of_the_longest() -> None:
    long, short = arrow_outlines(np.array([[1.0, 0.0], [0.0, 0.25]]))
    assert long == pytest.approx(OUTLINE)
    assert np.ptp(short[:, 1]) == pytest.approx(0.25)
    assert np.ptp(short[:, 0]) > 0.4 * np.ptp(OUTLINE[:, 1])
    assert arrow_outlines(np.zeros((1, 2))) == pytest.approx(np.zeros((1, 7, 2)))


def test_a_scale_is_as_long_as_an_arrow_of_that_size(field: ArrowField) -> None:
    scale = ArrowScale(field)
    assert scale.arrow.width == pytest.approx(field.longest)
    assert field.unit == 1
    assert scale.label.markup == "|nabla f| = 1"


def test_all_arrows_that_a_compass_has_left_are_grown_when_it_has_arrived(
    field: ArrowField,
) -> None:
    compass = Compass(field)
    field.grown.set_value(1)
    field.update()
    middles, vectors = drawn_arrows(field)
    gradient = field.gradient[nearest(field, middles)]
    assert vectors == pytest.approx(field.longest * gradient / field.unit, abs=1e-9)
    assert compass.position == pytest.approx(compass.route[-1])


def test_the_name_of_the_compass_is_on_the_map_and_clear_of_the_ring(field: ArrowField) -> None:
    compass = Compass(field)
    for share in np.linspace(0, 1, 12):
        field.grown.set_value(share)
        compass.update()
        assert compass.label.get_right()[0] < field.map.border.get_right()[0]
        away = np.linalg.norm(compass.label.get_center() - compass.ring.get_center())
        assert away > compass.radius + compass.label.height / 2


def test_a_compass_leaves_arrows_where_it_has_come_by_and_nowhere_else(field: ArrowField) -> None:
    compass = Compass(field)
    assert len(field.get_all_points()) == 0
    field.grown.set_value(0.5 * (1 - RISE))
    field.update()
    middles, _ = drawn_arrows(field)
    so_far = field.map.at(compass.route[: len(compass.route) // 2 + 1])[:, :2]
    away = np.linalg.norm(middles[:, None] - so_far, axis=-1).min(axis=1)
    assert 5 < len(middles) < len(field.x) / 2
    assert away.max() < field.spacing
    field.grown.set_value(2)
    field.update()
    assert len(drawn_arrows(field)[0]) > 0.9 * len(field.x)


def test_the_needle_is_the_gradient_where_the_compass_is(field: ArrowField) -> None:
    compass = Compass(field)
    for share in (0.1, 0.37, 0.8):
        field.grown.set_value(share)
        compass.update()
        corners = compass.needle.points.reshape(7, 4, 3)[:, 0, :2]
        vector = corners[3] - (corners[0] + corners[6]) / 2
        gradient = losses.HILLS.gradient(compass.position)
        assert vector == pytest.approx(field.longest * gradient / field.unit)
        assert compass.ring.get_center() == pytest.approx(field.map.at(compass.position))
    ((_, place),) = compass.must_see()
    assert place == pytest.approx(compass.ring.get_center())


def test_without_a_top_the_compass_ends_in_a_valley() -> None:
    compass = Compass(ArrowField(scaled_map(BOWL), 0.5))
    assert compass.route[-1] == pytest.approx(BOWL.minima[0].x, abs=1e-6)


def test_a_dial_reads_the_slope_in_the_direction_of_its_hand(hills: ContourMap) -> None:
    dial = DirectionDial(hills, (0.4, 1.2))
    for degrees in (-90.0, -30.0, 0.0, 77.0, 180.0, 450.0):
        dial.direction.set_value(degrees)
        dial.update()
        way = dial.hand.get_end() - dial.foot
        way = way[:2] / np.linalg.norm(way)
        ahead, behind = (losses.HILLS.value(dial.x + s * way) for s in (1e-5, -1e-5))
        assert dial.slope == pytest.approx((ahead - behind) / 2e-5, abs=1e-6)
        bar = dial.bar.points[:, 1] - dial.zero[1]
        rise = bar.max() if dial.slope > 0 else bar.min()
        assert rise == pytest.approx(RADIUS * dial.slope / dial.size, abs=1e-6)


def test_a_dial_marks_zero_along_the_contour_and_most_along_the_arrow(hills: ContourMap) -> None:
    dial = DirectionDial(hills, (0.4, 1.2))
    assert dial.slope == pytest.approx(0)
    along = dial.hand.get_end() - dial.foot
    assert np.dot(along[:2], losses.HILLS.gradient(dial.x)) == pytest.approx(0, abs=1e-9)
    counts = []
    for degrees in (-90.0, -1.0, 0.0, 90.0, 180.0, 360.0):
        dial.direction.set_value(degrees)
        dial.update()
        counts.append(len(dial.marks.points))
    one = counts[0]
    assert counts == [one, one, 2 * one, 3 * one, 4 * one, 4 * one]
    dial.direction.set_value(0.0)
    assert dial.slope == pytest.approx(np.linalg.norm(losses.HILLS.gradient(dial.x)))


def test_the_bar_of_the_steepest_slope_is_as_long_as_the_gradient(hills: ContourMap) -> None:
    dial = DirectionDial(hills, steep_place(hills))
    dial.direction.set_value(0.0)
    dial.update()
    assert dial.bar.height == pytest.approx(RADIUS)
    corners = dial.arrow.points.reshape(-1, 4, 3)[:, 0, :2]
    ahead = (corners - dial.foot[:2]) @ dial.gradient / dial.size
    assert np.ptp(ahead) == pytest.approx(RADIUS, rel=0.01)


def test_a_dial_lingers_where_the_slope_is_zero_or_largest(hills: ContourMap) -> None:
    dial = DirectionDial(hills, steep_place(hills))
    pace = dial.turn_to(270).build().rate_func
    assert [pace(quarter) for quarter in (0.25, 0.5, 0.75, 1.0)] == pytest.approx(
        [0.25, 0.5, 0.75, 1.0]
    )
    slow, fast = pace(0.26) - pace(0.24), pace(0.385) - pace(0.365)
    assert slow < fast / 5


def test_the_contour_of_a_dial_passes_through_its_middle_and_stays_close(
    hills: ContourMap,
) -> None:
    for place in (steep_place(hills), (0.4, 1.2), (-2.0, 0.3)):
        dial = DirectionDial(hills, place)
        away = np.linalg.norm(dial.contour.get_anchors() - dial.foot, axis=-1)
        assert away.min() < 0.05
        assert RADIUS < away.max() <= NEAR * RADIUS


def test_a_dial_on_level_ground_is_refused(hills: ContourMap) -> None:
    with pytest.raises(ValueError, match="must be on a slope"):
        DirectionDial(ContourMap(BOWL), (0.0, 0.0))


@pytest.mark.parametrize("loss", [losses.HILLS, losses.HIMMELBLAU, losses.RAVINE, BOWL])
def test_the_gauge_is_beside_the_map_and_in_the_safe_frame(loss) -> None:
    contours = scaled_map(loss)
    dial = DirectionDial(contours, steep_place(contours))
    assert dial.gauge.get_left()[0] > contours.border.get_right()[0] + 0.4
    assert dial.gauge.get_right()[0] < 6.4
    assert dial.gauge.get_bottom()[1] > -2.8


@pytest.mark.parametrize("loss", [losses.HILLS, losses.HIMMELBLAU, losses.SIX_HUMP_CAMEL, BOWL])
def test_a_map_with_its_scales_keeps_to_the_safe_frame(loss) -> None:
    contours = scaled_map(loss)
    heights = height_scale(contours)
    scale = ArrowScale(ArrowField(contours)).next_to(heights, DOWN, 0.3, aligned_edge=LEFT)
    legend = landmark_legend(contours).next_to(scale, DOWN, 0.3, aligned_edge=LEFT)
    whole = VGroup(axes_beside(contours), heights, scale, legend, map_title(contours))
    whole.add(map_gradient(contours), map_gradient(contours, downhill=True))
    assert whole.get_left()[0] > -6.43
    assert whole.get_right()[0] < 6.4
    assert whole.get_bottom()[1] > -2.83
    assert whole.get_top()[1] < 3.63
    shape = contours.upper - contours.lower
    assert contours.border.width / contours.border.height == pytest.approx(shape[0] / shape[1])


def test_ticks_are_multiples_of_pi_only_where_the_domain_ends_at_such(hills: ContourMap) -> None:
    def labels(contours: ContourMap) -> set[str]:
        family = axes_beside(contours).get_family()
        return {one.markup for one in family if getattr(one, "markup", "")}

    assert labels(hills) == {"-pi", "0", "pi", r"-pi \/ 2", r"pi \/ 2", "x", "y"}
    assert labels(ContourMap(losses.HIMMELBLAU)) == {"−4", "−2", "0", "2", "4", "x", "y"}


def test_heights_say_where_colors_tell_no_more_apart(hills: ContourMap) -> None:
    def ends(contours: ContourMap) -> list[str]:
        return [label.markup for label in height_scale(contours)[2]]

    assert ends(hills) == ["−1", "0", "1"]
    low, _, high = ends(ContourMap(losses.HIMMELBLAU))
    assert low == "0"
    assert high.startswith("≥")


def test_valleys_that_are_not_the_deepest_have_the_sign_of_a_local_minimum() -> None:
    contours = ContourMap(losses.STYBLINSKI_TANG)
    signs = landmark_signs(contours)
    tops, valleys, passes = landmarks(contours)
    assert len(signs) == len(tops) + len(valleys) + len(passes)
    dashed = [sign for sign in signs if len(sign.submobjects) > 5]
    assert len(dashed) == 3
    deepest = contours.at(losses.STYBLINSKI_TANG.minima[0].x)
    assert min(np.linalg.norm(sign.get_center() - deepest) for sign in dashed) > 0.5


def test_a_legend_has_a_row_for_each_kind_that_is_on_the_map(hills: ContourMap) -> None:
    def words(contours: ContourMap) -> list[str]:
        return [row[1].markup for row in landmark_legend(contours)]

    assert words(hills) == ["top", "valley", "pass"]
    assert words(ContourMap(BOWL)) == ["valley"]
    assert words(ContourMap(losses.STYBLINSKI_TANG)) == ["top", "deepest", "valley", "pass"]


def test_a_strip_is_cut_off_only_where_level_places_lie_on_the_border(hills: ContourMap) -> None:
    assert hills.upper == pytest.approx([1.8 * np.pi, 0.8 * np.pi])
    assert scaled_map(losses.HIMMELBLAU).upper == pytest.approx(losses.HIMMELBLAU.domain[1])


def test_the_gradient_is_written_out_only_where_it_is_known(hills: ContourMap) -> None:
    assert map_gradient(hills).markup == "nabla f = (cos x sin y, thin sin x cos y)"
    assert map_gradient(hills, downhill=True).markup.startswith("-nabla f = -(cos x")
    assert map_gradient(ContourMap(BOWL)).markup == "nabla f"


def test_walks_both_ways_end_at_the_border_or_on_arrival() -> None:
    contours = scaled_map(BOWL)
    one, rest, climb = both_ways(contours, optimizers.gradient_descent(0.1), 5, 60, 1)
    assert len(rest) == 4
    inside = contours.inside(climb.trajectory.x)
    assert inside[:-1].all()
    assert not inside[-1]
    assert all(np.abs(walk.trajectory.x[-1]).max() < 0.1 for walk in (one, *rest))


def test_walks_that_leave_the_map_are_not_taken() -> None:
    contours = scaled_map(losses.HIMMELBLAU)
    with pytest.raises(ValueError, match="smaller LEARNING_RATE"):
        both_ways(contours, optimizers.gradient_descent(0.5), 12, 60, 1)


def test_walks_arrive_at_the_same_pace_and_each_begins_after_the_one_before() -> None:
    contours = scaled_map(BOWL)
    one, rest, _ = both_ways(contours, optimizers.gradient_descent(0.1), 5, 60, 1)
    walks = [one, *rest]

    def taken(share: float, behind: float) -> np.ndarray:
        going = [each.build() for each in arrive(walks, behind)]
        return np.array([each.rate_func(share) * each.mobject.target.get_value() for each in going])

    assert np.ptp(taken(0.5, 0.0)) == 0
    assert -np.diff(taken(0.6, 2.0)) == pytest.approx([2.0] * 4)
    ends = [walk.trajectory.steps for walk in walks]
    for behind in (0.0, 2.0):
        assert (taken(1.0, behind) >= np.array(ends) - 1e-9).all()


def test_the_count_is_of_walks_that_have_ended_in_a_valley() -> None:
    contours = scaled_map(BOWL)
    one, rest, climb = both_ways(contours, optimizers.gradient_descent(0.1), 5, 60, 1)
    count = arrival_count(BOWL, [one, *rest, climb])
    number = count[1]
    assert (number.says(), count[2].markup) == ("0", "of 6")
    one.set_value(one.trajectory.steps)
    climb.set_value(climb.trajectory.steps)  # off the map
    rest[0].set_value(rest[0].trajectory.steps - 0.5)
    number.update()
    assert number.says() == "1"


def test_a_walker_that_is_seen_in_a_valley_is_counted_before_its_last_tiny_steps() -> None:
    contours = scaled_map(BOWL)
    one, rest, _ = both_ways(contours, optimizers.gradient_descent(0.1), 5, 60, 1)
    number = arrival_count(BOWL, [one, *rest], contour_map=contours)[1]
    away = np.linalg.norm(
        contours.at(one.trajectory.x) - contours.at(one.trajectory.x[-1]), axis=-1
    )
    near = int(np.argmax(away <= DOT_RADIUS / 2))
    assert near < one.trajectory.steps
    for taken, count in ((near - 1, "0"), (near, "1"), (one.trajectory.steps, "1")):
        one.set_value(taken)
        number.update()
        assert number.says() == count


def test_signs_in_the_last_words_have_their_middles_on_one_line() -> None:
    row = both_signs()
    assert row[1].get_y() == pytest.approx(row[3].get_y())


def test_an_arrow_shows_the_step_that_the_walker_then_takes(hills: ContourMap) -> None:
    descent = optimizers.gradient_descent(0.8)
    one, _, _ = both_ways(hills, descent, 8, 60, 11)
    step = StepArrow(one, hills, descent)
    assert step.must_see() == []
    aim, go = (each.build().rate_func for each in step.take(2))
    for share in np.linspace(0, 1, 41):
        step.drawn.set_value(2 * aim(share))
        one.set_value(2 * go(share))
        step.update()
        if step.must_see():
            ((_, tip),) = step.must_see()
            start = hills.at(one.position)
            goal = hills.at(one.trajectory.x[one.step + 1])
            way, whole = tip - start, goal - start
            assert way[0] * whole[1] == pytest.approx(way[1] * whole[0], abs=1e-9)
            assert 0 < way @ whole <= whole @ whole * (1 + 1e-9)
            if one.taken > one.step:  # the walker moves only when its arrow has grown
                assert tip == pytest.approx(goal)
    assert one.taken == 2
    assert step.must_see() == []


def test_the_step_of_another_optimizer_is_not_called_a_gradient(hills: ContourMap) -> None:
    def name(optimizer) -> str:  # type: ignore[no-untyped-def]
        one, _, _ = both_ways(hills, optimizer, 3, 60, 11)
        family = StepArrow(one, hills, optimizer).label.get_family()
        return next(part.markup for part in family if getattr(part, "markup", ""))

    assert name(optimizers.gradient_descent(0.5)) == "-alpha nabla f"
    assert name(optimizers.momentum(0.1)) == "step"


def test_the_rule_of_another_optimizer_is_its_name() -> None:
    plain = optimizers.gradient_descent(0.1)
    assert rule_of(plain).equation == update_rule().equation
    assert "+ alpha" in rule_of(plain, ascent=True).equation
    assert "- alpha" in rule_of(plain).equation
    assert rule_of(optimizers.momentum(0.1)).markup == "momentum"
    assert rule_of(plain, rate=0.1).equation.endswith("alpha = 0.1 quad theta = (x, y)")
    assert "ascent" in rule_of(optimizers.momentum(0.1), ascent=True).markup
