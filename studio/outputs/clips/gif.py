"""GIF, in a palette made for the clip, and never too large to be sent or embedded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, log2
from pathlib import Path

import av
from av.filter import Graph

from studio.job import StudioError
from studio.outputs.clips.codecs import Converter, clock, every, fit
from studio.shelf.media import frames
from studio.shelf.shelf import Clip

LIMIT = 8_000_000  # bytes
SAMPLES = 64  # frames whose colors decide about the palette
_PIXELS = "bgra"


@dataclass(frozen=True)
class Look:
    """How a GIF may look: at most so wide, so many frames a second, so many colors."""

    width: int
    rate: Fraction
    colors: int

    def step(self, frame_rate: int) -> int:
        """Return which frames are taken: every so many-th."""
        return ceil(frame_rate / self.rate)

    @property
    def weight(self) -> float:
        """About how the size of the file grows."""
        return float(self.width**2 * self.rate) * log2(self.colors)


_LOOKS = (
    Look(640, Fraction(15), 256),
    Look(640, Fraction(10), 256),
    Look(640, Fraction(15, 2), 128),
    Look(480, Fraction(10), 128),
    Look(480, Fraction(15, 2), 96),
    Look(400, Fraction(15, 2), 64),
    Look(320, Fraction(15, 2), 64),
    Look(320, Fraction(5), 48),
    Look(240, Fraction(5), 32),
)


def looks(clip: Clip) -> Iterator[Look]:
    """Yield looks from the best on, down to a picture that stands still."""
    yield from _LOOKS
    rate = Fraction(4)
    while True:
        look = Look(160, rate, 16)
        yield look
        if look.step(clip.frame_rate) >= clip.frames:
            return
        rate /= 2


def write_gif(clip: Clip, target: Path, threads: int, limit: int = LIMIT) -> str:
    """Write the clip as a GIF of less than `limit` bytes that plays forever; say how it looks.

    Looks are tried from the best on; those that cannot fit, by the size of the last, are left out.
    """
    samples = _samples(clip, threads)
    largest = inf  # the weight of a look that may fit
    for look in looks(clip):
        still = look.step(clip.frame_rate) >= clip.frames
        if look.weight > largest and not still:
            continue
        size = _write(clip, look, _palette(samples, look.colors), target, threads, limit)
        if size < limit:
            return _told(clip, look)
        largest = 1.1 * look.weight * limit / size
    raise StudioError(f"not even one picture fits into a GIF of {limit} bytes.", exit_code=1)


def _told(clip: Clip, look: Look) -> str:
    width, height = fit(clip.width, clip.height, look.width)
    rate = float(Fraction(clip.frame_rate, look.step(clip.frame_rate)))
    return f"{width} × {height}, {rate:.3g} frames a second, {look.colors} colors"


def _samples(clip: Clip, threads: int) -> list[av.VideoFrame]:
    convert = Converter(*fit(clip.width, clip.height, _LOOKS[0].width), _PIXELS)
    step = ceil(clip.frames / SAMPLES)
    return [convert(frame) for frame in every(frames([clip.video], threads), step)]


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
    clip: Clip, look: Look, palette: av.VideoFrame, target: Path, threads: int, limit: int
) -> float:
    """Write a GIF; return its size, or about what it would be when it is given up as too large."""
    size = fit(clip.width, clip.height, look.width)
    step = look.step(clip.frame_rate)
    rate = Fraction(clip.frame_rate, step)
    convert = Converter(*size, _PIXELS)
    reduce: Callable[[av.VideoFrame], av.VideoFrame] | None = None
    written = 0
    with av.open(str(target), "w", format="gif", options=_timing(clip, step)) as output:
        stream = output.add_stream("gif", rate=rate)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = "pal8"
        for number, picture in enumerate(every(frames([clip.video], threads), step)):
            frame = convert(picture)
            frame.pts, frame.time_base = number, clock(rate)
            reduce = reduce or _reducer(frame, palette)
            for packet in stream.encode(reduce(frame)):
                written += packet.size
                output.mux(packet)
            if written > limit:
                return written * clip.frames / min((number + 1) * step, clip.frames)
        output.mux(stream.encode())
    return target.stat().st_size


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
