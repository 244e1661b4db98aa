"""The camera of every lesson.

Manim's own camera draws, in each frame, every mobject that moves and all that lies above it. This
one compares the look of each with the frame before, and draws only in the bands of the frame where
something has changed. The pixels are the same.
"""

from collections.abc import Iterable
from typing import Any

from manim import Camera, Mobject

from engine.boxes import Pixels
from engine.canvas import Canvas, Drawn
from engine.looks import Look, Observer
from engine.shapes import PixelGrid, drawn


class StageCamera(Camera):
    """Manim's Cairo camera, which draws what has changed, and can also draw a `Picture`."""

    def __init__(self, **settings: Any) -> None:
        self._canvas: Canvas | None = None
        self._observer = Observer()
        self._drawn: dict[int, tuple[Look, Drawn]] = {}
        super().__init__(**settings)

    # Manim first sets the picture that lies below all that moves, and then captures the rest.

    def set_pixel_array(self, pixel_array: Any, convert_from_floats: bool = False) -> None:
        below: Any = self.convert_pixel_array(pixel_array) if convert_from_floats else pixel_array
        self._below: Pixels | None = below
        if self._canvas is None or self._canvas.pixels.shape != below.shape:
            self._grid = PixelGrid(self)
            self._canvas = Canvas(self.pixel_width, self.pixel_height, self._grid.matrix)
            self._drawn.clear()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **settings: Any) -> None:
        shown = self.get_mobjects_to_display(mobjects, **settings)
        self.show(self._observer.looks_at(shown))

    def show(self, looks: Iterable[Look]) -> None:
        """Draw what looks so, from the back to the front, over the picture below."""
        now: dict[int, tuple[Look, Drawn]] = {}
        for look in looks:
            old, thing = self._drawn.get(look.subject, (None, None))
            if thing is None or old is not look:
                thing = drawn(look, self._grid, self, thing)
            now[look.subject] = look, thing
        self._drawn = now
        things = [thing for _, thing in now.values()]
        assert self._canvas is not None
        if self._below is None:
            self._canvas.add(things)
        else:
            self._canvas.show(self._below, things)
            self._below = None

    @property
    def pixel_array(self) -> Any:  # type: ignore[override]  # in Manim an attribute
        """The frame, shape ``(pixel_height, pixel_width, 4)``, RGBA."""
        if self._below is not None:
            self.show([])
        assert self._canvas is not None
        return self._canvas.pixels

    def get_mobjects_to_display(
        self, mobjects: Iterable[Mobject], *args: Any, **settings: Any
    ) -> list[Mobject]:
        """Return what Manim would, the families of `mobjects`, without walking any of them twice.

        A mobject that is there more than once is drawn in its last place.
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
        self._canvas = None
        self._drawn.clear()
