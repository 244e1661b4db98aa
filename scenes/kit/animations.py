"""Movements that scenes share: things appear and leave."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Mobject, SurroundingRectangle, smooth, squish_rate_func
from numpy.typing import ArrayLike, NDArray

from scenes.kit.fade import fades
from scenes.kit.theme import theme

Array = NDArray[np.float64]
EDGE = 0.1  # of a plate over a picture, in units of the frame …
ABOVE = 10  # … and its z-index: above all that the picture has


def appear(*things: Any, **settings: Any) -> list[Any]:
    """Return the animations that let `things` appear, each in its own way.

    What has an `appear` of its own, as all that stands on a landscape, is asked for it; all else
    is faded in together. Lists of things are things. `settings` are those of `FadeIn`, such as
    ``scale=2``.
    """
    every = list(flat(things))
    for thing in every:
        if not hasattr(thing, "appear"):
            thing.update()  # what was not in the scene may be behind what it follows
    return _animations("appear", every, settings)


def leave(*things: Any, **settings: Any) -> list[Any]:
    """Return the animations that let `things` leave, each in its own way; see `appear`."""
    return _animations("leave", things, settings)


def swap(old: Iterable[Any], new: Iterable[Any], meanwhile: Iterable[Any] = ()) -> list[Any]:
    """Return the animations of one play in which all of `old` leaves, and then `new` appears.

    What appears `meanwhile` does so between the two, so that the frame is never empty.
    """
    parts = (0, 0.5), (0.2, 0.6), (0.5, 1)
    early, between, late = (squish_rate_func(smooth, *part) for part in parts)
    come = appear(*meanwhile, rate_func=between)
    return [*leave(*old, rate_func=early), *come, *appear(*new, rate_func=late)]


def veil(picture: Mobject) -> list[Any]:
    """Return the animations in which `picture` leaves in the first half of a play, as one.

    What is painted in layers would show the lower ones, were each faded for itself.
    """
    plate = SurroundingRectangle(picture, buff=EDGE, stroke_width=0)
    plate.set_fill(theme.background, opacity=1).set_z_index(ABOVE)
    cover = FadeIn(plate, rate_func=lambda t: smooth(2 * t) if t < 0.5 else 0.0, remover=True)
    return [cover, FadeOut(picture, rate_func=lambda t: float(t >= 0.5))]


def eased(share: ArrayLike) -> Array:
    """Return how far movements are that begin and end slowly, 0 before them and 1 after them.

    `share` is that of the time of each; a rate function of Manim's takes one alone.
    """
    share = np.clip(share, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _animations(verb: str, things: Any, settings: dict[str, Any]) -> list[Any]:
    every = list(flat(things))
    faded = [thing for thing in every if not hasattr(thing, verb)]
    moves = fades(faded, verb == "appear", settings)
    return [*moves, *(getattr(thing, verb)() for thing in every if hasattr(thing, verb))]


def flat(things: Iterable[Any]) -> Iterator[Any]:
    """Yield what is in `things`, and in the lists and other iterables among them.

    A mobject is one thing, also a group of several.
    """
    for thing in things:
        if isinstance(thing, Iterable) and not isinstance(thing, Mobject):
            yield from flat(thing)
        else:
            yield thing
