"""A lesson that is nothing but one shot, for measuring."""

from manim import config

from scenes.kit.beat import Beat
from scenes.kit.lesson import Lesson


class Shot(Lesson):
    """One beat of motion, without the time to read and the rest that end a lesson's beats."""

    def seconds(self, frames: int) -> float:
        """Return how long so many frames last."""
        return frames / float(config.frame_rate)

    def _end_beat(self) -> None:
        if self._caption is not None:
            self.beats.append(Beat(self._caption, self._beat_start, self.frames))
            self._caption = None
