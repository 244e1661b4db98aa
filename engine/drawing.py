"""From a segment to its video.

What stays and has nothing moving behind it is drawn once. Drawing it again in each frame takes 1.05
(misty_hill) to 1.8 (gradient_field) times as long, measured on whole clips at 1280 × 720.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.camera import StageCamera, configured
from engine.encoder import alpha_encoder, has_alpha, segment_encoder
from engine.files import seal
from engine.layers import layers
from engine.segment import Segment, Viewport
from engine.shapes import PixelGrid


def draw(segment: Segment, video: Path, advance: Callable[[int], None]) -> None:
    """Draw and encode the frames of `segment` into the file `video`, which appears when complete.

    `advance` is called with a number of frames whenever so many are finished; what it raises ends
    the drawing.
    """
    part = video.with_name(f"{video.stem}.{os.getpid()}.part")
    new_encoder = alpha_encoder if has_alpha(segment.encoder) else segment_encoder
    encoder = new_encoder(part, segment.encoder)
    try:
        with configured(_size_of(segment)):
            for camera, repeat, rows in _frames(segment):
                encoder.write_frame(camera.pixel_array, repeat=repeat, rows=rows)
                advance(repeat)
        encoder.finish()
        if not has_alpha(segment.encoder):  # such segments are cached
            seal(part)
    except BaseException:
        with suppress(Exception):  # what went wrong before matters more
            encoder.abort()
        raise
    os.replace(part, video)


def draw_first(segment: Segment) -> NDArray[np.uint8]:
    """Return the first frame of `segment`, shape ``(height, width, 3)``, before encoding."""
    with configured(_size_of(segment)):
        camera, *_ = next(_frames(segment))
        return np.array(camera.pixel_array[:, :, :3])


def _size_of(segment: Segment) -> dict[str, int]:
    """Return what Manim's camera, for clouds of points, must know of the size of a frame."""
    return {"pixel_width": segment.encoder.width, "pixel_height": segment.encoder.height}


def _frames(segment: Segment) -> Iterator[tuple[StageCamera, int, slice]]:
    """Draw what is seen, for how many frames, and in which rows it may differ from the one before.

    The camera holds the picture.
    """
    camera = _camera(segment.encoder.width, segment.encoder.height, segment.viewport)
    still, moving, rows = layers(segment.shown, PixelGrid(camera), camera.pixel_height)
    camera.begin(still)
    backdrop = camera.pixel_array.copy()
    drawn = slice(0, camera.pixel_height)
    for looks, repeat, touched in zip(moving, segment.repeats, rows, strict=True):
        changed = slice(min(drawn.start, touched.start), max(drawn.stop, touched.stop))
        camera.pixel_array[drawn] = backdrop[drawn]
        camera.show(looks)
        yield camera, repeat, changed
        drawn = touched


@lru_cache(maxsize=1)
def _camera(width: int, height: int, viewport: Viewport) -> StageCamera:
    camera = StageCamera(
        pixel_width=width,
        pixel_height=height,
        frame_center=np.array(viewport.center),
        frame_width=viewport.width,
        frame_height=viewport.height,
    )
    camera.set_background(np.full((height, width, 4), viewport.background, dtype=np.uint8))
    return camera
