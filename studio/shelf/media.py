"""Video files: joining segments into an MP4 with captions, and reading frames back."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

from engine import interruption
from scenes.kit.beat import Beat
from studio.job import Quality, StudioError
from studio.shelf.captions import Mark, wrap

if TYPE_CHECKING:
    from av.container.core import Chapter

_Packet: TypeAlias = "av.Packet[av.stream.Stream]"
VideoPacket: TypeAlias = "av.Packet[av.VideoStream]"
# Conversion between RGB and YUV that rounds, and rounds alike on every processor.
EXACT = (
    Interpolation.BILINEAR
    | Interpolation.ACCURATE_RND
    | Interpolation.FULL_CHR_H_INT
    | Interpolation.BITEXACT
)
_SUBTITLE_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,18,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def join(
    segments: Iterable[Path],
    beats: Sequence[Beat],
    metadata: dict[str, str],
    frame_rate: int,
    target: Path,
) -> int:
    """Write the MP4 `target` from segments without encoding them again; return its frames.

    Frames follow each other at exactly `frame_rate` a second. The index stands before the data,
    so that a browser can play while it loads. The captions of `beats` are a text track, in English.
    """
    packets: list[tuple[int, VideoPacket]] = []  # in the order of decoding, with frame numbers
    frames = 0
    first: av.VideoStream | None = None
    inputs = []
    try:
        for segment in segments:
            source = av.open(str(segment))
            inputs.append(source)
            stream = source.streams.video[0]
            first = first or stream
            if stream.codec_context.extradata != first.codec_context.extradata:
                raise RuntimeError(f"{segment} was encoded with other settings than the rest")
            found = packets_of(source, stream, frame_rate)
            packets += [(frames + number, packet) for number, packet in found]
            frames = len(packets)
        assert first is not None
        write_mp4(first, packets, beats, metadata, frame_rate, target, ahead_of(packets))
    finally:
        for source in inputs:
            source.close()
    return frames


@dataclass(frozen=True)
class Footage:
    """A whole video to be joined: its frames, how far ahead it decodes, the encoder's settings."""

    video: Path
    frames: int
    ahead: int
    settings: bytes


def measure(video: Path, frame_rate: int) -> Footage:
    """Return what `join_videos` must know of `video`; raise StudioError if it cannot be read."""
    with opened(video) as (source, stream):
        packets = packets_of(source, stream, frame_rate)
        settings = bytes(stream.codec_context.extradata or b"")
        return Footage(video, len(packets), ahead_of(packets), settings)


def join_videos(
    parts: Sequence[Footage],
    beats: Sequence[Beat],
    marks: Sequence[Mark],
    metadata: dict[str, str],
    frame_rate: int,
    target: Path,
) -> None:
    """Write the MP4 `target` from whole videos without encoding them again, one read at a time.

    `beats` and `marks` are in frames of `target`.

    Raises StudioError for a video that was encoded with other settings than the first.
    """
    for part in parts:
        if part.settings != parts[0].settings:
            raise StudioError(
                f"{part.video} was encoded with other settings than what goes before it; remove it "
                "and make it again.",
                exit_code=1,
            )

    def packets() -> Iterator[tuple[int, VideoPacket]]:
        frames = 0
        for part in parts:
            interruption.check()
            with opened(part.video) as (source, stream):
                for number, packet in packets_of(source, stream, frame_rate):
                    yield frames + number, packet
            frames += part.frames

    ahead = max(part.ahead for part in parts)
    with opened(parts[0].video) as (_, template):
        write_mp4(template, packets(), beats, metadata, frame_rate, target, ahead, marks)


def ahead_of(packets: Iterable[tuple[int, VideoPacket]]) -> int:
    """Return by how many frames one is decoded before it is shown, at most.

    It is when others refer to it.
    """
    return max((order - number for order, (number, _) in enumerate(packets)), default=0)


def write_mp4(
    template: av.VideoStream,
    packets: Iterable[tuple[int, VideoPacket]],
    beats: Sequence[Beat],
    metadata: dict[str, str],
    frame_rate: int,
    target: Path,
    ahead: int,
    marks: Sequence[Mark] = (),
) -> None:
    """Write an MP4 of packets like those of `template`, in their order, with the frame of each.

    A frame is decoded `ahead` of when it is shown; `marks` are for the player's list of chapters.
    """
    # The file's own clock is one in which the last frame ends exactly.
    options = {"movflags": "faststart", "movie_timescale": str(frame_rate * 1000)}
    with av.open(str(target), "w", format="mp4", options=options) as output:
        output.metadata.update(metadata)
        video = output.add_stream_from_template(template)
        text = output.add_stream("mov_text")
        text.metadata["language"] = "eng"
        text.codec_context.subtitle_header = _SUBTITLE_HEADER
        text.time_base = frame = Fraction(1, frame_rate)
        if marks:
            output.set_chapters(
                [_chapter(number, mark, frame) for number, mark in enumerate(marks)]
            )
        waiting = list(beats)
        for order, (number, packet) in enumerate(packets):
            while waiting and waiting[0].caption_start <= order:
                output.mux(_caption_packet(waiting.pop(0), text, frame))
            assert packet.time_base is not None
            ticks = frame / packet.time_base
            packet.pts, packet.dts = round(number * ticks), round((order - ahead) * ticks)
            packet.duration = round(ticks)
            packet.stream = video
            output.mux(packet)


