"""Small pictures of landscapes, to be looked at pixel by pixel."""

import numpy as np

from gd_math import losses
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing import renderer
from scenes.kit.landscape.drawing.colors import srgb

WIDTH, HEIGHT = 320, 180
TOP, VALLEY = (np.pi / 2, np.pi / 2), (np.pi / 2, -np.pi / 2)


def hills(**settings: object) -> Landscape:
    settings = {"distance": 14.0, "elevation": 35.0, "azimuth": -90.0, **settings}
    return Landscape(losses.HILLS, **settings)


def picture(landscape: Landscape) -> np.ndarray:
    return renderer.renderer().draw(landscape.shot(), WIDTH, HEIGHT)[..., :3].astype(float)


def pixel(landscape: Landscape, point: np.ndarray) -> np.ndarray:
    """Return column and row, counted in pixels from the top left corner."""
    across = (point[0] + landscape.width / 2) / landscape.width * WIDTH
    down = (landscape.height / 2 - point[1]) / landscape.height * HEIGHT
    return np.array([across, down])


def difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.abs(first - second).max(axis=-1)


def has_hue(image: np.ndarray, color: str) -> np.ndarray:
    """Say which pixels have the hue of `color`, whatever the light."""
    own = srgb(color) - srgb(color).mean()
    seen = image - image.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(seen, axis=-1)
    cosine = seen @ own / np.maximum(length * np.linalg.norm(own), 1e-9)
    return (cosine > 0.97) & (length > 40)
