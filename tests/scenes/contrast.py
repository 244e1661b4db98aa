"""Contrast as WCAG 2 measures it: of colors, and of pixels."""

from typing import Any

import numpy as np

WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


def luminance(rgb: Any) -> np.ndarray:
    """Return the relative luminance of sRGB colors `(…, 3)` in 0 … 1."""
    rgb = np.asarray(rgb, dtype=float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ WEIGHTS


def ratio(one: Any, other: Any) -> Any:
    """Return the contrast ratio of luminances, 1 … 21."""
    one, other = np.asarray(one), np.asarray(other)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
