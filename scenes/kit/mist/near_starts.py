"""Two starts that are close together: a measure between them that says how far apart they are."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, config
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.mist.framing import free_corner, within
from scenes.kit.places import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT
from scenes.kit.theme import DOT_RADIUS, PATH_WIDTH, SAFE_MARGIN, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.labels import tag
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import text

Array = NDArray[np.float64]

NEAR = 2  # how many times as far as from start to start a walk leads, at least
AWAY, BUFF = 0.75, 0.25  # of a measure: above starts; to its name
OVER = 0.005 * PATH_WIDTH  # half its breadth, by which its leads close its corners
SIDES = (LEFT, RIGHT, UP, DOWN)  # of it, where its name may stand
# Where leads begin above a start: if no walker stands there, and if one does.
BEAD, STANDS = 0.12, 2.9 * DOT_RADIUS
# Corners of the frame for what is asked and said, and how much of each that takes.
CORNERS = (TOP_RIGHT, TOP_LEFT, BOTTOM_LEFT, BOTTOM_RIGHT)
ROOM = np.array([4.3, 1.4])
NAMED = np.array([[2.2, 0, 0], [-2.2, 0, 0]])  # from an end to what is written beside it
LEFT_BEHIND = 3 * DOT_RADIUS  # how far away a walker stands no longer at its start


class NearStarts(VGroup):
    """A measure above the starts of `hiker` and `other`, with their distance, if they are near.

    They are if each walk leads farther than `NEAR` times their distance; there is nothing to be
    seen of the measure otherwise.

    Its leads come up from both starts, wherever they are seen, or from the tops of walkers that
    stand there. Its lines have a rim in the color of the background, so that they are seen on any
    ground.
    """

    @checked
    def __init__(self, landscape: Landscape, hiker: Walk, other: Walk) -> None:
        self.landscape, self.walks = landscape, (hiker, other)
        self.starts = np.array([walk.trajectory.x[0] for walk in self.walks])
        apart = float(np.linalg.norm(self.starts[1] - self.starts[0]))
        rim, ink = (
            VGroup(*(Line(color=color, stroke_width=width) for _ in range(3)))
            for color, width in ((theme.background, 3 * PATH_WIDTH), (theme.ink, PATH_WIDTH))
        )
        self.lines = rim, ink
        self.label = tag(text(f"{Form.of(apart)(apart)} apart", SMALL_SIZE), buff=0.12)
        far = min(_reach(walk.trajectory.x) for walk in self.walks)
        super().__init__(*([rim, ink, self.label] if NEAR * apart < far else []))
        self.add_updater(NearStarts.follow, call_updater=True)

    def follow(self) -> "NearStarts":
        """Stand above both starts, where they are seen now."""
        seen = self.landscape.seen(self.starts)
        now = self.landscape.seen(np.array([walk.position for walk in self.walks]))
        gone = np.linalg.norm(now - seen, axis=-1) / LEFT_BEHIND
        low = STANDS + np.minimum(gone, 1) * (BEAD - STANDS)
        order = np.argsort(seen[:, 0])
        (first, second), (begin, other_begin) = seen[order], low[order]
        way = (second - first) / max(float(np.linalg.norm(second - first)), 1e-6)
        off = np.array([-way[1], way[0], 0.0])
        ends = first + AWAY * off, second + AWAY * off
        leads = [
            (start + above * off, end + OVER * off)
            for start, above, end in zip((first, second), (begin, other_begin), ends, strict=True)
        ]
        for lines in self.lines:
            for line, (start, end) in zip(lines, [ends, *leads], strict=True):
                line.put_start_and_end_on(start, end)
        self.ends = np.array(ends)
        self._name((ends[0] + ends[1]) / 2, np.array([first, second]))
        return self

    def free_corner(self) -> Array:
        """Return the corner of the frame in which the least lies of both walks and the measure."""
        return self._free_corner(self._walked())

    def _free_corner(self, walked: Array) -> Array:
        between = self.ends[0] + np.linspace(0, 1, 21)[:, None] * (self.ends[1] - self.ends[0])
        taken = np.vstack([walked, between[:, :2]])
        return free_corner(CORNERS, ROOM, taken)

    def _walked(self) -> Array:
        """Return where both walks are seen, and the names beside their ends, (n, 2)."""
        paths = [self.landscape.seen(walk.trajectory.x) for walk in self.walks]
        names = [path[-1] + share * NAMED for path in paths for share in (0.5, 1)]
        return np.vstack([*paths, *names])[:, :2]

    def _name(self, middle: Array, starts: Array) -> None:
        """Put the name on that side of the measure where it is in the frame and hides nothing.

        Neither of the starts, that is, no walk or its end, and no question in its corner.
        """
        half = (0.5 - SAFE_MARGIN) * np.array([config.frame_width, config.frame_height])
        size = np.array([self.label.width, self.label.height]) / 2
        outside, walked = [], self._walked()
        corner = self._free_corner(walked)[:2]
        for side in SIDES:
            self._beside(side, middle)
            place = self.label.get_center()[:2]
            over = np.maximum(np.abs(place) + size - half, 0).sum()
            gaps = np.maximum(np.abs(starts[:, :2] - place) - size, 0).max(axis=-1)
            over += max(float((size - np.abs(place - corner) + ROOM).min()), 0.0)
            over += within(place, size + BUFF, walked)
            outside.append(over + np.maximum(STANDS - gaps, 0).sum())
        self._beside(SIDES[int(np.argmin(np.round(outside, 3)))], middle)

    def _beside(self, side: Array, middle: Array) -> None:
        self.label.next_to(self.lines[1], side, buff=BUFF)
        if side[0]:
            self.label.set_y(middle[1])


def _reach(path: Array) -> float:
    """Return how far from its start a path `x (steps + 1, d)` comes."""
    return float(np.linalg.norm(path - path[0], axis=-1).max())
