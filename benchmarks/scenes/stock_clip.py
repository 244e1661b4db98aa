"""A whole clip of ours as stock Manim draws it."""

from typing import Any

from manim import Camera, ManimColor

from scenes.gradient_field import GradientField
from scenes.kit import theme


class StockClip(GradientField):
    """The same scene, unchanged, before Manim's own camera."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(camera_class=Camera, **settings)  # type: ignore[arg-type]

    def setup(self) -> None:
        assert isinstance(self.camera, Camera)
        self.camera.background_color = ManimColor(theme.background)
