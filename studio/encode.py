"""Segments of video: true BT.709 colors, and files that can be trusted."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.video_segment_encoder import VideoSegmentEncoder
from manim.typing import RGBAPixelArray
from numpy.typing import NDArray

from studio.cache import SegmentKeys
from studio.media import EXACT

_TAGS = {
    "color_range": "tv",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
}


class Bt709Encoder(VideoSegmentEncoder):
    """Encodes frames that were converted by the matrix that the video's tags name.

    Manim leaves the conversion to swscale, which uses the matrix of BT.601 when it is not told.
    """

    def write_frame(self, pixels: RGBAPixelArray, *, repeat: int = 1) -> None:
        """Convert `pixels` once and encode them `repeat` times."""
        self._validate_frame(pixels, repeat)
        stream = cast(av.VideoStream, self._stream)
        rgba = cast("NDArray[np.uint8]", pixels)
        frame = av.VideoFrame.from_ndarray(rgba, format="rgba").reformat(
            format=self.spec.pixel_format,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_colorspace=Colorspace.ITU709,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
            interpolation=EXACT,
            threads=1,
        )
        frame.time_base = Fraction(1, 1) / self.spec.frame_rate
        for _ in range(repeat):
            frame.pts = self._next_pts
            self._next_pts += 1
            self._container.mux(stream.encode(frame))


class SegmentWriter(SceneFileWriter):
    """Writes one file for each play, unless a file with the same key is there already."""

    def __init__(self, settings: Any, keys: SegmentKeys) -> None:
        super().__init__(settings)
        self.keys = keys
        self.reusing = False  # whether the segment of the present play is there already

    @property
    def segments(self) -> list[Path]:
        """The files of the plays so far, in their order."""
        return [Path(file) for file in self.partial_movie_files if file is not None]

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        if hash_animation is not None:
            hash_animation = self.keys.key(len(self.partial_movie_files))
        super().add_partial_movie_file(hash_animation)

    def begin_animation(
        self, allow_write: bool = False, *, animation_index: int, file_path: Any = None
    ) -> None:
        self.reusing = self.output_spec.is_video and self.segments[-1].exists()
        super().begin_animation(
            allow_write and not self.reusing, animation_index=animation_index, file_path=file_path
        )

    def end_animation(self, allow_write: bool = False) -> None:
        super().end_animation(allow_write and not self.reusing)

    def _create_segment_encoder(self, target: Path) -> VideoSegmentEncoder:
        assert self.video_encoder is not None
        options = dict(self.video_encoder.options) | _TAGS
        spec = replace(self.video_encoder, options=tuple(options.items()))
        return Bt709Encoder(target=target, spec=spec)

    def finish(self) -> None:
        """Wait for the encoders; joining the segments is left to `studio.media`."""
        self.join_all_encode_jobs()
