"""Who takes part in a race: six optimizers, each with a sign of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from manim import VMobject

from gd_math import (
    Optimizer,
    adagrad,
    adam,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
)
from scenes.kit.symbols import marker_shape
from scenes.kit.theme import DOT_RADIUS, THIN_WIDTH, theme

DECAY = 0.9  # of the squares that RMSProp remembers, as its authors have it
DASH, FINE_DASH = 0.14, 0.06
SIGN_RADIUS = 1.17 * DOT_RADIUS  # so that a square too is 4 % of the frame high


@dataclass(frozen=True)
class Entrant:
    """An optimizer in a race: how it is called and made, and how its walker and paths look.

    `make` takes α, and β too if it `rolls`: if a part β of what it did goes on. `color` is an
    attribute of the theme. A path that has a `dash` so long is dashed, and its walker hollow: no
    two have the same marker and dash.
    """

    name: str
    make: Callable[..., Optimizer]
    marker: str
    color: str
    dash: float = 0.0
    rolls: bool = False

    def optimizer(self, rate: float, beta: float | None = None) -> Optimizer:
        """Return the optimizer with the learning rate α = `rate`, and β if it rolls."""
        return self.make(rate) if beta is None else self.make(rate, beta=beta)

    @property
    def ink(self) -> str:
        """The color of its walker and paths, in the theme in force."""
        color: str = getattr(theme, self.color)
        return color

    def sign(self, radius: float = SIGN_RADIUS) -> VMobject:
        """Return its walker about the middle of the frame."""
        return self.dress(marker_shape(self.marker, radius, self.ink))

    def dress(self, walker: VMobject) -> VMobject:
        """Make the marker `walker` hollow if the paths are dashed, and return it."""
        if self.dash:
            walker.set_fill(theme.background, opacity=1).set_stroke(self.ink, 1.5 * THIN_WIDTH)
        return walker


def rolling_adam(rate: float, beta: float) -> Optimizer:
    """Return Adam with the learning rate α = `rate` and β₁ = `beta`."""
    return adam(rate, beta1=beta)


ENTRANTS = (
    Entrant("plain", gradient_descent, "circle", "walker"),
    Entrant("momentum", momentum, "diamond", "second", rolls=True),
    Entrant("Nesterov", nesterov, "diamond", "second", DASH, rolls=True),
    Entrant("AdaGrad", adagrad, "square", "third"),
    Entrant("RMSProp", partial(rmsprop, decay=DECAY), "square", "third", DASH),
    Entrant("Adam", rolling_adam, "pentagon", "third", FINE_DASH, rolls=True),
)
