"""Two starts that are close together: a measure between them that says how far apart they are."""

import numpy as np
from manim import LEFT, Line, VGroup
from numpy.typing import NDArray

from gd_math import Trajectory
from scenes.kit.arguments import checked
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import text

Array = NDArray[np.float64]

TICK, AWAY, BUFF = 0.1, 0.8, 0.3  # of a measure: half its ends; above walkers; to its name


class NearStarts(VGroup):
    """A measure above the starts of `path` and `other`, with their distance.

    It stands there wherever they are seen. Its lines have a rim in the color of the background, so
    that they are seen on any ground.
    """

    @checked
    def __init__(self, landscape: Landscape, path: Trajectory, other: Trajectory) -> None:
        self.landscape, self.starts = landscape, np.array([path.x[0], other.x[0]])
        apart = float(np.linalg.norm(self.starts[1] - self.starts[0]))
        rim, ink = (
            VGroup(*(Line(color=color, stroke_width=width) for _ in range(3)))
            for color, width in ((theme.background, 3 * PATH_WIDTH), (theme.ink, PATH_WIDTH))
        )
        self.lines = rim, ink
        self.label = tag(text(f"{Form.of(apart)(apart)} apart", SMALL_SIZE), buff=0.12)
        super().__init__(rim, ink, self.label)
        self.add_updater(NearStarts.follow, call_updater=True)

    def follow(self) -> "NearStarts":
        """Stand above both starts, where they are seen now."""
        seen = self.landscape.seen(self.starts)
        first, second = seen[np.argsort(seen[:, 0])]
        way = (second - first) / max(float(np.linalg.norm(second - first)), 1e-6)
        off = np.array([-way[1], way[0], 0.0])
        ends = first + AWAY * off, second + AWAY * off
        ticks = [(end - TICK * off, end + TICK * off) for end in ends]
        for lines in self.lines:
            for line, (start, end) in zip(lines, [ends, *ticks], strict=True):
                line.put_start_and_end_on(start, end)
        self.label.next_to(self.lines[1], LEFT, buff=BUFF)
        return self
