"""A render that uses segments of earlier ones gives the same bytes as one that does not."""

import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from manim import config

from engine import cache, workers
from engine.segment import Segment
from studio.job import Job
from studio.render import sources

Make = Callable[[Job], Job]


def video(job: Job) -> bytes:
    return job.result(".mp4").read_bytes()


def segments(job: Job) -> list[Path]:
    return sorted(job.cache.rglob("*.mp4"))


def frames(segments_drawn: list[Segment]) -> int:
    return sum(segment.frames for segment in segments_drawn)


def fresh(job: Job, make_clip: Make) -> bytes:
    """Return the video that a render without any cache gives."""
    return video(make_clip(replace(job, media=job.media.with_name("fresh"))))


def test_nothing_is_drawn_twice(job: Job, clip: Job, make_clip: Make, drawn: list[Segment]) -> None:
    make_clip(job)
    assert drawn
    assert video(job) == video(clip)  # cold twice
    drawn.clear()
    make_clip(job)
    assert not drawn
    assert video(job) == video(clip)  # warm


def test_another_video_of_the_same_frames_is_not_drawn(
    job: Job, clip: Job, make_clip: Make, drawn: list[Segment]
) -> None:
    make_clip(job)
    drawn.clear()
    make_clip(replace(job, name="another"))
    assert not drawn
    assert video(replace(job, name="another")) == video(clip)


def frames_of_beats(job: Job) -> list[int]:
    facts = json.loads(job.result(".json").read_text(encoding="utf-8"))
    return [beat["end"] - beat["start"] for beat in facts["beats"]]


@pytest.mark.parametrize(
    ("old", "new", "beats"),
    [
        ('"#56B4E9")', '"#FFFFFF")', [2]),  # a color in one beat
        ("set_value(2)", "set_value(1)", [2]),  # the last play
        ("Then a ring grows.", "Here a ring grows.", []),  # a caption as long as before
        ("TOTAL = STEPS * STRIDE", "TOTAL = STRIDE + STRIDE", []),  # the same in other words
        ("return COLORS[0]", 'return "#FF0000"', [0, 1, 2]),  # seen in every frame
    ],
)
def test_an_edit_draws_again_what_looks_different_and_nothing_else(
    job: Job,
    make_clip: Make,
    drawn: list[Segment],
    scene_text: str,
    old: str,
    new: str,
    beats: list[int],
) -> None:
    make_clip(job)
    drawn.clear()
    assert old in scene_text
    job.scene.write_text(scene_text.replace(old, new), encoding="utf-8")
    make_clip(job)
    counts = frames_of_beats(job)
    assert frames(drawn) == sum(counts[beat] for beat in beats)
    assert video(job) == fresh(job, make_clip)


def test_a_longer_beat_leaves_the_others_as_they_are(
    job: Job, make_clip: Make, drawn: list[Segment], scene_text: str
) -> None:
    make_clip(job)
    drawn.clear()
    before = frames_of_beats(job)
    text = scene_text.replace("A box, drawn.", "A box is drawn, and this takes longer to read.")
    job.scene.write_text(text, encoding="utf-8")
    make_clip(job)
    after = frames_of_beats(job)
    assert after[0] > before[0]
    assert after[1:] == before[1:]
    assert len(drawn) == 1  # the stop at the end of the beat
    assert video(job) == fresh(job, make_clip)


