"""A ravine with two walks in it: gradient descent's, and that of momentum."""

from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, MathTypst, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import (
    condition_number,
    descend,
    gradient_descent,
    momentum,
    momentum_contraction,
)
from gd_math.descent.outcomes import steps_until_near
from scenes.kit.maps.contour_map import ContourMap
from scenes.kit.maps.trails import MapTrail
from scenes.kit.rates.valley import Valley
from scenes.kit.rolling.race_plot import RacePlot, RaceTrail
from scenes.kit.rolling.velocity import parts_of_step
from scenes.kit.symbols import marker_shape, rim, sign
from scenes.kit.theme import DOT_RADIUS, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
CLOSE = 3  # powers of ten below the first loss, so low a walk has arrived
PAD = 0.12  # of the span of both walks, on every side of them
LARGE = -5.9, -2.35, 5.7, 4.75  # of the map: left end, foot, width, height in the frame
GOAL = 0.3  # radius of the ring about the minimum: a walker fits in
VEIL = 0.3  # over its colors, so that walks stand off it
OUTER, INNER = 1.25 * DOT_RADIUS, 0.85 * DOT_RADIUS  # radii of two walkers in one place
ROLLS: dict[str, Any] = {  # the look of the walk that rolls
    "marker": "diamond",
    "radius": INNER,
    "dash": 0.14,
    "step_marker": "diamond",
    "step_radius": 0.065,
}
OVER = 0.27  # from the top of the plot to its name: a walker fits between
ZIGZAG = 1.3  # times 1/λmax: from this learning rate on a step leaps far across the floor
MOST = 60  # steps that are shown
ROOM = 1.35  # times the steps of the slower walk: the length of the axis
PANEL, PANEL_END = 0.4, 6.1  # from where to where words and curves stand
LINES = 2.1, 1.5  # heights on which the names of the walkers stand
NEAR, SPOT = 0.15, 0.35  # from the line of the distance to its name; where on it
DIGITS = 2  # of α and β
SIGN, NAMES = 0.2, 0.52  # from the left end of the panel to the signs and to the names
RATES = 2.7  # where α stands, after the names of the walkers
RULE = 0.75  # height of the rule of a step


class RollStage:
    """The map of a quadratic valley, and gradient descent and momentum from one start.

    Each has its own of the `rates`; momentum keeps `beta` of each last step. Both go on until the
    loss, above its lowest, stays below `level`, about a thousandth of the first: after as many
    steps as `arrivals` says, 0 if it is not below within 60.
    """

    def __init__(
        self,
        valley: Valley,
        rates: tuple[float, float],
        beta: float,
    ) -> None:
        self.valley, self.loss, self.beta = valley, valley.loss, beta
        self.minimum = valley.minimum
        self.hessian = self.loss.hessian(self.minimum)
        self.kappa = condition_number(self.hessian)
        makers = gradient_descent(rates[0]), momentum(rates[1], beta)
        lowest = float(self.loss.value(self.minimum))
        first = float(self.loss.value(valley.start)) - lowest
        self.level = 10.0 ** (round(float(np.log10(first))) - CLOSE)
        self.arrivals = []
        for maker in makers:
            whole = descend(self.loss, maker, valley.start, MOST)
            self.arrivals.append(steps_until_near(whole.loss - lowest, self.level) or 0)
        found = (
            descend(self.loss, maker, valley.start, arrival or MOST)
            for maker, arrival in zip(makers, self.arrivals, strict=True)
        )
        self.paths = [replace(path, loss=path.loss - lowest) for path in found]
        self.steps = max(path.steps for path in self.paths)
        plain, rolling = self.paths
        self.walks = Walk(plain), Walk(rolling)
        left, foot, width, height = LARGE
        kept = rolling.x[1:-1] + beta * np.diff(rolling.x[:-1], axis=0)  # arrows reach so far
        points = np.concatenate([plain.x, rolling.x, kept])
        lower, upper = points.min(axis=0), points.max(axis=0)
        span = (1 + 2 * PAD) * (upper - lower)
        scale = float(np.max(span / [width, height]))
        half = scale * np.array([width, height]) / 2
        middle = (lower + upper) / 2
        self.map = ContourMap(self.loss, middle - half, middle + half, width, height, veil=VEIL)
        self.map.move_to((left + width / 2, foot + height / 2, 0))
        self.goal = sign("minimum", GOAL).move_to(self.map.at(self.minimum))
        self.goal.set_z_index(0.5)
        self.plain, self.rolling = self.trails(self.walks)
        self.axes = axis_names(self.map)
        self.ground = [self.map, self.axes, self.goal]
        self.names = walker_names()
        self.values = pair_values(rates, beta)
        decades = round(float(np.log10(self.level))) - 1, int(np.ceil(np.log10(first)))
        name = "$f$" if abs(lowest) < 1e-9 else "$f - min f$"
        every = 3 if (decades[0] + 1) % 3 else 2  # the level has a number of its own
        length = ceil(ROOM * self.steps)
        self.plot = RacePlot(length, decades, 4.3, 2.5, name, over=OVER, every=every)
        self.plot.move_to(((PANEL + PANEL_END) / 2 - 0.25, -0.8, 0))
        self.curves = (
            RaceTrail(self.walks[0], self.plot, radius=OUTER),
            RaceTrail(self.walks[1], self.plot, color=theme.second, **ROLLS),
        )

    def trails(self, walks: tuple[Walk, Walk]) -> tuple[MapTrail, MapTrail]:
        """Return the trails of two walks on the map: of one that forgets, and of one that rolls."""
        plain = MapTrail(walks[0], self.map, radius=OUTER)
        rolling = MapTrail(walks[1], self.map, color=theme.second, **ROLLS)
        # In front of all paths, of the ring, and of the arrows of a step.
        for trail, level in ((plain, 0.9), (rolling, 1)):
            rim(trail.path)
            trail.walker.set_z_index(level)
        return plain, rolling

    def go(self, steps: float) -> list[Any]:
        """Return the animations in which both walks go on."""
        return [walk.go(steps) for walk in self.walks]

    def restart(self) -> None:
        """Put both walkers back on the start."""
        for walk in self.walks:
            walk.set_value(0)

    @property
    def plain_row(self) -> list[VMobject]:
        """The row of plain descent in the table: its name, and its α."""
        return [self.names[0], self.values[0]]

    def leave_paths(self) -> list[Any]:
        """Return the animations in which both walkers leave the map, and their paths stay."""
        goings: list[Any] = [trail.walker.animate for trail in (self.plain, self.rolling)]
        return [going.set_opacity(0) for going in goings]

    def goal_line(self) -> VGroup:
        """Return the level at which a walk has arrived, as a dashed line on the plot."""
        return self.plot.level(self.level)

    def counts(self) -> VGroup:
        """Return after how many steps each has arrived, on the axis of the plot."""
        colors = theme.walker, theme.second
        pairs = zip(self.paths, colors, strict=True)
        return VGroup(*(self.plot.after(path.steps, path.loss[-1], color) for path, color in pairs))

    def first_distance(self) -> VGroup:
        """Return a line from the start to the minimum, and what it is."""
        line = Line(*self.map.at([self.valley.start, self.minimum]))
        rim(line.set_stroke(theme.ink, width=THIN_WIDTH).set_z_index(0.4))
        word = tag(text("distance", SMALL_SIZE), buff=0.08).set_z_index(2)
        across, up = line.get_vector()[:2]
        side = DOWN if abs(across) > abs(up) else LEFT if across * up > 0 else RIGHT
        return VGroup(line, word.next_to(line.point_from_proportion(SPOT), side, buff=NEAR))

    def step_rule(self, rolls: bool = True) -> MathTypst:
        """Return what a step is made of, right of the map; of one that `rolls`, with β."""
        return parts_of_step(rolls).move_to((PANEL, RULE, 0), LEFT)


