"""The arrows of a field, the compass that leaves them, and the dial."""

import numpy as np
import pytest
from manim import VGroup

from gd_math import from_formula, losses, optimizers
from scenes.kit import ArrowField, ArrowScale, Compass, ContourMap, DirectionDial
from scenes.kit.maps.arrow_field import OUTLINE, arrow_outlines
from scenes.kit.maps.crowd import arrive, both_ways
from scenes.kit.maps.dial import GAUGE, RADIUS, steep_place
from scenes.kit.maps.landmarks import landmark_signs, landmarks, name_top
from scenes.kit.maps.map_scales import axes_beside, height_scale, map_title, scaled_map
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
    assert ArrowScale(field).names[0].markup.startswith("|nabla f| ≥")
    assert "=" in ArrowScale(ArrowField(scaled_map(losses.HILLS))).names[0].markup


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


def test_a_field_that_stands_back_has_no_color_of_its_own(field: ArrowField) -> None:
    def colors() -> set[str]:
        return {arrows.get_fill_color().to_hex() for arrows in field if len(arrows.points)}

    assert len(colors()) > 3
    field.quiet.set_value(1)
    field.update()
    assert len(colors()) == 1


def test_short_arrows_are_stouter_and_all_have_the_shape_of_the_longest() -> None:
    long, short = arrow_outlines(np.array([[1.0, 0.0], [0.0, 0.25]]))
    assert long == pytest.approx(OUTLINE)
    assert np.ptp(short[:, 1]) == pytest.approx(0.25)
    assert np.ptp(short[:, 0]) > 0.4 * np.ptp(OUTLINE[:, 1])
    assert arrow_outlines(np.zeros((1, 2))) == pytest.approx(np.zeros((1, 7, 2)))


def test_a_scale_is_as_long_as_an_arrow_of_that_size(field: ArrowField) -> None:
    scale = ArrowScale(field).put_at((4.0, 0.0))
    widths = [arrow.width for arrow in scale.arrows]
    assert widths == pytest.approx([field.longest, field.longest / 2])
    assert field.unit == 1
    tips = [arrow.points[:, 0].argmax() for arrow in scale.arrows]
    field.turn.set_value(1)
    scale.update()
    assert [arrow.points[:, 0].argmin() for arrow in scale.arrows] == tips
    assert [arrow.width for arrow in scale.arrows] == pytest.approx(widths)


def test_a_compass_leaves_arrows_where_it_has_come_by_and_nowhere_else(field: ArrowField) -> None:
    compass = Compass(field)
    assert len(field.get_all_points()) == 0
    field.grown.set_value(0.5)
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
        assert rise == pytest.approx(GAUGE * dial.slope / dial.size, abs=1e-6)


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


def test_a_dial_on_level_ground_is_refused(hills: ContourMap) -> None:
    with pytest.raises(ValueError, match="must be on a slope"):
        DirectionDial(ContourMap(BOWL), (0.0, 0.0))


@pytest.mark.parametrize("loss", [losses.HILLS, losses.HIMMELBLAU, losses.RAVINE, BOWL])
def test_the_gauge_is_beside_the_dial_and_in_the_safe_frame(loss) -> None:
    contours = scaled_map(loss)
    dial = DirectionDial(contours, steep_place(contours))
    assert abs(dial.gauge.get_center()[0] - dial.foot[0]) > RADIUS + dial.gauge.width / 2
    assert dial.gauge.get_right()[0] < 6.4
    assert dial.gauge.get_bottom()[1] > -2.8


@pytest.mark.parametrize("loss", [losses.HILLS, losses.HIMMELBLAU, losses.SIX_HUMP_CAMEL, BOWL])
def test_a_map_with_its_scales_keeps_to_the_safe_frame(loss) -> None:
    contours = scaled_map(loss)
    whole = VGroup(axes_beside(contours), height_scale(contours), map_title(contours))
    assert whole.get_left()[0] > -6.43
    assert whole.get_right()[0] < 6.4
    assert whole.get_bottom()[1] > -2.83
    assert whole.get_top()[1] < 3.63
    shape = contours.upper - contours.lower
    assert contours.border.width / contours.border.height == pytest.approx(shape[0] / shape[1])


def test_ticks_are_multiples_of_pi_only_where_the_map_ends_at_such(hills: ContourMap) -> None:
    def labels(contours: ContourMap) -> set[str]:
        family = axes_beside(contours).get_family()
        return {one.markup for one in family if getattr(one, "markup", "")}

    assert labels(hills) == {"-2 pi", "-pi", "0", "pi", "2 pi", "x", "y"}
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


def test_a_top_is_named_only_where_there_is_one(hills: ContourMap) -> None:
    assert len(name_top(hills, (np.pi / 2, np.pi / 2))) == 1
    assert len(name_top(hills, (0.0, 0.0))) == 0
    assert len(name_top(hills, (-np.pi / 2, np.pi / 2))) == 0  # a valley


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


def test_walks_arrive_at_the_same_pace() -> None:
    contours = scaled_map(BOWL)
    one, rest, _ = both_ways(contours, optimizers.gradient_descent(0.1), 5, 60, 1)
    goals = {going.mobject.target.get_value() for going in map(_built, arrive([one, *rest]))}
    assert goals == {max(walk.trajectory.steps for walk in (one, *rest))}


def _built(going):  # type: ignore[no-untyped-def]
    return going.build()


def test_the_rule_of_another_optimizer_is_its_name() -> None:
    plain = optimizers.gradient_descent(0.1)
    assert rule_of(plain).equation == update_rule().equation
    assert "+ alpha" in rule_of(plain, ascent=True).equation
    assert "- alpha" in rule_of(plain).equation
    assert rule_of(optimizers.momentum(0.1)).markup == "momentum"
    assert "ascent" in rule_of(optimizers.momentum(0.1), ascent=True).markup
