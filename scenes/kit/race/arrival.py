"""How far a walk has got in a race."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.race.tuned import Runner
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]
BESIDE = 0.12  # from one part of a line to the next


class ArrivalCount(VGroup):
    """The steps that a walk has taken; from its arrival on those that it took, in ink."""

    @checked
    def __init__(self, walk: Walk, runner: Runner, place: Array) -> None:
        self.walk, self.runner = walk, runner
        word = text("step", SMALL_SIZE, theme.muted).move_to(place, LEFT)
        live = Number(
            lambda: self.taken, decimals=0, digits=len(str(runner.steps)),
            size=SMALL_SIZE, color=theme.muted, flush=True, signed=False,
        )  # fmt: skip
        foot = text("ste", SMALL_SIZE).align_to(word, UP)  # without what hangs below the line
        live.next_to(word, RIGHT, buff=BESIDE).align_to(foot, DOWN)
        self.words = VGroup(word, live)
        super().__init__(self.words)
        self._shown: bool | None = None
        self.follow()
        self.add_updater(lambda count: count.follow())

    @property
    def is_there(self) -> bool:
        """Whether the walk has arrived."""
        return self.runner.arrival is not None and self.walk.step >= self.runner.arrival

    @property
    def taken(self) -> int:
        """The steps that are shown."""
        return min(self.walk.step, self.runner.steps)

    def follow(self) -> "ArrivalCount":
        """Show in ink that the walk has arrived."""
        if self.is_there != self._shown:
            self._shown = self.is_there
            self.words.set_color(theme.ink if self.is_there else theme.muted)
        return self