def axis_names(contour_map: ContourMap) -> VGroup:
    """Return the names of both axes at the ends of a map."""
    border = contour_map.border
    across = formula("x", SMALL_SIZE, theme.muted).next_to(border, DOWN, buff=0.12)
    up = formula("y", SMALL_SIZE, theme.muted).next_to(border, LEFT, buff=0.12)
    return VGroup(across.align_to(border, RIGHT), up.align_to(border, UP))


def walker_names() -> VGroup:
    """Return what each walker is, after its sign, right of the map."""
    rows = VGroup()
    for line, (marker, words, color) in zip(
        LINES,
        (("circle", "forgets", theme.walker), ("diamond", "rolls", theme.second)),
        strict=True,
    ):
        word = text(words, SMALL_SIZE, color).move_to((PANEL + NAMES, 0, 0), LEFT)
        letter = word.family_members_with_points()[1]  # an "o" in both
        word.shift((line - letter.get_bottom()[1]) * UP)
        shape = marker_shape(marker, DOT_RADIUS, color)
        rows.add(VGroup(shape.move_to((PANEL + SIGN, letter.get_y(), 0)), word))
    return rows


def pair_values(rates: tuple[float, float], beta: float) -> VGroup:
    """Return α of both walkers, each after its name, and β of the one that rolls.

    They have two significant digits.
    """
    values = VGroup()
    for rate in rates:
        alpha = formula(f"alpha = {number(rate, DIGITS)}", SMALL_SIZE, theme.walker)
        values.add(alpha.move_to((RATES, 0, 0), LEFT))
    share = formula(f"beta = {number(beta, DIGITS)}", SMALL_SIZE)
    values.add(share.move_to((PANEL_END, 0, 0), RIGHT))
    for value, line in zip(values, (*LINES, LINES[-1]), strict=True):
        value.shift((line - _last(value)[1]) * UP)  # all end in a digit
    return values


def _last(words: VMobject) -> Array:
    """Return the lowest point of the last glyph of a text."""
    return np.asarray(words.family_members_with_points()[-1].get_bottom())


def check_rolls(stage: RollStage, valley: Valley, rate: float) -> None:
    """Raise ValueError, naming the knob, unless plain descent zigzags and rolling is faster.

    Both must arrive within the steps that are shown.
    """
    least = ZIGZAG * valley.overshoot
    if not least <= rate < valley.limit:
        raise ValueError(
            f"LEARNING_RATE is {rate:g}, and must be {number(least, 3)} or more "
            f"and below {number(valley.limit, 3)}: there plain descent zigzags and arrives"
        )
    plain, rolling = (
        float(momentum_contraction(stage.hessian, rate, beta)) for beta in (0.0, stage.beta)
    )
    if rolling >= plain:
        raise ValueError(
            f"BETA is {stage.beta:g}, with which a step leaves {number(rolling, 3)} of the "
            f"distance; it must be less than {number(plain, 3)}, as plain descent does: keep less"
        )
    if not all(stage.arrivals):
        raise ValueError(
            f"LEARNING_RATE is {rate:g}, with which plain descent has not arrived after {MOST} "
            "steps: take a smaller one"
        )


def best_speeds(kappa: float) -> tuple[str, str]:
    """Return the factors of the fastest steps without and with momentum, as numbers.

    (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1)
    """
    root = float(np.sqrt(kappa))
    return number((kappa - 1) / (kappa + 1), 3), number((root - 1) / (root + 1), 3)
