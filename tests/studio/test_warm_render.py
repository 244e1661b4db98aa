"""A render that uses segments of an earlier one gives the same bytes as one that does not."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from studio import encode
from studio.job import Job

Make = Callable[[Job], Job]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collects how often each frame that is drawn was repeated."""
    repeats: list[int] = []
    write = encode.Bt709Encoder.write_frame

    def count(self: encode.Bt709Encoder, pixels: np.ndarray, *, repeat: int = 1) -> None:
        repeats.append(repeat)
        write(self, pixels, repeat=repeat)

    monkeypatch.setattr(encode.Bt709Encoder, "write_frame", count)
    return repeats


def video(job: Job) -> bytes:
    return job.result(".mp4").read_bytes()


def segments(job: Job) -> list[Path]:
    return sorted(job.cache.rglob("*.mp4"))


def test_nothing_is_drawn_twice(job: Job, clip: Job, make_clip: Make, drawn: list[int]) -> None:
    make_clip(job)
    assert drawn
    assert video(job) == video(clip)  # cold twice
    drawn.clear()
    make_clip(job)
    assert not drawn
    assert video(job) == video(clip)  # warm


def test_edit_late_in_construct_keeps_what_stands_above(
    job: Job, make_clip: Make, drawn: list[int], scene_text: str
) -> None:
    make_clip(job)
    whole = sum(drawn)
    job.scene.write_text(scene_text.replace("set_value(2)", "set_value(1)"), encoding="utf-8")
    drawn.clear()
    make_clip(job)
    assert 0 < sum(drawn) < whole
    fresh = make_clip(replace(job, media=job.media.with_name("fresh")))
    assert video(job) == video(fresh)


@pytest.mark.parametrize(
    "edit",
    [
        ("return COLORS[0]", "return COLORS[1]"),  # a helper
        ('"#56B4E9")', '"#FFFFFF")'),  # a constant
        ("    def construct", "    size = 3\n\n    def construct"),
    ],
)
def test_edit_outside_of_construct_draws_everything_again(
    job: Job, make_clip: Make, drawn: list[int], scene_text: str, edit: tuple[str, str]
) -> None:
    make_clip(job)
    whole = sum(drawn)
    assert edit[0] in scene_text
    job.scene.write_text(scene_text.replace(*edit), encoding="utf-8")
    drawn.clear()
    make_clip(job)
    assert sum(drawn) == whole


def test_only_the_segments_of_the_last_render_are_kept(job: Job, make_clip: Make) -> None:
    make_clip(job)
    before = segments(job)
    make_clip(replace(job, settings="STEPS=1"))
    after = segments(job)
    assert len(after) == len(before) - 1
    assert not set(after) & set(before)


def test_theme_and_knobs_change_the_picture(job: Job, clip: Job, make_clip: Make) -> None:
    light = make_clip(replace(job, theme="light"))
    assert light.media / "90p10-light" / "small_walk.mp4" == light.result(".mp4")
    longer = make_clip(replace(job, settings="STEPS=4", name="longer"))
    assert len({video(clip), video(light), video(longer)}) == 3


def test_leftovers_of_a_killed_render_are_swept_and_never_used(
    job: Job, clip: Job, make_clip: Make
) -> None:
    left = job.work / "small_walk.killed.render"
    (left / "segments").mkdir(parents=True)
    for segment in segments(clip):
        (left / "segments" / segment.name).write_bytes(segment.read_bytes()[:100])
    make_clip(job)
    assert video(job) == video(clip)
    assert not left.exists()


def test_an_edit_during_the_render_makes_the_video_out_of_date(
    job: Job, make_clip: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = encode.SegmentWriter.begin_animation

    def edit_and_begin(self: encode.SegmentWriter, *args: object, **kwargs: object) -> None:
        os.utime(job.scene)
        begin(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(encode.SegmentWriter, "begin_animation", edit_and_begin)
    make_clip(job)
    assert job.result(".mp4").stat().st_mtime < job.scene.stat().st_mtime
    assert not segments(job)  # nobody knows which text they belong to
