"""The palettes can be read, and told apart, by everybody."""

from itertools import combinations

import numpy as np
import pytest

from scenes.kit.symbols import SIGNS
from scenes.kit.theme import THEMES, Theme, theme, use_theme

MEANINGS = ("walker", "gradient", "good", "careful", "wrong", "second", "ink")
# How colors look in linear RGB with the common forms of color blindness, in full.
# Source: Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color
# Vision Deficiency, IEEE TVCG 15(6), 2009, severity 1.
SIGHT = {
    "full": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other)), reverse=True)
    return float((light + 0.05) / (dark + 0.05))


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB, daylight D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.fixture(params=THEMES.values(), ids=THEMES.keys())
def palette(request: pytest.FixtureRequest) -> Theme:
    return request.param


@pytest.mark.parametrize("meaning", [*MEANINGS, "third", "muted"])
def test_text_stands_out_from_the_background(palette: Theme, meaning: str) -> None:
    assert contrast(getattr(palette, meaning), palette.background) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_meanings_stay_apart(palette: Theme, sight: str) -> None:
    seen = {m: lab(np.array(SIGHT[sight]) @ linear(getattr(palette, m))) for m in MEANINGS}
    for one, other in combinations(MEANINGS, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 10, f"{one} looks like {other}"


@pytest.mark.parametrize("meaning", SIGNS)
def test_a_sign_stands_out_from_its_rim(palette: Theme, meaning: str) -> None:
    _, color = SIGNS[meaning]
    assert contrast(getattr(palette, color), palette.background) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_signs_of_one_color_differ_in_shape_and_the_others_in_color_or_lightness(
    palette: Theme, sight: str
) -> None:
    assert len(set(SIGNS.values())) == len({shape for shape, _ in SIGNS.values()}) == len(SIGNS)
    seen = {
        meaning: lab(np.array(SIGHT[sight]) @ linear(getattr(palette, color)))
        for meaning, (_, color) in SIGNS.items()
    }
    for one, other in combinations(SIGNS, 2):
        if SIGNS[one][1] != SIGNS[other][1]:
            apart = np.linalg.norm(seen[one] - seen[other])
            same_white = {SIGNS[one][1], SIGNS[other][1]} == {"ink", "third"}
            assert apart > 10 or same_white, f"{one} looks like {other}"


def test_terrain_grows_lighter_with_height(palette: Theme) -> None:
    lightness = [lab(linear(color))[0] for color in palette.terrain]
    assert np.all(np.diff(lightness) > 0)


def test_the_theme_in_force_changes_for_all_who_look() -> None:
    try:
        use_theme("light")
        assert theme.walker == THEMES["light"].walker
    finally:
        use_theme("dark")
    assert theme.walker == THEMES["dark"].walker


def test_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="'sepia', and must be one of dark, light"):
        use_theme("sepia")
