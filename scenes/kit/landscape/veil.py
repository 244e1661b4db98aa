"""How a block of ground comes and leaves."""

from typing import Any

from manim import FadeIn, FadeOut, Rectangle, smooth, squish_rate_func

from scenes.kit.landscape.landscape import Landscape
from scenes.kit.theme import theme


class Veil(FadeIn):
    """A veil in the color of the background comes over a block, and both are taken away.

    It comes between `begin` and `end`, shares of the time.
    """

    def __init__(self, ground: Landscape, begin: float = 0.0, end: float = 0.7) -> None:
        self.ground = ground
        super().__init__(_veil(ground), rate_func=squish_rate_func(smooth, begin, end))

    def clean_up_from_scene(self, scene: Any) -> None:
        super().clean_up_from_scene(scene)
        scene.remove(self.ground, self.mobject)


class Unveil(FadeOut):
    """A block is there under a veil in the color of the background, and the veil goes.

    It goes between `begin` and `end`, shares of the time.
    """

    def __init__(self, ground: Landscape, begin: float = 0.0, end: float = 1.0) -> None:
        self.ground = ground
        super().__init__(_veil(ground), rate_func=squish_rate_func(smooth, begin, end))

    def _setup_scene(self, scene: Any) -> None:
        scene.add(self.ground, self.mobject)
        super()._setup_scene(scene)


def _veil(ground: Landscape) -> Rectangle:
    veil = Rectangle(width=ground.width, height=ground.height).move_to(ground)
    return veil.set_stroke(width=0).set_fill(theme.background, opacity=1)
