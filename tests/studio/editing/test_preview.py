"""One beat alone, and its last frame: the same frames as in the whole clip."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from engine.segment import Segment
from studio.editing.preview.beat import make_preview, make_still
from studio.job import ROOT, Job, StudioError
from studio.shelf.media import read_frames
from studio.shelf.shelf import read_clip
from tests.studio.render.test_clip import caption_track

Write = Callable[[str], Path]


@pytest.mark.parametrize("beat", [1, 2, 3])
def test_a_beat_has_the_frames_of_the_whole_clip(clip: Job, job: Job, beat: int) -> None:
    video = make_preview(job, beat, time.time())
    assert video == job.media / job.shelf / "preview" / f"small_walk.{beat}.mp4"
    told = read_clip(clip.result(".json").parent, clip.name).beats[beat - 1]
    whole = read_frames(clip.result(".mp4"), range(told.start, told.end))
    alone = read_frames(video, range(told.end - told.start))
    assert all(np.array_equal(*pair) for pair in zip(whole, alone, strict=True))
    with av.open(str(video)) as container:
        assert container.streams.video[0].frames == told.end - told.start
        caption = next(packet for packet in container.demux(subtitles=0) if packet.size)
        assert told.caption.split()[0].encode() in bytes(caption)


@pytest.mark.parametrize("beat", [1, 2, 3])
def test_a_still_is_the_last_frame_of_its_beat(clip: Job, job: Job, beat: int) -> None:
    with Image.open(make_still(job, beat)) as opened:
        assert opened.mode == "RGB"
        picture = np.asarray(opened, dtype=float)
    told = read_clip(clip.result(".json").parent, clip.name).beats[beat - 1]
    (frame,) = read_frames(clip.result(".mp4"), [told.end - 1])
    error = np.abs(picture - frame)
    assert error.mean() < 1  # of the encoding
    other = read_frames(clip.result(".mp4"), [told.start])[0]
    assert np.abs(picture - other).mean() > 1.2


@pytest.mark.parametrize("beat", [2, 3])
def test_a_question_and_its_answer_are_previewed_with_their_frames_and_captions(
    asking_clip: Job, tmp_path: Path, beat: int
) -> None:
    video = make_preview(replace(asking_clip, media=tmp_path / "media"), beat, time.time())
    told = read_clip(asking_clip.result(".json").parent, asking_clip.name).beats[beat - 1]
    whole = read_frames(asking_clip.result(".mp4"), range(told.start, told.end))
    alone = read_frames(video, range(told.frames))
    assert all(np.array_equal(*pair) for pair in zip(whole, alone, strict=True))
    late = (told.caption_start - told.start) / asking_clip.quality.frame_rate
    assert caption_track(str(video)) == [(pytest.approx(late), told.caption)]
    assert (late > 1) == (told.kind == "answer")
    with av.open(str(video)) as container:
        title = container.metadata["title"]
    assert title.removeprefix("The answer to: ") == "Where does it go & <why>?"
    assert title.startswith("The answer to") == (told.kind == "answer")


def test_a_beat_that_is_not_there_is_told_with_those_that_are_and_their_kinds(
    asking_clip: Job,
) -> None:
    with pytest.raises(StudioError) as told:
        make_still(asking_clip, 9)
    assert str(told.value).splitlines()[2:4] == [
        "  2  Where does it go & <why>? (question)",
        "  3  It goes to the right. (answer)",
    ]


def test_only_the_beat_is_drawn_and_never_twice(job: Job, drawn: list[Segment]) -> None:
    make_preview(job, 3, time.time())
    told = read_clip_frames(job, 3)
    assert sum(segment.frames for segment in drawn) <= told
    drawn.clear()
    make_preview(job, 3, time.time())
    assert drawn == []
    make_still(job, 3)
    assert drawn == []


def read_clip_frames(job: Job, beat: int) -> int:
    with av.open(str(job.media / job.shelf / "preview" / f"{job.name}.{beat}.mp4")) as container:
        return container.streams.video[0].frames


def test_a_clip_finds_the_segments_of_its_preview(
    job: Job, drawn: list[Segment], make_clip: Callable[[Job], Job]
) -> None:
    make_preview(job, 2, time.time())
    before = sum(segment.frames for segment in drawn)
    drawn.clear()
    make_clip(job)
    beats = read_clip(job.result(".json").parent, job.name).beats
    assert before > 0
    others = beats[-1].end - (beats[1].end - beats[1].start)
    assert sum(segment.frames for segment in drawn) <= others


def test_what_lies_after_the_beat_is_not_played(
    job: Job, write_scene: Write, scene_text: str
) -> None:
    write_scene(scene_text.replace("radius = V", "1 / 0; radius = V"))
    assert make_still(job, 2).is_file()
    with pytest.raises(StudioError, match="ZeroDivisionError"):
        make_still(job, 3)


def test_what_cannot_be_read_is_said_and_where_it_is(
    job: Job, write_scene: Write, scene_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = scene_text.replace(
        "import theme", "import theme\nfrom scenes.kit.words.text import text"
    )
    aside = aside.replace("box = S", "self.add(text('Too far').shift(7 * RIGHT)); box = S")
    line = aside[: aside.index("Too far")].count("\n") + 1
    for make in (lambda: make_preview(job, 1, time.time()), lambda: make_still(job, 1)):
        write_scene(scene_text)
        make()
        assert capsys.readouterr().err == ""
        path = write_scene(aside)
        make()
        (warning,) = capsys.readouterr().err.splitlines()
        assert warning.startswith(f"{job.label}: warning: the text ‘Too far’ ({path}, line {line})")
        assert "leaves the frame (right)" in warning
        assert warning.endswith("in beat 1, “A box, drawn.”.")


@pytest.mark.parametrize("beat", [-1, 0, 4])
def test_a_beat_that_does_not_exist(job: Job, beat: int) -> None:
    for make in (lambda: make_preview(job, beat, time.time()), lambda: make_still(job, beat)):
        with pytest.raises(StudioError, match=rf"no beat {beat}; (.|\n)*1  A box, d(.|\n)*3  Then"):
            make()
    assert not (job.media / job.shelf).exists()
    assert not list(job.work.glob("*.render"))


def test_the_command_says_where_the_picture_is(job: Job) -> None:
    command = [sys.executable, "-m", "studio", "preview", str(job.scene), "--beat", "1", "--still"]
    command += ["--quality", "480p15", "--theme", "light", "--media", str(job.media)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    picture = Path(done.stdout.strip())
    assert picture == job.media / "480p15-light" / "preview" / "small_walk.1.png"
    with Image.open(picture) as opened:
        assert opened.size == (854, 480)
