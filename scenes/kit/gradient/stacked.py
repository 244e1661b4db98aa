"""Two slopes stacked into one vector, and the slope in every direction beside it."""

from typing import Any

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    UR,
    DashedLine,
    FadeOut,
    Line,
    ReplacementTransform,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
    rate_functions,
    smooth,
    squish_rate_func,
)
from numpy.typing import NDArray

from scenes.kit.curves.slope import put_arrow
from scenes.kit.gradient.hillside import Hillside
from scenes.kit.legibility import is_seen
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import (
    PATH_WIDTH,
    RIM_WIDTH,
    SMALL_SIZE,
    TEXT_SIZE,
    THIN_WIDTH,
    theme,
)
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import formula, text

Array = NDArray[np.float64]
VECTOR = (6.35, 3.45)  # the upper right corner of the column
LEFT_END, RIGHT_END = 2.1, 6.05  # of the axis of directions, in units of the frame
MIDDLE, HALF = 0.0, 1.35  # height of that axis, and of the graph above and below it
THICK = 1.35  # times as thick as the slopes: the gradient
TIP = 0.09  # radius of the end of the needle
CLEAR = 0.26  # from what the needle goes round to the name of the arrow
DASH, SOLID = 0.13, 0.65  # of a leg: length of a dash and its gap, and how much of it is dash
POINTS = 181
DIRECTIONS = {0: "east", 90: "north", 180: "", 270: "", 360: "east"}  # ticks, in degrees
TURNS = (0.3, 1.0), (0.0, 0.7)  # of a move, those in which its entries fly
TICK = 0.12  # length of one


