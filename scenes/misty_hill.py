"""Gradient descent, told as a walk downhill in the mist."""

import numpy as np
from manim import DOWN, DR, LEFT, UL, UP, FadeIn, FadeOut, VGroup
from numpy.linalg import norm

from gd_math import descend, losses, optimizers
from scenes.kit import Lesson, Walk, theme
from scenes.kit.labels import rule_with_numbers, tag
from scenes.kit.landscape import Landscape, vanish
from scenes.kit.text import formula, text
from scenes.kit.theme import SMALL_SIZE

START = (1.33, 1.19)  # where the hiker stands; a hilltop is at (π/2, π/2) = (1.57, 1.57)
OTHER_START = (1.19, 1.33)  # where the second hiker stands, less than a step away
LEARNING_RATE = 0.7  # length of a step for a slope of 1; good: 0.2 to 0.9
STEPS = 14  # of each walk; enough to stand still at the end
SIGHT = 2.5  # how far one sees in the mist, in units of x and y


class MistyHill(Lesson):
    """Downhill in the mist.

    A hiker in thick mist sees only a few steps, and feels only the slope of the ground. Stepping
    against the gradient again and again leads down into a valley of f(x, y) = sin x · sin y.
    When the mist lifts, there are many valleys, all equally deep: where the walk began decided
    which one it found.
    """

    def construct(self) -> None:
        hills, rule = losses.HILLS, optimizers.gradient_descent(LEARNING_RATE)
        path = descend(hills, rule, START, STEPS)
        hiker, other = Walk(path), Walk(descend(hills, rule, OTHER_START, STEPS))
        landscape = Landscape(
            hills,
            lower=-5 * np.pi,
            upper=5 * np.pi,
            azimuth=-170,
            elevation=34,
            distance=6.8,
            focus=(1.05, 1.0),
            mist_radius=SIGHT,
            mist_center=hiker,
        )
        landscape.trail(hiker, theme.walker)
        landscape.ball(hiker, theme.walker)

        self.add(landscape)
        self.beat("A hiker stands high on a hill, in mist that hides all but a few steps.")
        self.play(*landscape.look(azimuth=-180, distance=4.9), run_time=4)

        # Three slow steps: stop, feel the slope, choose the way down, step.
        self.beat("Only the slope underfoot can be felt: ∇f, the gradient, is the steepest way up.")
        slope = landscape.slope(hiker, theme.ink)
        self.play(slope.appear(), run_time=1)
        uphill = landscape.arrow(path.x[0], path.gradient[0], theme.gradient)
        self.play(uphill.appear(), run_time=1.2)
        words = text("steepest way up", SMALL_SIZE, theme.gradient)
        up = tag(formula("nabla f", color=theme.gradient), words)
        up.next_to(landscape.tip(uphill), UP, buff=0.15)
        self.play(FadeIn(up), run_time=0.5)

        self.beat("The hiker steps the other way: −α∇f, the slope times the learning rate α.")
        step = landscape.arrow(path.x[0], path.x[1] - path.x[0], theme.walker)
        self.play(step.appear(), run_time=1.2)
        words = text("the step", SMALL_SIZE, theme.walker)
        down = tag(formula("-alpha nabla f", color=theme.walker), words)
        down.next_to(landscape.tip(step), DR, buff=0.15)
        self.play(FadeIn(down), run_time=0.5)
        self.wait(1.5)
        self.play(FadeOut(up, down), *vanish(slope, uphill, step), run_time=0.4)
        self.play(hiker.animate.set_value(1), run_time=1.2)

        self.beat("Stop, feel, choose, step: a steeper slope, a longer step.")
        for i in (1, 2):
            gradient, way = path.gradient[i], path.x[i + 1] - path.x[i]
            slope = landscape.slope(hiker, theme.ink)
            uphill = landscape.arrow(path.x[i], gradient, theme.gradient)
            step = landscape.arrow(path.x[i], way, theme.walker)
            up = tag(formula(f"|nabla f| = {norm(gradient):.2f}", color=theme.gradient))
            down = tag(formula(f"alpha |nabla f| = {norm(way):.2f}", color=theme.walker))
            up.next_to(landscape.tip(uphill), UL, buff=0.1)
            down.next_to(landscape.tip(step), DR, buff=0.1)
            self.play(slope.appear(), uphill.appear(), FadeIn(up), run_time=0.9)
            self.play(step.appear(), FadeIn(down), run_time=0.9)
            self.wait(0.8)
            self.play(FadeOut(up, down), *vanish(slope, uphill, step), run_time=0.4)
            self.play(hiker.animate.set_value(i + 1), run_time=1)

        self.beat("This is the rule, with the numbers of this very walk.")
        numbers = rule_with_numbers(hiker, LEARNING_RATE).to_edge(LEFT, buff=0.75)
        self.play(FadeIn(numbers), *landscape.look((0.9, 1.7)), run_time=1.5)
        self.wait(2.5)
        self.play(hiker.animate.set_value(4), run_time=1.2)

        self.beat("Again and again, until the ground is level: no slope is left, and so no step.")
        self.play(
            hiker.animate.set_value(STEPS),
            *landscape.look((0.6, -0.25), azimuth=-146, elevation=42, distance=6.5),
            run_time=9,
        )

        self.beat("The mist lifts: many valleys, all equally deep.")
        self.play(FadeOut(numbers), run_time=0.6)
        self.play(
            landscape.lift_mist(),
            landscape.mark_size.animate.set_value(1.7),
            *landscape.look((-0.3, -0.2), azimuth=-140, elevation=36, distance=18),
            run_time=5,
        )
        depths = VGroup()
        for minimum in hills.minima:
            if landscape.in_sight(*minimum.x):
                depth = tag(formula(f"f = {minimum.value:.0f}", SMALL_SIZE, theme.good))
                depths += depth.next_to(landscape.to_frame(*minimum.x), DOWN, buff=0.22)
        self.play(FadeIn(depths), run_time=0.8)

        self.beat("A start less than a step away leads into another valley: the start decided.")
        landscape.trail(other, theme.second)
        second = landscape.ball(other, theme.second, shape="gem")
        self.play(second.appear(), run_time=0.8)
        self.play(other.animate.set_value(STEPS), run_time=6)
