"""Every command of the documents can be typed as it stands there."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from docs.build_pictures import read_blocks
from studio.job import ROOT
from studio.scene.scene_file import load_scene
from studio.scene.settings import fit_settings, parse_settings
from tests.end_to_end.project_copy import Copy, copy_project

WITHOUT_END = {"test", "lint", "format", "bench", "watch"}  # or nearly so: make only reads them


@pytest.fixture
def project(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Copy:
    """A copy with the real scenes and their tests, and a lecture beside it."""
    copy = copy_project(tmp_path)
    for scene in (ROOT / "scenes").glob("*.py"):
        shutil.copy2(scene, copy.root / "scenes")
    for tests in ("gd_math", "scenes"):
        shutil.copytree(ROOT / "tests" / tests, copy.root / "tests" / tests)
    shutil.copytree(ROOT / "docs", copy.root / "docs")
    shutil.copy2(ROOT / "README.md", copy.root)
    first = next(b.code for b in read_blocks(ROOT / "docs" / "editing.md") if "class" in b.code)
    home = tmp_path_factory.mktemp("home")
    lecture = home / "my_lecture" / "scenes"
    lecture.mkdir(parents=True)
    (lecture / "downhill.py").write_text(first, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    return copy


@pytest.mark.parametrize("document", ["docs/editing.md", "docs/explorer.md", "CONTRIBUTING.md"])
def test_commands_of_a_document_can_be_typed_one_after_the_other(
    document: str, project: Copy
) -> None:
    commands = [
        words
        for block in read_blocks(ROOT / document)
        if block.language == "sh"
        for line in block.code.splitlines()
        if (words := shlex.split(line, comments=True))
    ]
    assert commands
    for command, *words in commands:
        if command == "make":
            _make(project, words)
        else:
            _python(project, [command, *words])


def _make(project: Copy, words: list[str]) -> None:
    """Let `make` do all but the renders themselves."""
    said = project.made(*words, "-n" if WITHOUT_END & {*words} else "LAUNCH=echo")
    assert said.strip()
    given = dict(word.split("=", 1) for word in words if "=" in word)
    if "SET" in given:
        scene = load_scene(ROOT / "scenes" / f"{given.get('SCENE', words[0])}.py")
        assert fit_settings(parse_settings(given["SET"]), scene.knobs)


def _python(project: Copy, words: list[str]) -> None:
    """Let pytest only collect its tests, and our own commands only say what they do."""
    words += ["--collect-only", "-q"] if "pytest" in words else ["--help"]
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        words, cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
