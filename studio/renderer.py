"""Manim's Cairo renderer, which draws only what is not there yet."""

from collections.abc import Callable, Iterable
from typing import Any

from manim.mobject.mobject import Mobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.typing import PixelArray

from scenes.kit.camera import StageCamera
from studio.cache import SegmentKeys
from studio.encode import SegmentWriter


class StudioRenderer(CairoRenderer):
    """Draws only the plays whose segments are not there yet.

    A play that is not drawn is still played frame by frame, so that what follows it starts from
    the same state, to the last bit, as in a render that draws everything.
    """

    def __init__(
        self, keys: SegmentKeys, advance: Callable[[int], None] | None = None, drawing: bool = True
    ) -> None:
        super().__init__(camera_class=StageCamera, skip_animations=not drawing)
        self.keys = keys
        self.advance = advance  # is told the number of frames that were added to the video
        self.drawing = drawing

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        self.file_writer = SegmentWriter(file_writer_settings, self.keys)

    @property
    def _idle(self) -> bool:
        return not self.drawing or self.file_writer.reusing

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if not self._idle:
            super().update_frame(scene, mobjects, *args, **kwargs)

    def add_frame(self, frame: PixelArray, num_frames: int = 1) -> None:
        super().add_frame(frame, num_frames)
        if self.advance is not None:
            self.advance(num_frames)

    def get_frame(self) -> PixelArray:
        return self.camera.pixel_array if self._idle else super().get_frame()
