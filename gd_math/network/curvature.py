"""The largest curvature of a loss from products of its Hessian with vectors, without the matrix."""

from collections.abc import Callable
from functools import partial

import numpy as np

from gd_math.checks import Array

SMALL = 16  # dimensions up to which the matrix itself is as quick
TOLERANCE = 1e-6  # of the eigenvalue, relative
NEAR, RESTARTS = 6, 40  # vectors at a time, and how often, where a guess is given: it is near


def largest_eigenvalue(
    product: Callable[[Array], Array], dimension: int, guess: Array | None = None
) -> tuple[float, Array]:
    """Return the largest eigenvalue of a symmetric matrix A, and its unit eigenvector.

    product: takes rows v (m, d) and returns A v, (m, d).  guess: about the eigenvector, (d,).
    Where a product is not finite the eigenvalue is infinite.
    Source: Lanczos 1950; scipy.sparse.linalg.eigsh.
    """
    if dimension <= SMALL:
        matrix = product(np.eye(dimension))
        if not np.isfinite(matrix).all():
            return np.inf, np.full(dimension, dimension**-0.5)
        values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
        return float(values[-1]), vectors[:, -1]
    begin = np.random.default_rng(0).normal(size=dimension) if guess is None else guess

    def along(v: Array) -> Array:
        found = product(v.reshape(1, dimension))[0]
        if not np.isfinite(found).all():
            raise FloatingPointError  # or the search would go on for ever among NaNs
        return np.asarray(found)

    # What no other network needs is loaded here.
    from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

    operator = LinearOperator((dimension, dimension), matvec=along, dtype=np.float64)
    search = partial(eigsh, operator, k=1, which="LA", v0=begin, tol=TOLERANCE)
    try:
        try:
            values, vectors = search() if guess is None else search(ncv=NEAR, maxiter=RESTARTS)
        except ArpackNoConvergence:
            values, vectors = search()
    except FloatingPointError:
        return np.inf, np.full(dimension, dimension**-0.5)
    return float(values[0]), vectors[:, 0]
