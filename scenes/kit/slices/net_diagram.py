"""A network as units in columns and a line for each weight, as thick as the weight is large."""

from itertools import pairwise

import numpy as np
from manim import DOWN, UP, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.slices.training import Training
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import text
from scenes.kit.words.update_rule import update_rule

Array = NDArray[np.float64]
MIDDLE = np.array([3.3, 0.05])  # of the frame
COLUMN, ROW = 1.75, 0.48  # from one column of units to the next, from one unit to the one below
UNIT = 0.14  # radius of a unit
THICK = 3.0  # width of the line of a weight of size 1


class NetDiagram(VGroup):
    """The units of the network of a training, and its weights now, live."""

    def __init__(self, training: Training, walk: Walk) -> None:
        super().__init__()
        self.network, self.walk = training.example.network, walk
        sizes = self.network.sizes
        places = [self._column(i, size) for i, size in enumerate(sizes)]
        self.weights = VGroup()
        for before, after in pairwise(places):
            for head in after:
                self.weights.add(*(Line(tail, head, color=theme.muted) for tail in before))
        units = (marker_shape("circle", UNIT, theme.ink).move_to(at) for at in np.vstack(places))
        self.units = VGroup(*units)
        self.add(self.weights, self.units)
        self._taken = -1.0
        self.follow()
        self.add_updater(lambda diagram: diagram.follow())

    def _column(self, i: int, size: int) -> Array:
        """Return the places of the units of a layer, (size, 3)."""
        rows = (np.arange(size) - (size - 1) / 2) * ROW
        x = MIDDLE[0] + (i - (len(self.network.sizes) - 1) / 2) * COLUMN
        return np.column_stack([np.full(size, x), MIDDLE[1] - rows, np.zeros(size)])

    def follow(self) -> "NetDiagram":
        """Draw each weight as it is now."""
        if self.walk.taken != self._taken:
            self._taken = self.walk.taken
            layers = self.network.unpack(self.walk.position)
            sizes = np.concatenate([np.abs(layer.weights).ravel() for layer in layers])
            for line, size in zip(self.weights, sizes, strict=True):
                line.set_stroke(width=THICK * float(size))
        return self

    def heading(self) -> VMobject:
        """Return how many weights and biases there are, above the units."""
        weights = len(self.weights)
        said = f"{weights} weights and {self.network.dimension - weights} biases"
        return text(said, SMALL_SIZE).next_to(self.units, UP, buff=0.3)

    def rule(self) -> VMobject:
        """Return how all of them learn, below the units."""
        return update_rule(loss="L").next_to(self.units, DOWN, buff=0.3)
