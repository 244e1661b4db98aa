"""Random symmetric matrices: why saddles outnumber minima in many dimensions.

Where the slope is zero, the eigenvalues of the Hessian H decide: all above 0, a valley; all below
0, a hilltop; of both signs, a pass. Of a landscape of which nothing is known H is modelled as a
random symmetric matrix of the Gaussian orthogonal ensemble, H = (G + Gᵀ)/2 with every entry of G
from N(0, 1). Its eigenvalues repel each other, so all of one sign is rarer than d coins that all
fall alike.
Source: Dauphin et al. 2014, arXiv:1406.2572; Dean & Majumdar 2006, arXiv:cond-mat/0609651.
"""

import math

import numpy as np

from gd_math import checks
from gd_math.checks import Array

LARGEST = 10  # dimensions: beyond, rounding would spoil the determinants
NODES = 32  # of the quadrature, exact to the last digit for polynomials of sines up to this degree


def random_curvatures(dimension: int, n: int, seed: int | np.random.Generator) -> Array:
    """Draw random symmetric matrices and return their eigenvalues: curvatures of flat places.

        Hv = λv,   H = (G + Gᵀ)/2

    dimension: d, from 1.  n: how many matrices, from 1.
    seed: a whole number of at least 0, or a Generator.
    Returns (n, d), in each row from the smallest to the largest.
    Raises ValueError for another dimension, n or seed.

    >>> random_curvatures(2, 3, seed=1).round(1).tolist()
    [[-1.5, 0.5], [0.6, 0.9], [0.3, 0.6]]
    """
    d = checks.whole("dimension", dimension, 1)
    n = checks.whole("n", n, 1)
    entries = checks.generator(seed).standard_normal((n, d, d))
    return np.asarray(np.linalg.eigvalsh((entries + np.swapaxes(entries, -1, -2)) / 2))


def sign_patterns(dimension: int, n: int, seed: int | np.random.Generator) -> Array:
    """Draw random symmetric matrices and count the negative eigenvalues of each.

        shareₖ = (matrices with k negative eigenvalues) / n,   k = 0, …, d

    dimension: d, from 1.  n: how many matrices, from 1.
    seed: a whole number of at least 0, or a Generator.
    Returns (d + 1,), adding up to 1: first the valleys, last the hilltops, between them the passes.
    Raises ValueError for another dimension, n or seed.

    >>> sign_patterns(2, 10_000, seed=1).round(1).tolist()  # 0, 1 or 2 negative eigenvalues
    [0.1, 0.7, 0.1]
    """
    eigenvalues = random_curvatures(dimension, n, seed)
    negative = (eigenvalues < 0).sum(axis=-1)
    return np.asarray(np.bincount(negative, minlength=dimension + 1) / n)


def valley_share(dimension: int) -> float:
    """Return the probability that a random symmetric matrix has positive eigenvalues only.

        ∫_{λ>0} p dλ / ∫ p dλ,   p = exp(−Σ λᵢ²/2) Π_{i<j} |λᵢ − λⱼ|

    1/2 for d = 1, (2 − √2)/4 for d = 2, (π − 2√2)/4π for d = 3, and about exp(−d² ln 3 / 4) for
    many. Hilltops are as likely; all that is left are passes.
    dimension: d, from 1 to 10.
    Raises ValueError for another dimension.
    Source: de Bruijn 1955, J. Indian Math. Soc. 19, 133–151: either integral is a Pfaffian.
    """
    d = checks.whole("dimension", dimension, 1)
    if d > LARGEST:
        raise ValueError(f"dimension must be at most {LARGEST}, got {dimension}")
    positive = _log_pfaffian(d, math.pi / 2, lower=0.0)
    every = _log_pfaffian(d, 5 * math.pi / 4, lower=-1.0)
    return math.exp(positive - every)


def _log_pfaffian(d: int, last: float, lower: float) -> float:
    """Return the logarithm of the Pfaffian of the skew moments of the normal density.

        aᵢⱼ = ∬_{x<y} (xⁱyʲ − xʲyⁱ) exp(−(x² + y²)/2) dx dy,   i, j = 0, …, d − 1

    In polar coordinates the region x < y begins at the angle π/4; it ends at `last`.
    For odd d a row of the moments ∫ xⁱ exp(−x²/2) dx is added. lower: −1 for x from −∞, 0 from 0.
    """
    power = np.arange(d)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = (last - math.pi / 4) / 2
    angle = math.pi / 4 + half * (nodes + 1)
    x, y = np.cos(angle)[:, np.newaxis] ** power, np.sin(angle)[:, np.newaxis] ** power
    around = np.einsum("n,ni,nj->ij", half * weights, x, y)
    radial = [[_normal_moment(i + j + 1) for j in range(d)] for i in range(d)]
    skew = (around - around.T) * radial
    if d % 2:
        moments = np.array([_normal_moment(i) * (1 - lower * (-1) ** i) for i in range(d)])
        skew = np.block([[skew, moments[:, np.newaxis]], [-moments, np.zeros((1, 1))]])
    _, logarithm = np.linalg.slogdet(skew)
    return float(logarithm / 2)


def _normal_moment(power: int) -> float:
    """Return ∫ xᵖ exp(−x²/2) dx over x > 0."""
    return math.pow(2, (power - 1) / 2) * math.gamma((power + 1) / 2)
