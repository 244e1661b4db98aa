"""The hill shot as stock Manim draws it: `manim render stock_hill.py StockHill`."""

import os

import numpy as np
from manim import DEGREES, Dot3D, Surface, ThreeDScene, config, linear
from manim.mobject.opengl.opengl_surface import OpenGLSurface
from manim.typing import Point3D

FRAMES = int(os.environ.get("FRAMES", "12"))
CELLS = 64


def hill(x: float, y: float) -> Point3D:
    """Return the point of the hills above (x, y)."""
    return np.array([x, y, np.sin(x) * np.sin(y)])


class StockHill(ThreeDScene):
    """Surface and dots as Manim's documentation has them, for either renderer."""

    def construct(self) -> None:
        places = np.random.default_rng(1).uniform(-5, 5, (10, 2))
        self.add(Surface(hill, u_range=(-6, 6), v_range=(-6, 6), resolution=CELLS))
        self.add(*(Dot3D(hill(x, y), radius=0.2) for x, y in places))
        self.circle()

    def circle(self) -> None:
        """Let the camera circle the hills."""
        self.set_camera_orientation(phi=52 * DEGREES, theta=-125 * DEGREES)
        theta = (-125 + FRAMES / 12) * DEGREES
        self.move_camera(theta=theta, run_time=FRAMES / config.frame_rate, rate_func=linear)


class StockMesh(StockHill):
    """The same with the OpenGL renderer's own meshes, which take part in no other scene."""

    def construct(self) -> None:
        def ball(u: float, v: float) -> Point3D:
            return 0.2 * np.array([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)])

        self.add(OpenGLSurface(hill, (-6, 6), (-6, 6), resolution=(CELLS + 1, CELLS + 1)))
        for x, y in np.random.default_rng(1).uniform(-5, 5, (10, 2)):
            sphere = OpenGLSurface(ball, (0, 2 * np.pi), (0, np.pi), resolution=(48, 24))
            self.add(sphere.shift(hill(x, y)))
        self.circle()
