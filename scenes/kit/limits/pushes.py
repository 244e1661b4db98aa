"""The same push for walkers that rest: an arrow behind each, and a word."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, Arrow, FadeOut, VGroup, linear, smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.kit.animations import appear, leave
from scenes.kit.symbols import rimmed
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.text import text

Array = NDArray[np.float64]
LENGTH = 0.45  # of an arrow, in units of the frame
GAP = 0.05  # from its tip to the walker that it pushes
BESIDE = 0.2  # from the arrow in the panel to the word


class Pushes(VGroup):
    """Equal arrows behind walkers at `places`, (n, 3), and one more with the word "push".

    They push by `vector`, (3,): ``aim()`` lets them come, ``push()`` moves those behind walkers
    along it, and they are gone; ``leave()`` lets the word leave. It stands at `key`, the left end
    of its line.
    """

    def __init__(self, places: Sequence[Array], vector: Array, key: Array) -> None:
        self.vector = vector
        ahead = vector / np.linalg.norm(vector)
        self.arrows = VGroup()
        for place in places:
            tip = place - (DOT_RADIUS + GAP) * ahead
            self.arrows.add(_arrow(tip - LENGTH * ahead, tip))
        sign = _arrow(0 * ahead, LENGTH * ahead).move_to(key, LEFT)
        self.key = VGroup(sign, text("push", SMALL_SIZE).next_to(sign, RIGHT, buff=BESIDE))
        super().__init__(self.arrows.set_z_index(2), self.key.set_y(float(key @ UP)))

    def aim(self) -> list[Any]:
        """Return the animations in which the arrows appear, behind walkers that rest."""
        return appear(self.arrows, self.key)

    def push(self) -> Any:
        """Return the animation in which the arrows behind walkers push."""
        return FadeOut(self.arrows, shift=self.vector, rate_func=linear)

    def leave(self) -> list[Any]:
        """Return the animations in which the word leaves, early in a play."""
        return leave(self.key, rate_func=squish_rate_func(smooth, 0, 0.25))


def _arrow(tail: Array, tip: Array) -> Arrow:
    arrow = Arrow(
        tail, tip, buff=0, color=theme.ink, stroke_width=1.5 * PATH_WIDTH,
        tip_length=0.25, max_tip_length_to_length_ratio=0.5, max_stroke_width_to_length_ratio=20,
    )  # fmt: skip
    rimmed(arrow)
    return arrow
