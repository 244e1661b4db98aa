"""Scene 3 of the shelf: one valley, one start, and a walk for each of several learning rates."""

from collections.abc import Iterable

import numpy as np
from manim import (
    DOWN,
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    TransformFromCopy,
    VGroup,
    linear,
)

from gd_math import Trajectory, best_learning_rate, descend, losses, optimizers, stability_limit
from scenes.kit import Lesson, Walk, theme
from scenes.kit.contour_map import ContourMap
from scenes.kit.descent_panel import DescentPanel, step_counter
from scenes.kit.plots import LossPlot, log_scale, spread_apart
from scenes.kit.ruler import Ruler
from scenes.kit.text import formula, fraction, halo, magnitude, text
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, TITLE_SIZE
from scenes.kit.trails import LossTrail, MapTrail, marker_shape
from scenes.kit.verdict import judge, verdict_words

LEARNING_RATES = (0.01, 0.2, 0.38, 0.5)  # α of each panel (2 to 4 different rates, above 0 to 1)
STEPS = 50  # steps of every walk (10 to 200)
START = (1.6, 2.5)  # where every walk begins (x, y on the map, neither of them 0)
REACH = 4.0  # how far the map reaches from the minimum along x; along y 0.8 of that (2 to 10)


class LearningRates(Lesson):
    """How big a step?

    Four walks down the same valley, from the same start and with as many steps, differ in nothing
    but the learning rate: too small and the walk crawls, well chosen and it settles, large and it
    zigzags, beyond the speed limit 2/λmax and it is thrown out of the valley, its loss growing
    without end.
    """  # noqa: D400 (a question ends with a question mark)

    def construct(self) -> None:
        loss = losses.RAVINE
        rates, paths = walk_with_each_rate()
        verdicts = [judge(loss, path) for path in paths]
        (low, high), every = log_scale([path.loss for path in paths])
        corner = REACH * np.array([1, 0.8])
        levels = loss.value(corner) * (np.arange(1, 10) / 10) ** 2  # evenly spaced ellipses

        self.beat("The gradient says which way is down. The learning rate α says how far to step.")
        valley = ContourMap(loss, -corner, corner, width=6.4, levels=levels)
        valley.veil.set_opacity(0.35)
        valley.move_to(3.18 * LEFT + 0.45 * DOWN)
        header = formula(f"f(x, y) = {loss.formula}", TITLE_SIZE)
        header.next_to(valley, UP, buff=0.25, aligned_edge=LEFT)
        goal = marker_shape("diamond", 0.11, theme.good).move_to(valley.at(loss.minima[0].x))
        goal_name = halo(text("minimum", SMALL_SIZE, theme.good)).next_to(goal, DOWN, buff=0.15)
        hiker = marker_shape("circle", 0.11, theme.walker).move_to(valley.at(START))
        start_name = halo(text("start", SMALL_SIZE)).next_to(hiker, UP, buff=0.15)
        rule = formula(
            "theta_(i+1) = theta_i - {{alpha : rate}} thin {{nabla f(theta_i) : slope}}",
            TITLE_SIZE,
            rate=theme.walker,
            slope=theme.gradient,
        )
        rule.move_to(3.5 * RIGHT + 0.7 * UP)
        point = formula("theta = (x, y)", SMALL_SIZE, theme.muted).next_to(rule, DOWN, buff=0.25)
        question = text("How big should $alpha$ be?", TITLE_SIZE).next_to(point, DOWN, buff=0.6)
        shown = [(a, path.x[1]) for a, path in zip(rates, paths, strict=True)]
        shown = [(a, x) for a, x in shown if valley.inside(x)]
        ray = Line(hiker.get_center(), valley.at(shown[-1][1] if shown else START))
        ray.set_stroke(theme.walker, width=PATH_WIDTH)
        choices, inward = VGroup(), LEFT if START[0] > 0 else RIGHT
        for rate, x in shown:
            mark = marker_shape("circle", 0.08, theme.walker).move_to(valley.at(x))
            name = formula(f"{rate:g}" if choices else f"alpha = {rate:g}", SMALL_SIZE)
            choices.add(
                VGroup(
                    mark,
                    halo(name).next_to(
                        mark, DOWN, buff=0.15, aligned_edge=ORIGIN if choices else inward
                    ),
                )
            )
        self.add(valley, header, goal, hiker)
        self.play(FadeIn(goal_name, start_name))
        self.play(FadeIn(rule, point), Create(ray), run_time=1.5)
        self.play(LaggedStart(*(FadeIn(choice) for choice in choices), lag_ratio=0.5))
        self.play(FadeIn(question))

        # One walk after the other, large: a beat each
        axes = LossPlot(
            STEPS,
            (low, high),
            width=3.7,
            height=4.1,
            every=every,
            x_label="steps",
            y_label="loss, on a logarithmic scale",
        )
        axes.shift(
            valley.get_corner(DOWN + RIGHT) + 1.35 * RIGHT + 0.4 * UP - axes.x_axis.get_start()
        )
        names = [formula(f"alpha = {rate:g}", SMALL_SIZE) for rate in rates]
        for name, path in zip(names, paths, strict=True):
            name.next_to(axes.at((STEPS, path.loss[-1])), RIGHT, buff=0.15)
        spread_apart(names, gap=0.1)
        leaving, curves = (
            VGroup(rule, point, question, ray, choices, start_name, goal_name),
            VGroup(),
        )
        for rate, path, verdict, name in zip(rates, paths, verdicts, names, strict=True):
            self.beat(f"α = {rate:g}: {verdict.sentence}")
            walk = Walk(path)
            ends = valley.at(path.x[:2])
            dot = np.clip(0.4 * np.linalg.norm(ends[1] - ends[0]), 0.025, 0.055)  # tell steps apart
            trail = MapTrail(walk, valley, step_radius=dot, width=THIN_WIDTH)
            curve = LossTrail(walk, axes, step_radius=0.04)
            title = formula(f"alpha = {rate:g}", TITLE_SIZE, theme.walker)
            title.next_to(valley, UP, buff=0.25, aligned_edge=RIGHT)
            count = step_counter(walk).align_to(axes.y_axis, LEFT).match_y(title)
            words = verdict_words(verdict, path, valley)
            end = formula(f"f = {magnitude(path.loss[-1])}", TITLE_SIZE, verdict.color)
            end.next_to(count, RIGHT, buff=0.5)
            self.play(FadeOut(leaving), FadeIn(axes, title, count, trail, curve))
            self.play(walk.animate.set_value(3), run_time=2, rate_func=linear)
            self.play(walk.animate.set_value(STEPS), run_time=2.5, rate_func=linear)
            self.play(FadeIn(words, name, end))
            leaving = VGroup(trail, title, count, words, end)
            curves.add(curve)

        self.beat("The same walks together. All the loss curves stand on the same scale.")
        maps = [ContourMap(loss, -corner, corner, width=2.7, levels=levels) for _ in rates]
        VGroup(*maps).arrange(RIGHT, buff=0.3).move_to(0.4 * RIGHT + 1.9 * UP)
        panels: list[DescentPanel] = []
        for rate, path, verdict, little in zip(rates, paths, verdicts, maps, strict=True):
            little.veil.set_opacity(0.35)
            heading, first = f"alpha = {rate:g}", not panels
            panels.append(
                DescentPanel(Walk(path), little, heading, verdict, (low, high), every, 2.5, first)
            )
        scale = text("loss, on the same logarithmic scale everywhere", SMALL_SIZE, theme.muted)
        scale.next_to(panels[0].plot.y_axis, UP, buff=0.1, aligned_edge=LEFT)
        self.play(FadeOut(leaving, axes, curves, header, hiker, goal, *names))
        self.play(FadeOut(valley), *(TransformFromCopy(valley, little) for little in maps))
        self.play(*(FadeIn(p.title, p.plot, p.trail, p.curve) for p in panels), FadeIn(scale))
        self.play(*(p.walk.animate.set_value(STEPS) for p in panels), run_time=5, rate_func=linear)
        self.play(LaggedStart(*(FadeIn(p.word) for p in panels), lag_ratio=0.4))

        self.beat("One step multiplies x and y by fixed factors. A factor beyond −1 throws us out.")
        hessian = loss.hessian(START)
        curvatures = np.diag(hessian)  # along x and along y: the eigenvalues, for this valley
        ranks = 1 + np.argsort(np.argsort(curvatures))
        laws, factors = VGroup(), VGroup()
        for axis, rank, curvature in zip("xy", ranks, curvatures, strict=True):
            law = f"{axis} arrow.r.long (1 - lambda_{rank} alpha) thin {axis}"
            value = f"curvature along ${axis}$: $lambda_{rank} = {curvature:g}$"
            laws.add(VGroup(
                formula(law, TITLE_SIZE),
                text(value, SMALL_SIZE, theme.muted),
            ).arrange(DOWN, buff=0.25))  # fmt: skip
        laws.arrange(RIGHT, buff=1.5).move_to(0.4 * RIGHT + 2.1 * DOWN)
        for rate, panel in zip(rates, panels, strict=True):
            factors.add(step_factors(1 - rate * curvatures).shift(panel.map.get_x() * RIGHT))
        self.play(*(FadeOut(p.plot, p.curve) for p in panels), FadeOut(scale))
        self.play(FadeIn(laws))
        self.play(LaggedStart(*(FadeIn(pair) for pair in factors), lag_ratio=0.5))

        self.beat("Hence a speed limit: 2 over the largest curvature. The best rate lies below it.")
        limit, best = stability_limit(hessian), best_learning_rate(hessian)
        highest = 1.1 * max(limit, rates[-1], 0.5)
        ruler = Ruler(highest, 11.4, 0.1, "alpha", poles=(limit, best))
        ruler.shift([-0.25, -1.95, 0] - ruler.line.get_center())
        safe = ruler.span(0, limit, theme.good)
        unsafe = ruler.span(limit, highest, theme.wrong, dashed=True)
        pins = VGroup()
        for rate, pair in zip(rates, factors, strict=True):
            thread = Line(pair.get_bottom() + 0.12 * DOWN, ruler.at(rate))
            pin = marker_shape("circle", 0.1, theme.walker).move_to(ruler.at(rate)).set_z_index(1)
            pins.add(VGroup(thread.set_stroke(theme.walker, width=THIN_WIDTH), pin))
        limit_rule = f"2 \\/ lambda_max = {limit:g}"
        best_rule = f"2 \\/ (lambda_1 + lambda_2) = {fraction(best)}"
        speed_limit = ruler.flag(limit, "speed limit", limit_rule, theme.wrong)
        best_rate = ruler.flag(best, "best fixed rate", best_rule, theme.good, left=True)
        self.play(FadeOut(laws), Create(ruler))
        self.play(LaggedStart(*(FadeIn(pin) for pin in pins), lag_ratio=0.4))
        self.play(Create(safe), Create(unsafe), FadeIn(speed_limit))
        self.play(FadeIn(best_rate))


