"""Manim's renderer without drawing: it records what is to be seen in each frame."""

from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

from manim.mobject.mobject import Mobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.scene.scene_file_writer import SceneFileWriter

from engine.camera import StageCamera
from engine.looks import Look, Observer
from engine.segment import LARGEST, LONGEST, Segment, Viewport


class BeatOver(BaseException):
    """The one beat that is wanted was played to its end."""


class _NoWriter(SceneFileWriter):
    """Takes part in Manim's play and writes nothing."""

    on_section: Callable[[], None] | None = None  # is called when a section, and so a beat, opens

    def next_section(self, *args: Any, **settings: Any) -> None:
        super().next_section(*args, **settings)
        if self.on_section:
            self.on_section()

    def begin_animation(self, *args: Any, **settings: Any) -> None:
        pass

    def end_animation(self, *args: Any, **settings: Any) -> None:
        pass

    def finish(self) -> None:
        pass


class Recorder(CairoRenderer):
    """Plays every frame of a scene, and hands over segments that describe what is seen.

    All plays are played frame by frame, in this one process, whether their segments are in the
    cache, drawn here or drawn elsewhere. So the result of a scene never depends on that.
    `hand_over` is called with each segment as soon as it is complete; without it the plays are
    played in one step each, to find out how long they are.

    `beat`: only what is seen in the beat with this number (from 1) is handed over. The plays
    before it are played in one step each, and after it `BeatOver` is raised. The scene has the
    number of the beat that is open as `beat_number`.
    `last_frames`: all plays are played in one step each, and the last frame of each is handed
    over, as a segment that lasts as long as the play.
    """

    def __init__(
        self,
        hand_over: Callable[[Segment], None] | None = None,
        beat: int | None = None,
        last_frames: bool = False,
    ) -> None:
        super().__init__(camera_class=StageCamera, skip_animations=hand_over is None)
        self._hand_over, self._beat, self._last_frames = hand_over, beat, last_frames
        self._beat_number: Callable[[], int] = lambda: 0  # of the beat that is open
        self._records = False  # is the present play to be seen?
        self._total = 0  # frames of the present play
        self._observer = Observer()
        self._static: list[Look] = []  # what does not change during the play
        self._looks: list[Look] = []
        self._segment: Segment | None = None
        self._longest = 0  # frames of a segment of the present play

    def init_scene(self, scene: Any, session_spec: Any, file_writer_settings: Any) -> None:
        self.file_writer = _NoWriter(file_writer_settings)
        if self._beat is not None:
            self._beat_number = lambda: int(scene.beat_number)
            self.file_writer.on_section = self._end

    def _end(self) -> None:
        if self._beat is not None and self._beat_number() > self._beat > 0:
            raise BeatOver

    def play(self, scene: Scene, *args: Any, **settings: Any) -> None:
        super().play(scene, *args, **settings)
        self._cut()

    def update_skipping_status(self) -> None:
        wanted = self._beat is None or self._beat == self._beat_number() > 0
        self._records = self._hand_over is not None and wanted
        self.skip_animations = self._last_frames or not self._records

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        rate = self.camera.frame_rate
        self._total = max(1, round(scene.duration * rate))
        self._longest = ceil(self._total / ceil(self._total / (LONGEST * rate)))
        self._static = self._looks_at(static_mobjects)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *args: Any, **settings: Any
    ) -> None:
        self._looks = self._static + self._looks_at(mobjects or ())

    def _looks_at(self, mobjects: Iterable[Mobject]) -> list[Look]:
        if not self._records:
            return []
        return self._observer.looks_at(self.camera.get_mobjects_to_display(mobjects))

    def get_frame(self) -> Any:
        return self._looks

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        if not self._records:
            return
        if self._last_frames:
            num_frames = self._total
        else:  # what is skipped was counted as a whole
            self.time += num_frames / self.camera.frame_rate
        if self._segment is None:
            encoder = self.file_writer.video_encoder
            assert encoder is not None
            self._segment = Segment(encoder, Viewport.of(self.camera))
        self._segment.add(frame, num_frames)
        full = self._segment.frames >= self._longest or self._segment.size > LARGEST
        if full and not self._last_frames:
            self._cut()

    def _cut(self) -> None:
        if self._segment is not None and self._hand_over is not None:
            segment, self._segment = self._segment, None
            self._hand_over(segment)
