"""One video for each beat, cut out of a clip's."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import av
from manim._config.video_encoder import VideoEncoderSpec

from studio.encode import segment_encoder
from studio.finished import Beat
from studio.job import StudioError

_VideoPacket: TypeAlias = "av.Packet[av.VideoStream]"


def cut_beats(video: Path, beats: Sequence[Beat], folder: Path) -> list[Path]:
    """Write the frames of each beat of `video` into ``01.mp4``, ``02.mp4`` … in `folder`.

    They are copied as they are where the beat begins with a frame that can be decoded alone, as
    it does in our clips, and encoded again elsewhere.

    Raises StudioError when `video` cannot be read or has not all frames of the beats.
    """
    try:
        with av.open(str(video)) as source:
            return _cut(source, beats, folder)
    except (av.error.InvalidDataError, IndexError):
        raise StudioError(
            f"{video} is no video; remove it and make it again.", exit_code=1
        ) from None


def _cut(source: av.container.InputContainer, beats: Sequence[Beat], folder: Path) -> list[Path]:
    stream = source.streams.video[0]
    packets = _packets(source, stream)
    cuts = []
    for number, beat in enumerate(beats, 1):
        run = [packet for frame, packet in packets if beat.first <= frame < beat.end]
        if len(run) != beat.end - beat.first:
            raise StudioError(
                f"{source.name} has not the frames of beat {number} that its manifest tells of; "
                "remove it and make it again.",
                exit_code=1,
            )
        cuts.append(folder / f"{number:02}.mp4")
        if _stands_alone(packets, beat):
            _write(run, beat.first, stream, cuts[-1])
        else:
            _encode(source, stream, beat, cuts[-1])
    return cuts


def _packets(
    source: av.container.InputContainer, stream: av.VideoStream
) -> list[tuple[int, _VideoPacket]]:
    """Return the packets in the order of decoding, each with the number of its frame."""
    return [
        (round(_tick(stream) * packet.pts), packet)
        for packet in source.demux(stream)
        if packet.pts is not None and packet.size
    ]


def _tick(stream: av.VideoStream) -> Fraction:
    """Return how many frames pass in a tick of the stream's clock."""
    assert stream.time_base is not None
    assert stream.average_rate is not None
    return stream.time_base * stream.average_rate


def _stands_alone(packets: Sequence[tuple[int, _VideoPacket]], beat: Beat) -> bool:
    """Say whether the packets of `beat` follow each other and begin with a key frame."""
    orders = [o for o, (frame, _) in enumerate(packets) if beat.first <= frame < beat.end]
    frame, packet = packets[orders[0]]
    return (
        orders == list(range(orders[0], orders[-1] + 1))
        and frame == beat.first
        and packet.is_keyframe
    )


def _write(
    packets: Sequence[_VideoPacket], first: int, template: av.VideoStream, target: Path
) -> None:
    """Write packets of the stream `template`; the frame number `first` becomes the first."""
    assert packets[0].dts is not None
    ticks = 1 / _tick(template)
    begin = round(first * ticks)
    with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as output:
        video = output.add_stream_from_template(template)
        for packet in packets:
            assert packet.pts is not None
            assert packet.dts is not None
            packet.pts, packet.dts = packet.pts - begin, packet.dts - begin
            packet.duration = round(ticks)
            packet.stream = video
            output.mux(packet)


def _encode(
    source: av.container.InputContainer, stream: av.VideoStream, beat: Beat, target: Path
) -> None:
    """Encode the frames of `beat` anew, so that the first of them can be decoded alone."""
    rate = Fraction(stream.average_rate or 0)
    size = (stream.codec_context.width, stream.codec_context.height)
    segment = target.with_suffix(".segment.mp4")
    encoder = segment_encoder(
        segment, VideoEncoderSpec("mp4", "libx264", "yuv420p", *size, rate, ())
    )
    try:
        source.seek(round(beat.first / _tick(stream)), stream=stream, backward=True)
        for frame in source.decode(stream):
            number = round(_tick(stream) * (frame.pts or 0))
            if number >= beat.end:
                break
            if number >= beat.first:
                encoder.encode(frame)
        encoder.finish()
    except BaseException:
        encoder.abort()
        raise
    with av.open(str(segment)) as encoded:
        video = encoded.streams.video[0]
        _write([packet for _, packet in _packets(encoded, video)], 0, video, target)
    segment.unlink()
