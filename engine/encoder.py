"""Segments of video: true BT.709 colors or, without background, the very pixels with alpha."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.frame import PictureType
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.video_segment_encoder import VideoSegmentEncoder
from manim.typing import RGBAPixelArray
from numpy.typing import NDArray

from engine.colors import BT709, yuv_frame

BAND = 120  # rows; the heights of all our qualities are multiples, as tables are made for a size
# x264 is asked for little, at a high quality: a fixed quantizer and few decisions. On our pictures
# that takes an eighth of the time of its preset `medium`, with smaller errors, in larger files.
# The same frames give the same bytes in every run, which the rate control of `medium` does not
# promise on every processor, and however many processes share the work.
_OPTIONS = {
    "preset": "ultrafast",
    "x264-params": "qp=18:threads=1:cpu-independent=1",
    **BT709,
}


class Bt709Encoder(VideoSegmentEncoder):
    """Encodes frames that were converted by the matrix that the video's tags name.

    Of each frame only those bands are converted in which anything differs from the one before: to
    convert takes ten times as long as to compare, and what need not be compared takes no time.
    """

    _seen: NDArray[np.uint8] | None = None  # the pixels of the frame before …
    _frame: av.VideoFrame  # … and the frame that x264 was given, which it has copied

    def write_frame(
        self, pixels: RGBAPixelArray, *, repeat: int = 1, rows: slice = slice(None)
    ) -> None:
        """Convert `pixels` once and encode them `repeat` times.

        `rows`: where they differ from the frame before, if at all.
        """
        self._validate_frame(pixels, repeat)
        self.encode(self._converted(cast("NDArray[np.uint8]", pixels), rows), repeat)

    def _converted(self, pixels: NDArray[np.uint8], rows: slice) -> av.VideoFrame:
        if self._seen is None:
            self._seen, self._frame = pixels.copy(), yuv_frame(pixels)
            return self._frame
        first, end, _ = rows.indices(len(pixels))
        for top in range(first // BAND * BAND, end, BAND):
            now, before = pixels[top : top + BAND], self._seen[top : top + BAND]
            if not np.array_equal(_words(now), _words(before)):
                before[:] = now
                for new, old in zip(yuv_frame(now).planes, self._frame.planes, strict=True):
                    row = top * old.height // len(pixels)
                    _rows(old)[row : row + new.height] = _rows(new)
        return self._frame

    def encode(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Encode a converted frame `repeat` times."""
        stream = cast(av.VideoStream, self._stream)
        frame.time_base = Fraction(1, 1) / self.spec.frame_rate
        frame.pict_type = PictureType.NONE  # a frame that was decoded has one
        for _ in range(repeat):
            frame.pts = self._next_pts
            self._next_pts += 1
            self._container.mux(stream.encode(frame))


class AlphaEncoder(VideoSegmentEncoder):
    """Encodes frames without loss, their colors no longer multiplied by their opacity."""

    def write_frame(
        self, pixels: RGBAPixelArray, *, repeat: int = 1, rows: slice = slice(None)
    ) -> None:
        """Encode `pixels` (as Cairo draws them, multiplied by their opacity) `repeat` times."""
        colors: Any = straight(cast("NDArray[np.uint8]", pixels))
        super().write_frame(colors, repeat=repeat)


def straight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return RGBA pixels with the colors that they have where their opacity is taken away."""
    opacity = pixels[..., 3]
    partly = (opacity > 0) & (opacity < 255)
    result = pixels.copy()
    result[partly, :3] = _STRAIGHT[opacity[partly, None], pixels[partly, :3]]
    return result


def _divided() -> NDArray[np.uint8]:
    """Return color / opacity for each opacity and each color."""
    opacity, color = np.mgrid[0:256, 0:256]
    divided = (color * 255 + opacity // 2) // np.maximum(opacity, 1)
    return np.asarray(np.minimum(divided, 255), np.uint8)


_STRAIGHT = _divided()
_LOSSLESS = {"level": "3", "slices": "4", "threads": "1"}


def _words(pixels: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return two pixels in a number, which are compared sooner."""
    return pixels.reshape(-1).view(np.uint64)


def _rows(plane: Any) -> NDArray[np.uint8]:
    """Return the brightness or one color of a frame, shape ``(height, width)``, where it lies."""
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def segment_encoder(target: Path, spec: VideoEncoderSpec) -> Bt709Encoder:
    """Return the encoder that writes the file `target` in the format and size of `spec`."""
    return Bt709Encoder(target=target, spec=replace(spec, options=tuple(_OPTIONS.items())))


def alpha_encoder(target: Path, spec: VideoEncoderSpec) -> AlphaEncoder:
    """Return the encoder that writes the file `target` in the size of `spec`, with alpha."""
    lossless = replace(
        spec,
        container_format="matroska",
        codec="ffv1",
        pixel_format="bgra",
        options=tuple(_LOSSLESS.items()),
    )
    return AlphaEncoder(target=target, spec=lossless)


def suffix(spec: VideoEncoderSpec) -> str:
    """Return how the name of a segment ends."""
    return ".mkv" if has_alpha(spec) else ".mp4"


def has_alpha(spec: VideoEncoderSpec) -> bool:
    """Say whether frames without background are asked for."""
    return spec.pixel_format == "argb"  # as Manim asks for when the background is transparent
