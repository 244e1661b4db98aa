"""The camera that every lesson is filmed with."""

from manim import Camera


class StageCamera(Camera):
    """Manim's Cairo camera, which can also look at a `Landscape`."""
