"""The two fastest walks in a ravine, side by side: without momentum, and with it."""

from typing import Any

from manim import DOWN, LEFT, RIGHT, UP, VGroup

from gd_math import best_learning_rate, descend, gradient_descent, heavy_ball, momentum
from gd_math.descent.outcomes import steps_until_near
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.rolling.arrows import rim
from scenes.kit.rolling.stage import (
    GOAL,
    MOST,
    OUTER,
    ROLLS,
    VEIL,
    RollStage,
    axis_names,
    best_speeds,
)
from scenes.kit.symbols import marker_shape, sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

LEFTS, FOOT, HEIGHT = (-5.6, 0.5), -2.25, 4.4  # of both maps in the frame
HEAD = 2.75  # how high it is said what each leaves
GAP = 0.2  # from a walker to its words


class BestWalks:
    """Two maps of the ravine of `stage`, on each the fastest walk from the start to the ring.

    `words` say of each how much a step leaves in the long run, which are the `factors`; `counts`
    after how many steps it is there.
    """

    def __init__(self, stage: RollStage) -> None:
        hessian, start = stage.hessian, stage.valley.start
        makers = gradient_descent(best_learning_rate(hessian)), momentum(*heavy_ball(hessian))
        names, self.factors = ("forgets", "rolls"), best_speeds(stage.kappa)
        colors = theme.walker, theme.second
        looks: tuple[dict[str, Any], ...] = {"marker": "circle", "radius": OUTER}, ROLLS
        lowest = float(stage.loss.value(stage.minimum))
        self.walks, self.trails = [], []
        self.maps, self.words, self.counts = VGroup(), VGroup(), VGroup()
        for i, (maker, color, look) in enumerate(zip(makers, colors, looks, strict=True)):
            whole = descend(stage.loss, maker, start, MOST)
            steps = steps_until_near(whole.loss - lowest, stage.level) or MOST
            walk = Walk(descend(stage.loss, maker, start, steps))
            ground = ContourMap(
                stage.loss, stage.map.lower, stage.map.upper, height=HEIGHT, veil=VEIL
            )
            ground.move_to((LEFTS[i], FOOT, 0), LEFT).shift(HEIGHT / 2 * UP)
            trail = MapTrail(walk, ground, color=color, **look)
            rim(trail.path)
            ring = sign("minimum", GOAL).move_to(ground.at(stage.minimum))
            said = text(f"{names[i]}: $times {self.factors[i]}$ a step", SMALL_SIZE, color)
            head = VGroup(marker_shape(look["marker"], DOT_RADIUS, color), said)
            head.arrange(RIGHT, buff=GAP).move_to((LEFTS[i], HEAD, 0), LEFT)
            count = text(f"{steps} steps", SMALL_SIZE, color).next_to(ground, DOWN, buff=0.15)
            self.walks.append(walk)
            self.trails.append(trail)
            self.maps.add(VGroup(ground, ring))
            self.words.add(head, axis_names(ground))
            self.counts.add(count)

    def go(self) -> list[Any]:
        """Return the animations in which both walk at one pace, until each has arrived."""
        steps = max(walk.trajectory.steps for walk in self.walks)
        return [walk.go(steps) for walk in self.walks]
