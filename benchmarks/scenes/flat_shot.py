"""A flat picture in motion: an arrow field that turns, and a path that grows."""

import numpy as np
from manim import Arrow, Create, NumberPlane, ParametricFunction, Rotate, Scene, VGroup, linear
from manim.typing import Point3D

from benchmarks.shot import Shot

FRAMES = 120  # of motion; at least 2


def spiral(turn: float) -> Point3D:
    """Return a point of a path that winds inward."""
    return np.asarray(0.88**turn * np.array([6 * np.cos(turn), 3 * np.sin(turn), 0.0]))


def flat(scene: Scene, seconds: float) -> None:
    """Play the shot in any scene."""
    arrows = VGroup()
    for x in np.arange(-6, 6.1):
        for y in np.arange(-3, 3.1):
            way = np.array([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y), 0])
            arrows.add(Arrow((x, y, 0), np.array([x, y, 0]) + 0.6 * way))
    path = ParametricFunction(spiral, (0, 20), stroke_width=6)
    scene.add(NumberPlane(), arrows)
    turns = [Rotate(arrow, np.pi) for arrow in arrows]
    scene.play(*turns, Create(path), run_time=seconds, rate_func=linear)


class FlatShot(Shot):
    """The flat shot."""

    def construct(self) -> None:
        self.beat("Arrows turn while a path grows.")
        flat(self, self.seconds(FRAMES))
