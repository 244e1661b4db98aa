"""Fading of what does nothing of its own meanwhile, without a copy of it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from manim import Animation, FadeIn, FadeOut, Group, Mobject, VMobject

LOOKS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
SETTINGS = {"run_time", "rate_func"}  # all that `Fade` has


class Fade(Animation):
    """Shows what Manim's `FadeIn` or, unless it is `coming`, `FadeOut` shows of shapes at rest.

    Those copy all that they are given, points and all, two or three times: a fifth of the time in
    which a scene is played.
    """

    def __init__(self, mobject: Any, coming: bool, **settings: Any) -> None:
        super().__init__(mobject, introducer=coming, remover=not coming, **settings)
        self.coming = coming

    def begin(self) -> None:
        """Note how all parts look."""
        shapes = self.mobject.family_members_with_points()
        self._looks = [(part, look, getattr(part, look)) for part in shapes for look in LOOKS]
        super().begin()

    def create_starting_mobject(self) -> Mobject:
        """Return the mobject itself: nothing of it moves."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show all parts as far as they have come."""
        share = self.rate_func(alpha)
        for part, look, rgbas in self._looks:
            now = rgbas.copy()
            now[:, 3] *= share if self.coming else 1 - share
            setattr(part, look, now)

    def clean_up_from_scene(self, scene: Any) -> None:
        """Leave all as it was before it was faded out."""
        super().clean_up_from_scene(scene)
        if not self.coming:
            self.interpolate(0)


def fades(things: list[Any], coming: bool, settings: dict[str, Any]) -> Iterator[Animation]:
    """Yield the animations in which `things` are faded in or out, from the back to the front.

    What follows something else meanwhile is left to Manim, and so are `settings` for it alone, and
    things that have parts in common. What comes is put in front, all together; what leaves stays
    where it is, each by itself.
    """
    parts = [part for thing in things for part in _family(thing)]
    ours = settings.keys() <= SETTINGS and len({*parts}) == len(parts)
    for simple, some in groupby(things, lambda thing: ours and _rests(thing)):
        run = list(some)
        for part in [Group(*run)] if coming and len(things) > 1 else run:
            if simple:
                yield Fade(part, coming, **settings)
            else:
                yield (FadeIn if coming else FadeOut)(part, **settings)


def _rests(thing: Any) -> bool:
    """Say whether a mobject consists of shapes, none of which follows anything."""
    return all(
        (isinstance(part, VMobject) or type(part) is Group) and not part.updaters
        for part in _family(thing)
    )


def _family(thing: Any) -> list[Any]:
    if not isinstance(thing, Mobject):
        raise TypeError(f"{thing!r} cannot be faded: only a mobject can appear and leave")
    return list(thing.get_family())
