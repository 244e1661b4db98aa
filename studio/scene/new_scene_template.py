"""Template: the scene that `make new` writes under the name that it is given."""

from math import ceil, floor

from manim import DOWN, LEFT, FadeIn, FadeOut, linear

from gd_math import descend, from_formula, optimizers
from scenes.kit import Lesson, Walk, theme
from scenes.kit.landscape import Landscape, vanish
from scenes.kit.landscape.walk_camera import Way
from scenes.kit.maps.trails import LossTrail
from scenes.kit.plots.plot import Plot
from scenes.kit.words.numbers import number
from scenes.kit.words.text import fitted, formula, text

FORMULA = "sin(x)*sin(y) + (x**2 + y**2)/20"  # f, the height of the ground at x and y
START = (0.4, 2.4)  # where the walk begins (x, y)
LEARNING_RATE = 0.25  # α: how much of the gradient one step takes (0.05 to 0.9)
STEPS = 24  # steps of the walk (5 to 100)


class Template(Lesson):
    """Template.

    A ball goes down a landscape step by step. (Say here what your clip shows: the alt text.)
    """

    def construct(self) -> None:
        loss = from_formula(FORMULA)
        path = descend(loss, optimizers.gradient_descent(LEARNING_RATE), START, STEPS)
        walk, way, (lower, upper) = Walk(path), Way(path, loss), loss.domain

        self.beat("A loss is a landscape: each point (x, y) has a height, and lower is better.")
        landscape = Landscape(loss, width=7.9, lower=1.5 * lower, upper=1.5 * upper)
        landscape.to_edge(LEFT, buff=0).mark_size.set_value(1.6)
        title = fitted(formula(f"f(x, y) = {loss.formula}"), 5.2).move_to((3.75, 3, 0))
        self.add(landscape, title)
        self.play(*landscape.look(azimuth=-110, elevation=42), run_time=5)

        self.beat("The gradient ∇f points up the steepest slope. One step goes the other way.")
        landscape.trail(walk, theme.walker)
        ball = landscape.ball(walk, theme.walker)
        rule = formula("theta_(i+1) = theta_i - alpha {{nabla f(theta_i) : g}}", g=theme.gradient)
        closer = landscape.extent / 2 + 2 * way.length
        self.play(*landscape.look(way.middle, distance=closer), run_time=3)
        uphill, up = way.uphill(landscape)
        self.play(ball.appear(), uphill.appear(), FadeIn(up, rule.next_to(title, DOWN, buff=0.5)))
        self.play(walk.animate.set_value(1), run_time=2)

        self.beat("Step after step the ball goes down. The curve tells how high it stands.")
        heights = floor(path.loss.min()), ceil(path.loss.max())
        plot = Plot((0, STEPS), heights, 4.4, 3.2, (0, STEPS), heights, "steps", "height $f$")
        plot.next_to(rule, DOWN, buff=0.6).set_x(3.75)
        self.play(*vanish(uphill), FadeOut(up), FadeIn(plot, LossTrail(walk, plot)))
        self.play(walk.animate.set_value(STEPS), run_time=6, rate_func=linear)

        self.beat("Where the ground is level the gradient is zero, and the walk stands still.")
        end = text(f"$f = {number(path.loss[-1], 3)}$", color=theme.good).next_to(plot, DOWN)
        self.play(landscape.ring(walk, theme.good).appear(), FadeIn(end))
