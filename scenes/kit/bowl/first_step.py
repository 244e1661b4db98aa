"""The first step of a walk in an error bowl: the gradient, the rule, and what the rule makes."""

from typing import Any

from manim import DR, UP

from gd_math import Trajectory
from gd_math.optimizers import Optimizer
from scenes.kit.animations import leave
from scenes.kit.bowl.error_bowl import ErrorBowl
from scenes.kit.theme import theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula, scaled
from scenes.kit.words.update_rule import rule_of


class FirstStep:
    """The arrows of the first step of `path`, taken by an `optimizer` with this `learning_rate`.

    `gradient`: ∇L, made shorter by a whole number so that it can be seen, and its name; `rule`: of
    gradient descent, or the optimizer's name.  `way`: the step divided by α, on the same scale as
    ∇L; `shrink` makes it α times as long, and so the step itself.  `name` is that of the step.
    `sentence` says it in words.
    """

    def __init__(
        self, bowl: ErrorBowl, path: Trajectory, optimizer: Optimizer, learning_rate: float
    ) -> None:
        start, shrunk = path.x[0], bowl.shrunk(path.x[0])
        plain = optimizer.name == "gradient descent"
        uphill = bowl.pointer(start, path.gradient[0], theme.gradient, 1 / shrunk)
        up = formula(scaled("nabla L", 1 / shrunk), color=theme.gradient)
        self.gradient: list[Any] = [uphill, bowl.label(uphill, UP, up)]
        self.rule = bowl.put_over(rule_of(optimizer, loss="L"), clear_of=self.gradient[1])
        step = (path.x[1] - start) / learning_rate  # −∇L, if that is the rule
        self.way = bowl.pointer(start, step, theme.walker, 1 / shrunk)
        self._share = learning_rate * shrunk
        taken = formula("-alpha nabla L" if plain else "theta_1 - theta_0", color=theme.walker)
        self.name = bowl.label(bowl.step(path), DR, taken)
        ways = "A step goes the other way" if plain else "A step is made of it"
        self.sentence = f"{ways}, with α = {number(learning_rate)}."

    def shrink(self) -> Any:
        """Return the animation in which the way becomes the step."""
        return self.way.shown.animate.set_value(min(self._share, 1.0))

    def leave(self) -> list[Any]:
        """Return the animations that take all of it away."""
        return leave(*self.gradient, self.rule, self.way, self.name)
