"""A flat picture in motion: an arrow field that turns, and a path that grows."""

import os

import numpy as np
from manim import (
    Arrow,
    Create,
    NumberPlane,
    ParametricFunction,
    Rotate,
    Scene,
    VGroup,
    config,
    linear,
)
from manim.typing import Point3D

from scenes.kit import Lesson

FRAMES = int(os.environ.get("FRAMES", "90"))  # of motion


def spiral(turn: float) -> Point3D:
    """Return a point of a path that winds inward."""
    return np.asarray(0.88**turn * np.array([6 * np.cos(turn), 3 * np.sin(turn), 0.0]))


def turn_arrows(scene: Scene) -> None:
    """Play the shot in any scene."""
    arrows = VGroup()
    for x in np.arange(-6, 6.1):
        for y in np.arange(-3, 3.1):
            way = np.array([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y), 0])
            arrows.add(Arrow((x, y, 0), np.array([x, y, 0]) + 0.6 * way))
    path = ParametricFunction(spiral, (0, 20), stroke_width=6)
    scene.add(NumberPlane(), arrows)
    turns = [Rotate(arrow, np.pi) for arrow in arrows]
    seconds = FRAMES / float(config.frame_rate)
    scene.play(*turns, Create(path), run_time=seconds, rate_func=linear)


class ArrowShot(Lesson):
    """The shot as ours, which ends with a second of rest."""

    def construct(self) -> None:
        self.beat("Arrows turn while a path grows.")
        turn_arrows(self)


class StockArrows(Scene):
    """The shot in Manim's own scene, with its own camera."""

    def construct(self) -> None:
        turn_arrows(self)
