"""How a slope of a network comes about: products that are written factor by factor."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import (
    RIGHT,
    Circle,
    FadeIn,
    Line,
    MathTypst,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from scenes.kit.arguments import checked
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.slope_list import PRODUCT, above_list
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import MINUS, Form
from scenes.kit.words.text import formula

RIPPLE = 1.15  # times as large as a unit: the ring that goes out from it
LINE = 2.5 * PATH_WIDTH  # stroke of the light on an edge
Part = tuple[str, str, Sequence[VMobject]]  # Typst markup, color, and what lights up with it


class Product(VGroup):
    """A name, an equals sign, factors, and after another equals sign what they come to.

    Each of `parts` comes with what it is read at: `build` lets one come after the other, the equals
    sign with the name, and the lights go out again. `shrink` lets the factors leave, and the result
    close up to the name.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        names = [f"part{i}" for i in range(len(parts))]
        written = (f"{{{{{part[0]} : {name}}}}}" for part, name in zip(parts, names, strict=True))
        colors = {name: part[1] for part, name in zip(parts, names, strict=True)}
        words: MathTypst = formula(" ".join(written), SMALL_SIZE, **colors)
        super().__init__(words)
        self.parts = [words.select(name) for name in names]
        self.lights = [part[2] for part in parts]

    def build(self) -> list[Any]:
        """Return the animations in which one part comes after the other."""
        moves: list[Any] = []
        count = len(self.parts) - 1
        for i, (part, lights) in enumerate(zip(self.parts, self.lights, strict=True)):
            when = max(i - 1, 0) / count, max(i, 1) / count
            glyphs = part.family_members_with_points()
            moves += [FadeIn(one, rate_func=squish_rate_func(smooth, *when)) for one in glyphs]
            longer = when[0], min(when[1] + 1 / count, 1.0)
            moves += [_shine(light, longer) for light in lights]
        return moves

    def shrink(self) -> list[Any]:
        """Return the animations in which only the name and the result stay, side by side."""
        _, sign, *factors, result = self.parts
        early, late = (squish_rate_func(smooth, *part) for part in ((0.0, 0.4), (0.3, 1.0)))
        glyphs = result.family_members_with_points()
        way = (sign.get_center()[0] - glyphs[0].get_center()[0]) * RIGHT
        gone = [one for part in (sign, *factors) for one in part.family_members_with_points()]
        fading: list[Any] = [one.animate for one in gone]
        closing: list[Any] = [one.animate for one in glyphs]
        return [
            *(one(rate_func=early).set_opacity(0) for one in fading),
            *(one(rate_func=late).shift(way) for one in closing),
        ]


class SlopeProduct(Product):
    """Above the list: ∂L/∂w is what came in at the edge of a weight times what comes back."""

    @checked
    def __init__(self, drawing: NetworkDrawing, name: str) -> None:
        parameter = drawing.network.named_parameters[drawing.passes.index(name)]
        if parameter.source is None:
            raise ValueError(f"name is {name!r}, a bias: what comes in there is always 1")
        source = drawing.units[parameter.layer - 1][parameter.source - 1]
        target = drawing.units[parameter.layer][parameter.target - 1]
        came = drawing.shown[parameter.layer - 1][parameter.source - 1].says()
        back = Form()(drawing.delta(parameter.layer, parameter.target - 1))
        slope = Form()(float(drawing.passes.now.gradient[parameter.index]))
        blue = theme.gradient
        super().__init__(
            [
                (drawing.partial_name(name), blue, ()),
                ("=", blue, ()),
                (as_factor(came), theme.ink, [ring(source, theme.ink)]),
                (f"dot {as_factor(back)}", blue, [ring(target, blue)]),
                (f"= {slope}", blue, ()),
            ]
        )
        above_list(self, PRODUCT)


def as_factor(shown: str) -> str:
    """Return a number as it stands in a product: in parentheses if it is negative."""
    return f"({shown})" if shown.startswith(MINUS) else shown


def ring(unit: VMobject, color: str) -> VMobject:
    """Return the light of a unit: a ring that goes out from it."""
    return Circle(unit.width / 2, color=color, stroke_width=PATH_WIDTH).move_to(unit)


def bright_edge(drawing: NetworkDrawing, name: str, color: str) -> VMobject:
    """Return the light of the edge of a parameter, such as "w2_1_1"."""
    start, end = (drawing.middle(name, share) for share in (0.0, 1.0))
    return Line(start, end, color=color, stroke_width=LINE)


def _shine(light: VMobject, when: tuple[float, float]) -> UpdateFromAlphaFunc:
    """Return the animation in which a light comes and goes; a ring goes out from its unit."""
    wide = light.width if isinstance(light, Circle) else 0.0

    def follow(light: Any, share: float) -> None:
        if wide:
            light.set(width=wide * (1 + (RIPPLE - 1) * share))
        light.set_stroke(opacity=float(np.sin(np.pi * share)))

    return UpdateFromAlphaFunc(
        light, follow, rate_func=squish_rate_func(smooth, *when), remover=True
    )
