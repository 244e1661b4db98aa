"""What comes back to each layer of a deep network with several starts, in one plot."""

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.depth.deep_stage import DeepStage
from scenes.kit.network.layer_bars import LayerBars
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import PATH_WIDTH, SMALL_SIZE, theme
from scenes.kit.words.numbers import number
from scenes.kit.words.text import text

Array = NDArray[np.float64]

LEFT_END, FOOT, WIDTH, HIGH = -4.9, -1.9, 10.6, 4.3  # of the axes
DOT = 0.09  # radius of the mark of a layer
CLEAR = 0.15  # from a name to the marks above or below it, at least


class FactorFan(VGroup):
    """‖δ‖ of each layer of a deep network, with weights that are too small, too large, and right.

    What comes of the error stands along each line of marks, with the factor of a layer.
    """

    def __init__(self, stage: DeepStage) -> None:
        small, large, right = stage.gains
        last = stage.norms(right)
        plot = LayerBars(
            lambda: last,
            WIDTH,
            HIGH,
            r"error that comes back, $norm(delta)$",
            decades=stage.bars.decades,
            every=1,
        )
        plot.clear_updaters().remove(plot.bars)
        self.plot = plot.shift(np.array([LEFT_END, FOOT, 0]) - plot.x_axis.get_start())
        self.stage = stage
        self.rows = VGroup(
            self._row(large, "$arrow.l times {}$ a layer, explodes: a cliff", 0.47, above=True),
            self._row(right, "Xavier: $arrow.l times {}$, gets through", 0.07),
            self._row(small, "$arrow.l times {}$ a layer, vanishes: a plateau", 0.39),
        )
        words = "Xavier's weights: spread $1 \\/ sqrt(n)$, $n$ units a layer"
        self.rule = text(words, SMALL_SIZE, theme.muted)
        self.rule.move_to((LEFT_END + WIDTH, FOOT + CLEAR, 0), DOWN + RIGHT)
        super().__init__(self.plot, self.rows)

    def _row(self, gain: float, words: str, begins: float, above: bool = False) -> VGroup:
        """Return the marks of all layers, the line through them, and its name.

        That begins at such a share of the axis, above the line or below it.
        """
        stage, plot = self.stage, self.plot
        low = plot.decades[0]
        across = [float(plot.at((layer, low))[0]) for layer in range(1, stage.depth + 1)]
        heights = [plot.top(norm) for norm in stage.norms(gain)]
        places = np.array([(x, y, 0) for x, y in zip(across, heights, strict=True)])
        color = theme.ink if gain == stage.gains[-1] else theme.muted
        line = VMobject(stroke_color=color, stroke_width=0.75 * PATH_WIDTH)
        line.set_points_as_corners(places)
        marks = (marker_shape("circle", DOT, theme.gradient).move_to(place) for place in places)
        factor = number(stage.factor(gain), 2)
        name = text(words.format(factor), SMALL_SIZE)
        left = LEFT_END + begins * WIDTH
        along = np.linspace(left, left + name.width, 20)
        beside = np.interp(along, across, heights)
        y = beside.max() + CLEAR if above else beside.min() - CLEAR
        return VGroup(line, *marks, name.move_to((left, y, 0), LEFT + (DOWN if above else UP)))
