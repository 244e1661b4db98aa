"""Both passes through a network at the parameters of now, which may be on their way."""

from typing import Any

import numpy as np
from manim import ValueTracker
from numpy.typing import ArrayLike, NDArray

from gd_math import Network
from gd_math.network import Passes
from scenes.kit.arguments import checked
from scenes.kit.landscape.place import position

Array = NDArray[np.float64]


class LivePasses:
    """One forward and one backward pass through `network`, wherever `source` is now.

    `source` is a walk through parameters, or simply parameters (d,); `inputs` and `targets` are
    those of `Network.passes`.  `turned` are trackers, one for each parameter: by how much it has
    been turned away from there by hand.  What is drawn of a network asks here, so that all of it
    shows the same parameters at every moment; they are computed once for each.
    """

    @checked
    def __init__(
        self, network: Network, source: Any, inputs: ArrayLike, targets: ArrayLike
    ) -> None:
        self.network, self.source = network, source
        self.inputs, self.targets = inputs, targets
        self.turned = [ValueTracker(0.0) for _ in range(network.dimension)]
        self._known: tuple[bytes, Passes] | None = None

    @property
    def position(self) -> Array:
        """The parameters of now, (d,)."""
        by = [tracker.get_value() for tracker in self.turned]
        return np.asarray(position(self.source) + np.array(by))

    @property
    def now(self) -> Passes:
        """Both passes at the parameters of now."""
        parameters = self.position
        key = parameters.tobytes()
        if self._known is None or self._known[0] != key:
            passes = self.network.passes(parameters, self.inputs, self.targets)
            self._known = key, passes
        return self._known[1]

    def take(self, inputs: ArrayLike, targets: ArrayLike) -> None:
        """Let other samples go through from now on."""
        self.inputs, self.targets, self._known = inputs, targets, None

    def index(self, name: str) -> int:
        """Return the number of the parameter of that name, such as "w1_2_1".

        Raises ValueError, which lists the names, when there is none.
        """
        names = [parameter.name for parameter in self.network.named_parameters]
        if name not in names:
            raise ValueError(f"name is {name!r}, and must be one of {', '.join(names)}")
        return names.index(name)

    def turn(self, name: str, by: float) -> Any:
        """Return the animation in which one parameter is turned by hand, `by` away in all."""
        turning: Any = self.turned[self.index(name)].animate
        return turning.set_value(by)
