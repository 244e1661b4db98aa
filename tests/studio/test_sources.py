"""Fingerprints of sources, and what a video and a segment are made from."""

from pathlib import Path

import pytest

from engine import cache_key as fingerprint
from studio.job import ROOT, Job
from studio.render import sources


def test_fingerprint_follows_every_file_and_every_fact(tmp_path: Path) -> None:
    files = [tmp_path / "one.py", tmp_path / "two.glsl"]
    for file in files:
        file.write_text("x = 1\n")
    seen = {sources.digest(files, "dark"), sources.digest(files, "light")}
    for file in files:
        file.write_text("x = 2\n")
        seen.add(sources.digest(files, "dark"))
    files[0].rename(tmp_path / "three.py")
    seen.add(sources.digest([tmp_path / "three.py", files[1]], "dark"))
    assert len(seen) == 5


def test_files_of_the_project_are_those_that_are_imported(job: Job) -> None:
    import scenes.kit.lesson

    files = sources.used_files(job.scene)
    assert Path(scenes.kit.lesson.__file__) in files
    assert job.scene not in files
    assert not [file for file in files if file.suffix in {".pyc", ".sh"}]
    assert Path(scenes.kit.lesson.__file__) not in sources.used_files(
        Path(scenes.kit.lesson.__file__)
    )


SHOT = "scenes.kit.landscape.drawing.shot"
DRAWS = ("engine/drawing.py", "engine/looks.py", "engine/encoder.py", "engine/camera.py")
DRAWS_GROUND = ("renderer.py", "painter.py", "ground.py", "shaders/__init__.py", "shaders/air.py")


def test_code_that_draws_is_found_through_its_imports() -> None:
    plain = fingerprint.drawing_files(frozenset({fingerprint.DRAWING}))
    pictures = fingerprint.drawing_files(frozenset({fingerprint.DRAWING, SHOT}))
    assert {ROOT / name for name in DRAWS} <= set(plain)
    drawing = ROOT / "scenes" / "kit" / "landscape" / "drawing"
    assert {drawing / name for name in DRAWS_GROUND} <= set(pictures)
    assert set(plain) < set(pictures)


def test_code_that_only_decides_what_is_drawn_is_none_that_draws() -> None:
    files = fingerprint.drawing_files(frozenset({fingerprint.DRAWING, SHOT}))
    kit = ROOT / "scenes" / "kit"
    assert not {kit / "theme.py", kit / "lesson.py", kit / "landscape" / "marks.py"} & set(files)
    assert not [file for file in files if file.is_relative_to(ROOT / "gd_math")]


def test_imports_are_found_wherever_and_however_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "scenes" / "kit"
    (package / "deep").mkdir(parents=True)
    texts = {
        "start.py": "import numpy\n\ndef late():\n    from scenes.kit import inner\n",
        "inner.py": "from . import sister\nfrom .deep import NAME, bottom\n",
        "sister.py": "import scenes.kit.plain\n",
        "plain.py": "from scenes.missing import anything\n",
        "deep/__init__.py": "from scenes.kit.through import NAME\n",
        "deep/bottom.py": "from ..up import thing\n",
        "through.py": "NAME = 1\n",
        "up.py": "thing = 1\n",
        "other.py": "from scenes.kit import start\n",
        "__init__.py": "from scenes.kit import other\n",
    }
    for name, text in texts.items():
        (package / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)
    found = fingerprint.drawing_files(frozenset({"scenes.kit.start"}))
    assert {str(file.relative_to(package)) for file in found} == set(texts) - {
        "other.py",
        "__init__.py",
    }
