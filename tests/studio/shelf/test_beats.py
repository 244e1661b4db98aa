"""One video for each beat of a clip."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from scenes.kit.beat import Beat
from studio.job import Job, StudioError
from studio.shelf.beats import cut_beats
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, read_clip
from tests.studio.render.test_clip import caption_track


@pytest.fixture
def small_walk(clip: Job) -> Clip:
    return read_clip(clip.result(".json").parent, clip.name)


def test_a_beat_has_the_very_frames_of_the_clip(small_walk: Clip, tmp_path: Path) -> None:
    videos = cut_beats(small_walk, tmp_path)
    assert [video.name for video in videos] == ["01.mp4", "02.mp4", "03.mp4"]
    for beat, video in zip(small_walk.beats, videos, strict=True):
        count = beat.frames
        expected = read_frames(small_walk.video, range(beat.start, beat.end))
        np.testing.assert_array_equal(read_frames(video, range(count)), expected)
        with pytest.raises(EOFError):
            read_frames(video, [count])


def test_a_beat_that_begins_with_no_key_frame_is_encoded_again(
    small_walk: Clip, tmp_path: Path
) -> None:
    (video,) = cut_beats(replace(small_walk, beats=(Beat("It goes.", 2, 9),)), tmp_path)
    expected = read_frames(small_walk.video, range(2, 9))
    error = np.abs(np.subtract(read_frames(video, range(7)), expected, dtype=float)).mean()
    assert error < 1
    with pytest.raises(EOFError):
        read_frames(video, [7])
    assert caption_track(str(video)) == [(0, "It goes.")]
    assert [path.name for path in tmp_path.iterdir()] == ["01.mp4"]


def test_an_answer_alone_is_titled_by_the_question_and_says_it_when_it_was_seen(
    asking_clip: Job, tmp_path: Path
) -> None:
    clip = read_clip(asking_clip.result(".json").parent, asking_clip.name)
    said, captions = [], []
    for video, beat in zip(cut_beats(clip, tmp_path), clip.beats, strict=True):
        with av.open(str(video)) as opened:
            said.append(opened.metadata["title"])
            assert opened.start_time in (0, None)
            assert opened.duration == pytest.approx(clip.seconds(beat.frames) * 1e6, abs=1)
        captions += caption_track(str(video))
    question, answer = clip.beats[1:3]
    assert said[1:3] == [question.caption, f"The answer to: {question.caption}"]
    late = clip.seconds(answer.caption_start - answer.start)
    assert 1 < late < clip.seconds(answer.frames)
    assert captions[1:3] == [(0, question.caption), (pytest.approx(late), answer.caption)]


def test_beats_that_the_video_does_not_have(small_walk: Clip, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="has not the frames of beat 1"):
        cut_beats(replace(small_walk, beats=(Beat("", 0, 1000),)), tmp_path)
