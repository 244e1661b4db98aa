"""Each thing has one sign: its shape, its color, and a rim that stands it off any ground."""

import numpy as np
import pytest
from manim import VMobject

from scenes.kit import sign, use_theme
from scenes.kit.symbols import MARKERS, SIGNS, marker_shape
from scenes.kit.theme import RIM_WIDTH, THEMES

# What the clips agree on. Colors are those of the dark theme.
TABLE = {
    "walker": ("circle", "#E69F00"),
    "second": ("diamond", "#EA90C4"),
    "third": ("square", "#FFFFFF"),
    "minimum": ("ring", "#1FB58F"),
    "local minimum": ("dashed ring", "#F0E442"),
    "top": ("triangle", "#8B95A5"),
    "saddle": ("cross", "#8B95A5"),
    "truth": ("star", "#ECEFF4"),
    "diverged": ("open circle", "#E4572E"),
}
RADIUS = 0.5


def shapes(mobject: VMobject) -> list[VMobject]:
    return mobject.family_members_with_points()


def corners(mobject: VMobject) -> int:
    """Return how many corners a filled outline has."""
    (shape,) = shapes(mobject)
    way = np.diff(np.asarray(shape.get_anchors()), axis=0)
    way = way[np.linalg.norm(way, axis=-1) > 1e-9]
    way /= np.linalg.norm(way, axis=-1, keepdims=True)
    return int((np.sum(way * np.roll(way, 1, axis=0), axis=-1) < 0.95).sum())


def is_filled(shape: VMobject) -> bool:
    return shape.get_fill_opacity() == 1 and shape.get_stroke_width() == 0


def is_round(shape: VMobject) -> bool:
    return round_path(shape.points)


def round_path(points: np.ndarray) -> bool:
    curves = points.reshape(-1, 4, 3)
    along = [curves[:, 0], np.tensordot(curves, [0.125, 0.375, 0.375, 0.125], (1, 0))]
    away = np.linalg.norm(along, axis=-1)
    return bool(np.ptp(away) < 1e-3 * RADIUS)


def draws(shape: str, mobject: VMobject) -> bool:
    """Say whether `mobject` looks like `shape`."""
    parts = shapes(mobject)
    first = parts[0]
    lines = [part.get_fill_opacity() == 0 and part.get_stroke_width() > 0 for part in parts]
    strokes = first.get_subpaths()
    match shape:
        case "circle":
            return len(parts) == 1 and is_filled(first) and is_round(first)
        case "diamond" | "square":
            highest = first.points[first.points[:, 1].argmax()]
            stands_on_a_corner = abs(highest[0]) < 1e-6
            upright = stands_on_a_corner == (shape == "diamond")
            return is_filled(first) and corners(mobject) == 4 and upright
        case "triangle":
            return is_filled(first) and corners(mobject) == 3
        case "star":
            return first.get_fill_opacity() == 1 and corners(mobject) == 10
        case "ring":
            return lines == [True] and is_round(first)
        case "dashed ring":
            return len(lines) >= 8 and all(lines) and all(map(is_round, parts))
        case "cross":
            return lines == [True] and len(strokes) == 2 and not any(map(round_path, strokes))
        case "open circle":  # with a cross in it
            return lines == [True] and [*map(round_path, strokes)] == [True, False, False]
    return False


def test_every_meaning_has_the_sign_that_the_clips_agree_on() -> None:
    assert {meaning: shape for meaning, (shape, _) in SIGNS.items()} == {
        meaning: shape for meaning, (shape, _) in TABLE.items()
    }


@pytest.mark.parametrize("meaning", TABLE)
def test_a_sign_has_its_shape_its_color_and_its_size(meaning: str) -> None:
    shape, color = TABLE[meaning]
    drawn = sign(meaning, RADIUS)
    assert [other for other in {shape for shape, _ in TABLE.values()} if draws(other, drawn)] == [
        shape
    ]
    for part in shapes(drawn):
        seen = part.get_fill_color() if is_filled(part) else part.get_stroke_color()
        assert seen.to_hex() == color
    assert drawn.get_center()[:2] == pytest.approx((0, 0), abs=0.4 * RADIUS)
    assert 1.6 * RADIUS < max(drawn.width, drawn.height) < 2.7 * RADIUS


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("meaning", TABLE)
def test_a_sign_has_a_rim_in_the_color_of_the_background(meaning: str, theme: str) -> None:
    use_theme(theme)
    try:
        parts = shapes(sign(meaning))
    finally:
        use_theme("dark")
    for part in parts:
        assert part.get_stroke_color(background=True).to_hex() == THEMES[theme].background
        wider = part.get_stroke_width(background=True) - part.get_stroke_width()
        assert wider == pytest.approx(2 * RIM_WIDTH)


def test_no_two_signs_are_alike() -> None:
    assert len({shape for shape, _ in SIGNS.values()}) == len(SIGNS)


def test_an_unknown_meaning_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="meaning is 'valley', and must be one of walker, second"):
        sign("valley")


@pytest.mark.parametrize("marker", [*MARKERS, "triangle"])
def test_markers_are_about_as_large_as_each_other(marker: str) -> None:
    assert 1.5 < marker_shape(marker, 1.0, "#FFFFFF").width < 2.6


def test_an_unknown_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="marker is 'gem', and must be one of circle, diamond"):
        marker_shape("gem", 1.0, "#FFFFFF")
