"""The hills with ten balls, seen by an eye that circles them."""

import os

import numpy as np
from manim import DEGREES, Dot3D, Surface, ThreeDScene, config, linear
from manim.mobject.opengl.opengl_surface import OpenGLSurface
from manim.typing import Point3D

from gd_math import losses
from scenes.kit import Lesson, theme
from scenes.kit.landscape import Landscape

FRAMES = int(os.environ.get("FRAMES", "90"))  # of motion
PLACES = np.random.default_rng(1).uniform(-5, 5, (10, 2))
AZIMUTH, ELEVATION = -125, 38  # of the eye, degrees
CIRCLE = FRAMES / 12  # degrees
CELLS = 64  # of stock Manim's surfaces, along each side


def seconds() -> float:
    """Return how long the shot lasts."""
    return FRAMES / float(config.frame_rate)


class HillShot(Lesson):
    """The shot as ours, which ends with a second of rest."""

    def construct(self) -> None:
        landscape = Landscape(losses.HILLS, distance=16, azimuth=AZIMUTH, elevation=ELEVATION)
        for place in PLACES:
            landscape.ball(place, theme.walker)
        self.add(landscape)
        self.beat("The eye circles the hills.")
        circle = landscape.look(azimuth=AZIMUTH + CIRCLE)
        self.play(*circle, run_time=seconds(), rate_func=linear)


def hill(x: float, y: float) -> Point3D:
    """Return the point of the hills above (x, y)."""
    return np.array([x, y, np.sin(x) * np.sin(y)])


class StockHill(ThreeDScene):
    """Surface and dots as Manim's documentation has them, with its Cairo renderer."""

    def construct(self) -> None:
        self.add(Surface(hill, u_range=(-6, 6), v_range=(-6, 6), resolution=CELLS))
        self.add(*(Dot3D(hill(x, y), radius=0.2) for x, y in PLACES))
        self.circle()

    def circle(self) -> None:
        """Let the camera circle the hills."""
        self.set_camera_orientation(phi=(90 - ELEVATION) * DEGREES, theta=AZIMUTH * DEGREES)
        theta = (AZIMUTH + CIRCLE) * DEGREES
        self.move_camera(theta=theta, run_time=seconds(), rate_func=linear)


class StockMesh(StockHill):
    """The fastest that Manim offers: the OpenGL renderer's own meshes, which only it can draw."""

    def construct(self) -> None:
        def ball(u: float, v: float) -> Point3D:
            return 0.2 * np.array([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)])

        self.add(OpenGLSurface(hill, (-6, 6), (-6, 6), resolution=(CELLS + 1, CELLS + 1)))
        for x, y in PLACES:
            sphere = OpenGLSurface(ball, (0, 2 * np.pi), (0, np.pi), resolution=(48, 24))
            self.add(sphere.shift(hill(x, y)))
        self.circle()
