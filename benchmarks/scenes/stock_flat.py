"""The flat shot as stock Manim draws it: `manim render stock_flat.py StockFlat`."""

import os

from manim import Scene, config

from benchmarks.scenes.flat_shot import flat

FRAMES = int(os.environ.get("FRAMES", "12"))


class StockFlat(Scene):
    """The flat shot in Manim's own scene, with its own camera."""

    def construct(self) -> None:
        flat(self, FRAMES / float(config.frame_rate))
