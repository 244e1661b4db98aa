"""The canvas: it knows what it shows, and draws only where something has changed."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Protocol

import cairo
import numpy as np

from engine.boxes import EMPTY, Box, Pixels, bands


class Drawn(Protocol):
    """Something that looks the same whenever it is drawn.

    `box` holds all pixels that it can touch; what is `whole` must not be drawn in part.
    """

    box: Box
    whole: bool

    def draw(self, context: "cairo.Context[cairo.ImageSurface]", pixels: Pixels, band: Box) -> None:
        """Draw on `pixels` by way of `context`, which is clipped to the rows of `band`."""


class Canvas:
    """Pixels, shape ``(height, width, 4)``, RGBA, and the stack of things that they show.

    Everything stands on a picture that lies below, and a thing is the same as before if it is the
    same object. Things that stay as they are, with nothing that moves beneath them, are not drawn
    again and again when something moves above or beside them: after a while they join what lies
    below.
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
        self._base = self.pixels  # what lies below, with the `_joined` things drawn on it
        self._joined: list[Drawn] = []
        self._resting: list[Drawn] = []  # what stayed as it was, last time

    def show(self, below: Pixels, things: list[Drawn]) -> None:
        """Show `below` and, standing on it, `things`.

        `below` is kept, and must not be written to afterward.
        """
        if self._below is below:
            changes, resting = compare(self._shown, things), find_resting(self._shown, things)
        else:
            changes, resting = [self.box], []
        if self._below is not below or not _is_within(self._joined, resting):
            self._below = self._base = below
            self._joined = []
        self._shown = things
        stale = in_one_piece(bands(changes), things)
        settled = _without(resting, self._joined)
        if _are_same(resting, self._resting) and any(
            share_rows(thing.box, band) for thing in settled for band in stale
        ):
            self._join(settled)
            self._joined = resting
            stale = [self.box]
        self._resting = resting
        rest = _without(things, self._joined)
        for band in stale:
            self.pixels[band.rows] = self._base[band.rows]
            self._draw(rest, band)

    def add(self, things: list[Drawn]) -> None:
        """Draw `things` over all that is shown, once."""
        self._draw(things, self.box)
        self._below, self._shown = None, []

    def _join(self, things: list[Drawn]) -> None:
        self.pixels[:] = self._base
        self._draw(things, self.box)
        self._base = self.pixels.copy()

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


def compare(before: Sequence[Drawn], now: Sequence[Drawn]) -> list[Box]:
    """Return boxes that hold all pixels that change."""
    still = _same(before, now)
    old, new = before[still:], now[still:]
    if len(old) == len(new):
        pairs = [pair for pair in zip(old, new, strict=True) if pair[0] is not pair[1]]
        return [thing.box for pair in pairs for thing in pair]
    top = _same(old[::-1], new[::-1])
    return [thing.box for thing in (*old[: len(old) - top], *new[: len(new) - top])]


def find_resting(before: Sequence[Drawn], now: Sequence[Drawn]) -> list[Drawn]:
    """Return what is there as before, and does not lie on anything that is not.

    Drawn first of all, in their order, these things look as they do in their places in the stack.
    """
    known = set(map(id, before))
    resting, moving = [], EMPTY
    for thing in now:
        if id(thing) in known and thing.box.cut(moving).is_empty:
            resting.append(thing)
        else:
            moving = moving.around(thing.box)
    return resting


def _same(first: Sequence[Drawn], second: Sequence[Drawn]) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))


def _are_same(first: Sequence[Drawn], second: Sequence[Drawn]) -> bool:
    return len(first) == len(second) == _same(first, second)


def _is_within(part: Sequence[Drawn], whole: Sequence[Drawn]) -> bool:
    """Say whether all of `part` is in `whole`, in the same order."""
    rest = iter(whole)
    return all(any(thing is other for other in rest) for thing in part)


def _without(things: Sequence[Drawn], others: Sequence[Drawn]) -> list[Drawn]:
    known = set(map(id, others))
    return [thing for thing in things if id(thing) not in known]
