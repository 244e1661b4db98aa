"""A deep network, drawn as its units and the sizes of its weights."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gd_math.network import Parameter, Passes
from scenes.kit.animations import eased
from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.theme import theme

GROWS = 0.5  # of the time of a layer in the backward pass, in which it is reached
LIGHTS = 0.25  # of that, after which its units are blue


class ChainDrawing(NetworkDrawing):
    """The units of a deep network and its weights, as `NetworkDrawing` has them, but simpler.

    An edge is as wide as its weight is large, whichever sign that has, and keeps its color in the
    backward pass; a unit is a ring, whatever its activation, and blue once that pass has reached
    it: as blue as `bright` says of its layer, 0 to 1. Inputs are not drawn.
    """

    def __init__(
        self,
        passes: LivePasses,
        layout: NetworkLayout,
        unit: float,
        bright: Callable[[], NDArray[np.float64]],
    ) -> None:
        self.bright = bright
        super().__init__(passes, layout, unit, 1.0, numbers=False, biases=False)
        self.told.set_value(0.0)
        first = [i for i, one in enumerate(self.parameters) if one.layer == 1]
        self.remove(*(self.edges[i] for i in first), *self.ahead, *self.blue, self.units[0])
        self.follow()

    def reached(self, layer: int) -> float:
        """Return how much the backward pass has reached a layer, 0 to 1; the last always is."""
        ahead = len(self.network.layers) - layer
        way = float(self.backward.get_value()) - ahead
        return float(eased(way / GROWS)) if ahead else 1.0

    def follow(self) -> "ChainDrawing":
        """Draw what the trackers and the parameters of now say."""
        before = self._state
        super().follow()
        if self._state is not before:
            for layer, (units, bright) in enumerate(
                zip(self.units[1:], self.bright(), strict=True), start=1
            ):
                lit = bright * min(self.reached(layer) / LIGHTS, 1.0)
                for unit in units:
                    unit.set_fill(theme.gradient, opacity=lit)
        return self

    def _draw_edge(self, i: int, parameter: Parameter, now: Passes) -> None:
        size = abs(float(now.parameters[parameter.index])) / self.unit
        self._put(self.edges[i], i, (0, 1), size, 1.0)
