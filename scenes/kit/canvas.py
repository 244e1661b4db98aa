"""The canvas: it knows what it shows, and draws only where something has changed."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol, TypeAlias

import cairo
import numpy as np
from numpy.typing import NDArray

from scenes.kit.boxes import Box, bands

Pixels: TypeAlias = NDArray[np.uint8]


class Drawn(Protocol):
    """Something that looks the same whenever it is drawn.

    `box` holds all pixels that it can touch; what is `whole` must not be drawn in part.
    """

    box: Box
    whole: bool

    def draw(self, context: "cairo.Context[cairo.ImageSurface]", pixels: Pixels, band: Box) -> None:
        """Draw on `pixels` by way of `context`, which is clipped to the rows of `band`."""

    def since(self, before: "Drawn") -> list[Box]:
        """Return boxes that hold all pixels that change where this replaces `before`."""
        return [before.box, self.box]


class Canvas:
    """Pixels, shape ``(height, width, 4)``, RGBA, and the stack of things that they show.

    Everything stands on a picture that lies below, and a thing is the same as before if it is the
    same object. Things that stay as they are, at the bottom of the stack, are not drawn again and
    again when something moves above them: after a while they join what lies below.
    """

    def __init__(self, width: int, height: int, matrix: cairo.Matrix) -> None:
        self.box = Box(0, 0, width, height)
        self.pixels: Pixels = np.zeros((height, width, 4), np.uint8)
        surface = cairo.ImageSurface.create_for_data(
            self.pixels.data, cairo.FORMAT_ARGB32, width, height
        )
        self._context = cairo.Context(surface)
        self._context.set_matrix(matrix)
        self._below: Pixels | None = None
        self._shown: list[Drawn] = []
        self._base = self.pixels  # what lies below, with the lowest `_joined` things drawn on it
        self._joined = self._still = 0  # so many of the lowest things stayed as they were last time
        self._changes: list[Box] = []

    def take_changes(self) -> list[Box]:
        """Return boxes that hold all pixels that changed since this was last asked."""
        changes, self._changes = self._changes, []
        return changes

    def show(self, below: Pixels, things: list[Drawn]) -> None:
        """Show `below` and, standing on it, `things`.

        `below` is kept, and must not be written to afterward.
        """
        if self._below is below:
            still, changes = compare(self._shown, things)
        else:
            still, changes = 0, [self.box]
        if self._below is not below or still < self._joined:
            self._below = self._base = below
            self._joined = self._still = 0
        self._shown = things
        self._changes = bands([*self._changes, *changes])
        stale = in_one_piece(bands(changes), things)
        settled = things[self._joined : still]
        if still == self._still and any(
            share_rows(thing.box, band) for thing in settled for band in stale
        ):
            self._join(settled)
            stale = [self.box]
        self._still = still
        for band in stale:
            self.pixels[band.rows] = self._base[band.rows]
            self._draw(things[self._joined :], band)

    def add(self, things: list[Drawn]) -> None:
        """Draw `things` over all that is shown, once."""
        self._draw(things, self.box)
        self._changes = [self.box]
        self._below, self._shown = None, []

    def _join(self, things: list[Drawn]) -> None:
        self.pixels[:] = self._base
        self._draw(things, self.box)
        self._base = self.pixels.copy()
        self._joined += len(things)

    def _draw(self, things: Sequence[Drawn], band: Box) -> None:
        # The band is as wide as the canvas: where Cairo cuts a shape off at a column, it rounds.
        context = self._context
        context.new_path()
        context.save()
        context.identity_matrix()
        context.rectangle(0, band.top, self.box.right, band.bottom - band.top)
        context.restore()
        context.clip()
        for thing in things:
            if share_rows(thing.box, band):
                thing.draw(context, self.pixels, band)
        context.reset_clip()


def share_rows(first: Box, second: Box) -> bool:
    """Say whether the boxes have rows in common; an empty one has none."""
    return first.top < second.bottom and second.top < first.bottom


def in_one_piece(stale: list[Box], things: list[Drawn]) -> list[Box]:
    """Return bands that hold `stale` and do not cut through a thing that must not be cut."""
    whole = [thing.box for thing in things if thing.whole]
    while True:
        cut = [box for box in whole if any(share_rows(box, band) for band in stale)]
        wider = bands([*stale, *cut])
        if not cut or wider == stale:
            return stale
        stale = wider


def compare(before: Sequence[Drawn], now: Sequence[Drawn]) -> tuple[int, list[Box]]:
    """Return how many of the lowest things stay, and boxes that hold all pixels that change."""
    still = _same(before, now)
    old, new = before[still:], now[still:]
    if len(old) == len(new):
        pairs = [pair for pair in zip(old, new, strict=True) if pair[0] is not pair[1]]
        return still, [box for one, other in pairs for box in other.since(one)]
    top = _same(old[::-1], new[::-1])
    return still, [thing.box for thing in (*old[: len(old) - top], *new[: len(new) - top])]


def _same(first: Sequence[Drawn], second: Sequence[Drawn]) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
