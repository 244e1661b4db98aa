"""What comes back to each layer of a deep network with several starts, in one plot."""

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Create, FadeIn, LaggedStart, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.depth.deep_stage import DeepStage, arrow_in
from scenes.kit.network.layer_bars import LayerBars
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

Array = NDArray[np.float64]

LEFT_END, FOOT, WIDTH, HIGH = -4.7, -2.28, 10.2, 3.7  # of the axes
DOT = 0.05  # radius of the mark of a layer
CLEAR = 0.15  # from a name to the marks above or below it, at least
BESIDE = 0.3  # from one word to the next, and to its number
OVER = 0.45  # from where the name of an axis is put to where it stands, over words
DRAWN = 0.75  # of the time in which a line appears: then it is named


class FactorFan(VGroup):
    """What comes back to each layer with weights that are too small and too large, and right.

    `rows` are the lines of the first two, `right` is the other; each has what comes back to the
    first layer and the spread of its weights beside it.
    """

    def __init__(self, stage: DeepStage) -> None:
        small, large, right = stage.gains
        level = stage.shares(right)
        ends = np.log10([stage.share(small), stage.share(large)])
        self.plot = LayerBars(
            lambda: level,
            WIDTH,
            HIGH,
            stage.name,
            decades=(int(np.floor(ends[0])) - 1, int(np.ceil(ends[1]))),
            every=2,
            plain=True,
        )
        self.plot.clear_updaters().remove(self.plot.bars)
        self.plot.shift(np.array([LEFT_END, FOOT, 0]) - self.plot.x_axis.get_start())
        many, few = (number(stage.spread(gain), 3) for gain in (large, small))
        name, *_, last, layers = self.plot.labels
        name.shift(OVER * UP)
        layers.set_x(last.get_right()[0] + BESIDE, LEFT)
        layers.shift((_foot(last) - _foot(layers)) * UP)
        self.plot.add(arrow_in(self.plot.at((stage.depth, 0)), RIGHT, "error", theme.gradient))
        self.rows = VGroup(
            FactorRow(self, stage, large, f"explodes to {stage.part(large)}", f"spread {many}"),
            FactorRow(self, stage, small, f"vanishes to {stage.part(small)}", f"spread {few}"),
        )
        spread = f"spread ${number(stage.spread(right), 3)} = 1 \\/ sqrt({stage.width})$"
        self.right = FactorRow(self, stage, right, f"{stage.part(right)} gets through", spread)
        super().__init__(self.plot, self.rows, self.right)


class FactorRow(VGroup):
    """The marks of all layers with one gain, the line through them, and what is said of it.

    They stand at the first layer: above the upper line, below the lower, on either side between.
    """

    def __init__(
        self, fan: FactorFan, stage: DeepStage, gain: float, becomes: str, weights: str
    ) -> None:
        plot, shares, kind = fan.plot, stage.shares(gain), stage.gains.index(gain)
        across = [float(plot.at((layer, 0))[0]) for layer in range(1, stage.depth + 1)]
        heights = [plot.top(share) for share in shares]
        self.across, self.heights = across[::-1], heights[::-1]  # as the error comes back
        places = np.stack([self.across, self.heights, 0 * np.array(across)], axis=-1)
        self.line = VMobject(stroke_color=(theme.muted, theme.muted, theme.ink)[kind])
        self.line.set_points_as_corners(places).set_stroke(width=0.75 * PATH_WIDTH)
        self.marks = VGroup(
            *(marker_shape("circle", DOT, theme.gradient).move_to(place) for place in places)
        )
        name = text(becomes, SMALL_SIZE)
        note = text(weights, SMALL_SIZE, theme.muted)
        if kind == 2:
            self.words = VGroup(self._beside(name, UP), self._beside(note, DOWN))
        else:
            note.next_to(name, RIGHT, buff=BESIDE)
            self.words = VGroup(name, note.shift((_foot(name) - _foot(note)) * UP))
            self._beside(self.words, UP if kind == 1 else DOWN)
        super().__init__(self.line, self.marks, self.words)

    def _beside(self, words: VMobject, side: Array) -> VMobject:
        """Put words above or below the line, from the first layer on, as near as they can stand."""
        left = self.across[-1] - DOT
        along = np.linspace(left, left + words.width, 20)
        heights = np.interp(along, self.across[::-1], self.heights[::-1])
        y = heights.max() + CLEAR if side is UP else heights.min() - CLEAR
        return words.move_to((left, y, 0), LEFT - side)

    def appear(self) -> list[Any]:
        """Return the animations in which the line comes back from the last layer, and is named."""
        ahead = DRAWN * (1 - 1 / len(self.marks))  # when the last mark begins to appear
        return [
            Create(self.line, rate_func=lambda t: min(t / ahead, 1)),
            LaggedStart(
                *map(FadeIn, self.marks), lag_ratio=1, rate_func=lambda t: min(t / DRAWN, 1)
            ),
            FadeIn(self.words, rate_func=lambda t: max(t - DRAWN, 0) / (1 - DRAWN)),
        ]


def _foot(words: VMobject) -> float:
    """Return the height of the line on which words stand that begin with a small letter."""
    first, *_ = words.family_members_with_points()
    return float(first.get_bottom()[1])
