"""From the colors of pixels to those of video, by the matrix of BT.709.

Manim leaves the conversion to swscale, which uses the matrix of BT.601 when it is not told.
"""

from typing import Any, cast

import av
import numpy as np
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from numpy.typing import NDArray

from scenes.kit.boxes import Box

# Without BITEXACT the colors would depend on the processor.
_EXACT = Interpolation.BILINEAR | Interpolation.BITEXACT


class YuvFrame:
    """A frame as x264 takes it: brightness for each pixel, color for each square of 2 × 2.

    `frame` is what is encoded; it is changed in place.
    """

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self._planes = [plane(self.frame, number) for number in range(3)]
        self._reformatter = VideoReformatter()

    def convert(self, rgba: NDArray[np.uint8], box: Box) -> None:
        """Take over the pixels in `box` of a picture of the same size."""
        height, width = rgba.shape[:2]
        # The color of a square depends on the squares around it, too.
        left, top = (max(edge // 2 * 2 - 4, 0) for edge in box[:2])
        right, bottom = min(box.right + 5, width) // 2 * 2, min(box.bottom + 5, height) // 2 * 2
        part = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(rgba[top:bottom, left:right], format="rgba"),
            format="yuv420p",
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_colorspace=Colorspace.ITU709,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=_EXACT,
            threads=1,
        )
        # Where the part was cut out, its edge is not to be had from within.
        inner = Box(
            left + 2 * (left > 0),
            top + 2 * (top > 0),
            right - 2 * (right < width),
            bottom - 2 * (bottom < height),
        )
        for number, pixels in enumerate(self._planes):
            step = 2 if number else 1
            rows = slice((inner.top - top) // step, (inner.bottom - top) // step)
            columns = slice((inner.left - left) // step, (inner.right - left) // step)
            there = (
                slice(inner.top // step, inner.bottom // step),
                slice(inner.left // step, inner.right // step),
            )
            pixels[there] = plane(part, number)[rows, columns]


def plane(frame: av.VideoFrame, number: int) -> NDArray[np.uint8]:
    """Return a plane of `frame`, shape ``(height, width)``: a view."""
    content = frame.planes[number]
    rows = np.frombuffer(cast("Any", content), np.uint8).reshape(-1, content.line_size)
    return rows[: content.height, : content.width]
