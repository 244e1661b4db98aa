"""Encoding alone: the frames of a finished video, straight into the encoder once more.

    python -m benchmarks.floor video.mp4 out.mp4 first last

prints the seconds that encoding the frames from `first` up to but not `last` took. They are
decoded beforehand, some at a time, and that is not counted; nor is any drawing or conversion.
"""

import sys
import time
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
from manim._config.video_encoder import VideoEncoderSpec

from engine.encoder import segment_encoder

AT_A_TIME = 120
MANIMS = (("crf", "23"),)  # the options that Manim itself sets


def main(video: Path, target: Path, first: int, last: int) -> float:
    """Encode the frames anew; return the seconds that it took."""
    seconds = 0.0
    with av.open(str(video)) as source:
        stream = source.streams.video[0]
        assert stream.average_rate is not None
        size, rate = (stream.width, stream.height), Fraction(stream.average_rate)
        spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", *size, rate, MANIMS)
        encoder = segment_encoder(target, spec)
        frames = islice(source.decode(video=0), first, last)
        while some := list(islice(frames, AT_A_TIME)):
            begun = time.perf_counter()
            for frame in some:
                encoder.encode(frame)
            seconds += time.perf_counter() - begun
    begun = time.perf_counter()
    encoder.finish()
    return seconds + time.perf_counter() - begun


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
