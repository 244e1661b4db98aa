"""How far each guess moves with one weight, as an upright bar on the dot of its sample."""

from typing import Any

import numpy as np
from manim import DOWN, RIGHT, ValueTracker, VGroup, VMobject

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.bars import Way
from scenes.kit.scaling.input_cloud import INSIDE, InputCloud
from scenes.kit.scaling.live import Live
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import number, round_step
from scenes.kit.words.text import text, verbatim

ROOM = 0.8  # from the lower and the upper end of the axes to the bars


class GuessBars(Live):
    """A bar on each dot of a cloud: d · xᵢ, by which a guess moves as its weight moves by d.

    xᵢ is the input from its mean; so dots that are far out have long bars, as if on a lever. It
    follows `way`, the move of the weight. `unit` is the length of a bar of 1, as long as fits for
    the moves of both weights; `legend` is one of a round length, with what it is, where the name of
    the vertical axis would stand: the bars are not measured on that.
    """

    shared = ("walk", "cloud", "way")

    def __init__(self, cloud: InputCloud, way: Way) -> None:
        self.cloud, self.walk, self.way = cloud, cloud.walk, way
        self.share = ValueTracker(1.0)
        now = self.walk.scaled(0.0)
        guesses = np.sqrt(way.map.rise) * np.abs(now.data.inputs / now.deviations)
        room = cloud.plot.y_axis.height / 2 - ROOM - cloud.unit * np.abs(now.data.inputs[:, 1])
        fits = np.maximum(room, 0.0)[:, None] / np.maximum(guesses, 1e-9)
        self.unit = min(cloud.unit, float(fits.min()))
        self.bars = VMobject(stroke_color=theme.muted, stroke_width=PATH_WIDTH)
        self.legend = self._legend()
        super().__init__(self.bars)
        self.set_z_index(-1)  # behind the dots

    @property
    def state(self) -> Any:
        return self.share.get_value(), self.way.state, self.cloud.state

    def draw(self) -> None:
        places = self.cloud.plot.at(self.walk.now.data.inputs)
        ends = places.copy()
        ends[:, 1] += self.unit * float(self.share.get_value()) * self.way.moved
        seen = np.abs(ends - places).max(axis=1) > 1e-6
        self.bars.points = straight_pieces(np.stack([places, ends], axis=1)[seen])

    def _legend(self) -> VGroup:
        """Return a bar of a round length beside the top of the vertical axis, with its name."""
        round_one = round_step(float(np.sqrt(self.way.map.rise)), 1)
        quantity, _, unit = self.walk.data.axes[2].partition(" in ")
        top = self.cloud.plot.y_axis.get_end() + 2 * INSIDE * RIGHT
        ends = np.array([[top, top + self.unit * round_one * DOWN]])
        bar = self.bars.copy()
        bar.points = straight_pieces(ends)
        line = f"{verbatim(f'{number(round_one)} {unit}'.strip())} of {verbatim(quantity)}"
        return VGroup(bar, text(line, SMALL_SIZE, theme.muted).next_to(bar, RIGHT, buff=INSIDE))

    def sink(self) -> Any:
        """Return the animation in which the bars go back to their dots."""
        sinking: Any = self.share.animate
        return sinking.set_value(0.0)
