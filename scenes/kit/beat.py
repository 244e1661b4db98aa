"""A beat: the one record of it, from the scene to every output."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Beat:
    """One idea of a lesson: its caption, and the frames from `start` up to but not `end`."""

    caption: str
    start: int
    end: int

    @property
    def frames(self) -> int:
        """The number of its frames."""
        return self.end - self.start

    def seconds(self, rate: int) -> tuple[Fraction, Fraction]:
        """Return when it starts and ends, in seconds, at `rate` frames a second."""
        return Fraction(self.start, rate), Fraction(self.end, rate)

    def span(self, rate: int) -> str:
        """Return these for people to read.

        >>> Beat("It walks.", 15, 100).span(30)
        '0.5–3.3 s'
        """
        start, end = self.seconds(rate)
        return f"{float(start):.1f}–{float(end):.1f} s"
