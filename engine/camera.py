"""The camera that every lesson is filmed with.

Manim's own camera draws, in each frame, every mobject that moves and all that lies above it. This
one looks at each of them, and draws only in the bands of the frame where something has changed.
The pixels are the same.
"""

from collections.abc import Iterable
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from manim import Camera, Mobject, VMobject

from engine.boxes import Box
from engine.canvas import Canvas, Drawn, Pixels
from engine.shapes import Frame, Other, Print, Shape


class Shot(Protocol):
    """All that a picture depends on, but for its size: a record of numbers that can be pickled."""

    def digest(self) -> bytes:
        """Return a digest of the numbers: equal digests, equal pictures."""

    def pixels(self, width: int, height: int) -> Pixels:
        """Return the opaque picture, shape ``(height, width, 4)``, top row first, RGBA."""


class Picture(Mobject):
    """A mobject that fills its rectangle with pixels of its own, such as a landscape."""

    def shot(self) -> Shot:
        """Return what is seen now."""
        raise NotImplementedError

    def pixels(self, width: int, height: int) -> Pixels:
        """Return the opaque picture, shape ``(height, width, 4)``, top row first, RGBA.

        The array is kept, and must not be written to afterward. One that was returned before says
        that the picture is the same as it was then.
        """
        return self.shot().pixels(width, height)


class StageCamera(Camera):
    """Manim's Cairo camera, which draws what has changed, and can also look at a `Picture`."""

    def __init__(self, **settings: Any) -> None:
        self._page: Canvas | None = None
        self._seen: WeakKeyDictionary[Mobject, Drawn] = WeakKeyDictionary()
        super().__init__(**settings)

    # Manim first sets the picture that lies below all that moves, and then captures the rest.

    def set_pixel_array(self, pixel_array: Any, convert_from_floats: bool = False) -> None:
        below: Any = self.convert_pixel_array(pixel_array) if convert_from_floats else pixel_array
        self._below: Pixels | None = below
        if self._page is None or self._page.pixels.shape != below.shape:
            self._frame = Frame(self)
            self._page = Canvas(self.pixel_width, self.pixel_height, self._frame.matrix)
            self._seen.clear()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **settings: Any) -> None:
        looks = (self._look(m) for m in self.get_mobjects_to_display(mobjects, **settings))
        things = [look for look in looks if look is not None]
        assert self._page is not None
        if self._below is None:
            self._page.add(things)
        else:
            self._page.show(self._below, things)
            self._below = None

    @property
    def pixel_array(self) -> Any:  # type: ignore[override]  # in Manim an attribute
        """The frame, shape ``(pixel_height, pixel_width, 4)``, RGBA."""
        if self._below is not None:
            self.capture_mobjects([])
        assert self._page is not None
        return self._page.pixels

    def get_mobjects_to_display(
        self, mobjects: Iterable[Mobject], *args: Any, **settings: Any
    ) -> list[Mobject]:
        """Return what Manim would, the families of `mobjects`, without walking any of them twice.

        Whoever is there more than once is drawn in its last place.
        """
        if args or settings:
            return super().get_mobjects_to_display(mobjects, *args, **settings)
        found: list[Mobject] = []  # from the front to the back
        known: set[Mobject] = set()

        def gather(family: Iterable[Mobject]) -> None:
            for mobject in reversed(list(family)):
                if mobject not in known:
                    known.add(mobject)
                    gather(mobject.submobjects)
                    if mobject.has_points():
                        found.append(mobject)

        gather(mobjects)
        found.reverse()
        return sorted(found, key=lambda m: m.z_index) if self.use_z_index else found

    def forget(self) -> None:
        """Draw all anew from now on."""
        self._page = None
        self._seen.clear()

    def take_changes(self) -> list[Box]:
        """Return boxes that hold all pixels that changed since this was last asked."""
        assert self._page is not None
        return self._page.take_changes()

    def _look(self, mobject: Mobject) -> Drawn | None:
        """Return what there is to see of `mobject` itself: the same object while it stays so."""
        before = self._seen.get(mobject)
        if isinstance(mobject, VMobject) and Shape.can_show(mobject):
            shape = before if isinstance(before, Shape) else None
            if shape is None or not shape.shows(mobject):
                shape = self._seen[mobject] = Shape(mobject, self._frame, shape)
            return shape
        if isinstance(mobject, Picture):
            place = self._place(mobject)
            pixels = mobject.pixels(place.right - place.left, place.bottom - place.top)
            if isinstance(before, Print) and before.pixels is pixels and before.place == place:
                return before
            self._seen[mobject] = now = Print(pixels, place, self._frame.box)
            return now
        kind = self.type_or_raise(mobject)
        if kind is Mobject:  # such as a tracker
            return None
        draw: Any = self.display_funcs[kind]
        return Other(lambda pixels: draw([mobject], pixels), self._frame.box)

    def _place(self, picture: Picture) -> Box:
        """Return the box of pixels nearest to the rectangle of a picture."""
        left, top = self._frame.pixel(picture.get_corner((-1, 1, 0)))
        right, bottom = self._frame.pixel(picture.get_corner((1, -1, 0)))
        return Box(round(left), round(top), round(right), round(bottom))
