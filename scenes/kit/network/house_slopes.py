"""What is written of the slopes of one house in a network: how each of them comes about."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, AnimationGroup, LaggedStart, Underline, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import Network
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.house_walk import HouseWalk
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.network.products import Product, SlopeProduct, as_factor, bright_edge, ring
from scenes.kit.network.slope_list import RIGHT_EDGE, SlopeList, above_list, seen_and_gone
from scenes.kit.places import TOP_RIGHT
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, TEXT_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form, factor, number
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]

BESIDE, ALONG = 0.34, 0.18  # from an edge to the name beside it; at a share of the edge,
HALFWAY = 0.5  # … of that of a bias,
OUTER, STEEP, INNER = 0.28, 0.8, 0.7  # … from an outer input, straight or across; from another
FREE = 1.15  # times as far from an edge that goes across, near which others cross
TRIED = 1.45, -1.5  # of the frame: left end and middle of what a knob that was turned tells
RIM = 0.28, 0.91  # from a hidden unit, aside and up or down, to what comes back to it
CORNER = 0.3, 0.74  # … and from the last unit


class HouseSlopes:
    """The slopes of `network` for the house that `walk` begins with, in words beside `drawing`."""

    network: Network
    walk: HouseWalk
    passes: LivePasses
    drawing: NetworkDrawing
    slopes: SlopeList
    rate: float

    def turn(self, name: str, by: float) -> Any:
        """Return the animation in which one knob alone is turned by hand, to where L falls."""
        return self.passes.turn(name, self._falling(name) * by)

    def _falling(self, name: str) -> float:
        """Return −1 if the loss rises as a knob is turned up, else 1."""
        return -1.0 if self.slopes.gradient[self.passes.index(name)] > 0 else 1.0

    def turn_back(self, name: str) -> Any:
        """Return the animation in which that knob is turned back."""
        return self.passes.turn(name, 0.0)

    def knob(self, name: str) -> VGroup:
        """Return a weight, live, after its name beside its edge."""
        index, there = self.passes.index(name), self.knob_name(name)
        weight = Number(lambda: float(self.passes.position[index]), size=SMALL_SIZE, flush=True)
        words = formula(f"{self.drawing.symbol(name)} =", SMALL_SIZE)
        named(words.align_to(there, LEFT).align_to(there, DOWN), weight)
        sign: Any = words.family_members_with_points()[-1]
        return VGroup(sign, weight)  # the name is there

    def answer_of(self, name: str, by: float) -> VGroup:
        """Return what L does as a knob is turned by so much, and its slope, below the readings."""
        turned, form = self._falling(name) * by, Form()
        parameters = np.array(self.passes.now.parameters)
        parameters[self.passes.index(name)] = self.walk.position[self.passes.index(name)] + turned
        before, after = (
            self.network.passes(one, self.walk.inputs, self.walk.targets).loss
            for one in (self.walk.position, parameters)
        )
        change = f"{form(after - before)} \\/ {factor(turned)}"
        said = (
            formula(f"L quad {form(before)} -> {form(after)}", TEXT_SIZE),
            formula(
                f"{self.drawing.partial_name(name)} approx {change}"
                f" = {number((after - before) / turned, 2)}",
                SMALL_SIZE,
                theme.gradient,
            ),
        )
        rows = VGroup(*said).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        left, y = TRIED
        return rows.move_to((min(left, RIGHT_EDGE - rows.width), y, 0), LEFT)

    def error(self, price: VMobject) -> Product:
        """Return δ = ∂L/∂guess = 2 (guess − price), up from the last unit; `price` lights up."""
        form, layer = Form(), len(self.network.layers)
        (unit,), blue = self.drawing.units[layer], theme.gradient
        guess, wanted = self.drawing.activation(layer, 0), float(self.walk.targets[0, 0])
        difference = f"2 ({form(guess)} - {form(wanted)})"
        error = Product(
            [
                ("delta", blue, ()),
                ("=", blue, ()),
                ('partial L \\/ partial #h(0.06em) "guess" =', blue, ()),
                (difference, theme.ink, [ring(unit, theme.ink), *_underlined(price)]),
                (f"= {form(self.drawing.delta(layer, 0))}", blue, ()),
            ]
        )
        return error.move_to(unit.get_center() + np.array([*CORNER, 0]), LEFT)

    def further(self, unit: int) -> Product:
        """Return how δ of a hidden unit comes about: back through its weight, times its bend."""
        layer, form = len(self.network.layers), Form()
        hidden, blue = self.drawing.units[1][unit - 1], theme.gradient
        (last,) = self.drawing.units[layer]
        name = f"w{layer}_{unit}_1"
        has = form(abs(self.drawing.activation(1, unit - 1)))
        weight = form(float(self.passes.now.parameters[self.passes.index(name)]))
        product = Product(
            [
                (f"delta_{unit}", blue, ()),
                ("=", blue, ()),
                (form(self.drawing.delta(layer, 0)), blue, [ring(last, blue)]),
                (f"dot {as_factor(weight)}", theme.ink, [bright_edge(self.drawing, name, blue)]),
                (f"dot (1 - {has}^2)", theme.ink, [ring(hidden, blue)]),
                (f"= {form(self.drawing.delta(1, unit - 1))}", blue, ()),
            ]
        )
        side = 1 if self.drawing.layout.bias(1, unit)[1] > hidden.get_y() else -1
        aside, up = RIM
        return product.move_to(hidden.get_center() + np.array([aside, side * up, 0]), LEFT)

    def law(self) -> VMobject:
        """Return what each slope is, above the list."""
        words = '{{"slope" : slope}} = "came in" dot {{"came back" : back}}'
        blue = theme.gradient
        return above_list(formula(words, SMALL_SIZE, slope=blue, back=blue))

    def rate_name(self) -> VMobject:
        """Return what α is, above the list."""
        return above_list(formula(f"alpha = {number(self.rate)}", SMALL_SIZE, theme.walker))

    def turn_all(self) -> LaggedStart:
        """Return the animation in which one knob after the other, row by row, turns by its step."""
        moves = []
        for row in self.slopes.order:
            if slope := float(self.slopes.gradient[row]):
                turning: Any = self.passes.turned[row].animate
                coloring: Any = self.drawing.turning[row].animate
                turn = turning.set_value(-self.rate * slope)
                color = coloring(rate_func=seen_and_gone).set_value(1.0)
                moves.append(AnimationGroup(self.slopes.take(row), turn, color))
        return LaggedStart(*moves, lag_ratio=1.0)

    def knob_name(self, name: str) -> VMobject:
        """Return what a knob is called, beside its edge."""
        one = self.network.named_parameters[self.passes.index(name)]
        last, share = self.network.sizes[0], HALFWAY if one.source is None else ALONG
        above = one.source == 1 or (one.source is None and one.target > 1)
        if one.layer == 1 and one.source is not None:
            inner = 1 < one.source < last
            outer = one.source in (1, last) and (one.source == 1) == (one.target == 1)
            share = INNER if inner else OUTER if outer else STEEP
            above = above or (inner and one.target == 1)
        start, end = (self.drawing.middle(name, share) for share in (0.0, 1.0))
        along = (end - start) / np.linalg.norm(end - start)
        far = BESIDE * (FREE if share in (STEEP, ALONG) else 1)
        aside = far * np.array([-along[1], along[0], 0])
        words = formula(self.drawing.symbol(name), SMALL_SIZE)
        return words.move_to(self.drawing.middle(name, share) + (aside if above else -aside))

    def knob_names(self) -> VGroup:
        """Return what all knobs are called, at their edges."""
        return VGroup(*(self.knob_name(one.name) for one in self.network.named_parameters))

    def product(self, name: str) -> SlopeProduct:
        """Return how the slope of a knob comes about, above the list."""
        return SlopeProduct(self.drawing, name)

    def each_its_own(self) -> VGroup:
        """Return what turns a knob, above the panel."""
        words = text("Each knob turns by", SMALL_SIZE)
        turn = formula(
            '-alpha dot {{"its own slope" : slope}}', SMALL_SIZE, theme.walker, slope=theme.gradient
        )
        return VGroup(words, turn).arrange(RIGHT, buff=0.18).move_to(TOP_RIGHT, UP + RIGHT)


def _underlined(words: VMobject) -> list[VMobject]:
    """Return the light of words: a line below them."""
    return [Underline(words, buff=0.05, color=theme.ink, stroke_width=PATH_WIDTH)]
