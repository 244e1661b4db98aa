"""True BT.709 colors, for whatever becomes a video: known without Manim, which takes its time."""

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

BT709 = {  # options of FFmpeg's encoders, from which players learn the colors
    "color_range": "tv",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
}
# Each square of 2 × 2 gets the mean of its own four colors, and soonest with FULL_CHR_H_INP.
# Without BITEXACT the colors would depend on the processor.
_MEANS = Interpolation.AREA | Interpolation.FULL_CHR_H_INP | Interpolation.BITEXACT
_reformatter = VideoReformatter()  # holds the tables of the size that it was last used for


def yuv_frame(rgba: NDArray[np.uint8]) -> av.VideoFrame:
    """Return a frame as x264 takes it: brightness for each pixel, color for each 2 × 2 square.

    Manim leaves the conversion to swscale, which by default uses the matrix of BT.601.
    """
    return _reformatter.reformat(
        av.VideoFrame.from_numpy_buffer(rgba, format="rgba"),
        format="yuv420p",
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        dst_colorspace=Colorspace.ITU709,
        dst_color_trc=ColorTrc.BT709,
        dst_color_primaries=ColorPrimaries.BT709,
        interpolation=_MEANS,
        threads=1,
    )
