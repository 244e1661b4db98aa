"""Scene 3 of the shelf: one valley, one start, and a walk for each of several learning rates."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Create, VGroup

from gd_math import descend, losses, optimizers
from scenes.kit import (
    LEFT_HALF,
    LOWER_HALF,
    RIGHT_HALF,
    SMALL_SIZE,
    TITLE_SIZE,
    UPPER_HALF,
    ContourMap,
    Lesson,
    SpeedLimit,
    Walk,
    WidePanel,
    appear,
    check_range,
    check_reach,
    descent_row,
    factor_laws,
    first_step_choices,
    formula,
    heading,
    in_turn,
    judge,
    leave,
    log_scale,
    number,
    plot_beside,
    start_and_goal,
    step_factors,
    text,
    theme,
    update_rule,
)

LEARNING_RATES = (0.01, 0.2, 0.38, 0.5)  # α of each of 2 to 4 panels (each 0.001 to 1)
STEPS = 50  # steps of every walk (10 to 200)
START = (1.6, 2.5)  # where every walk begins (x, y on the map, neither of them 0)
REACH = 4.0  # how far the map reaches from the minimum along x; along y 0.8 of that (4 to 10)


class LearningRates(Lesson):
    """How big a step?

    Four walks down the same valley, from the same start and with as many steps, differ in nothing
    but the learning rate: too small and the walk crawls, well chosen and it settles, large and it
    zigzags, beyond the speed limit 2/λmax and it is thrown out of the valley, its loss growing
    without end.
    """

    def construct(self) -> None:
        loss = losses.RAVINE
        corner = REACH * np.array([1, 0.8])
        rates = sorted(set(LEARNING_RATES))
        check_range("the number of different LEARNING_RATES", len(rates), 2, 4)
        check_reach(START, REACH, corner)
        paths = [descend(loss, optimizers.gradient_descent(a), START, STEPS) for a in rates]
        verdicts = [judge(loss, path) for path in paths]
        decades, every = log_scale([path.loss for path in paths])
        levels = loss.value(corner) * (np.arange(1, 10) / 10) ** 2  # evenly spaced ellipses

        self.beat("The gradient says which way is down. The learning rate α says how far to step.")
        valley = ContourMap(loss, -corner, corner, width=6.4, levels=levels, veil=0.35)
        valley.move_to(LEFT_HALF)
        header = heading(valley, formula(f"f(x, y) = {loss.formula}", TITLE_SIZE))
        begin, start_name, goal, goal_name = start_and_goal(valley, START)
        ray, choices = first_step_choices(valley, START, rates, avoid=[goal_name, start_name])
        rule = update_rule(TITLE_SIZE).move_to(RIGHT_HALF)
        point = formula("theta = (x, y)", SMALL_SIZE, theme.muted).next_to(rule, DOWN, buff=0.25)
        question = text("How big should $alpha$ be?", TITLE_SIZE).next_to(point, DOWN, buff=0.6)
        self.add(valley, header, goal, begin)
        self.play(appear(goal_name, start_name))
        self.play(appear(rule, point), Create(ray), run_time=1.5)
        self.play(in_turn(choices))
        self.play(appear(question))

        # One walk after the other, large: a beat each
        names = [formula(f"alpha = {number(rate)}", SMALL_SIZE) for rate in rates]
        axes = plot_beside(valley, paths, names, decades, every)
        curves = VGroup()
        leaving = VGroup(rule, point, question, ray, choices, start_name, goal_name)
        arriving = [axes]
        for rate, path, verdict, name in zip(rates, paths, verdicts, names, strict=True):
            self.beat(f"α = {number(rate)}: {verdict.sentence}")
            walk = Walk(path)
            panel = WidePanel(walk, valley, axes, f"alpha = {number(rate)}", verdict)
            self.play(leave(leaving), run_time=0.5)
            self.play(appear(arriving, panel.opening, panel.curve))
            self.play(walk.go(3), run_time=2)
            self.play(walk.go(STEPS), run_time=2.5)
            self.play(appear(panel.result, name))
            curves.add(panel.curve)
            leaving, arriving = panel, []

        self.beat("The same walks together. All the loss curves stand on the same scale.")
        maps = [ContourMap(loss, -corner, corner, 2.7, levels=levels, veil=0.35) for _ in rates]
        VGroup(*maps).arrange(RIGHT, buff=0.3).move_to(UPPER_HALF)
        titles = [f"alpha = {number(rate)}" for rate in rates]
        walks = [Walk(path) for path in paths]
        panels = descent_row(zip(walks, maps, titles, verdicts, strict=True), decades, every, 2.5)
        scale = text("loss, on the same logarithmic scale everywhere", SMALL_SIZE, theme.muted)
        scale.next_to(panels[0].plot.y_axis, UP, buff=0.1, aligned_edge=LEFT)
        self.play(leave(valley, header, goal, begin, axes, curves, leaving, names))
        self.play([appear(p.map, p.goal, p.title, p.plot) for p in panels], appear(scale))
        self.play([appear(p.trail, p.curve) for p in panels], run_time=0.5)
        self.play([walk.go(STEPS) for walk in walks], run_time=4)
        self.play(in_turn(p.word for p in panels))

        self.beat("One step multiplies x and y by fixed factors. A factor beyond −1 throws us out.")
        hessian = loss.hessian(START)
        curvatures = np.diag(hessian)  # along x and along y: the eigenvalues, for this valley
        laws = factor_laws(curvatures).move_to(LOWER_HALF)
        factors = step_factors(rates, curvatures, maps)
        self.play([leave(p.plot, p.curve) for p in panels], leave(scale))
        self.play(appear(laws))
        self.wait(1)
        self.play(in_turn(factors))
        self.wait(1)

        self.beat("Hence a speed limit: 2 over the largest curvature. The best rate lies below it.")
        ruler = SpeedLimit(hessian, rates)
        pins = [ruler.pin(rate, pair) for rate, pair in zip(rates, factors, strict=True)]
        self.play(leave(laws), run_time=0.5)
        self.play(appear(ruler), in_turn(pins))
        self.play(Create(ruler.safe), Create(ruler.unsafe), appear(ruler.speed_limit))
        self.wait(1.5)
        self.play(appear(ruler.best_rate))
