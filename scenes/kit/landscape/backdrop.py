"""What is behind the ground: mist, sky, or the one as it gives way to the other.

A pixel of it costs as much as one of the ground, and few of its pictures differ: mist stays as it
is, and the sky moves up and down with the horizon. So the sky is painted once, higher than the
picture, and the rows that are in sight are taken from it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.kit.landscape.painter import Painter

Size = tuple[int, int]

# Where the horizon is in the painted sky, as a share of the picture's height from its top. With
# the horizon above the one row only ground would be seen; nobody looks up so far that it is below
# the other.
TOP, BOTTOM = -0.2, 1.0
CORNERS = np.array([[-1, -1], [3, -1], [-1, 3]])  # of a triangle that holds the picture


class Backdrop:
    """The backdrop of pictures of one size.

    `canvas`: the framebuffer that holds it.
    """

    def __init__(self, painter: Painter, size: Size) -> None:
        self._painter, self._size = painter, size
        self.canvas = painter.gl.framebuffer(painter.gl.texture(size, 4))
        self._shown: Any = None  # what the canvas holds
        self._sky: tuple[Any, NDArray[np.uint8]] | None = None  # its colors, and all its rows

    def show(self, air: dict[str, Any]) -> None:
        """Let the canvas hold what is behind the ground in this air."""
        height = self._size[1]
        # In whole rows, so that the sky looks the same wherever its rows were taken from.
        row = round(height * float(np.clip(air["horizon"], TOP, BOTTOM)))
        clearness = air["clearness"]
        mist = tuple(air[name] for name in ("mist_high", "mist_low")) if clearness < 1 else None
        sky = (row, *(air[name] for name in ("sky_high", "sky_low"))) if clearness > 0 else None
        wanted = clearness, mist, sky
        if wanted == self._shown:
            return
        self._shown = wanted
        if mist is None:
            begin = round(BOTTOM * height) - row
            rows = self._whole_sky(air)[begin : begin + height]
            self.canvas.color_attachments[0].write(rows)
        else:
            self._paint(self.canvas, air, row)

    def _whole_sky(self, air: dict[str, Any]) -> NDArray[np.uint8]:
        """Return the painted sky, (rows, width, 4)."""
        colors = air["sky_high"], air["sky_low"]
        if self._sky is None or self._sky[0] != colors:
            width, height = self._size
            size = width, round(BOTTOM * height) - round(TOP * height) + height
            surface = self._painter.gl.renderbuffer(size, 4)
            canvas = self._painter.gl.framebuffer(surface)
            self._paint(canvas, air, round(BOTTOM * height))
            content = canvas.read(components=4, alignment=1)
            canvas.release()
            surface.release()
            self._sky = colors, np.frombuffer(content, np.uint8).reshape(size[1], width, 4)
        return self._sky[1]

    def _paint(self, canvas: Any, air: dict[str, Any], horizon: int) -> None:
        canvas.use()
        self._painter.paint("backdrop", air | {"horizon": float(horizon)}, {"corner": CORNERS})
