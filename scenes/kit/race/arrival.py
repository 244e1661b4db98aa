"""How far a walk has got in a race, and the sign of who has arrived."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.arguments import checked
from scenes.kit.race.tuned import Runner
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.walk import Walk
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]
TICK = np.array([[-0.12, 0.0, 0.0], [-0.03, -0.1, 0.0], [0.14, 0.13, 0.0]])  # its corners
BESIDE = 0.12  # from one part of a line to the next


def tick() -> VMobject:
    """Return the sign of who has arrived, about the middle of the frame."""
    drawn = VMobject(stroke_color=theme.ink, stroke_width=PATH_WIDTH)
    return drawn.set_points_as_corners(TICK).center()


class ArrivalCount(VGroup):
    """The steps that a walk has taken; from its arrival on those that it took, ticked."""

    @checked
    def __init__(self, walk: Walk, runner: Runner, place: Array) -> None:
        self.walk, self.runner = walk, runner
        word = text("step", SMALL_SIZE, theme.muted).move_to(place, LEFT)
        live = Number(
            lambda: self.taken, decimals=0, digits=len(str(runner.arrival or runner.path.steps)),
            size=SMALL_SIZE, color=theme.muted, flush=True, signed=False,
        )  # fmt: skip
        foot = text("ste", SMALL_SIZE).align_to(word, UP)  # without what hangs below the line
        live.next_to(word, RIGHT, buff=BESIDE).align_to(foot, DOWN)
        self.words = VGroup(word, live)
        self.tick = tick().next_to(live, RIGHT, buff=BESIDE)
        self._outline = self.tick.points.copy()
        super().__init__(self.words, self.tick)
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
        return min(self.walk.step, self.runner.arrival or self.runner.path.steps)

    def follow(self) -> "ArrivalCount":
        """Tick it or not."""
        if self.is_there != self._shown:
            self._shown = self.is_there
            self.words.set_color(theme.ink if self.is_there else theme.muted)
            self.tick.points = self._outline[: len(self._outline) if self.is_there else 0]
        return self
