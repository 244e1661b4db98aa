"""How far the predictions of a model are off or move, as stems at the samples and in words."""

from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject

from scenes.kit.maps.trails import straight_pieces
from scenes.kit.scaling.direction import FAINT, RAY_WIDTH, Direction
from scenes.kit.scaling.direction_letters import product
from scenes.kit.scaling.input_cloud import InputCloud
from scenes.kit.scaling.live import Live
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula

GAP = 0.15  # from words to their number
LONGEST = 1.45  # the stem that is longest before the first step


class PredictionStems(Live):
    """A stem at each dot of a `cloud`: by how much the prediction of the walk's weights is off.

    That is how far it is from the prediction of the best weights; the mean of the squares is the
    loss above its lowest. The longest stem at the start is `LONGEST`.
    """

    shared = ("walk", "cloud")

    def __init__(self, cloud: InputCloud) -> None:
        self.walk, self.cloud = cloud.walk, cloud
        raw = self.walk.scaled(0.0)
        self.scale_of = LONGEST / float(np.abs(raw.data.inputs @ raw.minimum).max())
        self.stems = VMobject(stroke_color=theme.ink, stroke_width=RAY_WIDTH)
        super().__init__(self.stems.set_stroke(opacity=FAINT))

    @property
    def state(self) -> Any:
        return self.walk.taken, self.cloud.state

    def reading(self) -> VGroup:
        """Return that weights are off by Δw, and predictions by so much, live, in the mean.

        That is the root of the mean square, of which the loss is the square.
        """
        words = formula('"weights off:" Delta w"," quad "predictions off:"', SMALL_SIZE)
        live = Number(self._off, **Form.of(self._off(), decimals=2)._asdict(), size=SMALL_SIZE)
        foot = float(words.family_members_with_points()[0].get_bottom()[1])
        live.next_to(words, RIGHT, buff=GAP)
        return VGroup(words, live.shift((foot - float(live.place.get_bottom()[1])) * UP))

    def _off(self) -> float:
        now = self.walk.now
        off = now.data.inputs @ (self.walk.position - now.minimum)
        return float(np.sqrt(np.mean(off**2)))

    def draw(self) -> None:
        now = self.walk.now
        off = self.scale_of * now.data.inputs @ (self.walk.position - now.minimum)
        feet = self.cloud.plot.at(now.data.inputs)
        tips = feet + off[:, None] * np.array([0.0, 1.0, 0.0])
        self.stems.points = straight_pieces(np.stack([feet, tips], axis=1))


class PredictionRow(VGroup):
    """By how much predictions move along a `direction`, live, from `left` on, at the height `y`.

    Its second part is the name of the same at the broad stem of the direction.
    """

    def __init__(self, direction: Direction, left: float, y: float) -> None:
        form = Form.of([np.sqrt(direction.map.rise)], decimals=2)
        live = Number(lambda: direction.moved, **form._asdict(), size=SMALL_SIZE)
        words = named(formula('"predictions move" s dot d =', SMALL_SIZE), live)
        super().__init__(words.move_to((left, y, 0.0), LEFT), product(direction))
