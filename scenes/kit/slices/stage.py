"""Where slices stand in the frame: two side by side, or three in a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import RIGHT, VGroup
from numpy.typing import NDArray

from scenes.kit.slices.slice_ground import SliceGround
from scenes.kit.slices.slices import Slices
from scenes.kit.theme import TEXT_SIZE
from scenes.kit.two_views.framing import Box
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
HALF = np.array([2.75, 2.0])  # of the frame: half the size of one of two blocks
PLACES = -3.3, 3.3  # of their middles
HEIGHT = 0.05  # … and how high they are
NUMBERS = np.array([-3.85, -2.3, 0])  # of the frame: for the step and the loss, below the points
BETWEEN = np.array([0, -2.45, 0])  # … between two blocks
ROW = (-4.1, 0.2, 4.5), -0.1, np.array([1.8, 1.7])  # three blocks: places, height, half a size


def training_numbers(walk: Walk, at: Array = NUMBERS) -> VGroup:
    """Return the step and the loss now, live, about a place of the frame."""
    path = walk.trajectory
    step = Number(lambda: walk.step, 0, len(str(path.steps)), TEXT_SIZE)
    loss = Number(lambda: walk.loss, size=TEXT_SIZE, **Form.of(path.loss)._asdict())
    rows = named(text("step"), step), named(formula("L ="), loss)
    return VGroup(*rows).arrange(RIGHT, buff=0.6).move_to(at)


class SlicePair:
    """Two slices side by side: through the present weights, and through the trained ones.

    `walk` goes over both of them.
    """

    def __init__(self, slices: Slices, walk: Walk) -> None:
        self.slices, self.walk = slices, walk
        left, right = (Box(np.array([x, HEIGHT]), HALF) for x in PLACES)
        self.present = SliceGround(slices, walk, walk, left)
        self.trained = SliceGround(slices, walk, slices.path.steps, right)
        self.said = {
            self.present: self.present.labels("through the present weights"),
            self.trained: self.trained.labels("through the trained weights"),
        }

    def numbers(self) -> VGroup:
        """Return the step and the loss now, live, between both."""
        return training_numbers(self.walk, BETWEEN)


class SliceRow:
    """The slices through the weights after each of three numbers of `steps`, in a row."""

    def __init__(self, slices: Slices, steps: Sequence[int]) -> None:
        places, height, half = ROW
        path, form = slices.path, Form.of(slices.path.loss)
        self.blocks: list[SliceGround] = []
        self.said: list[Any] = []
        for taken, x in zip(steps, places, strict=True):
            walk = Walk(path, taken)
            block = SliceGround(slices, walk, taken, Box(np.array([x, height]), half))
            title = f"step {taken}: $L = {form(float(path.loss[taken]))}$"
            self.blocks.append(block)
            self.said.append(block.labels(title))
