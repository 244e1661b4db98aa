"""Where slices stand in the frame: one beside the points, two side by side, or three in a row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, VGroup
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
CLOSE = np.array([0.15, 0.55])  # of background around each
NUMBERS = np.array([-3.7, -1.85, 0])  # of the frame: for the step and the loss, below the points
BETWEEN = np.array([0, -2.45, 0])  # … between two blocks
ROW = [np.array([x, -0.6, 0]) for x in (-3.5, 0.45, 4.4)]  # of the frame: three blocks
SMALLER = 0.654  # times as large as one of two is one of three
OVER = 1.5  # of the frame: where their titles stand
HEADING = np.array([0, 2.75, 0])  # of the frame: what three blocks are
GAP = 0.13  # between the loss and its step


def training_numbers(walk: Walk, at: Array = NUMBERS) -> VGroup:
    """Return the loss and the step, live, about a place of the frame.

    Between two steps they are those of the nearest.
    """
    path = walk.trajectory

    def nearest() -> int:
        return int(walk.taken + 0.5)

    step = Number(nearest, 0, len(str(path.steps)), TEXT_SIZE, flush=True, signed=False)
    form = Form.of(path.loss)._asdict()
    loss = Number(lambda: float(path.loss[nearest()]), size=TEXT_SIZE, **form)
    first, second = named(formula("L ="), loss), named(text("at step"), step)
    second.next_to(first, RIGHT, buff=GAP)
    second.shift((loss.place.get_bottom() - step.place.get_bottom())[1] * UP)
    # With the fewest digits and with the most it is as far from the middle.
    spare = step.place.width * (1 - 1 / step.form.digits)
    numbers = VGroup(first, second).move_to(at + spare / 4 * RIGHT)
    return numbers.set_z_index(1)  # blocks hide what is between them


def ground_number(block: SliceGround, numbers: VGroup) -> VGroup:
    """Return the loss of the ground under the walker, live, below its own."""
    ground = Number(block.below, size=TEXT_SIZE, **Form.of(block.slices.path.loss)._asdict())
    return named(text("the ground under it:"), ground).next_to(numbers, DOWN, buff=0.3)


def probe_number(probe: Probe, numbers: VGroup) -> VGroup:
    """Return the loss of a probe, live, where that of the walk stands."""
    color = theme.second
    live = Number(lambda: probe.loss, size=TEXT_SIZE, color=color, signed=False)
    said = text("this network: $L =$", TEXT_SIZE, color)
    return named(said, live).move_to(numbers)


class SlicePair:
    """Two slices side by side: through the present weights, and through the trained ones.

    `walk` goes over both of them. `said` is what is written about each.
    """

    def __init__(self, slices: Slices, walk: Walk) -> None:
        self.present = SliceGround(slices, walk, walk, LEFT_BLOCK, CLOSE)
        self.trained = SliceGround(slices, walk, slices.path.steps, RIGHT_BLOCK, CLOSE)
        self.said = {
            self.present: self.present.labels("slice through the present weights"),
            self.trained: self.trained.labels("slice through the trained weights"),
        }


class SliceRow:
    """The slices through the weights after each of some `steps`, in a row.

    The last of them is a block that is there, `trained`; `blocks` are the others, each with a
    walker of its own. `said` is what is written about these, `last` about that, and `heading`
    about all of them.
    """

    def __init__(self, slices: Slices, steps: Sequence[int], trained: SliceGround) -> None:
        path, form, self.trained = slices.path, Form.of(slices.path.loss), trained
        self.blocks = [self._block(slices, *at) for at in zip(steps[:-1], ROW, strict=False)]
        titles = (f"$L = {form(float(path.loss[taken]))}$ at step {taken}" for taken in steps)
        *self.said, self.last = (
            VGroup(text(title).move_to((place[0], OVER, 0)))
            for title, place in zip(titles, ROW, strict=True)
        )
        self.said[0].add(self.blocks[0].names())
        self.said[0].set_z_index(1)  # blocks hide what is between them
        self.heading = text("Three slices of one hill").move_to(HEADING)

    def _block(self, slices: Slices, taken: int, place: Array) -> SliceGround:
        """Return a slice that is as small as `trained` will be, but for its walker."""
        block = SliceGround(slices, Walk(slices.path, taken), taken, RIGHT_BLOCK, CLOSE)
        block.scale(SMALLER).move_to(place)
        block.mark_size.set_value(1 / SMALLER)
        return block

    def gather(self) -> list[Any]:
        """Return the animations in which the trained slice takes its place in the row.

        There it is as small as the others, but for its walker.
        """
        moving: Any = self.trained.animate
        size: Any = self.trained.mark_size.animate
        return [moving.scale(SMALLER).move_to(ROW[-1]), size.set_value(1 / SMALLER)]