def walk_with_each_rate() -> tuple[list[float], list[Trajectory]]:
    """Return the learning rates in ascending order, and the walk with each of them."""
    rates = sorted(LEARNING_RATES)
    if not 2 <= len(set(rates)) == len(rates) <= 4 or not 0 < rates[0] <= rates[-1] <= 1:
        raise ValueError(
            f"LEARNING_RATES must be 2 to 4 different rates above 0 and up to 1, got {rates}"
        )
    if not 3 <= STEPS <= 500:
        raise ValueError(f"STEPS must be from 3 to 500, got {STEPS}")
    if not (np.abs(START) < REACH * np.array([1, 0.8])).all() or not np.all(START):
        raise ValueError(f"START must lie on the map, and off both of its axes, got {START}")
    optimizer = optimizers.gradient_descent
    return rates, [descend(losses.RAVINE, optimizer(rate), START, STEPS) for rate in rates]


def step_factors(factors: Iterable[float]) -> VGroup:
    """Return what one step multiplies x and y by; a factor that throws out has another color."""
    pair = VGroup()
    for axis, factor in zip("xy", factors, strict=True):
        shown = f"{factor:.3g}" if factor >= 0 else f"({factor:.3g})"
        pair.add(formula(f"{axis} times {shown}", color=theme.wrong if abs(factor) > 1 else None))
    pair[0].move_to(0.05 * DOWN)
    pair[1].move_to(0.5 * DOWN)
    return pair
