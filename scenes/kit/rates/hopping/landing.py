"""The factor of a row of hops, which flies to a dot over its rate and stands there as a size."""

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Transform, VGroup, VMobject, smooth, squish_rate_func as squished

from scenes.kit.rates.hopping.hop_row import HopRow
from scenes.kit.theme import SMALL_SIZE
from scenes.kit.words.text import formula

FLIGHT, COME = 0.35, 0.15  # of the time in which all fly: that of one, and of what comes with it
LAST = 0.3  # when the last sets off


class Landing(VGroup):
    """The factor of a `row`, taken from there; `size` is its size, to be put beside a `dot`.

    With `land` it becomes that: the digits fly, what they multiply leaves, and bars come on either
    side. Without `room` beside the dot it goes out there.
    """

    def __init__(self, row: HopRow, dot: VMobject) -> None:
        digits: Any
        variable: Any
        *digits, variable = row.factor.family_members_with_points()
        row.label.remove(row.factor)
        self.digits, self.variable, self.dot = VGroup(*digits), variable, dot
        self.size = formula(f"abs({row.multiplier})", SMALL_SIZE)
        self.room = True
        first: Any
        last: Any
        first, *_, last = self.size.family_members_with_points()
        self.bars = VGroup(first, last)
        super().__init__(self.digits, self.variable)

    def land(self, begin: float) -> list[Transform]:
        """Return the animations in which it flies to its dot, which comes as it arrives.

        It sets off when a share `begin` of their time is over.
        """
        digits: Any
        _, *digits, _ = self.size.copy().family_members_with_points()
        landed, end = VGroup(*digits), begin + FLIGHT
        coming = [self.dot, self.bars] if self.room else [self.dot]
        if not self.room:
            landed.scale(0.5).move_to(self.dot).set_opacity(0)
        return [
            FadeOut(self.variable, rate_func=squished(smooth, begin, begin + COME)),
            Transform(self.digits, landed, rate_func=squished(smooth, begin, end)),
            FadeIn(*coming, rate_func=squished(smooth, end, end + COME)),
        ]

    def meets(self, other: "Landing", gap: float) -> bool:
        """Say whether both sizes are nearer to each other than a `gap`."""
        one, two = self.size, other.size
        apart = np.abs(one.get_center() - two.get_center())[:2]
        sides = np.array([one.width + two.width, one.height + two.height]) / 2
        return bool(np.all(apart < sides + gap))
