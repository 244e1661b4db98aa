"""The rule of gradient descent on a card, with the numbers of a step."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, VGroup

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import rule_with_numbers, tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

LEFT_EDGE, BOTTOM = -6.35, -2.75


class RuleCard(VGroup):
    """The rule with the numbers of the step that `walk` is taking, in the lower left.

    Above it stand f, if its formula has room, θ, and the learning rate. These `names`, the `rule`
    and its `numbers` can come one after the other; `symbols` is all but the numbers.
    """

    @checked
    def __init__(self, walk: Walk, learning_rate: float, loss: Loss) -> None:
        rule = rule_with_numbers(walk, learning_rate)
        names = formula(
            f"theta = (x, y) quad {{{{alpha = {number(learning_rate)} : rate}}}}",
            SMALL_SIZE,
            rate=theme.walker,
        )
        lines = [tag(formula(f"f(x, y) = {loss.formula}", SMALL_SIZE)), tag(names), rule]
        every = [line for line in lines if line.width <= max(rule.width, names.width)]
        card = VGroup(*every).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
        card.move_to((LEFT_EDGE + card.width / 2, BOTTOM + card.height / 2, 0))
        plate, ((signs, self.numbers),) = rule
        self.names, self.rule = VGroup(*every[:-1]), VGroup(plate, signs)
        self.symbols = VGroup(self.names, self.rule)
        super().__init__(self.symbols, self.numbers)

    def rule_alone(self, corner: Any) -> VGroup:
        """Return the rule without numbers, in a `corner` of the frame."""
        rule = formula(
            "theta_(i+1) = theta_i {{- alpha : rate}} {{nabla f(theta_i) : slope}}",
            rate=theme.walker,
            slope=theme.gradient,
        )
        return tag(rule).move_to(corner, np.sign(corner))
