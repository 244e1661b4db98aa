"""Polynomial losses of two variables on which methods are compared: curved and many valleys."""

import numpy as np

from gd_math.checks import Array
from gd_math.loss import Loss, Minimum
from gd_math.losses.parts import minima, symmetric


def _rosenbrock(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return np.asarray((1 - u) ** 2 + 100 * (v - u**2) ** 2)[()]


def _rosenbrock_gradient(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    across = v - u**2
    return np.stack([2 * (u - 1) - 400 * u * across, 200 * across], axis=-1)


def _rosenbrock_hessian(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return symmetric(2 + 1200 * u**2 - 400 * v, -400 * u, np.full_like(u, 200.0))


ROSENBROCK = Loss(
    name="Rosenbrock",
    value=_rosenbrock,
    gradient=_rosenbrock_gradient,
    hessian=_rosenbrock_hessian,
    domain=(np.array([-2.0, -1.0]), np.array([2.0, 3.0])),
    minima=(Minimum(np.array([1.0, 1.0]), 0.0, is_global=True),),
    formula="(1 - x)^2 + 100 (y - x^2)^2",
)
"""f(x, y) = (1 − x)² + 100 (y − x²)²: a narrow valley along a parabola, minimum 0 at (1, 1).

It is the only stationary point. The Hessian there has the eigenvalues 0.399 and 1001.6.
Source: Rosenbrock 1960, The Computer Journal 3(3), 175–184.
"""


def _himmelblau(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return np.asarray((u**2 + v - 11) ** 2 + (u + v**2 - 7) ** 2)[()]


def _himmelblau_gradient(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    first, second = u**2 + v - 11, u + v**2 - 7
    return np.stack([4 * u * first + 2 * second, 2 * first + 4 * v * second], axis=-1)


def _himmelblau_hessian(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    return symmetric(12 * u**2 + 4 * v - 42, 4 * (u + v), 12 * v**2 + 4 * u - 26)


HIMMELBLAU = Loss(
    name="Himmelblau",
    value=_himmelblau,
    gradient=_himmelblau_gradient,
    hessian=_himmelblau_hessian,
    domain=(np.array([-5.0, -5.0]), np.array([5.0, 5.0])),
    minima=tuple(
        Minimum(np.array(point), 0.0, is_global=True)
        for point in (
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        )
    ),
    formula="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
)
"""f(x, y) = (x² + y − 11)² + (x + y² − 7)²: four equally deep valleys round one hilltop.

The minima, all of value 0, are the four points where both brackets vanish. The only maximum is
near (−0.2708, −0.9230), of value 181.617; four saddles part the valleys.
Source: Himmelblau 1972, Applied Nonlinear Programming, McGraw-Hill.
"""


def _beale(x: Array) -> Array:
    return np.asarray((_beale_brackets(x)[0] ** 2).sum(axis=-1))[()]


def _beale_gradient(x: Array) -> Array:
    bracket, along_x, along_y, _ = _beale_brackets(x)
    return 2 * np.stack([(bracket * part).sum(axis=-1) for part in (along_x, along_y)], axis=-1)


def _beale_hessian(x: Array) -> Array:
    u = x[..., :1]
    bracket, along_x, along_y, mixed = _beale_brackets(x)
    bend = u * np.concatenate([0 * u, 2 + 0 * u, 6 * x[..., 1:]], axis=-1)
    xx, xy, yy = along_x**2, along_x * along_y + bracket * mixed, along_y**2 + bracket * bend
    return 2 * symmetric(xx.sum(axis=-1), xy.sum(axis=-1), yy.sum(axis=-1))


def _beale_brackets(x: Array) -> tuple[Array, Array, Array, Array]:
    """Return cₖ − x(1 − yᵏ) for k = 1, 2, 3, its slopes along x and y, and its mixed derivative.

    Each has the shape (..., 3).
    """
    u, v = x[..., :1], x[..., 1:]
    power = np.array([1, 2, 3])
    rise = v**power - 1
    mixed = power * v ** (power - 1)
    return np.array([1.5, 2.25, 2.625]) + u * rise, rise, u * mixed, mixed


BEALE = Loss(
    name="Beale",
    value=_beale,
    gradient=_beale_gradient,
    hessian=_beale_hessian,
    domain=(np.array([-4.5, -4.5]), np.array([4.5, 4.5])),
    minima=(Minimum(np.array([3.0, 0.5]), 0.0, is_global=True),),
    formula="(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
)
"""f(x, y) = Σₖ (cₖ − x(1 − yᵏ))², c = (1.5, 2.25, 2.625): a flat bent valley in steep walls.

Minimum 0 at (3, 0.5), saddles at (0, 1) and (0.1005, −2.6445). In two corners of the domain f
exceeds 160 000.
Source: Beale 1958, Technical Report 25, Statistical Techniques Research Group, Princeton.
"""


def _camel(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    square = u**2
    return np.asarray((4 - 2.1 * square + square**2 / 3) * square + u * v + 4 * (v**2 - 1) * v**2)[
        ()
    ]


def _camel_gradient(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    square = u**2
    return np.stack([u * (8 - 8.4 * square + 2 * square**2) + v, u + 8 * v * (2 * v**2 - 1)], -1)


def _camel_hessian(x: Array) -> Array:
    u, v = x[..., 0], x[..., 1]
    square = u**2
    return symmetric(8 - 25.2 * square + 10 * square**2, np.ones_like(u), 48 * v**2 - 8)


SIX_HUMP_CAMEL = Loss(
    name="six-hump camel",
    value=_camel,
    gradient=_camel_gradient,
    hessian=_camel_hessian,
    domain=(np.array([-3.0, -2.0]), np.array([3.0, 2.0])),
    minima=minima(
        _camel,
        [
            (sign * x, sign * y)
            for x, y in (
                (0.08984201310031806, -0.7126564030207396),
                (1.703606714969981, -0.7960835686726251),
                (1.6071047529201972, 0.5686514548841314),
            )
            for sign in (1, -1)
        ],
    ),
    formula="(4 - 2.1 x^2 + x^4/3) x^2 + x y + (4 y^2 - 4) y^2",
)
"""f(x, y) = (4 − 2.1x² + x⁴/3)x² + xy + (4y² − 4)y²: six valleys, the same seen from both ends.

f(−x, −y) = f(x, y). Global minima −1.0316 at ±(0.0898, −0.7127), local ones −0.2155 at
±(1.7036, −0.7961) and 2.1043 at ±(1.6071, 0.5687); 15 stationary points in all.
Source: Dixon & Szegő 1978, Towards Global Optimisation 2, North-Holland, 1–15.
"""
