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
OWN = "$L$, own points"  # name of the row
CORNERS = np.array([-0.5, -0.5, 0.5, 0.5, -0.5])  # heights of those of a bar


class OwnErrors(VGroup):
    """A row below `panels`: a bar and a number for each model, the mean squared error L.

    It is that of the fit as it is drawn, at the points as they are drawn. `heading` is the name of
    the row.
    """

    @checked
    def __init__(self, panels: ModelPanels) -> None:
        self.panels, self.unit = panels, scale_of(panels)
        words = text(OWN, SMALL_SIZE)
        words.move_to((LEFT_EDGE, 0.0, 0.0), LEFT)
        self.heading = on_base_line(words, 0, ROW - BASE)
        super().__init__(*(self._column(i) for i in range(len(panels.plots))))

    def value(self, i: int) -> float:
        """Return the error of a model now."""
        fit = polynomial(self.panels.coefficients(i), self.panels.data.x)
        return float(np.mean((fit - self.panels.y()) ** 2))

    def _column(self, i: int) -> VGroup:
        left = float(self.panels.plots[i].x_axis.get_start()[0])
        form = Form.of([part.training_error for part in self.panels.parts])._asdict()
        live = Number(partial(self.value, i), size=SMALL_SIZE, flush=True, **form)

        def end() -> float:
            return left + max(self.unit * self.value(i), LEAST)

        def bar() -> Array:
            x = np.array([left, end(), end(), left, left])
            return through(np.stack([x, ROW + THICK * CORNERS, 0 * x], axis=-1))

        def follow(label: Any) -> None:
            label.next_to((end(), ROW, 0.0), RIGHT, buff=BESIDE)

        label = VGroup(live).add_updater(follow, call_updater=True)
        return VGroup(Drawn(bar, stroke_color=theme.ink, stroke_width=THIN_WIDTH), label)


def scale_of(panels: ModelPanels) -> float:
    """Return how long bars below `panels` are for an error of 1: so that all have room."""
    new = max(float(part.expected_error.mean()) for part in panels.parts)
    clean = [polynomial(one, panels.data.x) for one in panels.clean]
    own = max(float(np.mean((fit - panels.data.truth) ** 2)) for fit in clean)
    drawn = max(float(part.training_error.max()) for part in panels.parts)
    return (panels.width_of_axes - ROOM) / max(new, own, drawn)
