"""Movements that scenes share."""

from collections.abc import Iterable
from typing import Any

from manim import FadeIn, LaggedStart, Mobject


def in_turn(mobjects: Iterable[Mobject], **settings: Any) -> LaggedStart:
    """Return the fading in of `mobjects`, each half a moment after the one before.

    `settings` are those of any animation, such as ``run_time`` in seconds.
    """
    return LaggedStart(*(FadeIn(mobject) for mobject in mobjects), lag_ratio=0.5, **settings)
