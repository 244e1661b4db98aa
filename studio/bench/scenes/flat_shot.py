"""A flat picture in motion: an arrow field that turns, a path that grows, a number that counts."""

import numpy as np
from manim import Arrow, Create, NumberPlane, Rotate, Scene, ValueTracker, VGroup, VMobject, linear

from scenes.kit.text import Number
from studio.bench.shot import Shot

FRAMES = 120  # of motion; at least 2


def flat(scene: Scene, seconds: float) -> None:
    """Play the shot in any scene."""
    arrows = VGroup()
    for x in np.arange(-6, 6.1):
        for y in np.arange(-3, 3.1):
            way = np.array([np.cos(x) * np.sin(y), np.sin(x) * np.cos(y), 0])
            arrows.add(Arrow((x, y, 0), np.array([x, y, 0]) + 0.6 * way))
    turn = 0.4 * np.arange(50)
    spiral = 0.95 ** np.arange(50) * np.array([6 * np.cos(turn), 3 * np.sin(turn), 0 * turn])
    path = VMobject(stroke_width=6).set_points_as_corners(spiral.T)
    count = ValueTracker(0.0)
    number = Number(count.get_value, 1).move_to((5.5, 3.2, 0))
    scene.add(NumberPlane(), arrows, number)
    turns = [Rotate(arrow, np.pi) for arrow in arrows]
    counting = count.animate.set_value(99.0)
    scene.play(*turns, Create(path), counting, run_time=seconds, rate_func=linear)


class FlatShot(Shot):
    """The flat shot."""

    def construct(self) -> None:
        self.beat("Arrows turn while a path grows.")
        flat(self, self.seconds(FRAMES))
