"""The colors of a landscape, as the theme has them."""

import numpy as np
from manim import ManimColor
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.solids import linear
from scenes.kit.theme import theme

Array = NDArray[np.float64]

RAMP = 256  # colors between the lowest and the highest ground


def srgb(color: str) -> Array:
    """Return red, green and blue of a hexadecimal color, in 0 … 1."""
    return np.array(ManimColor(color).to_rgb(), dtype=float)


def colors() -> dict[str, Array]:
    """Return the colors of the ground, its light, its lines and the backdrop, by name."""
    return {
        "ramp": _ramp(),
        "contour": srgb(theme.contour),
        "outline": srgb(theme.background),
        "edge": srgb(theme.muted),
        "mist_high": srgb(theme.mist_high),
        "mist_low": srgb(theme.mist_low),
        "sky_high": srgb(theme.sky_high),
        "sky_low": srgb(theme.sky_low),
        "sun_color": np.array(theme.sunlight),
        "sky_light": np.array(theme.skylight),
        "ground_light": np.array(theme.groundlight),
    }


def _ramp() -> Array:
    """Return the colors of the ground from low to high, in linear light, (RAMP + 1, 3)."""
    stops = np.array([srgb(color) for color in theme.terrain])
    along = np.arange(-RAMP // 8, RAMP + RAMP // 8 + 1) / RAMP
    straight = [np.interp(along, np.linspace(0, 1, len(stops)), part) for part in stops.T]
    window = np.hanning(RAMP // 4 + 3)[1:-1]  # no kink at a stop
    smooth = [np.convolve(part, window / window.sum(), "valid") for part in straight]
    return linear(np.stack(smooth, axis=-1))