TRICKY = '''
"""Plays that a hash of objects would take for the same."""

from functools import partial

import helper_of_a_test
from manim import RIGHT, UP, Circle, VGroup

from scenes.kit.lesson import Lesson


class Pusher:
    __slots__ = ("way",)

    def __init__(self, way):
        self.way = way

    def push(self, mobject, alpha):
        mobject.set_x(self.way * alpha)


def lift(height, mobject):
    mobject.set_y(height)


class SmallWalk(Lesson):
    """Tricks."""

    def construct(self) -> None:
        self.beat("A ring.")
        ring = Circle(helper_of_a_test.radius())
        self.add(ring)
        k = 1
        ring.add_updater(lambda m, k=k: m.set_stroke(width=k))
        self.wait(0.2)
        ring.add_updater(partial(lift, 1))
        self.play(ring.animate.shift(RIGHT), run_time=0.2)
        ring.clear_updaters()
        from manim import UpdateFromAlphaFunc
        self.play(UpdateFromAlphaFunc(ring, Pusher(2).push), run_time=0.2)
        again = VGroup(*(Circle(0.2 * n) for n in {1, 2}))
        self.play(again.animate.shift(UP), run_time=0.2)
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k = 1", "k = 5"),  # a default argument
        ("partial(lift, 1)", "partial(lift, -1)"),
        ("Pusher(2)", "Pusher(-2)"),  # the object that a bound method belongs to
        ("{1, 2}", "{1, 3}"),
        ("mobject.set_x(", "mobject.set_y("),  # what a method does
    ],
)
def test_edits_that_a_hash_of_objects_would_miss(
    write_scene: Callable[[str], Path],
    clip: Job,
    tmp_path: Path,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
) -> None:
    (tmp_path / "helper_of_a_test.py").write_text("def radius():\n    return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    job = replace(clip, scene=write_scene(TRICKY), media=tmp_path / "media")
    before = video(make_clip(job))
    write_scene(TRICKY.replace(old, new))
    after = video(make_clip(job))
    assert after != before
    assert after == fresh(job, make_clip)
    sys.modules.pop("helper_of_a_test")


def test_edit_of_a_helper_module(
    write_scene: Callable[[str], Path],
    clip: Job,
    tmp_path: Path,
    make_clip: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = tmp_path / "helper_of_a_test.py"
    module.write_text("def radius():\n    return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    job = replace(clip, scene=write_scene(TRICKY), media=tmp_path / "media")
    before = video(make_clip(job))
    module.write_text("def radius():\n    return 1.75\n")
    importlib.reload(sys.modules["helper_of_a_test"])
    after = video(make_clip(job))
    assert after != before
    assert after == fresh(job, make_clip)
    sys.modules.pop("helper_of_a_test")


def test_theme_knobs_and_quality_change_the_picture(job: Job, clip: Job, make_clip: Make) -> None:
    light = make_clip(replace(job, theme="light"))
    assert light.media / "90p10-light" / "small_walk.mp4" == light.result(".mp4")
    longer = make_clip(replace(job, settings={"STEPS": 4}, name="longer"))
    smaller = make_clip(replace(job, quality=replace(job.quality, name="small", height=88)))
    assert len({video(clip), video(light), video(longer), video(smaller)}) == 4
    assert video(make_clip(job)) == video(clip)


@pytest.mark.parametrize("changed", ["version", "drawing code", "encoder"])
def test_what_draws_is_part_of_the_key(
    job: Job,
    make_clip: Make,
    drawn: list[Segment],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    changed: str,
) -> None:
    make_clip(job)
    whole = frames(drawn)
    drawn.clear()
    cache.code_digest.cache_clear()
    if changed == "version":
        versions = sources.versions() | {"manim": "0.0"}
        monkeypatch.setattr(sources, "versions", lambda: versions)
    elif changed == "drawing code":
        file = tmp_path / "draw.py"
        file.write_text("def draw(): …\n", encoding="utf-8")
        monkeypatch.setattr(cache, "code_files", lambda packages: {"draw": file})
    else:
        monkeypatch.setattr(config, "video_encoder_options", {"crf": "30"})
    make_clip(job)
    cache.code_digest.cache_clear()
    assert frames(drawn) == whole


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


@pytest.mark.parametrize("edited", ["scene", "drawing code"])
def test_an_edit_during_the_render(
    job: Job, make_clip: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, edited: str
) -> None:
    code = tmp_path / "draw.py"
    code.write_text("def draw(): …\n", encoding="utf-8")
    os.utime(code, (1, 1))
    monkeypatch.setattr(cache, "code_files", lambda packages: {"draw": code})
    cache.code_digest.cache_clear()
    draw = workers.draw

    def edit_and_draw(segment: Segment, video: Path, advance: Callable[[int], None]) -> None:
        os.utime(job.scene if edited == "scene" else code)
        draw(segment, video, advance)

    monkeypatch.setattr(workers, "draw", edit_and_draw)
    make_clip(job)
    cache.code_digest.cache_clear()
    if edited == "scene":
        assert job.result(".mp4").stat().st_mtime < job.scene.stat().st_mtime  # out of date
    else:
        assert not segments(job)  # nobody knows which text of the code drew them


def test_what_an_interrupted_render_has_drawn_is_kept(
    job: Job, clip: Job, make_clip: Make, drawn: list[Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stop(BaseException):
        pass

    note = workers.draw

    def stop_at_third(segment: Segment, video: Path, advance: Callable[[int], None]) -> None:
        if len(drawn) == 2:
            raise Stop
        note(segment, video, advance)

    monkeypatch.setattr(workers, "draw", stop_at_third)
    with pytest.raises(Stop):
        make_clip(job)
    monkeypatch.setattr(workers, "draw", note)
    assert len(drawn) == len(segments(job)) == 2
    make_clip(job)
    assert len({segment.digest() for segment in drawn}) == len(drawn)
    assert video(job) == video(clip)
