"""The rule of gradient descent on a card, into which a label flies."""

from typing import Any

from manim import DOWN, LEFT, FadeIn, FadeOut, ReplacementTransform, VGroup

from gd_math import Loss
from scenes.kit.arguments import checked
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import rule_with_numbers, tag
from scenes.kit.words.numbers import number
from scenes.kit.words.text import formula

LEFT_EDGE, BOTTOM = -6.35, -2.55


@checked
def rule_card(walk: Walk, learning_rate: float, loss: Loss) -> VGroup:
    """Return the rule with the numbers of the step that `walk` is taking, in the lower left.

    Above it stand f, if its formula has room, θ, and the learning rate.
    """
    rule = rule_with_numbers(walk, learning_rate)
    names = formula(
        f"theta = (x, y) quad {{{{alpha : rate}}}} = {number(learning_rate)}",
        SMALL_SIZE,
        rate=theme.walker,
    )
    lines = [tag(formula(f"f(x, y) = {loss.formula}", SMALL_SIZE)), tag(names), rule]
    card = VGroup(*(line for line in lines if line.width <= max(rule.width, names.width)))
    card.arrange(DOWN, buff=0.12, aligned_edge=LEFT)
    return card.move_to((LEFT_EDGE + card.width / 2, BOTTOM + card.height / 2, 0))


def fly_into(card: VGroup, label: VGroup) -> list[Any]:
    """Return the animations that let the `label` −α∇f fly into its place in the rule of a card."""
    plate, ((signs, columns),) = card[-1]
    parts = [[*signs.select(name)] for name in ("minus", "rate", "slope")]
    goal = VGroup(*parts[0], *parts[1], *parts[2][:2])
    others = VGroup(*(glyph for glyph in signs if glyph not in goal.submobjects))
    flying = VGroup(*label[1][0]).set_z_index(1)
    goal.set_z_index(1)
    return [
        FadeIn(VGroup(*card[:-1], plate, columns, others)),
        FadeOut(label[0]),
        ReplacementTransform(flying, goal),
    ]
