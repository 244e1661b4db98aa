"""Manim's renderer, which draws nothing: it notes what is to be seen in each frame."""

from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

from manim.mobject.mobject import Mobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.scene.scene_file_writer import SceneFileWriter

from engine.camera import StageCamera
from engine.segment import LARGEST, LONGEST, Observer, Piece, Sight, Stage
from scenes.kit.lesson import Lesson


class BeatOver(BaseException):
    """The one beat that is wanted was played to its end."""


class _NoWriter(SceneFileWriter):
    """Takes part in Manim's play and writes nothing."""

    opened: Callable[[], None] | None = None  # is told when a section, and so a beat, opens

    def next_section(self, *args: Any, **settings: Any) -> None:
        super().next_section(*args, **settings)
        if self.opened:
            self.opened()

    def begin_animation(self, *args: Any, **settings: Any) -> None:
        pass

    def end_animation(self, *args: Any, **settings: Any) -> None:
        pass

    def finish(self) -> None:
        pass


class StudioRenderer(CairoRenderer):
    """Plays every frame of a scene, and hands over what is seen in pieces of film.

    All plays are played frame by frame, in this one process, whether their segments are in the
    cache, drawn here or drawn elsewhere. So what a scene comes to never depends on that.
    `hand_over` is called with each piece as soon as it is complete; without it the plays are
    played in one step each, to find out how long they are.

    `beat`: only what is seen in the beat with this number (from 1) is handed over. The plays
    before it are played in one step each, and after it `BeatOver` is raised.
    `glances`: all plays are played in one step each, and the last frame of each is handed over, as
    a piece that lasts as long as the play.
    """

    def __init__(
        self,
        hand_over: Callable[[Piece], None] | None = None,
        beat: int | None = None,
        glances: bool = False,
    ) -> None:
        super().__init__(camera_class=StageCamera, skip_animations=hand_over is None)
        self._hand_over, self._beat, self._glances = hand_over, beat, glances
        self._told: Callable[[], int] = lambda: 0  # the number of the beat that is open
        self._looks = False  # is the present play to be seen?
        self._total = 0  # frames of the present play
        self._observer = Observer()
        self._static: Sight = []  # what does not change during the play
        self._sight: Sight = []
        self._piece: Piece | None = None
        self._longest = 0  # frames of a piece of the present play

    def init_scene(self, scene: Scene, session_spec: Any, file_writer_settings: Any) -> None:
        self.file_writer = _NoWriter(file_writer_settings)
        if self._beat is not None:
            assert isinstance(scene, Lesson)
            self._told = lambda: scene.beat_number
            self.file_writer.opened = self._end

    def _end(self) -> None:
        if self._beat is not None and self._told() > self._beat > 0:
            raise BeatOver

    def play(self, scene: Scene, *args: Any, **settings: Any) -> None:
        super().play(scene, *args, **settings)
        self._cut()

    def update_skipping_status(self) -> None:
        wanted = self._beat is None or self._beat == self._told() > 0
        self._looks = self._hand_over is not None and wanted
        self.skip_animations = self._glances or not self._looks

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        rate = self.camera.frame_rate
        self._total = max(1, round(scene.duration * rate))
        self._longest = ceil(self._total / ceil(self._total / (LONGEST * rate)))
        self._static = self._look(static_mobjects)

    def update_frame(
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *args: Any, **settings: Any
    ) -> None:
        self._sight = self._static + self._look(mobjects or ())

    def _look(self, mobjects: Iterable[Mobject]) -> Sight:
        if not self._looks:
            return []
        return self._observer.sight(self.camera.get_mobjects_to_display(mobjects))

    def get_frame(self) -> Any:
        return self._sight

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        if not self._looks:
            return
        if self._glances:
            num_frames = self._total
        else:  # what is skipped was counted as a whole
            self.time += num_frames / self.camera.frame_rate
        if self._piece is None:
            encoder = self.file_writer.video_encoder
            assert encoder is not None
            self._piece = Piece(encoder, Stage.of(self.camera))
        self._piece.add(frame, num_frames)
        full = self._piece.frames >= self._longest or self._piece.size > LARGEST
        if full and not self._glances:
            self._cut()

    def _cut(self) -> None:
        if self._piece is not None and self._hand_over is not None:
            piece, self._piece = self._piece, None
            self._hand_over(piece)