class StackedSlopes(VGroup):
    """The arrow ∇f on the ground, the sum of the slopes along x and y, end to end.

    `grown`: how much of it is there, 0 to 1. `legs` are the places in the frame of the arrows that
    are its parts: tail and tip, along x and then along y, and `tails` their tails; `dashed` are
    lines in their stead.
    """

    def __init__(self, ground: Hillside) -> None:
        self.ground, (dx, dy) = ground, ground.gradient
        corners = ground.tangent([[0, 0], [dx, 0], [dx, dy]])
        self.legs = [(corners[0], corners[1]), (corners[1], corners[2])]
        self.tails = [tail for tail, _ in self.legs]
        self.tail, self.tip = corners[0], corners[2]
        self.entries = [rf"partial f \/ partial {axis}" for axis in "xy"]
        self.numbers = [Form.of(ground.gradient)(part) for part in ground.gradient]
        self.grown = ValueTracker(0.0)
        self.arrow = VMobject(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.arrow.set_stroke(theme.background, width=2 * RIM_WIDTH, background=True)
        self.arrow.set_z_index(1)  # what turns round its foot goes below it
        super().__init__(self.arrow)
        self._shown = -1.0
        self.follow()
        self.add_updater(lambda sum_: sum_.follow())

    def follow(self) -> "StackedSlopes":
        """Draw the arrow as far as it has grown."""
        grown = float(self.grown.get_value())
        if grown != self._shown:
            self._shown = grown
            put_arrow(self.arrow, self.tail, grown * (self.tip - self.tail), THICK)
        return self

    def grow(self) -> Any:
        """Return the animation in which the arrow grows."""
        return self.grown.animate.set_value(1.0)

    def called(self) -> VGroup:
        """Return the name ∇f beside the tip, clear of what turns round the foot."""
        name = tag(formula("nabla f", SMALL_SIZE, theme.gradient), buff=0.08)
        up = float(np.sign(self.tip[1] - self.tail[1])) or 1.0
        name.next_to(self.tip, LEFT + up * UP, buff=0.08)
        turns = np.radians(np.arange(0, 360, 2))
        size = float(np.linalg.norm(self.ground.gradient))
        ring = self.ground.tangent(size * np.stack([np.cos(turns), np.sin(turns)], axis=-1))
        near = ring[np.abs(ring[:, 0] - name.get_center()[0]) < name.width / 2 + TIP, 1]
        beyond = float((up * near).max(initial=up * self.tip[1])) + CLEAR + name.height / 2
        return name.set_y(up * max(beyond, up * name.get_center()[1]))

    def dashed(self) -> VGroup:
        """Return both parts as thin dashed lines, end to end."""
        lines = VGroup()
        for tail, tip in self.legs:
            line = DashedLine(tail, tip, dash_length=DASH, dashed_ratio=SOLID)
            line.set_stroke(theme.gradient, 2 * THIN_WIDTH)
            line.set_stroke(theme.background, 2 * THIN_WIDTH + 2 * RIM_WIDTH, background=True)
            lines.add(line)
        return lines.set_z_index(0.5)  # below the arrow, over a block that fades

    def lengths(self) -> VGroup:
        """Return how long both parts are, beside them."""
        along, up = self.legs
        tags = [tag(formula(size, SMALL_SIZE, theme.gradient), buff=0.06) for size in self.numbers]
        tags[0].next_to(along[1], DOWN + np.sign(along[1] - along[0])[0] * RIGHT, buff=0.1)
        tags[1].next_to((up[0] + up[1]) / 2, RIGHT, buff=0.25)
        return VGroup(*tags)

    def column(self) -> VMobject:
        """Return ∇f as a column of its two entries, in symbols and in numbers, at the upper right.

        They are named after the arrows that they are the lengths of.
        """
        rows = 'nabla f = vec({}, delim: "(", gap: #0.45em) = vec({}, delim: "(", gap: #0.45em)'
        made = formula(
            rows.format(", ".join(self.entries), ", ".join(self.numbers)), TEXT_SIZE, theme.gradient
        )
        return made.move_to((*VECTOR, 0), UR)

    @property
    def equations(self) -> list[str]:
        """Say what each entry is, Typst math markup."""
        return [f"{name} = {size}" for name, size in zip(self.entries, self.numbers, strict=True)]

    def hand_over(self, column: VMobject, equations: VGroup) -> list[Any]:
        """Return the animations in which the entries of a `column` become `equations`.

        What else there is of the column leaves.
        """
        moves: list[Any] = []
        left = list(column)
        size = -1  # there the column has its last bracket, and three signs before its numbers
        equals = column[size - 2 - sum(map(len, self.numbers))]
        name = size - 3 - sum(map(len, self.numbers))
        every = list(zip(equations, self.numbers, TURNS, strict=True))
        for said, number, when in reversed(every):
            digits, sign = len(number), len(said) - len(number) - 1
            digits_of = column[size - digits : size]
            between = equals.copy().set_y(digits_of.get_y()).set_opacity(0)
            parts = (*column[name - sign : name], between, *digits_of)
            flying = VGroup(*parts).set_z_index(1)  # over a block that fades
            pace = squish_rate_func(smooth, *when)
            moves.append(ReplacementTransform(flying, said, rate_func=pace))
            left = [glyph for glyph in left if all(glyph is not part for part in parts)]
            size, name = size - digits, name - sign
        return [*moves, FadeOut(VGroup(*left), rate_func=squish_rate_func(smooth, 0, 0.4))]


class SlopeCompass(VGroup):
    """A needle that turns round the place on the tangent plane, and its slope over the direction.

    `turned`: its direction in degrees from the x-axis, past 360 in a second turn. The needle is as
    long as ∇f.
    """

    def __init__(self, stacked: StackedSlopes) -> None:
        self.ground = stacked.ground
        self.gradient = self.ground.gradient
        self.size = float(np.linalg.norm(self.gradient))
        self.steepest = float(np.degrees(np.arctan2(*self.gradient[::-1]))) % 360
        self.turned = ValueTracker(0.0)
        style: dict[str, Any] = {"stroke_color": theme.ink, "stroke_width": PATH_WIDTH}
        self.track, self.needle = VMobject(**style), VMobject(**style)
        self.track.set_stroke(width=1.4 * THIN_WIDTH)
        self.graph = VMobject(stroke_color=theme.gradient, stroke_width=PATH_WIDTH)
        for line in (self.track, self.needle):
            width = line.get_stroke_width() + 2 * RIM_WIDTH
            line.set_stroke(theme.background, width=width, background=True)
        self.end, self.point = (marker_shape("square", TIP, theme.ink) for _ in range(2))
        self.end.set_z_index(2)  # over the tip of ∇f, where both meet
        self.axes = self._axes()
        super().__init__(self.axes, self.graph, self.track, self.needle, self.end, self.point)
        self._shown = -1.0
        self.follow()
        self.add_updater(lambda compass: compass.follow())

    def slope(self, degrees: Any) -> Array:
        """Return the slope in each direction."""
        return np.asarray(np.stack(self._way(degrees), axis=-1) @ self.gradient)

    def at(self, degrees: Any) -> Array:
        """Return where on the graph each direction is, (…, 3)."""
        degrees = np.asarray(degrees, dtype=float)
        across = LEFT_END + degrees / 360 * (RIGHT_END - LEFT_END)
        up = MIDDLE + HALF * self.slope(degrees) / self.size
        return np.stack([across, up, 0 * up], axis=-1)

    def turn(self) -> Any:
        """Return the animation in which the needle goes round once."""
        turning: Any = self.turned.animate
        return turning(rate_func=linear).set_value(360.0)

    def on_to_steepest(self) -> Any:
        """Return the animation in which the needle turns on after that, to ∇f."""
        turning: Any = self.turned.animate
        return turning(rate_func=rate_functions.ease_out_sine).set_value(360 + self.steepest)

    def follow(self) -> "SlopeCompass":
        """Draw what has been gone round."""
        turned = float(self.turned.get_value())
        if turned == self._shown:
            return self  # so that it can be faded in and out
        self._shown = turned
        tip = self._tip(turned)
        self.needle.set_points_as_corners([self.ground.tangent(np.zeros(2)), tip])
        self.end.move_to(tip)
        self.point.move_to(self.at(turned % 360 if turned > 360 else turned))
        passed = np.linspace(0, min(turned, 360.0), POINTS)
        self.graph.set_points_as_corners(self.at(passed))
        self.track.set_points_as_corners(self._tip(passed))
        return self

    def best(self) -> VGroup:
        """Return where the graph is highest: how high, and in which direction, with dashes."""
        top = self.at(self.steepest)
        foot = np.array([top[0], MIDDLE - HALF, 0.0])
        side = np.array([LEFT_END, top[1], 0.0])
        dashes = (
            DashedLine(side, top, color=theme.gradient, stroke_width=THIN_WIDTH),
            DashedLine(foot, top, color=theme.gradient, stroke_width=THIN_WIDTH),
        )
        where = f'|nabla f| = {Form.of(self.size)(self.size)} "at" {round(self.steepest)}°'
        height = formula(where, SMALL_SIZE, theme.gradient)
        if self.steepest < 180:
            height.next_to(top, UP + RIGHT, buff=0.15)
        else:
            height.next_to(top, UP, buff=0.2)
            height.shift(min(VECTOR[0] - height.get_right()[0], 0) * RIGHT)
        return VGroup(*dashes, height)

    def must_see(self) -> list[tuple[str, Array]]:
        """Return what must be in view, and where it is."""
        return [("the needle", self.end.get_center())] if is_seen(self.end) else []

    def _way(self, degrees: Any) -> tuple[Array, Array]:
        turn = np.radians(np.asarray(degrees, dtype=float))
        return np.cos(turn), np.sin(turn)

    def _tip(self, degrees: Any) -> Array:
        return self.ground.tangent(self.size * np.stack(self._way(degrees), axis=-1))

    def _axes(self) -> VGroup:
        style: dict[str, Any] = {"color": theme.muted, "stroke_width": THIN_WIDTH}
        low, high = MIDDLE - HALF, MIDDLE + HALF
        level = Line((LEFT_END, MIDDLE, 0), (RIGHT_END, MIDDLE, 0), **style)
        across = Line((LEFT_END, low, 0), (RIGHT_END, low, 0), **style)
        up = Line((LEFT_END, low, 0), (LEFT_END, high, 0), **style)
        slope = text("slope", SMALL_SIZE, theme.muted).next_to(up, UP, buff=0.2)
        zero = formula("0", SMALL_SIZE, theme.muted).next_to(up, LEFT, buff=0.15).set_y(MIDDLE)
        axes = VGroup(level.set_stroke(opacity=0.5), across, up, slope, zero)
        words = VGroup()
        for degrees, name in DIRECTIONS.items():
            x = float(self.at(degrees)[0])
            axes.add(Line((x, low, 0), (x, low - TICK, 0), **style))
            turn = formula(f"{degrees}°", SMALL_SIZE, theme.muted)
            axes.add(turn.next_to((x, low - TICK, 0), DOWN, buff=0.1))
            if name:
                said = text(name, SMALL_SIZE, theme.muted).next_to(turn, DOWN, buff=0.15)
                words.add(said)
                said.shift(
                    (words[0][0].get_bottom() - said[0].get_bottom())[1] * UP
                )  # one base line
        return axes.add(words)
