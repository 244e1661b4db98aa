"""Boxes of pixels: where a picture has changed."""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]  # shape ``(height, width, 4)``, top row first
GAP = 8  # rows between two boxes that are not worth a band of their own


class Box(NamedTuple):
    """The pixels of columns `left` … `right` − 1 and rows `top` … `bottom` − 1."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether there is no pixel in the box."""
        return self.left >= self.right or self.top >= self.bottom

    @property
    def rows(self) -> slice:
        """The rows, to index an array of pixels with."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """The columns, to index an array of pixels with."""
        return slice(self.left, self.right)

    def cut(self, other: "Box") -> "Box":
        """Return the box of the pixels that are in both boxes, which may be empty."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both boxes."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


EMPTY = Box(0, 0, 0, 0)


def bands(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes that hold all pixels of `boxes`, from the top down, no two in the same row."""
    result: list[Box] = []
    left = top = right = bottom = 0
    for box in sorted((box for box in boxes if not box.is_empty), key=lambda box: box.top):
        if bottom and box.top <= bottom + GAP:
            left, right = min(left, box.left), max(right, box.right)
            bottom = max(bottom, box.bottom)
            continue
        if bottom:
            result.append(Box(left, top, right, bottom))
        left, top, right, bottom = box
    return [*result, Box(left, top, right, bottom)] if bottom else result
