"""A lesson: a scene in beats, each with one sentence that says what we now see."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Self

import numpy as np
from manim import Animation, ManimColor, Scene, config
from tqdm import tqdm

from engine.camera import StageCamera
from scenes.kit.animations import appear, flat, leave
from scenes.kit.beat import READING_SPEED, Beat, Kind, reading_time
from scenes.kit.legibility import remarks
from scenes.kit.places import TOP
from scenes.kit.theme import theme
from scenes.kit.words.latex import check_stock, latex_wanted
from scenes.kit.words.question import question_card

GUESS = 1.5  # seconds without motion in which an answer can be guessed, after reading
IDLE = 1.5  # seconds without motion that are too many, but for reading and guessing
LOOKS = 10  # a second: how often the frames of a play are looked over
REST = 1.0  # seconds without motion at the end of each beat
Meanwhile = Callable[[float], Any]  # from seconds to the animations that go on for as long


class Lesson(Scene):
    """A scene in beats; scenes derive from it and write `construct`.

    The first line of the subclass's docstring is the title of the clip, the rest is its
    description (alt text). After `render`, `beats` holds the captions with their frames, `formulas`
    the equations that were on screen, and `remarks` what cannot be seen or read in a frame.
    """

    own_title = ""  # of this video, where it has another one than its scene

    def __init__(self, camera_class: type[StageCamera] = StageCamera, **settings: Any) -> None:
        super().__init__(camera_class=camera_class, **settings)
        self.beats: list[Beat] = []
        self.remarks: list[str] = []
        self._noted: set[str] = set()  # the remarks, without when and where
        self.formulas: list[str] = []  # equations that were on screen, in Typst math markup
        self.frames = 0  # frames played so far, whether drawn or taken from the cache
        self._open: Beat | None = None  # the beat that goes on; it ends where it starts so far
        self._still_since = 0
        self._meanwhile: Meanwhile | None = None  # what goes on where the beat would rest

    @classmethod
    def title(cls) -> str:
        """Return `own_title` or the first line of the class's docstring, without its full stop."""
        first = inspect.cleandoc(cls.__doc__ or cls.__name__).splitlines()[0]
        return cls.own_title or first.rstrip(".")

    @classmethod
    def description(cls) -> str:
        """Return what the scene shows, in plain words: the docstring after its first line.

        A knob of the scene in braces stands for its value: ``{STEPS} steps``.
        """
        _, _, rest = inspect.cleandoc(cls.__doc__ or "").partition("\n")
        values = vars(sys.modules[cls.__module__])

        def value_of(found: re.Match[str]) -> str:
            return _spoken(values[found[1]]) if found[1] in values else found[0]

        return re.sub(r"\{([A-Z][A-Z0-9_]*)\}", value_of, " ".join(rest.split()))

    @property
    def beat_number(self) -> int:
        """The number of the beat that is open, from 1; 0 while none is."""
        return len(self.beats) + 1 if self._open else 0

    def setup(self) -> None:
        assert isinstance(self.camera, StageCamera)
        self.camera.background_color = ManimColor(theme.background)

    def render(self, *args: Any, **settings: Any) -> bool:
        try:
            return bool(super().render(*args, **settings))
        except Exception as error:
            instead = latex_wanted(error)
            better = TypeError(instead).with_traceback(error.__traceback__) if instead else error
            if self._open:
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

    def beat(self, caption: str, meanwhile: Meanwhile | None = None) -> None:
        """Open a beat: from here on `caption` says what we see, until the next beat opens.

        The beat before stays on screen until its caption could be read, and ends with a second
        of rest, so that a lecturer can stop there. Where this one would rest, the animations are
        played that `meanwhile` returns for so many seconds: what never rests goes on.

        Raises ValueError when the caption is empty or longer than two lines of 60 characters.
        """
        self._begin(_sentence(caption), "statement", (), meanwhile)

    def ask(
        self,
        question: str,
        *choices: str,
        at: Any = TOP,
        lines: int = 1,
        first: Any = (),
        first_time: float = 0.4,
        show: Any = (),
        meanwhile: Meanwhile | None = None,
    ) -> None:
        """Open a beat that shows a question, and hold it for a guess.

        The question, and below it the answers to choose from, stand in the frame `at` a place, or
        with an edge there, if `at` is a pair of both.
        The question is set in so many `lines`; the animations `first` are played before it comes,
        in `first_time` seconds, `show` as it does, and those of `meanwhile`, as in `beat`, while it
        is held. What is played next, until another beat opens, shows what happens; then `answer`
        says it.

        Raises ValueError when question and choices together are longer than a caption may be.
        """
        question, choices = _sentence(question), tuple(map(_sentence, choices))
        words = _sentence(" ".join([question, *choices]))
        self._begin(question, "question", choices, meanwhile)
        if first:
            self.play(first, run_time=first_time)
        card = question_card(question, choices, at, lines)
        self.play(appear(card), show, run_time=0.7)
        self._rest(len(words) / READING_SPEED + GUESS)
        self._begin("", "answer")
        self.play(leave(card), run_time=0.4)

    def answer(self, caption: str, meanwhile: Meanwhile | None = None) -> None:
        """Say what the question before has come to: the caption from here until the next beat.

        `meanwhile` is that of `beat`.

        Raises ValueError for a caption that `beat` would not take, and when nothing was asked or
        the question has its answer.
        """
        if self._open is None or self._open.kind != "answer" or self._open.caption:
            raise ValueError(
                "self.answer(…) belongs after self.ask(…) and what is played to show the answer"
            )
        self._open = replace(self._open, caption=_sentence(caption), caption_start=self.frames)
        self._meanwhile = meanwhile

    def _begin(
        self,
        caption: str,
        kind: Kind = "statement",
        choices: tuple[str, ...] = (),
        meanwhile: Meanwhile | None = None,
    ) -> None:
        self._end_beat()
        self._meanwhile = meanwhile
        self._open = Beat(caption, self.frames, self.frames, kind, choices=choices)
        self.next_section(caption)

    def _end_beat(self) -> None:
        if self._open is None:
            return
        if not self._open.caption:
            raise ValueError(
                f"the question {self.beats[-1].caption!r} has no answer: call self.answer(…) "
                "where it has been seen"
            )
        said, still = self.frames - self._open.caption_start, self.frames - self._still_since
        # A question has been held until it could be read and thought over.
        asked = self._open.kind == "question"
        wanted = 0 if asked else self._frames_in(reading_time(self._open.caption)) - said
        missing = max(wanted, self._frames_in(REST) - still)
        if missing > 0:
            self._rest(missing / config.frame_rate)
        self._look_over()
        self.beats.append(replace(self._open, end=self.frames))
        self._open = None

    def _rest(self, seconds: float) -> None:
        """Let so many seconds go by, in which nothing moves but what never rests."""
        if self._meanwhile:
            since = self._still_since
            self.play(self._meanwhile(seconds), run_time=seconds)
            self._still_since = since
        else:
            self.wait(seconds)

    def _where(self) -> str:
        assert self._open
        caption = self._open.caption or f"after {self.beats[-1].caption}"
        return f"beat {len(self.beats) + 1}, “{caption}”"

    def _look_over(self, since: float = 0.0, at_rest: bool = True) -> None:
        """Note what is wrong with the frame that is seen `since` seconds after the last play."""
        if self._open:
            found = remarks(self.mobjects, at_rest)
            self._note(found, self.frames / config.frame_rate + since)

    def _note(self, found: Iterable[str], seconds: float) -> None:
        for remark in found:
            if remark not in self._noted:
                self._noted.add(remark)
                self.remarks.append(f"{remark}, at {seconds:.1f} s in {self._where()}")

    def update_to_time(self, t: float) -> None:
        super().update_to_time(t)
        if round(t * config.frame_rate) % self._frames_in(1 / LOOKS) == 0:
            self._look_over(t, at_rest=False)

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
        if self.is_current_animation_frozen_frame():
            self._check_stillness()
        else:
            self._still_since = self.frames
            self._look_over()

    def _check_stillness(self) -> None:
        """Note that nothing has moved for too long, but for reading and guessing."""
        if self._open and self._open.kind != "question":
            read = self._open.caption_start + self._frames_in(reading_time(self._open.caption))
            idle = (self.frames - max(self._still_since, read)) / config.frame_rate
            if idle > IDLE + 1 / config.frame_rate:
                self._note(
                    [f"nothing moves for {idle:.1f} s after reading: wait less"],
                    self.frames / config.frame_rate,
                )


def _spoken(value: Any) -> str:
    """Return the value of a knob as it stands in a sentence: ``0.1, 0.2``, and 45 for 45.0."""
    if isinstance(value, tuple | list):
        return ", ".join(map(_spoken, value))
    return f"{value:g}".replace("-", "−") if isinstance(value, int | float) else str(value)


def _sentence(caption: str) -> str:
    """Return `caption` on one line, if it can be shown as one."""
    caption = " ".join(caption.split())
    if not 0 < len(caption) <= 120:
        raise ValueError(
            f"caption has {len(caption)} characters, and must have 1 to 120: {caption!r}"
        )
    return caption
