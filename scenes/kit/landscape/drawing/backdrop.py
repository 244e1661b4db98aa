"""What is behind the ground: mist, sky, or the one as it gives way to the other.

A pixel of it costs as much as one of the ground, and few of its pictures differ: mist stays as it
is, and the sky moves up and down with the horizon. So both are painted once, the sky higher than
the picture, and the rows that are in sight are taken from it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.kit.landscape.drawing.painter import Painter

Size = tuple[int, int]
Pixels = NDArray[np.uint8]

# Where the horizon is in the painted sky, as a share of the picture's height from its top. With
# the horizon above the one row only ground would be seen; nobody looks up so far that it is below
# the other.
TOP, BOTTOM = -0.2, 1.0
COLORS = ("mist_high", "mist_low", "sky_high", "sky_low")
CORNERS = np.array([[-1, -1], [3, -1], [-1, 3]])  # of a triangle that holds the picture


class Backdrop:
    """The backdrop of pictures of one size.

    `canvas`: the framebuffer that holds it.
    """

    def __init__(self, painter: Painter, size: Size) -> None:
        self._painter, self._size = painter, size
        self.canvas = painter.gl.framebuffer(painter.gl.texture(size, 4))
        self._shown: Any = None  # what the canvas holds
        self._painted: dict[str, tuple[Any, Pixels]] = {}  # mist and sky, after their colors

    def show(self, air: dict[str, Any]) -> None:
        """Let the canvas hold what is behind the ground in this air."""
        height, clearness = self._size[1], air["clearness"]
        # In whole rows, so that the sky looks the same wherever its rows were taken from.
        row = round(height * float(np.clip(air["horizon"], TOP, BOTTOM)))
        lowest = round(height * BOTTOM)
        wanted = clearness, row if clearness else 0, *(air[name] for name in COLORS)
        if wanted == self._shown:
            return
        self._shown = wanted
        layers = []
        if clearness < 1:
            layers.append(self._paint("mist", air, height, 0))
        if clearness > 0:
            all_rows = self._paint("sky", air, lowest - round(height * TOP) + height, lowest)
            layers.append(all_rows[lowest - row :][:height])
        if len(layers) > 1:
            mist, sky = (Image.fromarray(layer) for layer in layers)
            layers = [np.asarray(Image.blend(mist, sky, clearness))]
        self.canvas.color_attachments[0].write(layers[0])

    def _paint(self, kind: str, air: dict[str, Any], rows: int, horizon: int) -> Pixels:
        """Return so many rows of "mist" or "sky", (rows, width, 4), painted once."""
        colors = air[f"{kind}_high"], air[f"{kind}_low"]
        if kind not in self._painted or self._painted[kind][0] != colors:
            size = self._size[0], rows
            surface = self._painter.gl.renderbuffer(size, 4)
            canvas = self._painter.gl.framebuffer(surface)
            canvas.use()
            high, low = colors
            values = {"high": high, "low": low, "is_sky": kind == "sky", "horizon": float(horizon)}
            self._painter.paint("backdrop", air | values, {"corner": CORNERS})
            content = canvas.read(components=4, alignment=1)
            canvas.release()
            surface.release()
            picture = np.frombuffer(content, np.uint8).reshape(rows, size[0], 4)
            self._painted[kind] = colors, picture
        return self._painted[kind][1]
