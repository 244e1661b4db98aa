"""The formats that a finished clip can be had in, by the names under which they are asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path

from studio.outputs.clips import codecs
from studio.outputs.clips.gif import write_gif
from studio.shelf.beats import cut_beats
from studio.shelf.media import frames
from studio.shelf.shelf import Clip

WIDEST_WEBP = 1280  # pixels
FASTEST_WEBP = 15  # frames a second


@dataclass(frozen=True)
class Format:
    """A format: how its file's name ends, and what writes the file and says how it looks.

    `write(clip, target, threads)` writes the file or, if there are `several`, files into a folder.
    """

    suffix: str
    write: Callable[[Clip, Path, int], str]
    several: bool = False


def _film(codec: codecs.Codec, looks: str, clip: Clip, target: Path, threads: int) -> str:
    """Encode every frame with `codec`; return how the file looks, in words."""
    size = clip.width, clip.height
    pictures = frames([clip.video], threads)
    codecs.encode(pictures, codec, size, clip.frame_rate, clip.metadata, target, threads=threads)
    return looks


def _webp(clip: Clip, target: Path, threads: int) -> str:
    size = codecs.fit(clip.width, clip.height, WIDEST_WEBP)
    step = ceil(clip.frame_rate / FASTEST_WEBP)
    rate = Fraction(clip.frame_rate, step)
    pictures = codecs.every(frames([clip.video], threads), step)
    codecs.encode(pictures, codecs.WEBP, size, rate, {}, target)
    return f"{size[0]} × {size[1]}, {float(rate):.3g} frames a second"


def _beats(clip: Clip, target: Path, threads: int) -> str:
    target.mkdir()
    return f"{len(cut_beats(clip, target))} files"


FORMATS = {
    "gif": Format(".gif", write_gif),
    "webp": Format(".webp", _webp),
    "webm": Format(".webm", partial(_film, codecs.WEBM, "VP9")),
    "mov": Format(".mov", partial(_film, codecs.MOV, "ProRes 4444, without alpha")),
    "beats": Format(".beats", _beats, several=True),
}