def _chapter(number: int, mark: Mark, clock: Fraction) -> "Chapter":
    return {
        "id": number,
        "start": mark.start,
        "end": mark.end,
        "time_base": clock,
        "metadata": {"title": mark.title},
    }


def _caption_packet(beat: Beat, stream: av.stream.Stream, clock: Fraction) -> _Packet:
    content = wrap(beat.caption).encode()
    packet: _Packet = av.Packet(len(content).to_bytes(2, "big") + content)
    packet.stream = stream
    packet.time_base = clock
    packet.pts = packet.dts = beat.caption_start
    packet.duration = beat.end - beat.caption_start
    return packet


def packets_of(
    source: av.container.InputContainer, stream: av.VideoStream, frame_rate: int
) -> list[tuple[int, VideoPacket]]:
    """Return the packets in the order of decoding, each with the number of its frame."""
    assert stream.time_base is not None
    tick = stream.time_base * frame_rate
    return [
        (round(packet.pts * tick), packet)
        for packet in source.demux(stream)
        if packet.pts is not None and packet.size
    ]


@contextmanager
def opened(video: Path, threads: int = 1) -> Iterator[tuple[Any, av.VideoStream]]:
    """Yield the open container `video` and its stream of pictures.

    Raises StudioError for a file that is no video.
    """
    try:
        with av.open(str(video)) as source:
            stream = source.streams.video[0]
            stream.codec_context.thread_count = threads
            stream.thread_type = "AUTO" if threads > 1 else "NONE"
            yield source, stream
    except (av.error.FFmpegError, IndexError) as error:
        if isinstance(error, OSError):
            raise
        raise StudioError(
            f"{video} cannot be read ({error}); remove it and make it again.", exit_code=1
        ) from error


def frames(videos: Sequence[Path], threads: int = 1) -> Iterator[av.VideoFrame]:
    """Yield the frames of `videos`, one after the other, numbered from 0 in their `pts`."""
    number = 0
    for video in videos:
        with opened(video, threads) as (source, stream):
            for frame in source.decode(stream):
                interruption.check()
                frame.pts = number
                number += 1
                yield frame


def encode(pictures: Iterable[av.VideoFrame], quality: Quality, segment: Path) -> Path:
    """Encode converted frames as the clips are, into the new file `segment`; return that."""
    from manim._config.video_encoder import VideoEncoderSpec  # takes its time

    from engine.encoder import segment_encoder

    size, rate = (quality.width, quality.height), Fraction(quality.frame_rate)
    encoder = segment_encoder(
        segment, VideoEncoderSpec("mp4", "libx264", "yuv420p", *size, rate, ())
    )
    try:
        for picture in pictures:
            encoder.encode(picture)
        encoder.finish()
    except BaseException:
        encoder.abort()
        raise
    return segment


def read_frames(video: Path, numbers: Iterable[int]) -> list[NDArray[np.uint8]]:
    """Return the frames with these numbers as RGB pixels of shape (height, width, 3)."""
    with av.open(str(video)) as source:
        stream = source.streams.video[0]
        stream.thread_type = "AUTO"
        assert stream.time_base is not None
        assert stream.average_rate is not None
        ticks = 1 / (stream.average_rate * stream.time_base)
        return [_read_frame(source, stream, round(number * ticks)) for number in numbers]


def _read_frame(
    source: av.container.InputContainer, stream: av.VideoStream, time: int
) -> NDArray[np.uint8]:
    source.seek(time, stream=stream, backward=True)
    for frame in source.decode(stream):
        if frame.pts is not None and frame.pts >= time:
            rgb = frame.reformat(
                format="rgb24",
                src_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.MPEG,
                dst_color_range=ColorRange.JPEG,
                interpolation=EXACT,
            )
            return np.asarray(rgb.to_ndarray(), np.uint8)
    raise EOFError(f"{source.name} ends before tick {time}")
