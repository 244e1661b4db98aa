"""A render that takes some segments from the cache is byte for byte the one that does not.

That is so when another process, as it is when make renders a scene again, finds the same segments
under the same keys, and draws the same bytes.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from manim import config

from engine.segment import Segment
from scenes.kit import use_theme
from studio.job import Job, Quality
from studio.render.render import render
from tests.scenes.conftest import ROOT, SCENES, TYPESET, lesson_class
from tests.scenes.film import filmed, played

TINY = Quality("tiny", 160, 90, 2)
DRAWN = ("momentum", "hill_descent")  # one of each kind: shapes alone, and with a landscape


@pytest.fixture(scope="session")
def other_process() -> Iterator[Executor]:
    """A process that plays and renders scenes one after the other, while this one waits."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, begin, (TYPESET.name,)) as pool:
        yield pool


def begin(texts: str) -> None:
    """Be in the project's folder, and find texts that are set in the folder `texts`."""
    os.chdir(ROOT)
    config.media_dir = texts


def played_there(scene: str) -> tuple[Any, ...]:
    """Return the keys of all segments of a scene, its beats, and what is remarked."""
    keys: list[str] = []
    lesson = played(lesson_class(scene), "dark", keys)
    return keys, lesson.beats, lesson.remarks


@pytest.mark.parametrize("scene", SCENES)
def test_another_process_has_the_same_segments(scene: str, other_process: Executor) -> None:
    here = filmed(scene, "dark")
    keys, beats, remarks = other_process.submit(played_there, scene).result()
    assert len(keys) > 10
    assert keys == here.keys
    assert beats == [beat for beat, *_ in here.ends]
    assert remarks == here.remarks


@pytest.mark.parametrize("scene", DRAWN)
def test_a_warm_render_is_the_cold_one(
    scene: str,
    tmp_path: Path,
    drawn: list[Segment],
    other_process: Executor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    job = Job(Path("scenes") / f"{scene}.py", TINY, "dark", scene, media=tmp_path)
    # A moment after the last edit of any module, as it is when make renders.
    try:
        render(job, time.time())
    finally:
        use_theme("dark")
    cold = job.result(".mp4").read_bytes()
    segments = stored(job)
    assert len(drawn) == len(segments) > 10
    for segment in sorted(segments)[::2]:
        os.remove(segment)
    other_process.submit(render, job, time.time()).result()
    assert stored(job) == segments
    assert job.result(".mp4").read_bytes() == cold


def stored(job: Job) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in job.cache.rglob("*") if path.is_file()}
