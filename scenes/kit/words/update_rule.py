"""The rule of gradient descent, as it is set wherever it is shown."""

import re

from manim import MathTypst, Typst

from gd_math import Optimizer, optimizers
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, text


def update_rule(
    size: float = TEXT_SIZE, ascent: bool = False, loss: str = "f", rate: float | None = None
) -> MathTypst:
    """Return θᵢ₊₁ = θᵢ − α∇f(θᵢ), with α and ∇f in the colors of the step and the gradient.

    With `ascent` it has a plus, and leads uphill; `loss` is what the function is called, "f" or
    "L". Its parts are ``new``, ``is``, ``old``, ``rate`` and ``slope``. With a learning rate it
    also says what α is, ``value``, and that θ is (x, y).
    """
    math = (
        "{{theta_(i+1) : new}} {{= : is}} {{theta_i : old}}"
        f" {'+' if ascent else '-'} {{{{alpha : rate}}}} thin"
        f" {{{{nabla {loss}(theta_i) : slope}}}}"
    )
    colors = {"rate": theme.walker, "slope": theme.gradient}
    if rate is not None:
        math += f" quad {{{{alpha = {number(rate)} : value}}}} quad theta = (x, y)"
        colors["value"] = theme.walker
    return formula(math, size, **colors)


def with_alpha(math: str, size: float = TEXT_SIZE, **parts: str) -> MathTypst:
    """Return a formula in which α, which occurs once, has the color of the step.

    Other `parts` take colors as those of any formula do.
    """
    marked = re.sub(r"\balpha\b|α", " {{alpha : rate}} ", math, count=1)
    return formula(marked, size, rate=theme.walker, **parts)


def follows_gradient(optimizer: Optimizer) -> bool:
    """Say whether each step of an optimizer is −α∇f, as that of gradient descent is."""
    return bool(optimizer.name == optimizers.gradient_descent(1.0).name)


def rule_of(
    optimizer: Optimizer,
    size: float = TEXT_SIZE,
    ascent: bool = False,
    loss: str = "f",
    rate: float | None = None,
) -> Typst:
    """Return the rule of gradient descent if that is the `optimizer`, or else its name.

    With `ascent` it is that of the walk which it leads uphill; `rate` is the α beside the rule.
    """
    if follows_gradient(optimizer):
        return update_rule(size, ascent, loss, rate)
    return text(optimizers.ascent(optimizer).name if ascent else optimizer.name, size)
