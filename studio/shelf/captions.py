"""Captions: lines that can be read, in WebVTT and SubRip."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape

from scenes.kit.beat import Beat

LINE_LENGTH = 42  # characters: what subtitlers hold readable in one line


@dataclass(frozen=True)
class Mark:
    """What a list of chapters names: a title, and the frames of the video from `start` to `end`."""

    title: str
    start: int
    end: int


def wrap(caption: str) -> str:
    """Return `caption` in one line if it fits, and otherwise in two lines of like length."""
    if len(caption) <= LINE_LENGTH:
        return caption
    for width in range(len(caption) // 2, len(caption) + 1):
        lines = textwrap.wrap(caption, width, break_long_words=False)
        if len(lines) <= 2:
            break
    return "\n".join(lines)


def titles(beats: Sequence[Beat]) -> list[str]:
    """Return what may be read of each beat before it is seen: its caption, but of no answer.

    >>> titles([Beat("Which way?", 0, 9, "question"), Beat("Down.", 9, 30, "answer", 20)])
    ['Which way?', 'The answer to: Which way?']
    """
    found: list[str] = []
    for number, beat in enumerate(beats):
        asked = beats[number - 1].caption if number else ""
        found.append(f"The answer to: {asked}" if beat.kind == "answer" else beat.caption)
    return found


def clock(seconds: Fraction) -> str:
    """Return a time as WebVTT writes it: hours, minutes, seconds and thousandths."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def web_vtt(beats: Sequence[Beat], rate: int) -> str:
    """Return the captions of `beats` as the text of a WebVTT file; `rate`: frames a second."""
    cues = [f"{_span(beat, rate)}\n{escape(wrap(beat.caption))}\n" for beat in beats]
    return "\n".join(["WEBVTT\n", *cues])


def marks_vtt(marks: Sequence[Mark], rate: int) -> str:
    """Return `marks` as the text of a WebVTT file, for a web page's ``<track kind="chapters">``."""
    cues = []
    for mark in marks:
        start, end = (clock(Fraction(frame, rate)) for frame in (mark.start, mark.end))
        cues.append(f"{start} --> {end}\n{escape(mark.title)}\n")
    return "\n".join(["WEBVTT\n", *cues])


def sub_rip(beats: Sequence[Beat], rate: int) -> str:
    """Return them as the text of a SubRip file, which has neither escapes nor marks."""
    cues = [
        f"{number}\n{_span(beat, rate).replace('.', ',')}\n{wrap(beat.caption)}\n"
        for number, beat in enumerate(beats, start=1)
    ]
    return "\n".join(cues)


def _span(beat: Beat, rate: int) -> str:
    start, end = map(clock, beat.caption_seconds(rate))
    return f"{start} --> {end}"
