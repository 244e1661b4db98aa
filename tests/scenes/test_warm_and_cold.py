"""A render that takes some segments from the cache is byte for byte the one that does not.

So is one in which another process draws some of them.
"""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scenes.kit import use_theme
from studio.job import Job, Quality
from studio.render.render import render
from tests.scenes.conftest import ROOT, SCENES

TINY = Quality("tiny", 160, 90, 2)


@pytest.mark.parametrize("scene", SCENES)
def test_a_warm_render_is_the_cold_one(
    scene: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    job = Job(Path("scenes") / f"{scene}.py", TINY, "dark", scene, media=tmp_path)
    # A moment after the last edit of any module, as it is when make renders.
    try:
        render(job, time.time())
        cold = job.result(".mp4").read_bytes()
        segments = sorted(path for path in job.cache.rglob("*") if path.is_file())
        assert segments
        for segment in segments[::2]:
            os.remove(segment)
        render(replace(job, shards=2), time.time())
    finally:
        use_theme("dark")
    kept = sorted(path for path in job.cache.rglob("*") if path.is_file())
    assert kept == segments
    assert job.result(".mp4").read_bytes() == cold
