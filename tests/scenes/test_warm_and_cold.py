"""A render that takes some segments from the cache is byte for byte the one that does not.

So are segments that another process draws.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import pytest

from engine.drawing import draw
from engine.segment import Segment
from scenes.kit import use_theme
from studio.job import Job, Quality
from studio.render.render import render
from tests.scenes.conftest import ROOT, SCENES

TINY = Quality("tiny", 160, 90, 2)


@pytest.fixture(scope="session")
def other_process() -> Iterator[Executor]:
    """A process that has never played a scene."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
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
        cold = job.result(".mp4").read_bytes()
        segments = sorted(path for path in job.cache.rglob("*") if path.is_file())
        assert len(drawn) == len(segments) > 10
        known = {path.read_bytes() for path in segments}
        for segment in segments[::2]:
            os.remove(segment)
        elsewhere, frames = tmp_path / "elsewhere.mp4", list[int]()
        for segment in drawn[::2]:
            other_process.submit(draw, segment, elsewhere, frames.append).result()
            assert elsewhere.read_bytes() in known
        render(job, time.time())
    finally:
        use_theme("dark")
    kept = sorted(path for path in job.cache.rglob("*") if path.is_file())
    assert kept == segments
    assert job.result(".mp4").read_bytes() == cold
