"""Template: the scene that `make new` writes under the name that it is given."""

from math import ceil, floor

from manim import DOWN, LEFT, RIGHT, UP

from gd_math import descend, from_formula, optimizers
from scenes.kit import (
    SMALL_SIZE,
    TOP_LEFT,
    TOP_RIGHT,
    Landscape,
    Lesson,
    LossTrail,
    Plot,
    Walk,
    appear,
    check_stable,
    fitted,
    formula,
    leave,
    number,
    tag,
    theme,
    update_rule,
)

FORMULA = "sin(x)*sin(y) + (x**2 + y**2)/20"  # f, the height of the ground at x and y
START = (0.4, 2.4)  # where the walk begins (x, y)
LEARNING_RATE = 0.25  # α: how much of the gradient one step takes (for this f: 0.05 to 0.9)
STEPS = 24  # steps of the walk, at most (5 to 100)


class Template(Lesson):
    """Template.

    A walker goes down a landscape step by step. (Say here what your clip shows: the alt text.)
    """

    def construct(self) -> None:
        loss = from_formula(FORMULA)
        path = descend(loss, optimizers.gradient_descent(LEARNING_RATE), START, STEPS)
        check_stable(path)
        walk, (lower, upper) = Walk(path), loss.domain
        steps = walk.arrival  # the walk ends where it has arrived

        self.beat("A loss is a landscape: each point (x, y) has a height, and lower is better.")
        landscape = Landscape(loss, width=7.9, lower=1.5 * lower, upper=1.5 * upper)
        landscape.to_edge(LEFT, buff=0).mark_size.set_value(1.6)
        name = fitted(formula(f"f(x, y) = {loss.formula}", SMALL_SIZE), 6.6)
        title = tag(name).move_to(TOP_RIGHT, RIGHT)
        self.add(landscape, title)
        self.play(landscape.look(azimuth=-110, elevation=42), run_time=5)

        self.beat("The gradient ∇f points up the steepest slope. One step goes the other way.")
        landscape.trail(walk, theme.walker)
        walker = landscape.ball(walk, theme.walker)
        rule = update_rule().next_to(title, DOWN, buff=0.35).set_x(3.7)
        middle, way = (path.x[0] + path.x[-1]) / 2, abs(path.x[-1] - path.x[0]).max()
        self.play(landscape.look(middle, distance=landscape.extent / 2 + 2 * way), run_time=3)
        uphill = landscape.uphill(path, 0, 0.4 * way / abs(path.gradient[0]).max())
        up = tag(formula("nabla f", color=theme.gradient))
        up.next_to(landscape.tip(uphill), UP, buff=0.15)
        self.play(appear(walker, uphill, up, rule))
        self.play(walk.go(1), run_time=2)
        self.play(leave(uphill, up))

        self.ask("How low does it come?", at=TOP_LEFT)
        heights = floor(path.loss.min()), ceil(path.loss.max())
        plot = Plot((0, steps), heights, 4.4, 2.6, (0, steps), heights, "steps", "height $f$")
        plot.next_to(rule, DOWN, buff=0.3).set_x(3.7)
        self.play(appear(plot, LossTrail(walk, plot)))
        self.play(walk.go(steps), run_time=6)
        self.answer(f"In {steps} steps it comes down to f = {number(path.loss[steps], 3)}.")

        self.beat("Where the ground is level the gradient is zero: there a walk stands still.")
        self.play(appear(landscape.ring(walk, theme.good)))
