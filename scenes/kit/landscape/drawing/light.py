"""The color of the ground in the light that falls on it."""

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.relief import SUN
from scenes.kit.landscape.drawing.shot import Shot

Array = NDArray[np.float64]


def display(light: Array) -> Array:
    """Turn linear light into sRGB, with a soft shoulder for highlights."""
    held = light * (1 + light * 0.18) / (1 + light * 0.34)
    root = np.sqrt(np.maximum(held, 0))
    return np.asarray(0.947 * root + 0.099 * np.sqrt(root) - 0.046 * held)


def lit(shot: Shot) -> Array:
    """Return the color (sRGB) of each point of the ground in the light that falls on it, (n, 3)."""
    _, _, value, dx, dy, sunny, airy = shot.relief.vertices.T.astype(float)
    low, high, _ = shot.levels
    along = (value - low) / (high - low)
    ramp = shot.colors["ramp"]
    albedo = np.stack(
        [np.interp(along, np.linspace(0, 1, len(ramp)), channel) for channel in ramp.T], axis=-1
    )
    scale = shot.height_scale
    rise = min(abs(scale / shot.relief.height_scale), 1.0)  # what lies flat throws no shadow
    sunny, airy = (1 - rise * (1 - light) for light in (sunny, airy))
    upright = np.stack([-scale * dx, -scale * dy, np.ones_like(dx)], axis=-1)
    upright /= np.linalg.norm(upright, axis=-1, keepdims=True)
    facing = np.maximum(upright @ SUN, 0)[:, None]
    above = 0.5 + 0.5 * upright[:, 2:]
    light = shot.colors["ground_light"] * (1 - above) + shot.colors["sky_light"] * above
    direct = shot.colors["sun_color"] * facing * sunny[:, None]
    return display(albedo * (light * airy[:, None] + direct))
