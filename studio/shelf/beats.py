"""One video for each beat, cut out of a clip's."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from scenes.kit.beat import Beat
from studio.job import StudioError
from studio.shelf.captions import titles
from studio.shelf.media import (
    VideoPacket,
    ahead_of,
    encode,
    frames,
    join,
    opened,
    packets_of,
    write_mp4,
)
from studio.shelf.shelf import Clip


def cut_beats(clip: Clip, folder: Path) -> list[Path]:
    """Write each beat of `clip`, with its caption, into ``01.mp4``, ``02.mp4`` … in `folder`.

    The title of an answer is the question: players show a title before there is anything to see.
    Frames are copied as they are where the beat begins with one that can be decoded alone, as it
    does in our clips, and encoded again elsewhere.

    Raises StudioError when the clip's video cannot be read or has not all frames of the beats.
    """
    videos = [folder / f"{number:02}.mp4" for number in range(1, len(clip.beats) + 1)]
    with opened(clip.video) as (source, stream):
        packets = packets_of(source, stream, clip.frame_rate)
        beats = zip(clip.beats, titles(clip.beats), videos, strict=True)
        for number, (beat, title, target) in enumerate(beats, 1):
            run = [packet for packet in packets if beat.start <= packet[0] < beat.end]
            if len(run) != beat.frames:
                raise StudioError(
                    f"{clip.video} has not the frames of beat {number} that its manifest "
                    "names; remove it and make it again.",
                    exit_code=1,
                )
            captions = [beat.alone()]
            metadata = {"title": title, "album": clip.title, "track": str(number)}
            if _stands_alone(packets, run):
                moved = [(frame - beat.start, packet) for frame, packet in run]
                ahead = ahead_of(moved)
                write_mp4(stream, moved, captions, metadata, clip.frame_rate, target, ahead)
            else:
                segment = _encode(clip, beat, target.with_suffix(".segment.mp4"))
                join([segment], captions, metadata, clip.frame_rate, target)
                segment.unlink()
    return videos


def _stands_alone(
    packets: Sequence[tuple[int, VideoPacket]], run: Sequence[tuple[int, VideoPacket]]
) -> bool:
    """Say whether the packets of `run` begin with a key frame and follow each other."""
    start = packets.index(run[0])
    frame, packet = run[0]
    first = min(number for number, _ in run)
    return packet.is_keyframe and frame == first and packets[start : start + len(run)] == run


def _encode(clip: Clip, beat: Beat, segment: Path) -> Path:
    """Encode the frames of `beat` anew, so that the first of them can be decoded alone."""
    return encode(islice(frames([clip.video]), beat.start, beat.end), clip.quality, segment)
