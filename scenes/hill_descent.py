"""Scene 5 of the shelf: water draws the map of sin x sin y, and hikers walk on both."""

from collections import Counter

import numpy as np
from manim import DOWN, ORIGIN, UL, UP, FadeIn, FadeOut, VGroup, smooth
from manim.utils.rate_functions import ease_in_out_sine

from gd_math import basins_of_attraction, descend, minimum_reached, random_starts
from scenes.kit import (
    SMALL_SIZE,
    TEXT_SIZE,
    Lesson,
    Number,
    TwoViews,
    Walk,
    appear,
    check_arrival,
    check_place,
    formula,
    leave,
    loss_of,
    number,
    optimizer_of,
    tag,
    theme,
    walks_inside,
    window,
)

LOSS = "HILLS"  # the ground: a name of gd_math.losses, or a formula such as "x**2 + 3*y**2"
SHOWN = 0.5  # of its domain that is shown, about the middle (0.2 to 1)
HEIGHT = 0.24  # of the ground, as a share of its longer side; drawn, not measured (0.1 to 0.35)
START = (1.2, 0.75)  # where the first hiker stands, on a slope
OPTIMIZER = "gradient_descent"  # how all of them walk: a name of gd_math.optimizers
LEARNING_RATE = 0.5  # α: how much of the gradient one step takes
HIKERS = 8  # walks let go at once, from random starts (2 to 12)
STEPS = 40  # of each walk, at most; it ends where it arrives (10 to 300)
SEED = 4  # draws the random starts (any whole number)


class HillDescent(Lesson):
    """Reading a map of hills.

    Hills on the left, their map on the right, which has nothing but rings. Water rises in the
    hollows, and its shoreline draws the map: a line at each height. Hikers walk down in both
    pictures at once, square across the rings, and take a color where they come to rest. Seen from
    straight above and pressed flat, the hills slide onto their map and fit.
    """

    def construct(self) -> None:
        loss = window(loss_of("LOSS", LOSS), SHOWN)
        optimizer = optimizer_of("OPTIMIZER", OPTIMIZER, LEARNING_RATE)
        check_place("START", START, loss)
        path = descend(loss, optimizer, START, STEPS)
        check_arrival("START", path, loss)
        views = TwoViews(loss, HEIGHT)
        landscape = views.landscape
        self.add(views.stage)
        rings = views.rings()

        self.beat("On the left hills, on the right their map: nothing but rings.")
        self.play(FadeIn(rings), landscape.look(azimuth=-60), run_time=3)

        self.ask("What do the rings mean?")
        reading = tag(
            formula("f =", SMALL_SIZE), Number(lambda: views.level.get_value(), size=SMALL_SIZE)
        ).move_to(views.landscape.get_corner(UL), UL)
        self.play(FadeOut(rings), views.flood(), appear(reading))
        self.play(views.rise_to(views.map.levels[0]), run_time=2)
        self.wait(0.5)
        self.play(views.rise_to(views.map.levels[4]), run_time=5, rate_func=ease_in_out_sine)
        self.answer("Shorelines: the water rises, and all along each ring the ground is equally high.")

        self.ask("And round a hill?")
        self.play(views.rise_to(views.map.levels[-1]), run_time=6, rate_func=ease_in_out_sine)
        self.answer("The shores of islands. Hill or hollow: only the heights can tell.")
        self.wait(1)
        self.play(views.drain(), run_time=2)
        self.play(leave(reading))
