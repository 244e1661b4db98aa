"""Checks of the targets that a caller hands in: each returns them as an array (N, K)."""

from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array

ROUNDING = 1e-9  # by which probabilities may miss adding up to 1


def any_targets(targets: Any, samples: int, outputs: int) -> Array:
    """Return real targets (N, K); (N,) will do for K = 1.

    Raises ValueError for another shape or numbers that are not finite.
    """
    array = checks.finite_array("targets", targets)
    if outputs == 1 and array.shape == (samples,):
        return array[:, np.newaxis]
    if array.shape != (samples, outputs):
        also = f" or ({samples},)" if outputs == 1 else ""
        raise ValueError(
            f"targets must have shape ({samples}, {outputs}){also}, one row per sample and one "
            f"column per output, got shape {array.shape}"
        )
    return array


def class_targets(targets: Any, samples: int, outputs: int) -> Array:
    """Return rows of probabilities (N, K) from such rows, or from labels (N,) as one-hot rows.

    Raises ValueError for labels that are not whole numbers from 0 to K − 1, for rows that have an
    entry below 0 or do not add up to 1, and for another shape.
    """
    array = checks.finite_array("targets", targets)
    if array.shape == (samples,):
        wrong = array[~np.isin(array, np.arange(outputs))]
        if wrong.size:
            raise ValueError(
                f"targets of shape ({samples},) must be labels, whole numbers from 0 to "
                f"{outputs - 1}, got {wrong[0]:g}"
            )
        return np.eye(outputs)[array.astype(np.intp)]
    if array.shape != (samples, outputs):
        raise ValueError(
            f"targets must be labels of shape ({samples},) or one-hot rows of shape "
            f"({samples}, {outputs}), got shape {array.shape}"
        )
    if (array < 0).any():
        raise ValueError(f"targets must be probabilities of at least 0, got {array.min():g}")
    sums = array.sum(axis=-1)
    if np.abs(sums - 1).max() > ROUNDING:
        raise ValueError(
            "targets must be rows that add up to 1, such as one-hot rows, got a row that adds up "
            f"to {sums[np.abs(sums - 1).argmax()]:g}"
        )
    return array


def probability_targets(targets: Any, samples: int, outputs: int) -> Array:
    """Return targets (N, K) between 0 and 1; (N,) will do for K = 1.

    Raises ValueError for targets below 0 or above 1 and for another shape.
    """
    array = any_targets(targets, samples, outputs)
    wrong = array[(array < 0) | (array > 1)]
    if wrong.size:
        raise ValueError(f"targets must be between 0 and 1, got {wrong[0]:g}")
    return array
