"""The points that a network learns to tell apart, and where it draws the line now."""

from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from manim import UP, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gd_math import grid
from scenes.kit.maps.trails import Drawn, straight_pieces
from scenes.kit.slices.training import Probe, Training
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import HAIR_WIDTH, PATH_WIDTH, SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text

Array = NDArray[np.float64]
MIDDLE, WIDTH = (-3.7, 0.28), 5.1  # of the frame, for the points
ROOM = 0.18  # about the points, in units of the inputs
MESH = (81, 61)  # places at which the network is asked
POINT = 0.07  # radius of a point


class MoonsPanel(VGroup):
    """The points of a training, and the line on one side of which the network says 1, live.

    The network is that of a `walk`, or, after `ask(probe)`, that of a probe.
    """

    def __init__(self, training: Training, walk: Walk) -> None:
        super().__init__()
        self.example, self.walk = training.example, walk
        inputs = self.example.inputs
        self.lower, self.upper = inputs.min(axis=0) - ROOM, inputs.max(axis=0) + ROOM
        size = self.upper - self.lower
        self.frame = Rectangle(width=WIDTH, height=WIDTH * size[1] / size[0])
        self.frame.set_stroke(theme.muted, width=HAIR_WIDTH).move_to((*MIDDLE, 0))
        self.asked = grid(self.lower, self.upper, MESH)
        self.probe: Probe | None = None
        self._last: tuple[Any, Array] = (None, np.zeros(0))
        side = Drawn(self._side, stroke_width=0, fill_color=theme.grid, fill_opacity=1)
        self.line = Drawn(self._line, stroke_color=theme.walker, stroke_width=1.5 * PATH_WIDTH)
        self.add(side, self.line, self.frame)
        for target in (1.0, 0.0):
            places = self.at(inputs[self.example.targets[:, 0] == target])
            outline = marker_shape("circle", POINT, theme.ink).points
            dots = VMobject(fill_color=theme.ink, fill_opacity=target, stroke_color=theme.ink)
            dots.set_stroke(width=THIN_WIDTH)
            self.add(dots.set_points((outline + places[:, None]).reshape(-1, 3)))

    def at(self, x: Array) -> Array:
        """Return where in the frame the inputs `x (…, 2)` lie, (…, 3)."""
        corner = self.frame.get_corner((-1, -1, 0))
        flat = corner[:2] + (x - self.lower) * self.frame.width / (self.upper - self.lower)[0]
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def ask(self, probe: Probe | None = None) -> Any:
        """Return the animation in which the line becomes that of a probe, or else of the walk.

        The network is theirs from now on: both must have the same weights now.
        """
        self.probe = probe
        return self.line.animate.set_stroke(theme.walker if probe is None else theme.second)

    def heading(self) -> VMobject:
        """Return how many points there are, above them."""
        said = text(f"{len(self.example.inputs)} points of two kinds", SMALL_SIZE)
        return said.next_to(self.frame, UP, buff=0.22)

    def logits(self) -> Array:
        """Return what the network says now at each of the places, its logits."""
        weights = self.walk.position if self.probe is None else self.probe.weights
        if weights.tobytes() != self._last[0]:
            said = self.example.network.outputs(weights, self.asked.reshape(-1, 2))
            self._last = weights.tobytes(), said.reshape(MESH)
        return self._last[1]

    def _contours(self) -> Any:
        x, y = self.asked[:, 0, 0], self.asked[0, :, 1]
        return contour_generator(x=x, y=y, z=self.logits().T, fill_type=FillType.OuterOffset)

    def _line(self) -> Array:
        lines = self._contours().lines(0.0)
        pieces = [np.stack([line[:-1], line[1:]], axis=1) for line in lines]
        return straight_pieces(self.at(np.concatenate([np.zeros((0, 2, 2)), *pieces])))

    def _side(self) -> Array:
        polygons, offsets = self._contours().filled(0.0, np.inf)
        shape = VMobject()
        for points, ends in zip(polygons, offsets, strict=True):
            for first, last in zip(ends[:-1].astype(int), ends[1:].astype(int), strict=True):
                corners = self.at(points[first:last])
                shape.start_new_path(corners[0])
                shape.add_points_as_corners(corners[1:])
        return shape.points
