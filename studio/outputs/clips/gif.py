"""GIF, in a palette made for the clip, and in one of two sizes."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, inf
from pathlib import Path
from typing import NamedTuple

import av
from av.filter import Graph

from studio.outputs.clips.codecs import Shrinker, clock, every
from studio.shelf.media import frames
from studio.shelf.shelf import Clip

LIMIT = 8_000_000  # bytes
SAMPLES = 64  # frames whose colors decide about the palette
_PIXELS = "bgra"


class Size(NamedTuple):
    """How a GIF looks: at most so wide, so many frames a second, so many colors."""

    width: int
    rate: Fraction
    colors: int

    def step(self, frame_rate: int) -> int:
        """Return which frames are taken: every so many-th."""
        return ceil(frame_rate / self.rate)


LARGE, SMALL = Size(640, Fraction(10), 256), Size(320, Fraction(15, 2), 64)


def write_gif(
    clip: Clip, target: Path, threads: int, limit: int = LIMIT, captions: bool = False
) -> str:
    """Write the clip as a GIF that plays forever, with `captions` below; return how it looks.

    It is of the size `LARGE`, or `SMALL` where that would be larger than `limit` bytes. That a
    small one is larger, too, is said.
    """
    samples: list[av.VideoFrame] = []
    for size in (LARGE, SMALL):
        shrink = Shrinker(clip, size.width, captions)
        samples = samples or _samples(clip, shrink, threads)
        palette = _palette(samples, size.colors)
        if _write(clip, size, shrink, palette, target, threads, limit if size is LARGE else inf):
            break
    width, height = shrink.size
    rate = float(Fraction(clip.frame_rate, size.step(clip.frame_rate)))
    look = f"{width} × {height}, {rate:.3g} frames a second, {size.colors} colors"
    too_large = target.stat().st_size > limit
    return f"{look}, larger than {limit / 1e6:g} MB" if too_large else look


def _samples(clip: Clip, shrink: Shrinker, threads: int) -> list[av.VideoFrame]:
    step = ceil(clip.frames / SAMPLES)
    return [shrink(frame, _PIXELS) for frame in every(frames([clip.video], threads), step)]


def _palette(samples: list[av.VideoFrame], colors: int) -> av.VideoFrame:
    """Return the colors that the samples need most, one of them left free for what stays."""
    graph = Graph()
    source = _buffer(graph, samples[0], Fraction(1))
    graph.link_nodes(
        source, graph.add("palettegen", f"max_colors={colors}"), graph.add("buffersink")
    ).configure()
    for number, sample in enumerate(samples):
        sample.pts, sample.time_base = number, Fraction(1)
        source.push(sample)
    source.push(None)
    return _pull(graph)


def _write(
    clip: Clip,
    size: Size,
    shrink: Shrinker,
    palette: av.VideoFrame,
    target: Path,
    threads: int,
    limit: float,
) -> bool:
    """Write a GIF; give it up, and return False, once it is larger than `limit` bytes."""
    width, height = shrink.size
    step = size.step(clip.frame_rate)
    rate = Fraction(clip.frame_rate, step)
    reduce: Callable[[av.VideoFrame], av.VideoFrame] | None = None
    written = 0
    with av.open(str(target), "w", format="gif", options=_timing(clip, step)) as output:
        stream = output.add_stream("gif", rate=rate)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = width, height
        stream.pix_fmt = "pal8"
        for number, picture in enumerate(every(frames([clip.video], threads), step)):
            frame = shrink(picture, _PIXELS)
            frame.pts, frame.time_base = number, clock(rate)
            reduce = reduce or _reducer(frame, palette)
            for packet in stream.encode(reduce(frame)):
                written += packet.size
                output.mux(packet)
            if written > limit:
                return False
        output.mux(stream.encode())
    return target.stat().st_size <= limit


def _timing(clip: Clip, step: int) -> dict[str, str]:
    """Have the last picture stay until the clip's end (hundredths of a second), and loop."""
    last = (clip.frames - 1) // step * step
    left = Fraction(clip.frames - last, clip.frame_rate)
    return {"loop": "0", "final_delay": str(max(2, round(100 * left)))}


def _reducer(
    like: av.VideoFrame, palette: av.VideoFrame
) -> Callable[[av.VideoFrame], av.VideoFrame]:
    """Return what draws frames like `like` with the colors of `palette` alone.

    Without dithering: its dots would change from frame to frame, and every change costs.
    """
    graph = Graph()
    source, colors = _buffer(graph, like, like.time_base), _buffer(graph, palette, like.time_base)
    use = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
    sink = graph.add("buffersink")
    source.link_to(use, 0, 0)
    colors.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, like.time_base
    colors.push(palette)
    colors.push(None)

    def reduce(frame: av.VideoFrame) -> av.VideoFrame:
        source.push(frame)
        return _pull(graph)

    return reduce


def _buffer(
    graph: Graph, like: av.VideoFrame, time_base: Fraction | None
) -> av.filter.context.FilterContext:
    return graph.add_buffer(
        width=like.width, height=like.height, format=like.format, time_base=time_base
    )


def _pull(graph: Graph) -> av.VideoFrame:
    frame = graph.pull()
    assert isinstance(frame, av.VideoFrame)
    return frame
