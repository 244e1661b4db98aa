"""Labels that follow a point of the ground and fade when it is hidden."""

from typing import Any

import numpy as np
from manim import UP, ValueTracker, VGroup, VMobject
from numpy.typing import NDArray

from scenes.kit.landscape.drawing.shot import SIGHT
from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.memo import state_of
from scenes.kit.landscape.place import position

FADE = 0.01  # the clearance at which a label is all there; at 0 it is gone


class Pin(VGroup):
    """A label beside the place `at` of a landscape, a walk or a point, wherever that is seen.

    `direction`: on which side of the place, in the frame, at a distance of `buff`.  It fades as
    ground comes between the place and the eye, and as mist does. It is all a function of the
    landscape's trackers, of the walk and of `shown`; ``pin.appear()`` lets it come.
    """

    def __init__(
        self,
        landscape: Landscape,
        label: VMobject,
        at: Any,
        direction: NDArray[np.float64] = UP,
        buff: float = 0.2,
    ) -> None:
        super().__init__(label)
        self.landscape, self.at, self.direction, self.buff = landscape, at, direction, buff
        self.shown = ValueTracker(1.0)
        self.opacities = [
            (part.get_fill_opacity(), part.get_stroke_opacity()) for part in self.get_family()
        ]
        self._followed: Any = None
        self.add_updater(Pin.follow, call_updater=True)  # type: ignore[arg-type]

    def visibility(self) -> float:
        """Return how much of the label is to be seen, 0 … 1."""
        landscape, (x, y) = self.landscape, position(self.at)
        clear = landscape.clearance(x, y, 0.01 * landscape.extent) / FADE
        clear = min(max(clear, 0.0), 1.0)
        away = float(np.linalg.norm((x, y) - position(landscape.mist_center)))
        far = (away / float(landscape.mist_radius.get_value()) - SIGHT) / (1 - SIGHT)
        far = min(max(far, 0.0), 1.0)
        near = 1 - far * far * (3 - 2 * far)
        return float(clear * clear * (3 - 2 * clear) * near * self.shown.get_value())

    def follow(self) -> "Pin":
        """Go to where the place is seen now."""
        seen_from = self._seen_from()
        if self._followed == (seen_from, self._looks()):
            return self  # it is there, and the label is unchanged
        place = self.landscape.to_frame(*position(self.at))
        self.next_to(place, self.direction, buff=self.buff)
        seen = self.visibility()
        for part, (fill, stroke) in zip(self.get_family(), self.opacities, strict=True):
            if (part.get_fill_rgbas()[:, 3] != fill * seen).any():
                part.set_fill(opacity=fill * seen, family=False)
            if (part.get_stroke_rgbas()[:, 3] != stroke * seen).any():
                part.set_stroke(opacity=stroke * seen, family=False)
        self._followed = seen_from, self._looks()
        return self

    def _seen_from(self) -> tuple[Any, ...]:
        """Return all from which place and visibility follow."""
        landscape = self.landscape
        mist = state_of([landscape.mist_center, landscape.mist_radius])
        own = state_of([self.at, self.direction, self.buff, self.shown])
        return landscape.view(), landscape.points.tobytes(), landscape.ground(), mist, own

    def _looks(self) -> list[bytes]:
        """Return how the label looks."""
        return [
            array.tobytes()
            for part in self.get_family()
            for array in (part.points, part.get_fill_rgbas(), part.get_stroke_rgbas())
        ]

    def appear(self) -> Any:
        """Return the animation that lets the label come."""
        self.shown.set_value(0.0)
        return self.shown.animate.set_value(1.0)

    def leave(self) -> Any:
        """Return the animation that lets the label go."""
        return self.shown.animate.set_value(0.0)
