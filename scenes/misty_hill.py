"""Gradient descent, told as a walk downhill in the mist."""

import numpy as np
from manim import DOWN, DR, LEFT, RIGHT, UL, UP, UR, FadeIn, FadeOut, Line, VGroup, linear
from numpy.linalg import norm

from gd_math import descend, losses, optimizers
from scenes.kit import Lesson, Walk, theme
from scenes.kit.knobs import check_range
from scenes.kit.labels import rule_with_numbers, tag
from scenes.kit.landscape import Landscape, vanish
from scenes.kit.text import formula, text
from scenes.kit.theme import HAIR_WIDTH, SMALL_SIZE

START = (1.33, 1.19)  # where the hiker stands; a hilltop is at (π/2, π/2) = (1.57, 1.57)
OTHER_START = (1.19, 1.33)  # where the second hiker stands, less than a step away
LEARNING_RATE = 0.7  # length of a step for a slope of 1; good: 0.2 to 0.9
STEPS = 14  # of each walk, enough to stand still at the end (5 to 200)
SIGHT = 2.5  # how far one sees in the mist, in units of x and y


class MistyHill(Lesson):
    """Downhill in the mist.

    A hiker in thick mist sees only a few steps, and feels only the slope of the ground. Stepping
    against the gradient again and again leads down into a valley of f(x, y) = sin x · sin y.
    When the mist lifts, there are many valleys, all equally deep: where the walk began decided
    which one it found.
    """

    def construct(self) -> None:
        check_range("STEPS", STEPS, 5, 200)
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
        self.play(*landscape.look(azimuth=-182, elevation=31, distance=4.9), run_time=4)

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
        self.wait(2.5)

        self.beat("Stop, feel, choose, step: a steeper slope, a longer step.")
        self.play(FadeOut(up, down), run_time=0.4)
        lengths = VGroup()
        for i in (1, 2):
            gradient, way = path.gradient[i], path.x[i + 1] - path.x[i]
            self.play(*vanish(slope, uphill, step), run_time=0.4)
            self.play(hiker.animate.set_value(i), run_time=1)
            slope = landscape.slope(hiker, theme.ink)
            uphill = landscape.arrow(path.x[i], gradient, theme.gradient)
            step = landscape.arrow(path.x[i], way, theme.walker)
            steepness = formula(f"|nabla f| = {norm(gradient):.2f}", SMALL_SIZE, theme.gradient)
            length = formula(f"alpha |nabla f| = {norm(way):.2f}", SMALL_SIZE, theme.walker)
            plate, _ = both = tag(steepness, length)
            place = landscape.to_frame(*path.x[i])
            both.to_edge(RIGHT, buff=0.75).set_y(place[1])
            pointer = Line(
                place + 0.5 * RIGHT, plate.get_left(), stroke_width=HAIR_WIDTH, color=theme.ink
            )
            self.play(
                slope.appear(), uphill.appear(), FadeIn(pointer, plate, steepness), run_time=0.8
            )
            self.play(step.appear(), FadeIn(length), run_time=0.8)
            lengths += VGroup(pointer, both)
            self.wait(0.7 * i)

        self.beat("This is the rule, with the numbers of this very walk.")
        self.play(FadeOut(lengths), *vanish(slope, uphill, step), run_time=0.4)
        self.play(hiker.animate.set_value(3), run_time=1)
        ground = tag(formula(f"f(x, y) = {hills.formula}")).to_corner(UL, buff=0.75)
        names = tag(formula(f"theta = (x, y) quad alpha = {LEARNING_RATE}", SMALL_SIZE))
        numbers = VGroup(rule_with_numbers(hiker, LEARNING_RATE), names)
        numbers.arrange(DOWN, buff=0.2, aligned_edge=LEFT).to_edge(LEFT, buff=0.75)
        look = landscape.look((0.9, 2.1), elevation=30, distance=5.6)
        self.play(FadeIn(ground, numbers), *look, run_time=1.5)
        self.wait(2.5)
        self.play(hiker.animate.set_value(4), run_time=1.2)

        self.beat("Again and again, until the ground is level: no slope is left, and so no step.")
        look = landscape.look((0.9, 1.4), azimuth=-174, elevation=40, distance=7.4)
        self.play(*look, run_time=3.6)
        self.play(hiker.animate.set_value(STEPS), run_time=5.2, rate_func=linear)

        self.beat("The mist lifts: many valleys, all equally deep.")
        self.play(FadeOut(numbers), run_time=0.6)
        self.play(
            landscape.lift_mist(),
            landscape.mark_size.animate.set_value(1.7),
            *landscape.look((-0.2, -0.1), azimuth=-142, elevation=40, distance=16.5),
            run_time=6.6,
        )
        valleys = [valley for valley in hills.minima if landscape.in_sight(*valley.x)]
        valleys.sort(key=lambda valley: landscape.view().project(landscape.on_ground(valley.x))[2])
        depths, rings = VGroup(), []
        for valley in valleys[:3]:  # the nearest
            rings.append(landscape.ring(valley.x, theme.good))
            place = landscape.to_frame(*valley.x)
            aside = UL if place[0] < landscape.to_frame(*START)[0] else UR
            depth = tag(formula(f"f = {valley.value:.0f}", SMALL_SIZE, theme.good))
            depths += depth.next_to(place, aside, buff=0.25)
        self.play(*(ring.appear() for ring in rings), FadeIn(depths), run_time=0.8)

        self.beat("A start less than a step away leads into another valley: the start decided.")
        landscape.trail(other, theme.second)
        second = landscape.ball(other, theme.second, shape="gem")
        self.play(second.appear(), run_time=0.8)
        self.play(other.animate.set_value(STEPS), run_time=6)
