"""The losses that the first clips are about: hills, a ravine, a parabola and three valleys."""

import numpy as np

from gd_math.checks import Array
from gd_math.loss import Loss, Minimum
from gd_math.losses.parts import constant, symmetric

PI = np.pi


def _hills(x: Array) -> Array:
    return np.asarray(np.sin(x[..., 0]) * np.sin(x[..., 1]))[()]


def _hills_gradient(x: Array) -> Array:
    sine, cosine = np.sin(x), np.cos(x)
    return cosine * sine[..., ::-1]


def _hills_hessian(x: Array) -> Array:
    value = _hills(x)
    mixed = np.cos(x[..., 0]) * np.cos(x[..., 1])
    return symmetric(-value, mixed, -value)


HILLS = Loss(
    name="hills",
    value=_hills,
    gradient=_hills_gradient,
    hessian=_hills_hessian,
    domain=(np.array([-2 * PI, -2 * PI]), np.array([2 * PI, 2 * PI])),
    minima=tuple(
        Minimum(np.array(corner), -1.0, is_global=True)
        for x, y in [(a, b) for a in (-1.5 * PI, 0.5 * PI) for b in (-0.5 * PI, 1.5 * PI)]
        for corner in ((x, y), (y, x))
    ),
    formula="sin x sin y",
)
"""f(x, y) = sin x · sin y: a range of equally high hills and equally deep valleys.

Eight minima of value −1 in the domain, saddles at (kπ, lπ). The Hessian at every minimum is the
identity, so gradient descent settles for learning rates below 2, without overshooting below 1.
"""


def _ravine(x: Array) -> Array:
    return np.asarray((5 * x[..., 0] ** 2 + x[..., 1] ** 2) / 2)[()]


def _ravine_gradient(x: Array) -> Array:
    gradient: Array = x * np.array([5.0, 1.0])
    return gradient


def _ravine_hessian(x: Array) -> Array:
    return constant(x, np.diag([5.0, 1.0]))


RAVINE = Loss(
    name="ravine",
    value=_ravine,
    gradient=_ravine_gradient,
    hessian=_ravine_hessian,
    domain=(np.array([-3.0, -3.0]), np.array([3.0, 3.0])),
    minima=(Minimum(np.zeros(2), 0.0, is_global=True),),
    formula="(5 x^2 + y^2)/2",
)
"""f(x, y) = (5x² + y²)/2: a quadratic valley, five times as steep across as along.

Gradient descent is stable for learning rates below 2/5; the best fixed one is 1/3.
"""


def _parabola(x: Array) -> Array:
    return np.asarray(x[..., 0] ** 2 / 2)[()]


def _parabola_gradient(x: Array) -> Array:
    return x.copy()


def _parabola_hessian(x: Array) -> Array:
    return constant(x, np.eye(1))


PARABOLA = Loss(
    name="parabola",
    value=_parabola,
    gradient=_parabola_gradient,
    hessian=_parabola_hessian,
    domain=(np.array([-3.0]), np.array([3.0])),
    minima=(Minimum(np.zeros(1), 0.0, is_global=True),),
    formula="x^2/2",
)
"""f(x) = x²/2: one convex valley. A step of gradient descent multiplies x by 1 − learning rate."""


def _three_valleys(x: Array) -> Array:
    square = x[..., 0] ** 2
    return np.asarray(square * (square * (square / 6 - 5 / 4) + 2) / 3)[()]


def _three_valleys_gradient(x: Array) -> Array:
    square = x**2
    gradient: Array = x * (square - 1) * (square - 4) / 3
    return gradient


def _three_valleys_hessian(x: Array) -> Array:
    square = x[..., np.newaxis] ** 2
    hessian: Array = (square * (5 * square - 15) + 4) / 3
    return hessian


THREE_VALLEYS = Loss(
    name="three valleys",
    value=_three_valleys,
    gradient=_three_valleys_gradient,
    hessian=_three_valleys_hessian,
    domain=(np.array([-2.5]), np.array([2.5])),
    minima=(
        Minimum(np.array([-2.0]), -4 / 9, is_global=True),
        Minimum(np.array([0.0]), 0.0, is_global=False),
        Minimum(np.array([2.0]), -4 / 9, is_global=True),
    ),
    formula="x^6/18 - (5 x^4)/12 + (2 x^2)/3",
)
"""f′(x) = x(x² − 1)(x² − 4)/3: two global minima at ±2, a local one at 0, hilltops at ±1.

f(x) = x⁶/18 − 5x⁴/12 + 2x²/3. Gradient descent from anywhere in the domain ends in the valley
where it starts for learning rates up to 0.15, and without ever overshooting the minimum for
learning rates up to 0.05.
"""
