"""Quadratic losses: any of them, and two by name."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.loss import Loss, Minimum
from gd_math.losses.parts import constant
from gd_math.losses.quadratic_formula import quadratic_formula

HALF_WIDTH = 3.0  # of the domain, in each coordinate


def quadratic(matrix: Any, offset: Any = None) -> Loss:
    """Return the quadratic loss with a given Hessian and centre.

        f(x) = ½ (x − offset)ᵀ H (x − offset),   ∇f = H (x − offset)

    matrix: H, symmetric, shape (d, d).  offset: the centre, shape (d,), the origin if left out.
    The domain reaches 3 to either side of the centre in every coordinate. The centre is the one
    minimum, of value 0, if H is positive definite. Otherwise the list of minima is empty: with a
    negative eigenvalue f falls for ever, and with an eigenvalue 0 (at most 10⁻¹⁴ of the largest)
    its lowest points fill a line or more, and none is isolated.
    Raises ValueError for a matrix that is not symmetric or an offset of another shape.
    """
    hessian = checks.symmetric_matrix("matrix", matrix)
    dimension = len(hessian)
    center = np.zeros(dimension) if offset is None else checks.finite_array("offset", offset)
    if center.shape != (dimension,):
        raise ValueError(
            f"offset must have shape ({dimension},) like a row of matrix, got {center.shape}"
        )
    hessian, center = checks.read_only(hessian), checks.read_only(center.copy())
    eigenvalues = np.linalg.eigvalsh(hessian)
    is_valley = eigenvalues[0] > 1e-14 * np.abs(eigenvalues).max()
    return Loss(
        name="quadratic",
        value=partial(_value, hessian, center),
        gradient=partial(_gradient, hessian, center),
        hessian=partial(_hessian, hessian),
        domain=(center - HALF_WIDTH, center + HALF_WIDTH),
        minima=(Minimum(center, 0.0, is_global=True),) if is_valley else (),
        formula=quadratic_formula(hessian, center),
    )


def _value(matrix: Array, center: Array, x: Array) -> Array:
    away = x - center
    return np.asarray(((away @ matrix) * away).sum(axis=-1) / 2)[()]


def _gradient(matrix: Array, center: Array, x: Array) -> Array:
    gradient: Array = (x - center) @ matrix
    return gradient


def _hessian(matrix: Array, x: Array) -> Array:
    return constant(x, matrix)


SADDLE = replace(
    quadratic([[2, 0], [0, -2]]),
    name="saddle",
    domain=(np.array([-2.0, -2.0]), np.array([2.0, 2.0])),
)
"""f(x, y) = x² − y²: a pass at the origin, a valley along x and a ridge along y. No minimum.

A step of gradient descent multiplies x by 1 − 2α and y by 1 + 2α: it leaves the pass unless it
starts at y = 0 exactly.
"""

BOOTH = replace(
    quadratic([[10, 8], [8, 10]], offset=[1, 3]),
    name="Booth",
    domain=(np.array([-10.0, -10.0]), np.array([10.0, 10.0])),
    formula="(x + 2 y - 7)^2 + (2 x + y - 5)^2",
)
"""f(x, y) = (x + 2y − 7)² + (2x + y − 5)²: an oblique quadratic valley, minimum 0 at (1, 3).

The eigenvalues of the Hessian are 18 and 2. Source: Jamil & Yang 2013,
arXiv:1308.4008.
"""
