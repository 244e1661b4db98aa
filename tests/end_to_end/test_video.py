"""What a player, a browser and a slide program find in a video that `make` made."""

import json
import struct
from fractions import Fraction

import av
import pytest
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc

from tests.end_to_end.project_copy import Copy


@pytest.fixture(scope="session")
def manifest(project: Copy) -> dict:
    return json.loads(project.media("walk.json").read_text(encoding="utf-8"))


def test_picture_is_what_every_player_knows(project):
    with av.open(str(project.media("walk.mp4"))) as video:
        stream = video.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.width, context.height) == (854, 480)
        assert stream.average_rate == stream.base_rate == 15
        assert context.colorspace == Colorspace.ITU709
        assert context.color_primaries == ColorPrimaries.BT709
        assert context.color_trc == ColorTrc.BT709


def test_index_stands_before_the_data(project):
    content = project.media("walk.mp4").read_bytes()
    boxes = []
    at = 0
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        boxes.append(kind)
        at += size
    assert at == len(content)
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def test_duration_is_the_manifests(project, manifest):
    with av.open(str(project.media("walk.mp4"))) as video:
        frames = sum(1 for _ in video.decode(video.streams.video[0]))
    assert float(Fraction(frames, 15)) == pytest.approx(manifest["duration"], abs=1e-6)
    assert manifest["beats"][-1]["end"] == frames


def test_captions_inside_are_those_beside(project, manifest):
    with av.open(str(project.media("walk.mp4"))) as video:
        packets = [bytes(packet) for packet in video.demux(video.streams.subtitles[0])]
    inside = [packet[2:].decode() for packet in packets if len(packet) > 2]
    assert inside == [beat["caption"] for beat in manifest["beats"]]
    beside = project.media("walk.vtt").read_text(encoding="utf-8")
    assert beside.startswith("WEBVTT")
    assert all(caption in beside for caption in inside)


def test_every_video_has_its_companions(project):
    suffixes = (".json", ".mp4", ".png", ".srt", ".storyboard.png", ".vtt")
    names = {name + suffix for name in ("count", "stroll", "walk") for suffix in suffixes}
    assert names <= set(project.state())  # other tests put slides and pages beside them
