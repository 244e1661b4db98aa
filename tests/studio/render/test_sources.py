"""What a video and a segment are made from."""

from pathlib import Path

import pytest

from engine.cache import code_digest, code_files
from studio.job import ROOT, Job
from studio.render import sources

LANDSCAPE = "scenes.kit.landscape.drawing"


def test_files_of_the_project_are_those_that_are_imported(job: Job) -> None:
    import scenes.kit.lesson

    files = sources.used_files(job.scene)
    assert Path(scenes.kit.lesson.__file__) in files
    assert job.scene not in files
    assert not [file for file in files if file.suffix in {".pyc", ".sh"}]
    assert Path(scenes.kit.lesson.__file__) not in sources.used_files(
        Path(scenes.kit.lesson.__file__)
    )


def test_code_that_draws_is_all_that_is_in_the_folders_of_the_packages() -> None:
    plain = set(code_files(frozenset({"engine"})).values())
    assert {ROOT / "engine" / name for name in ("drawing.py", "looks.py", "camera.py")} <= plain
    files = set(code_files(frozenset({"engine", LANDSCAPE})).values()) - plain
    drawing = ROOT / "scenes" / "kit" / "landscape" / "drawing"
    assert {drawing / "renderer.py", drawing / "shaders" / "air.py"} <= files
    assert all(file.is_relative_to(drawing) for file in files)
    assert not [file for file in files if file.suffix == ".pyc"]


def test_digest_of_code_follows_every_file_and_the_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "drawing_of_a_test"
    (package / "shaders").mkdir(parents=True)
    files = [package / name for name in ("__init__.py", "shaders/air.glsl")]
    for file in files:
        file.write_text("x = 1\n")
    monkeypatch.syspath_prepend(tmp_path)

    def digest(versions: str = "manim 1") -> str:
        code_digest.cache_clear()
        return code_digest(frozenset({package.name}), versions)

    seen = [digest(), digest("manim 2")]
    for file in files:
        file.write_text("x = 2\n")
        seen.append(digest())
    files[1].rename(package / "shaders" / "haze.glsl")
    seen.append(digest())
    assert len(set(seen)) == 5
    (package / "__init__.cpython-311.pyc").write_bytes(b"compiled")
    assert digest() == seen[-1]
