"""A beat: the one record of it, from the scene to every output."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, Self, get_args

Kind = Literal["statement", "question", "answer"]
KINDS: tuple[str, ...] = get_args(Kind)
READING_SPEED = 13.0  # characters a second
LOOK = 1.0  # seconds to look at the picture after reading


def reading_time(caption: str) -> float:
    """Return the seconds that a viewer needs for `caption`: 13 characters each, and one to look."""
    return len(caption) / READING_SPEED + LOOK


@dataclass(frozen=True)
class Beat:
    """One idea of a lesson: its caption, and the frames from `start` up to but not `end`.

    A question is held for a guess; the beat after it shows what happens and is its answer. The
    caption of an answer is said when it has been seen: from the frame `caption_start` on.
    """

    caption: str
    start: int
    end: int
    kind: Kind = "statement"
    caption_start: int = -1  # of the video, like `start`, which it is if nothing is said
    choices: tuple[str, ...] = ()  # the answers that a question offers

    def __post_init__(self) -> None:
        if self.caption_start == -1:
            object.__setattr__(self, "caption_start", self.start)

    @property
    def frames(self) -> int:
        """The number of its frames."""
        return self.end - self.start

    def alone(self) -> Self:
        """Return the beat as it is in a video of its own."""
        said = self.caption_start - self.start
        return replace(self, start=0, end=self.frames, caption_start=said)

    def seconds(self, rate: int) -> tuple[Fraction, Fraction]:
        """Return when it starts and ends, in seconds, at `rate` frames a second."""
        return Fraction(self.start, rate), Fraction(self.end, rate)

    def caption_seconds(self, rate: int) -> tuple[Fraction, Fraction]:
        """Return from when to when its caption stands, in seconds."""
        return Fraction(self.caption_start, rate), Fraction(self.end, rate)

    def span(self, rate: int) -> str:
        """Return when it starts and ends, for people to read.

        >>> Beat("It walks.", 15, 100).span(30)
        '0.5–3.3 s'
        """
        start, end = self.seconds(rate)
        return f"{float(start):.1f}–{float(end):.1f} s"
