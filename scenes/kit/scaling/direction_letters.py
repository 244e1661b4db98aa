"""The letters that stand at a direction, and keep off its lines as it turns."""

from typing import Any

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from scenes.kit.scaling.direction import Direction
from scenes.kit.theme import SMALL_SIZE
from scenes.kit.words.labels import tag
from scenes.kit.words.text import formula

Array = NDArray[np.float64]

BY_SPREAD = (0.55, 0.3, 0.8)  # of s along its ruler and from it, if that is so long
BY_RING, ALONG, ASIDE = 0.32, 0.5, 0.4  # of d from the ring; along its bar; from a short bar
BY_MOVE = (0.3, 0.45, 0.42)  # of s · d from its stem: back along the line, if short, and across
PLATE = 0.08  # margin of their plates


def letters(direction: Direction) -> VGroup:
    """Return the letters s and d, which stand at the ruler and at the bar on the map."""
    s, d = (tag(formula(name, SMALL_SIZE), buff=PLATE) for name in ("s", "d"))
    s.add_updater(lambda letter: letter.move_to(_beside_ruler(direction)))
    d.add_updater(lambda letter: letter.move_to(_beside_ring(direction)))
    return VGroup(s, d)


def product(direction: Direction) -> VGroup:
    """Return s · d, which stands at the broad stem."""
    letters = tag(formula("s dot d", SMALL_SIZE), buff=PLATE)

    def follow(one: Any) -> None:
        direction.follow()
        tip = direction.broad.points[-1]
        short = 1 - min(1.0, direction.cloud.unit * direction.spread_now / BY_SPREAD[2])
        back = BY_MOVE[0] + short * BY_MOVE[1]  # off the dots, which are near the line's middle
        one.move_to(tip - back * direction.along + BY_MOVE[2] * direction.across)

    letters.add_updater(follow, call_updater=True)
    return letters


def _beside_ruler(direction: Direction) -> Array:
    """Return a place beside the broad half of the ruler, or beyond it if that is short."""
    direction.follow()
    inner, outer = direction.spread.points[[0, -1]]
    along, beside, least = BY_SPREAD
    share = min(1.0, float(np.linalg.norm(outer - inner)) / least)
    return np.asarray(inner + along * direction.along - share * beside * direction.across)


def _beside_ring(direction: Direction) -> Array:
    """Return a place beside the flat side of the ring, off the direction and near its bar."""
    values, vectors = np.linalg.eigh(direction.walk.now.moments)
    longest = int(np.argmax(np.diag(direction.walk.now.moments)))
    x, y = vectors[:, -1] * (1 if vectors[longest, -1] >= 0 else -1)
    narrow, wide = np.array([x, y, 0.0]), np.array([-y, x, 0.0])
    half = direction.map.unit * np.sqrt(direction.map.rise / values[-1])
    angle = float(direction.angle.get_value())
    tip = float(direction.grown.get_value()) * (direction.map.ring_at(angle) - direction.map.middle)
    left = 1 - float(direction.touching.get_value())  # of the line that it must keep off
    up = ALONG * float(tip @ wide) + left * ASIDE * abs(float(direction.along @ narrow))
    return np.asarray(direction.map.middle + (half + BY_RING) * narrow + up * wide)
