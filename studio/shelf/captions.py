"""Captions: lines that can be read, in WebVTT and SubRip."""

import textwrap
from fractions import Fraction

from studio.shelf.media import Caption

LINE_LENGTH = 42  # characters: what subtitlers hold readable in one line


def wrap(caption: str) -> str:
    """Return `caption` in one line if it fits, and otherwise in two lines of like length."""
    if len(caption) <= LINE_LENGTH:
        return caption
    for width in range(len(caption) // 2, len(caption) + 1):
        lines = textwrap.wrap(caption, width, break_long_words=False)
        if len(lines) <= 2:
            break
    return "\n".join(lines)


def clock(seconds: Fraction) -> str:
    """Return a time as WebVTT writes it: hours, minutes, seconds and thousandths."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def web_vtt(captions: list[Caption]) -> str:
    """Return the captions as the text of a WebVTT file."""
    cues = [
        f"{clock(caption.start)} --> {clock(caption.end)}\n{_escaped(caption.text)}\n"
        for caption in captions
    ]
    return "\n".join(["WEBVTT\n", *cues])


def sub_rip(captions: list[Caption]) -> str:
    """Return the captions as the text of a SubRip file, which knows neither escapes nor marks."""
    cues = [
        f"{number}\n{_comma(caption.start)} --> {_comma(caption.end)}\n{caption.text}\n"
        for number, caption in enumerate(captions, start=1)
    ]
    return "\n".join(cues)


def _comma(seconds: Fraction) -> str:
    return clock(seconds).replace(".", ",")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
