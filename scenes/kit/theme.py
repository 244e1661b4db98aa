"""Colors by meaning, and sizes: the one place where the look of every clip is decided.

`theme.walker` is the walker's color in the theme that is in force. The environment variable
THEME (``dark`` or ``light``) chooses it; `use_theme` changes it from Python.

Sources: the dark palette starts from Okabe and Ito, *Color Universal Design* (2008); the light
one was chosen so that every color has a contrast of 4.5 : 1 on its background and every pair
stays apart for the common forms of color blindness.
"""

import os
from dataclasses import dataclass
from typing import cast

SAFE_MARGIN = 0.05  # share of the frame that stays empty on every side
MARGIN = 0.75  # from the edge of the frame to what stands in a corner, in units of the frame
CAPTION_BAND = 0.15  # share of its height, at the foot, where players lay captions
TITLE_SIZE = 46  # font sizes, in Typst points on Manim's 8-unit-high frame
TEXT_SIZE = 40
SMALL_SIZE = 36  # the smallest allowed: digits and capitals are 3 % of the frame's height
PATH_WIDTH = 4.0  # stroke widths, in Manim's units
THIN_WIDTH = 2.0
HAIR_WIDTH = 1.2
RIM_WIDTH = 2.5  # of the rim that lets a sign stand off any ground, on each side
DOT_RADIUS = 0.16  # a walker, in units of the frame: 4 % of its height
STEP_RADIUS = 0.045  # the mark that each step leaves on a trail


@dataclass(frozen=True)
class Theme:
    """Colors by meaning (hexadecimal RGB), for one kind of room."""

    name: str
    background: str
    ink: str  # text and whatever has no other meaning
    muted: str  # secondary text, axes
    grid: str  # lines that must be felt rather than seen
    walker: str  # the walker, its path, the step −α∇f
    gradient: str  # ∇f, derivative, slope
    good: str  # global minimum
    careful: str  # local minimum
    wrong: str  # diverged
    second: str  # the second walker
    third: str  # the third walker
    terrain: tuple[str, ...]  # low to high, evenly spaced
    contour: str  # contour lines
    water: str  # that stands in hollows
    mist_high: str  # the mist at the top of the frame …
    mist_low: str  # … and at its bottom
    sky_high: str  # behind the terrain when the mist is gone: at the top …
    sky_low: str  # … and at the horizon
    sunlight: tuple[float, float, float]  # on the terrain: linear red, green, blue
    skylight: tuple[float, float, float]  # from above, where the sun does not reach
    groundlight: tuple[float, float, float]  # from below


DARK = Theme(
    name="dark",
    background="#0F1218",
    ink="#ECEFF4",
    muted="#8B95A5",
    grid="#2A313C",
    walker="#E69F00",
    gradient="#56B4E9",
    good="#1FB58F",
    careful="#F0E442",
    wrong="#E4572E",
    second="#EA90C4",
    third="#FFFFFF",
    terrain=("#172B66", "#1B5580", "#24808C", "#4FA58D", "#97C58F", "#F3E6AE"),
    contour="#0B1A26",
    water="#7488C4",
    mist_high="#303748",
    mist_low="#191E29",
    sky_high="#0F1218",
    sky_low="#2C3A52",
    sunlight=(1.05, 0.98, 0.86),
    skylight=(0.30, 0.36, 0.46),
    groundlight=(0.14, 0.15, 0.17),
)

LIGHT = Theme(
    name="light",
    background="#FAFAF7",
    ink="#161A21",
    muted="#5B6472",
    grid="#DDE0E4",
    walker="#AC5500",
    gradient="#0A5FC2",
    good="#087A56",
    careful="#5A5000",
    wrong="#CE1A44",
    second="#781074",
    third="#161A21",
    terrain=("#2C4A8C", "#2E74A0", "#3C9CA4", "#74BFA2", "#B4D9A4", "#FBF0BE"),
    contour="#1D3A4A",
    water="#5468A8",
    mist_high="#F4F5F6",
    mist_low="#E2E7F0",
    sky_high="#CFE2F3",
    sky_low="#F8F6EE",
    sunlight=(1.15, 1.08, 0.96),
    skylight=(0.46, 0.52, 0.60),
    groundlight=(0.30, 0.30, 0.30),
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


class _ThemeInForce:
    """Stands in for whichever theme is in force when one of its colors is asked for."""

    def __init__(self, name: str) -> None:
        self.use(name)

    def use(self, name: str) -> None:
        if name not in THEMES:
            raise ValueError(f"theme is {name!r}, and must be one of {', '.join(THEMES)}")
        self.chosen = THEMES[name]

    def __getattr__(self, color: str) -> object:
        if color.startswith("__") or color == "chosen":
            raise AttributeError(color)
        return getattr(self.chosen, color)


_in_force = _ThemeInForce(os.environ.get("THEME") or DARK.name)
theme = cast(Theme, _in_force)


def use_theme(name: str) -> None:
    """Put the theme `name` (``"dark"`` or ``"light"``) in force for all that is built from now on.

    Raises ValueError for any other name.
    """
    _in_force.use(name)
