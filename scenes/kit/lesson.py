"""A lesson: a scene in beats, each with one sentence that says what we now see."""

import inspect
from typing import Any, Self

import numpy as np
from manim import Animation, ManimColor, Scene, config
from tqdm import tqdm

from engine.camera import StageCamera
from scenes.kit.animations import flat
from scenes.kit.beat import Beat
from scenes.kit.legibility import remarks
from scenes.kit.theme import theme
from scenes.kit.words.latex import check_stock, latex_wanted

READING_SPEED = 17.0  # characters a second
SHORTEST_BEAT = 1.5  # seconds
REST = 1.0  # seconds without motion at the end of each beat


def reading_time(caption: str) -> float:
    """Return the seconds that a viewer needs to read `caption` (17 characters a second)."""
    return max(SHORTEST_BEAT, len(caption) / READING_SPEED)


class Lesson(Scene):
    """A scene in beats; scenes derive from it and write `construct`.

    The first line of the subclass's docstring is the title of the clip, the rest is its
    description (alt text). After `render`, `beats` holds the captions with their frames, `formulas`
    the equations that were on screen, and `remarks` what cannot be read at the end of a beat.
    """

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **settings: Any) -> None:
        super().__init__(camera_class=camera_class, **settings)
        self.beats: list[Beat] = []
        self.remarks: list[str] = []
        self.formulas: list[str] = []  # equations that were on screen, in Typst math markup
        self.frames = 0  # frames played so far, whether drawn or taken from the cache
        self._caption: str | None = None
        self._beat_start = 0
        self._still_since = 0

    @classmethod
    def title(cls) -> str:
        """Return the first line of the class's docstring, without its full stop."""
        return inspect.cleandoc(cls.__doc__ or cls.__name__).splitlines()[0].rstrip(".")

    @classmethod
    def description(cls) -> str:
        """Return what the scene shows, in plain words: the docstring after its first line."""
        _, _, rest = inspect.cleandoc(cls.__doc__ or "").partition("\n")
        return " ".join(rest.split())

    @property
    def beat_number(self) -> int:
        """The number of the beat that is open, from 1; 0 while none is."""
        return len(self.beats) + 1 if self._caption is not None else 0

    def setup(self) -> None:
        assert isinstance(self.camera, StageCamera)
        self.camera.background_color = ManimColor(theme.background)

    def render(self, *args: Any, **settings: Any) -> bool:
        try:
            return bool(super().render(*args, **settings))
        except Exception as error:
            instead = latex_wanted(error)
            better = TypeError(instead).with_traceback(error.__traceback__) if instead else error
            if self._caption is not None:
                better.add_note(self._where())
            if instead:
                raise better from None
            raise

    def add(self, *mobjects: Any) -> Self:
        """Show `mobjects`, and those in the lists among them, from now on."""
        every = list(flat(mobjects))
        check_stock(every)
        return super().add(*every)

    def tear_down(self) -> None:
        self._end_beat()

    def beat(self, caption: str) -> None:
        """Open a beat: from here on `caption` says what we see, until the next beat opens.

        The beat before stays on screen until its caption could be read, and ends with a second
        of rest, so that a lecturer can stop there.

        Raises ValueError when the caption is empty or longer than two lines of 60 characters.
        """
        caption = " ".join(caption.split())
        if not 0 < len(caption) <= 120:
            raise ValueError(
                f"caption has {len(caption)} characters, and must have 1 to 120: {caption!r}"
            )
        self._end_beat()
        self._caption = caption
        self._beat_start = self.frames
        self.next_section(caption)

    def _end_beat(self) -> None:
        if self._caption is None:
            return
        played, still = self.frames - self._beat_start, self.frames - self._still_since
        wanted = max(self._frames_in(reading_time(self._caption)) - played, 0)
        missing = max(wanted, self._frames_in(REST) - still)
        if missing > 0:
            self.wait(missing / config.frame_rate)
        found = remarks(self.get_mobject_family_members())
        known = {remark.partition(", at the end of")[0] for remark in self.remarks}
        new = [remark for remark in dict.fromkeys(found) if remark not in known]
        self.remarks += [f"{remark}, at the end of {self._where()}" for remark in new]
        self.beats.append(Beat(self._caption, self._beat_start, self.frames))
        self._caption = None

    def _where(self) -> str:
        return f"beat {len(self.beats) + 1}, “{self._caption}”"

    # Manim rounds a play up and a still wait down to whole frames. Here every run time is a
    # whole number of frames, the nearest, so that captions and beats stay in step with the video.

    def _frames_in(self, seconds: float) -> int:
        return max(1, round(seconds * config.frame_rate))

    def get_run_time(self, animations: list[Animation]) -> float:
        frames = self._frames_in(super().get_run_time(animations))
        return (frames + 1e-6) / config.frame_rate

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> "tqdm[float]":
        times = np.arange(self._frames_in(run_time)) / config.frame_rate
        if self.renderer.skip_animations and not override_skip_animations:
            times = times[-1:]  # the last frame: so updaters see as much time as in a full play
        return tqdm(
            times,
            desc=description,
            leave=config.progress_bar == "leave",
            disable=config.progress_bar == "none",
        )

    def play(self, *animations: Any, **settings: Any) -> None:
        """Play `animations`, and those in the lists among them, at the same time.

        `settings` are Manim's, such as ``run_time`` in seconds.
        """
        super().play(*flat(animations), **settings)
        self.update_mobjects(0)  # Manim leaves this out when it skips a play or has it in its cache
        self.frames += self._frames_in(self.duration)
        said = (getattr(part, "equation", "") for part in self.get_mobject_family_members())
        self.formulas += [
            math for math in dict.fromkeys(said) if math and math not in self.formulas
        ]
        if not self.is_current_animation_frozen_frame():
            self._still_since = self.frames
