"""The formats that a finished clip can be had in, by the names under which they are asked for."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import ceil
from pathlib import Path
from typing import NamedTuple

from studio.outputs.clips import codecs
from studio.outputs.clips.gif import write_gif
from studio.shelf.beats import cut_beats
from studio.shelf.media import frames
from studio.shelf.shelf import Clip

WIDEST_WEBP = 1280  # pixels
FASTEST_WEBP = 15  # frames a second


class Format(NamedTuple):
    """A format: how its file's name ends, and what writes the file and says how it looks.

    `write(clip, videos, target, threads)` reads the pictures of the clip from `videos`; for
    several files it makes `target` a folder.
    """

    suffix: str
    write: Callable[[Clip, Sequence[Path], Path, int], str]


def _every_frame(
    codec: codecs.Codec, look: str, clip: Clip, videos: Sequence[Path], target: Path, threads: int
) -> str:
    size = clip.width, clip.height
    pictures = frames(videos, threads)
    codecs.encode(pictures, codec, size, clip.frame_rate, clip.metadata, target, threads=threads)
    return look


def _webp(clip: Clip, videos: Sequence[Path], target: Path, threads: int) -> str:
    size = codecs.fit(clip.width, clip.height, WIDEST_WEBP)
    step = ceil(clip.frame_rate / FASTEST_WEBP)
    rate = Fraction(clip.frame_rate, step)
    pictures = codecs.every(frames(videos, threads), step)
    codecs.encode(pictures, codecs.WEBP, size, rate, {}, target)
    return f"{size[0]} × {size[1]}, {float(rate):.3g} frames a second"


def _beats(clip: Clip, videos: Sequence[Path], target: Path, threads: int) -> str:
    target.mkdir()
    return f"{len(cut_beats(clip, target))} files"


FORMATS = {
    "gif": Format(".gif", lambda clip, _, target, threads: write_gif(clip, target, threads)),
    "webp": Format(".webp", _webp),
    "webm": Format(".webm", partial(_every_frame, codecs.WEBM, "VP9")),
    "mov": Format(".mov", partial(_every_frame, codecs.MOV, "ProRes 4444, without alpha")),
    "beats": Format(".beats", _beats),
}
TRANSPARENT = {  # from segments that have alpha
    "webm": Format(
        ".transparent.webm", partial(_every_frame, codecs.TRANSPARENT_WEBM, "VP9 with alpha")
    ),
    "mov": Format(".mov", partial(_every_frame, codecs.TRANSPARENT_MOV, "ProRes 4444 with alpha")),
}
