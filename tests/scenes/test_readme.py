"""What the README shows works as it stands there."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from tests.scenes.conftest import ROOT, stage

README = (ROOT / "README.md").read_text(encoding="utf-8")


def python_block(beginning: str) -> str:
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    return next(block for block in blocks if beginning in block)


def test_the_scene_of_the_readme_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "first_steps.py"
    path.write_text(python_block("class FirstSteps"))
    spec = importlib.util.spec_from_file_location("first_steps", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "first_steps", module)
    spec.loader.exec_module(module)
    lesson = stage(module.FirstSteps).lesson
    assert len(lesson.beats) == 2
    assert module.FirstSteps.title() == "Ten steps into a ravine"


def test_the_mathematics_of_the_readme_runs() -> None:
    names: dict[str, object] = {}
    exec(python_block("trajectory.outcome"), names)
    assert names["trajectory"].outcome == "converged"  # type: ignore[attr-defined]


def test_the_pictures_of_the_readme_are_there_and_small() -> None:
    pictures = [ROOT / name for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)]
    assert pictures
    assert sum(picture.stat().st_size for picture in pictures) < 2_000_000
