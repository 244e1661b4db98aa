"""From a piece of film to its segment."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import numpy as np
from manim import config
from numpy.typing import NDArray

from engine.camera import StageCamera
from engine.encoder import alpha_encoder, has_alpha, segment_encoder
from engine.files import seal
from engine.looks import Double, Still
from engine.segment import Piece, Sight, Stage


def draw(piece: Piece, segment: Path, advance: Callable[[int], None]) -> None:
    """Draw and encode the frames of `piece` into the file `segment`, which appears when it is done.

    `advance` is told how many frames were finished, again and again; what it raises ends it all.
    """
    part = segment.with_name(f"{segment.stem}.{os.getpid()}.part")
    new_encoder = alpha_encoder if has_alpha(piece.encoder) else segment_encoder
    encoder = new_encoder(part, piece.encoder)
    try:
        with _size_of(piece):
            for camera, repeat in _frames(piece):
                changes = camera.take_changes()
                encoder.write_frame(camera.pixel_array, repeat=repeat, changes=changes)
                advance(repeat)
        encoder.finish()
        if not has_alpha(piece.encoder):  # such segments are kept
            seal(part)
    except BaseException:
        with suppress(Exception):  # what went wrong before matters more
            encoder.abort()
        raise
    os.replace(part, segment)


def draw_first(piece: Piece) -> NDArray[np.uint8]:
    """Return the first frame of `piece`, shape ``(height, width, 3)``, as it is before encoding."""
    with _size_of(piece):
        camera, _ = next(_frames(piece))
        return np.array(camera.pixel_array[:, :, :3])


@contextmanager
def _size_of(piece: Piece) -> Iterator[None]:
    """Return a context in which Manim's camera, for clouds of points, sees the size of a frame.

    Manim's own `tempconfig` puts all of its settings back, one of which gives every class of
    mobjects new bases: that takes longer than drawing a frame.
    """
    before = config.pixel_width, config.pixel_height
    config.pixel_width, config.pixel_height = piece.encoder.width, piece.encoder.height
    try:
        yield
    finally:
        config.pixel_width, config.pixel_height = before


def _frames(piece: Piece) -> Iterator[tuple[StageCamera, int]]:
    """Draw what is seen, and for how many frames; the camera holds the picture."""
    camera = _camera(piece.encoder.width, piece.encoder.height, piece.stage)
    camera.forget()  # so that a piece never depends on what was drawn before it
    common = _common(piece.sights)
    camera.reset()
    scenery = [still.double() for still in piece.sights[0][:common]]
    camera.capture_mobjects(scenery, include_submobjects=False)
    backdrop = camera.pixel_array.copy()
    cast = Cast()
    for sight, repeat in zip(piece.sights, piece.repeats, strict=True):
        camera.set_frame_to_background(backdrop)
        camera.capture_mobjects(cast.play(sight[common:]), include_submobjects=False)
        yield camera, repeat


class Cast:
    """The doubles that stand for mobjects, the same double for the same mobject in each frame."""

    def __init__(self) -> None:
        self._doubles: dict[int, tuple[Still, Double]] = {}

    def play(self, sight: Sight) -> list[Double]:
        """Return the doubles that look like `sight`."""
        now: dict[int, tuple[Still, Double]] = {}
        for still in sight:
            worn, double = self._doubles.get(still.subject, (None, None))
            if double is None or worn is not still:
                double = still.double(double)
            now[still.subject] = still, double
        self._doubles = now
        return [double for _, double in now.values()]


def _common(sights: list[Sight]) -> int:
    """Return how many stills, from the back, all sights begin with: they are drawn only once."""
    columns = zip(*sights, strict=False)
    return sum(1 for _ in takewhile(lambda stills: len({s.digest for s in stills}) == 1, columns))


@lru_cache(maxsize=1)
def _camera(width: int, height: int, stage: Stage) -> StageCamera:
    camera = StageCamera(
        pixel_width=width,
        pixel_height=height,
        frame_center=np.array(stage.center),
        frame_width=stage.width,
        frame_height=stage.height,
    )
    camera.set_background(np.full((height, width, 4), stage.background, dtype=np.uint8))
    return camera
