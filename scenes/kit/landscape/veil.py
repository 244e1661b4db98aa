"""How a block of ground leaves."""

from typing import Any

from manim import FadeIn, Rectangle, smooth, squish_rate_func

from scenes.kit.landscape.landscape import Landscape
from scenes.kit.theme import theme


class Veil(FadeIn):
    """A veil in the color of the background comes over a block, and both are taken away.

    It comes between `begin` and `end`, shares of the time.
    """

    def __init__(self, ground: Landscape, begin: float = 0.0, end: float = 0.7) -> None:
        self.ground = ground
        veil = Rectangle(width=ground.width, height=ground.height).move_to(ground)
        veil.set_stroke(width=0).set_fill(theme.background, opacity=1)
        super().__init__(veil, rate_func=squish_rate_func(smooth, begin, end))

    def clean_up_from_scene(self, scene: Any) -> None:
        super().clean_up_from_scene(scene)
        scene.remove(self.ground, self.mobject)
