"""The error L of models at the points that they were fitted to, as bars, live."""

from functools import partial
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, VGroup
from numpy.typing import NDArray

from gd_math.regression.polynomials import polynomial
from scenes.kit.arguments import checked
from scenes.kit.fits.model_panels import BASE, LEFT_EDGE, ModelPanels
from scenes.kit.maps.trails import Drawn, through
from scenes.kit.theme import SMALL_SIZE, THIN_WIDTH, theme
from scenes.kit.words.labels import on_base_line
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, text

Array = NDArray[np.float64]

ROW = -0.53  # height of the row, in units of the frame
THICK = 0.26  # of a bar
BESIDE = 0.15  # from a bar to its number
ROOM = 0.85  # for the number
LEAST = 0.02  # length of a bar, so that it is seen
HOLLOW = 0.3  # opacity of a bar, which is no part of a sum
CORNERS = np.array([-0.5, -0.5, 0.5, 0.5, -0.5])  # heights of those of a bar


class OwnErrors(VGroup):
    """A row below `panels`: a bar and a number for each model, the mean squared error L.

    It is that of the fit as it is drawn, at the points as they are drawn; from the second draw on
    it is the average over all fits so far. `heading` is the name of the row.
    """

    @checked
    def __init__(self, panels: ModelPanels) -> None:
        self.panels, self.unit = panels, scale_of(panels)
        self.averages = running_averages(panels)
        words = text("$L$, own points", SMALL_SIZE, theme.walker)
        words.move_to((LEFT_EDGE, 0.0, 0.0), LEFT)
        self.heading = on_base_line(words, 0, ROW - BASE)
        super().__init__(*(self._column(i) for i in range(len(panels.plots))))

    def value(self, i: int) -> float:
        """Return the error of a model now."""
        drawn = self.panels.drawn.get_value()
        if drawn > 0:
            return float(np.interp(drawn, np.arange(self.panels.last + 1), self.averages[i]))
        fit = polynomial(self.panels.coefficients(i), self.panels.data.x)
        return float(np.mean((fit - self.panels.y()) ** 2))

    def _column(self, i: int) -> VGroup:
        left = float(self.panels.plots[i].x_axis.get_start()[0])
        form = Form.of(self.averages)._asdict()
        live = Number(
            partial(self.value, i), size=SMALL_SIZE, color=theme.walker, flush=True, **form
        )

        def end() -> float:
            return left + max(self.unit * self.value(i), LEAST)

        def bar() -> Array:
            x = np.array([left, end(), end(), left, left])
            return through(np.stack([x, ROW + THICK * CORNERS, 0 * x], axis=-1))

        def follow(label: Any) -> None:
            label.next_to((end(), ROW, 0.0), RIGHT, buff=BESIDE)

        label = VGroup(live).add_updater(follow, call_updater=True)
        style: dict[str, Any] = {"stroke_color": theme.walker, "stroke_width": THIN_WIDTH}
        style |= {"fill_color": theme.walker, "fill_opacity": HOLLOW}
        return VGroup(Drawn(bar, **style), label)


def running_averages(panels: ModelPanels) -> Array:
    """Return the errors of all models at their own points, averaged over fits so far, (m, n)."""
    errors = np.array([part.training_error for part in panels.parts])
    return np.asarray(errors.cumsum(axis=1) / np.arange(1, panels.last + 2))


def scale_of(panels: ModelPanels) -> float:
    """Return how long bars below `panels` are for an error of 1: so that all have room."""
    new = max(float(part.expected_error.mean()) for part in panels.parts)
    clean = [polynomial(one, panels.data.x) for one in panels.clean]
    own = max(float(np.mean((fit - panels.data.truth) ** 2)) for fit in clean)
    return (panels.width_of_axes - ROOM) / max(new, own, float(running_averages(panels).max()))
