"""A render that takes some segments from the cache is byte for byte the one that does not.

Another process plays the scene and draws the others, as it is when make renders it again.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest

from engine.segment import Segment
from scenes.kit import use_theme
from studio.job import Job, Quality
from studio.render.render import render
from tests.scenes.conftest import ROOT, SCENES

TINY = Quality("tiny", 160, 90, 2)


@pytest.fixture(scope="session")
def other_process() -> Iterator[Executor]:
    """A process that renders scenes one after the other, and nothing besides."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, os.chdir, (ROOT,)) as pool:
        yield pool


@pytest.mark.parametrize("scene", SCENES)
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
