"""Where slices stand in the frame: one beside the points, two side by side, or three in a row."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.slices.slice_ground import SliceGround
from scenes.kit.slices.slices import Slices
from scenes.kit.slices.training import Probe
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.two_views.framing import Box
from scenes.kit.walk import Walk
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, text

Array = NDArray[np.float64]
HALF = np.array([2.95, 2.15])  # of the frame: half the size of one of two blocks
LEFT_BLOCK, RIGHT_BLOCK = (Box(np.array([x, -0.4]), HALF) for x in (-2.95, 3.4))
NUMBERS = np.array([-3.7, -1.85, 0])  # of the frame: for the step and the loss, below the points
BETWEEN = np.array([0, -2.45, 0])  # … between two blocks
ROW = [Box(np.array([x, -0.5]), np.array([1.93, 1.9])) for x in (-3.5, 0.45, 4.4)]
OVER = 1.75  # of the frame: where their titles stand
CLOSE = np.array([0.1, 0.8])  # of background around each
HEADING = np.array([0, 2.75, 0])  # of the frame: what three blocks are
GAP = 0.6  # between two numbers


def training_numbers(walk: Walk, at: Array = NUMBERS) -> VGroup:
    """Return the step and the loss now, live, about a place of the frame.

    Between two steps the loss goes evenly, as the walker does over its ground.
    """
    path = walk.trajectory
    steps = np.arange(path.steps + 1)
    step = Number(lambda: walk.step, 0, len(str(path.steps)), TEXT_SIZE, flush=True)
    form = Form.of(path.loss)._asdict()
    loss = Number(lambda: float(np.interp(walk.taken, steps, path.loss)), size=TEXT_SIZE, **form)
    first, second = named(text("step"), step), named(formula("L ="), loss)
    second.next_to(first, RIGHT, buff=GAP)
    second.shift((step.place.get_bottom() - loss.place.get_bottom())[1] * UP)
    return VGroup(first, second).move_to(at).set_z_index(1)  # blocks hide what is between them


def ground_number(block: SliceGround, numbers: VGroup) -> VGroup:
    """Return the loss of the ground below the walker, live, below its own."""
    form = Form.of(block.slices.path.loss)
    below = Number(block.below, size=TEXT_SIZE, **form._asdict())
    row = named(text("the ground below:"), below).next_to(numbers, DOWN, buff=0.3)
    return row.align_to(numbers, RIGHT)


def probe_number(probe: Probe, numbers: VGroup) -> VGroup:
    """Return the loss of a probe, live, where that of the walk stands."""
    color, weights = theme.second, f"theta_{probe.training.path.steps} + a d_1 + b d_2"
    live = Number(lambda: probe.loss, size=TEXT_SIZE, color=color, signed=False)
    return named(formula(f"L({weights}) =", color=color), live).move_to(numbers)


class SlicePair:
    """Two slices side by side: through the present weights, and through the trained ones.

    `walk` goes over both of them. `said` is what is written about each.
    """

    def __init__(self, slices: Slices, walk: Walk) -> None:
        self.present = SliceGround(slices, walk, walk, LEFT_BLOCK)
        self.trained = SliceGround(slices, walk, slices.path.steps, RIGHT_BLOCK)
        self.said = {
            self.present: self.present.labels("through the present weights"),
            self.trained: self.trained.labels("through the trained weights"),
        }


def trained_slice(slices: Slices, walk: Walk) -> SliceGround:
    """Return the slice through the trained weights alone, on the right."""
    return SliceGround(slices, walk, slices.path.steps, RIGHT_BLOCK, alone=True)


class SliceRow:
    """The slices through the weights after each of three numbers of `steps`, in a row.

    `blocks` are they, each with a walker of its own; `said` is what is written about them.
    """

    def __init__(self, slices: Slices, steps: Sequence[int]) -> None:
        path, form = slices.path, Form.of(slices.path.loss)
        self.directions = path.x.shape[1]
        self.blocks = [
            SliceGround(slices, Walk(path, taken), taken, box, around=CLOSE)
            for taken, box in zip(steps, ROW, strict=True)
        ]
        titles = (f"step {taken}: $L = {form(float(path.loss[taken]))}$" for taken in steps)
        pairs = zip(self.blocks, titles, strict=True)
        self.said = [VGroup(block.title(title, OVER, TEXT_SIZE)) for block, title in pairs]
        self.said[0].add(self.blocks[0].names())

    def heading(self) -> VMobject:
        """Return what all of them are, above them."""
        return text(
            f"along the same two of {self.directions} directions: the ground sinks"
        ).move_to(HEADING)
