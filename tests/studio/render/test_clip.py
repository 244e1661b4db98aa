"""What one finished render consists of."""

import json
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from studio.job import ROOT, Job
from studio.render.rules import read_rules
from studio.shelf.media import read_frames

KINDS = [".vtt", ".srt", ".png", ".storyboard.png", ".json", ".mp4"]


def manifest(job: Job) -> dict:
    return json.loads(job.result(".json").read_text(encoding="utf-8"))


def test_every_result_is_there_and_nothing_else(clip: Job) -> None:
    found = {path.name for path in (clip.media / clip.shelf).iterdir()}
    assert found == {clip.result(kind).name for kind in KINDS}
    assert not list(clip.work.glob("*.render"))


def test_video_format(clip: Job) -> None:
    with av.open(str(clip.result(".mp4"))) as video:
        stream = video.streams.video[0]
        context = stream.codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.width, context.height) == (clip.quality.width, clip.quality.height)
        assert stream.average_rate == clip.quality.frame_rate
        tags = (context.color_primaries, context.color_trc, context.colorspace)
        assert tags == (1, 1, 1)  # BT.709
        assert context.color_range == 1  # limited
        assert video.metadata["title"] == "A small walk"
        assert video.metadata["description"] == "A box walks to the right, and a ring grows."
        times = [frame.time for frame in video.decode(stream)]
    step = 1 / clip.quality.frame_rate
    np.testing.assert_allclose(times, np.arange(len(times)) * step, atol=1e-4)


def test_index_stands_before_the_data(clip: Job) -> None:
    content = clip.result(".mp4").read_bytes()
    boxes, position = [], 0
    while position < len(content):
        size = int.from_bytes(content[position : position + 4], "big")
        boxes.append(content[position + 4 : position + 8])
        position += size
    assert boxes.index(b"moov") < boxes.index(b"mdat")


def test_duration_is_that_of_the_manifest(clip: Job) -> None:
    facts = manifest(clip)
    with av.open(str(clip.result(".mp4"))) as video:
        stream = video.streams.video[0]
        frames = sum(1 for _ in video.decode(stream))
        assert stream.duration * stream.time_base == Fraction(frames, clip.quality.frame_rate)
    assert facts["duration"] == frames / clip.quality.frame_rate
    assert facts["beats"][-1]["end"] == facts["frames"] == frames


def test_manifest(clip: Job) -> None:
    facts = manifest(clip)
    assert facts["name"] == facts["scene"] == "small_walk"
    assert facts["alt"] == "A box walks to the right, and a ring grows."
    assert (facts["theme"], facts["quality"]) == ("dark", "90p10")
    assert facts["knobs"] == {"STEPS": 2, "STRIDE": 1.5, "COLORS": ["#E69F00", "#56B4E9"]}
    assert {"python", "misty-hill", "manim", "numpy", "scipy", "typst", "moderngl"} <= set(
        facts["versions"]
    )
    starts = [beat["start"] for beat in facts["beats"]]
    assert starts[0] == 0
    assert starts[1:] == [beat["end"] for beat in facts["beats"][:-1]]


def caption_track(path: str) -> list[tuple[float, str]]:
    with av.open(path) as source:
        stream = source.streams.subtitles[0]
        packets = [(p, bytes(p)) for p in source.demux(stream) if p.size]
        if stream.codec_context.name == "mov_text":
            assert stream.metadata["language"] == "eng"
            packets = [(p, text[2:]) for p, text in packets if len(text) > 2]
        return [(float(p.pts * p.time_base), text.decode()) for p, text in packets]


def test_captions_beside_and_inside_the_video_are_those_of_the_beats(clip: Job) -> None:
    expected = [(beat["start"] / 10, beat["caption"]) for beat in manifest(clip)["beats"]]
    for kind in (".vtt", ".srt", ".mp4"):
        track = caption_track(str(clip.result(kind)))
        found = [(start, " ".join(text.split())) for start, text in track]
        if kind == ".vtt":
            marks = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
            for mark, sign in marks.items():
                found = [(start, text.replace(mark, sign)) for start, text in found]
        assert [text for _, text in found] == [text for _, text in expected]
        assert [s for s, _ in found] == pytest.approx([s for s, _ in expected], abs=1e-3)


def test_colors_are_those_that_were_drawn(clip: Job) -> None:
    beats = manifest(clip)["beats"]
    frame = read_frames(clip.result(".mp4"), [beats[0]["end"] - 1])[0]
    box = frame[45, 80 + round(3 / 8 * 90)]  # the box stands 3 units right of the middle
    np.testing.assert_allclose(box.astype(int), [0xE6, 0x9F, 0x00], atol=2)
    np.testing.assert_allclose(frame[3, 3].astype(int), [0x0F, 0x12, 0x18], atol=2)


def test_poster_is_the_last_frame(clip: Job) -> None:
    with av.open(str(clip.result(".mp4"))) as video:
        last = sum(1 for _ in video.decode(video=0)) - 1
    expected = read_frames(clip.result(".mp4"), [last])[0]
    with Image.open(clip.result(".png")) as poster:
        np.testing.assert_array_equal(np.asarray(poster.convert("RGB")), expected)


def test_dependency_file_names_what_the_clip_was_made_from(clip: Job) -> None:
    written = clip.dependencies.read_text(encoding="utf-8")
    *rules, _ = written.splitlines()
    target, _, needed = rules[0].partition(": ")
    assert target == str(clip.result(".mp4"))
    files = needed.split()
    assert files[0] == str(clip.scene)
    expected = {"manim.cfg", "requirements.lock", "scenes/kit/lesson.py", "studio/render/render.py"}
    assert expected <= set(files)
    assert all((ROOT / file).is_file() for file in files)
    assert {rule for rule in rules[1:] if rule} == {f"{file}:" for file in files}
    assert read_rules(written) == [ROOT / file for file in files]
