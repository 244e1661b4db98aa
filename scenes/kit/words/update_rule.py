"""The rule of gradient descent, as it is set wherever it is shown."""

from manim import MathTypst, VMobject

from gd_math.optimizers import Optimizer
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.words.text import formula, text


def update_rule(size: float = TEXT_SIZE, loss: str = "f") -> MathTypst:
    """Return θᵢ₊₁ = θᵢ − α∇f(θᵢ), with α and ∇f in the colors of the step and the gradient.

    `loss` is what the function is called, "f" or "L".

    Its parts are ``new``, ``is``, ``old``, ``rate`` and ``slope``.
    """
    math = (
        "{{theta_(i+1) : new}} {{= : is}} {{theta_i : old}} - {{alpha : rate}} thin"
        f" {{{{nabla {loss}(theta_i) : slope}}}}"
    )
    return formula(math, size, rate=theme.walker, slope=theme.gradient)


def rule_of(optimizer: Optimizer, size: float = TEXT_SIZE, loss: str = "f") -> VMobject:
    """Return the rule of gradient descent if that is the `optimizer`, or else its name."""
    if optimizer.name == "gradient descent":
        return update_rule(size, loss)
    return text(optimizer.name, size)
