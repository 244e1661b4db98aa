"""Losses that each have one feature to show: two wells, a three-way pass, a plateau and a cliff."""

import numpy as np

from gd_math.checks import Array
from gd_math.loss import Loss
from gd_math.losses.parts import minima, symmetric

WELLS = ((2.0, 1.0), (3.0, -1.0))  # depth and place on the x axis
SHARPNESS = 5.0  # the wells are exp(−5 r²)


def _two_wells(x: Array) -> Array:
    value = (x**2).sum(axis=-1)
    for depth, place in WELLS:
        value = value - depth * _well(x - np.array([place, 0.0]))
    return np.asarray(value)[()]


def _two_wells_gradient(x: Array) -> Array:
    gradient: Array = 2 * x
    for depth, place in WELLS:
        away = x - np.array([place, 0.0])
        gradient = gradient + 2 * SHARPNESS * depth * away * _well(away)[..., np.newaxis]
    return gradient


def _two_wells_hessian(x: Array) -> Array:
    xx, xy, yy = 2 + 0 * x[..., 0], 0 * x[..., 0], 2 + 0 * x[..., 0]
    for depth, place in WELLS:
        u, v = x[..., 0] - place, x[..., 1]
        well = 2 * SHARPNESS * depth * _well(np.stack([u, v], axis=-1))
        # One factor at a time, so that far away it is 0 and not infinity times 0.
        xx = xx + well - 2 * SHARPNESS * u * well * u
        xy = xy - 2 * SHARPNESS * u * well * v
        yy = yy + well - 2 * SHARPNESS * v * well * v
    return symmetric(xx, xy, yy)


def _well(away: Array) -> Array:
    return np.asarray(np.exp(-SHARPNESS * (away**2).sum(axis=-1)))


TWO_WELLS = Loss(
    name="two wells",
    value=_two_wells,
    gradient=_two_wells_gradient,
    hessian=_two_wells_hessian,
    domain=(np.array([-2.0, -2.0]), np.array([2.0, 2.0])),
    minima=minima(_two_wells, [(-0.9363006340109187, 0.0), (0.905317899160115, 0.0)]),
    formula="x^2 + y^2 - 2 e^(-5 ((x - 1)^2 + y^2)) - 3 e^(-5 ((x + 1)^2 + y^2))",
)
"""f(x, y) = x² + y² − 2e^(−5((x−1)²+y²)) − 3e^(−5((x+1)²+y²)): a bowl with two wells in its floor.

The global minimum −2.0631 is at (−0.9363, 0), a local one, −1.0927, at (0.9053, 0). The bowl has
no minimum of its own: the third and last stationary point, (0.0686, 0), is the saddle between
the wells.
"""


def _monkey_saddle(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return np.asarray(u * (u**2 - 3 * v**2))[()]


def _monkey_saddle_gradient(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return np.stack([3 * (u**2 - v**2), -6 * u * v], axis=-1)


def _monkey_saddle_hessian(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return symmetric(6 * u, -6 * v, -6 * u)


MONKEY_SADDLE = Loss(
    name="monkey saddle",
    value=_monkey_saddle,
    gradient=_monkey_saddle_gradient,
    hessian=_monkey_saddle_hessian,
    domain=(np.array([-2.0, -2.0]), np.array([2.0, 2.0])),
    minima=(),
    formula="x^3 - 3 x y^2",
)
"""f(x, y) = x³ − 3xy²: a pass where three valleys and three ridges meet. No minimum.

The Hessian at the pass, the origin, is zero: there Newton's method has nothing to go by.
"""


def _plateau_and_cliff(x: Array) -> Array:
    return np.asarray(2 - 2 * np.tanh(x[..., 0]) + np.exp(8 * (x[..., 0] - 2)))[()]


def _plateau_and_cliff_gradient(x: Array) -> Array:
    gradient: Array = -2 * _squared_sech(x) + 8 * np.exp(8 * (x - 2))
    return gradient


def _plateau_and_cliff_hessian(x: Array) -> Array:
    second = 4 * np.tanh(x) * _squared_sech(x) + 64 * np.exp(8 * (x - 2))
    return np.asarray(second[..., np.newaxis])


def _squared_sech(x: Array) -> Array:
    """Return 1/cosh² x with all its digits however small it is, as 1 − tanh² x has not."""
    decay = np.exp(-2 * np.abs(x))
    return np.asarray(4 * decay / (1 + decay) ** 2)


PLATEAU_AND_CLIFF = Loss(
    name="plateau and cliff",
    value=_plateau_and_cliff,
    gradient=_plateau_and_cliff_gradient,
    hessian=_plateau_and_cliff_hessian,
    domain=(np.array([-4.0]), np.array([2.25])),
    minima=minima(_plateau_and_cliff, [(1.5918811438413176,)]),
    formula="2 - 2 tanh x + e^(8 x - 16)",
)
"""f(x) = 2 − 2 tanh x + e^(8(x−2)): from the left a plateau, a slope, a valley, and a cliff.

On the plateau the slope fades like 8e^(2x): 0.0027 at x = −4. On the cliff it grows like e^(8x):
59 at 2.25. The curvature at the minimum, 0.1973 at 1.5919, is 3.007, so gradient descent settles
there for learning rates below 0.665. With 0.3 it moves by less than a twentieth in 50 steps from
−4; from 2.25 its first step is 17.7 long and throws it far out on the plateau, for good; with
steps held below 0.3 it walks down the cliff into the valley.
"""
