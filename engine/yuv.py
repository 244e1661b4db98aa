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

from engine.boxes import Box

# Each square of 2 × 2 gets the mean of its own four colors, and soonest with FULL_CHR_H_INP.
# Without BITEXACT the colors would depend on the processor.
_MEANS = Interpolation.AREA | Interpolation.FULL_CHR_H_INP | Interpolation.BITEXACT


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
        left, right = _squares(box.left, box.right, width)
        top, bottom = _squares(box.top, box.bottom, height)
        part = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(rgba[top:bottom, left:right], format="rgba"),
            format="yuv420p",
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_colorspace=Colorspace.ITU709,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=_MEANS,
            threads=1,
        )
        for number, pixels in enumerate(self._planes):
            step = 2 if number else 1
            there = slice(top // step, bottom // step), slice(left // step, right // step)
            pixels[there] = plane(part, number)


def _squares(first: int, last: int, size: int) -> tuple[int, int]:
    """Return the ends of the squares that hold some pixels; the conversion needs two at least."""
    begin = min(first // 2 * 2, size - 4)
    return begin, max((last + 1) // 2 * 2, begin + 4)


def plane(frame: av.VideoFrame, number: int) -> NDArray[np.uint8]:
    """Return a plane of `frame`, shape ``(height, width)``: a view."""
    content = frame.planes[number]
    rows = np.frombuffer(cast("Any", content), np.uint8).reshape(-1, content.line_size)
    return rows[: content.height, : content.width]
