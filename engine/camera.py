"""The camera of every lesson.

It draws what Manim's own camera would, pixel for pixel, and a `Picture` without scaling it. What
looks as in the frame before is not built anew, only drawn.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import cairo
from manim import Camera, Mobject, config

from engine.looks import Look, Observer
from engine.shapes import Drawn, PixelGrid, drawn


class StageCamera(Camera):
    """Manim's Cairo camera, which remembers what it has drawn, and scales no `Picture`."""

    def __init__(self, **settings: Any) -> None:
        self._observer = Observer()
        self._drawn: dict[int, tuple[Look, Drawn]] = {}
        # What draws the looks that the last segment began with, by their digests.
        self._still: dict[bytes, Drawn] = {}
        self._canvas: Any = None  # the array on which `_context` draws
        super().__init__(**settings)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **settings: Any) -> None:
        shown = self.get_mobjects_to_display(mobjects, **settings)
        self.show(self._observer.looks_at(shown))

    def begin(self, looks: list[Look]) -> None:
        """Draw what so looks in all frames of a segment, on an empty frame.

        What was so drawn for the segment before this one is not built anew; yet all is drawn as
        if it were the first, so that a segment never depends on those before it.
        """
        self.reset()
        self._canvas = None
        self._prepare()
        self._drawn = {
            look.subject: (look, self._still[look.digest].anew())
            for look in looks
            if look.digest in self._still
        }
        self.show(looks)
        self._still = {look.digest: thing for look, thing in self._drawn.values()}

    def show(self, looks: Iterable[Look]) -> None:
        """Draw what looks so, from the back to the front, over what is there."""
        self._prepare()
        now: dict[int, tuple[Look, Drawn]] = {}
        for look in looks:
            old, thing = self._drawn.get(look.subject, (None, None))
            if thing is None or old is not look:
                thing = drawn(look, self._grid, self, thing)
            now[look.subject] = look, thing
            thing.draw(self._context, self._canvas)
        self._drawn = now

    def _prepare(self) -> None:
        """Make what draws on `pixel_array`, which is another array when its size has changed."""
        if self._canvas is self.pixel_array:
            return
        self._canvas = self.pixel_array
        self._grid = PixelGrid(self)
        surface = cairo.ImageSurface.create_for_data(
            self._canvas.data, cairo.FORMAT_ARGB32, self.pixel_width, self.pixel_height
        )
        self._context = cairo.Context(surface)
        self._context.set_matrix(self._grid.matrix)
        self._drawn.clear()

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


@contextmanager
def configured(settings: Mapping[str, Any]) -> Iterator[None]:
    """Return a context in which Manim's configuration has these settings.

    Manim's own `tempconfig` puts all of its settings back, one of which gives every class of
    mobjects new bases: that takes longer than drawing a frame.
    """
    before = {name: config[name] for name in settings}
    config.update(dict(settings))
    try:
        yield
    finally:
        config.update(before)
