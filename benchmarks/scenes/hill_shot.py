"""The hill with ten balls, seen by an eye that circles it."""

import numpy as np
from manim import linear

from benchmarks.shot import Shot
from gd_math import losses
from scenes.kit import theme
from scenes.kit.landscape import Landscape

FRAMES = 120  # of motion; at least 2


class HillShot(Shot):
    """The hill shot."""

    def construct(self) -> None:
        landscape = Landscape(losses.HILLS, distance=16, azimuth=-125, elevation=38)
        for place in np.random.default_rng(1).uniform(-5, 5, (10, 2)):
            landscape.ball(place, theme.walker)
        self.add(landscape)
        self.beat("The eye circles the hills.")
        circle = landscape.look(azimuth=-125 + FRAMES / 12)
        self.play(*circle, run_time=self.seconds(FRAMES), rate_func=linear)
