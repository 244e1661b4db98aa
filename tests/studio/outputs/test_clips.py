"""Finished clips in other formats."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec
from PIL import Image, ImageSequence

from engine.encoder import segment_encoder
from scenes.kit.beat import Beat
from studio.job import ROOT, Job, Quality, StudioError
from studio.outputs.clips.command import chosen
from studio.outputs.clips.formats import FORMATS
from studio.outputs.clips.gif import write_gif
from studio.outputs.clips.making import make
from studio.outputs.clips.tasks import Task
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, read_clip
from tests.studio.conftest import read
from tests.studio.render.test_clip import caption_track

SURE = {"gif": 6.0, "webp": 5.0, "webm": 5.0, "mov": 3.0}  # of 255: the mean error of a format


def pictures(path: Path, clip: Clip) -> list[tuple[float, np.ndarray]]:
    """Return when each picture begins to show, and its pixels, in the size of the clip."""
    size = clip.width, clip.height
    if path.suffix in {".gif", ".webp"}:
        shown, time = [], 0.0
        with Image.open(path) as image:
            for frame in ImageSequence.Iterator(image):
                frame.load()
                shown.append((time, np.asarray(frame.convert("RGB").resize(size))))
                time += frame.info["duration"] / 1000
        return [*shown, (time, shown[-1][1])]
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        times = [float(frame.time) for frame in video.decode(stream)]
        rate = stream.average_rate
    shown = read_frames(path, range(len(times)))
    return list(zip([*times, len(times) / float(rate)], [*shown, shown[-1]], strict=True))


@pytest.mark.parametrize("name", SURE)
def test_a_format_looks_and_lasts_as_the_clip_does(finished: Clip, name: str) -> None:
    task = Task(finished, name)
    assert not task.is_done()
    task()
    assert task.is_done()
    assert task.place == finished.video.with_suffix(FORMATS[name].suffix)
    shown = pictures(task.place, finished)
    assert shown[-1][0] == pytest.approx(finished.frames / finished.frame_rate, abs=0.03)
    numbers = [min(round(time * finished.frame_rate), finished.frames - 1) for time, _ in shown]
    for (_, picture), expected in zip(shown, read_frames(finished.video, numbers), strict=True):
        assert np.abs(picture.astype(int) - expected).mean() < SURE[name]


def test_gif_and_webp_play_forever(finished: Clip) -> None:
    for name in ("gif", "webp"):
        Task(finished, name)()
        with Image.open(Task(finished, name).place) as image:
            assert image.is_animated
            assert image.info["loop"] == 0


def test_webm_and_mov_say_which_colors_they_have(finished: Clip) -> None:
    for name, codec in (("webm", "vp9"), ("mov", "prores")):
        Task(finished, name)()
        with av.open(str(Task(finished, name).place)) as video:
            context = video.streams.video[0].codec_context
            assert context.name == codec
            assert (context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1)
            assert {tag.lower(): text for tag, text in video.metadata.items()}["title"] == (
                "A small walk"
            )


def noise(shelf: Job, width: int, height: int, frames: int) -> Clip:
    """Put a clip on the shelf that no format can make small."""
    clip = read(shelf)
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", width, height, Fraction(10), ())
    rng = np.random.default_rng(0)
    encoder = segment_encoder(shelf.result(".mp4"), spec)
    for _ in range(frames):
        gray = rng.integers(0, 256, (height, width, 1), dtype=np.uint8)
        encoder.write_frame(np.repeat(gray, 4, axis=-1))
    encoder.finish()
    quality = Quality(shelf.quality.name, width, height, 10)
    return replace(clip, quality=quality, frames=frames, beats=(Beat("", 0, frames),))


@pytest.mark.parametrize(
    ("limit", "width", "end"),
    [
        (8_000_000, 640, "10 frames a second, 256 colors"),
        (2_000_000, 320, "5 frames a second, 64 colors"),
        (12_000, 320, "64 colors, larger than 0.012 MB"),
    ],
)
def test_a_gif_has_one_of_two_sizes_and_one_that_is_too_large_is_told(
    shelf: Job, tmp_path: Path, limit: int, width: int, end: str
) -> None:
    path = tmp_path / "noise.gif"
    told = write_gif(noise(shelf, 640, 360, 20), path, 2, limit)
    assert (path.stat().st_size > limit) == ("larger" in end)
    assert told.endswith(end)
    with Image.open(path) as image:
        assert image.width == width
        assert told.startswith(f"{image.width} × {image.height}, ")
        duration = sum(frame.info.get("duration", 0) for frame in ImageSequence.Iterator(image))
        assert duration / 1000 == pytest.approx(2, abs=0.03)


def test_beats_hold_the_very_frames_and_the_caption(finished: Clip) -> None:
    Task(finished, "beats")()
    folder = Task(finished, "beats").place
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["01.mp4", "02.mp4", "03.mp4"]
    for file, beat in zip(files, finished.beats, strict=True):
        length = beat.frames
        with av.open(str(file)) as video:
            packets = [packet for packet in video.demux(video=0) if packet.size]
            assert packets[0].is_keyframe
            assert len(packets) == length
            assert video.metadata["title"] == beat.caption
            assert video.duration / av.time_base == pytest.approx(length / finished.frame_rate)
        found = read_frames(file, range(length))
        expected = read_frames(finished.video, range(beat.start, beat.end))
        np.testing.assert_array_equal(found, expected)
        track = [(time, " ".join(text.split())) for time, text in caption_track(str(file))]
        assert track == [(0, beat.caption)]


@pytest.mark.parametrize("name", ["gif", "webp", "webm", "mov", "beats"])
def test_a_clip_that_asks_is_made_in_every_format(
    asking_clip: Job, tmp_path: Path, name: str
) -> None:
    shutil.copytree(asking_clip.media / asking_clip.shelf, tmp_path / "media" / asking_clip.shelf)
    clip = read_clip(tmp_path / "media" / asking_clip.shelf, asking_clip.name)
    task = Task(clip, name)
    task()
    assert task.is_done()
    if name == "beats":
        assert [file.name for file in sorted(task.place.iterdir())] == [
            "01.mp4",
            "02.mp4",
            "03.mp4",
            "04.mp4",
        ]


def test_beats_of_a_longer_clip_do_not_stay(finished: Clip) -> None:
    task = Task(finished, "beats")
    task.place.mkdir()
    (task.place / "04.mp4").write_bytes(b"old")
    assert not task.is_done()
    task()
    assert len(list(task.place.iterdir())) == 3
    assert task.is_done()


def test_what_is_there_is_not_made_again_until_the_video_is(shelf: Job) -> None:
    def state() -> dict[str, tuple[int, int]]:
        files = (shelf.media / shelf.shelf).rglob("*.*")
        return {str(file): (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}

    make(shelf.media / shelf.shelf, ["small_walk"], ["webm", "beats"], None, 0)
    first = state()
    make(shelf.media / shelf.shelf, ["small_walk"], ["webm", "beats"], None, 0)
    assert state() == first
    os.utime(shelf.result(".mp4"))
    make(shelf.media / shelf.shelf, ["small_walk"], ["webm", "beats"], None, 0)
    changed = {name for name, facts in state().items() if first[name] != facts}
    assert {Path(name).name for name in changed} == {
        "small_walk.mp4",
        "small_walk.webm",
        "small_walk.beats",
        "01.mp4",
        "02.mp4",
        "03.mp4",
    }


def test_unknown_formats_are_refused() -> None:
    assert chosen("gif, beats", False) == ["gif", "beats"]
    assert "mov" not in chosen(None, False)
    assert chosen("", True) == ["webm", "mov"]
    with pytest.raises(StudioError, match="'avi'; the formats are: gif webp webm mov beats"):
        chosen("gif avi", False)
    with pytest.raises(StudioError, match="'gif'; the formats of a transparent clip are: webm mov"):
        chosen("gif", True)


def test_no_clips_at_all(shelf: Job) -> None:
    shelf.result(".mp4").unlink()
    with pytest.raises(StudioError, match="no finished video in"):
        make(shelf.media / shelf.shelf, [], ["gif"], None, 0)


def test_a_broken_clip_does_not_keep_the_others_from_being_made(
    shelf: Job, capfd: pytest.CaptureFixture[str]
) -> None:
    facts = json.loads(shelf.result(".json").read_text())
    for name in ("no_json", "no_video", "cut_off", "other_video"):
        shutil.copy(shelf.result(".mp4"), replace(shelf, name=name).result(".mp4"))
        replace(shelf, name=name).result(".json").write_text(json.dumps(facts | {"name": name}))
    replace(shelf, name="no_json").result(".json").write_text("{")
    replace(shelf, name="no_video").result(".mp4").unlink()
    cut_off = replace(shelf, name="cut_off").result(".mp4")
    cut_off.write_bytes(cut_off.read_bytes()[:900])
    facts |= {"name": "other_video", "frames": 1485}
    facts["beats"][-1]["end"] = 1485
    replace(shelf, name="other_video").result(".json").write_text(json.dumps(facts))
    names = ["cut_off", "no_json", "no_video", "other_video", "small_walk"]
    with pytest.raises(StudioError, match="not everything") as raised:
        make(shelf.media / shelf.shelf, names, ["beats"], None, 0)
    assert raised.value.exit_code == 1
    said = capfd.readouterr().err
    assert "no_json.json is broken" in said
    assert "no_video.mp4 is missing" in said
    assert "other_video.mp4 has not the frames of beat 3" in said
    assert "cut_off.mp4 cannot be read" in said
    assert "Traceback" not in said
    assert len(list(shelf.result(".beats").iterdir())) == 3
    assert not cut_off.with_suffix(".beats").exists()


def test_a_full_disk_leaves_the_earlier_file(shelf: Job, capfd: pytest.CaptureFixture[str]) -> None:
    shelf.result(".mov").write_bytes(b"earlier")
    allowed, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, most))
    try:
        with pytest.raises(StudioError, match="not everything"):
            make(shelf.media / shelf.shelf, ["small_walk"], ["mov"], None, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, most))
    said = capfd.readouterr().err
    assert "File too large" in said
    assert "earlier files are as they were" in said
    assert "Traceback" not in said
    assert shelf.result(".mov").read_bytes() == b"earlier"
    assert not list(shelf.work.glob("*.render"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_conversion_leaves_the_earlier_file(
    shelf: Job, number: signal.Signals
) -> None:
    clip = noise(shelf, 640, 360, 100)
    facts = json.loads(shelf.result(".json").read_text())
    facts |= {"width": 640, "height": 360, "frames": 100}
    del facts["digest"]  # the video is another one now
    facts["beats"] = [{**facts["beats"][0], "end": 100}]
    shelf.result(".json").write_text(json.dumps(facts))
    clip.file(".gif").write_bytes(b"earlier")
    command = [sys.executable, "-m", "studio", "clips", "--shelf", str(clip.folder)]
    command += ["--formats", "gif"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not list(shelf.work.glob("*.render/*.gif")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert said == "clips: interrupted; earlier files are as they were.\n"
    assert shelf.result(".gif").read_bytes() == b"earlier"
    assert not list(shelf.work.glob("*.render"))
