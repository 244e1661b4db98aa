"""Clips in a notebook, and the example notebook as it stands in docs/."""

import ast
import base64
import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image, ImageColor

from docs.build_pictures import read_blocks
from scenes.kit import theme
from studio import clip
from studio.job import ROOT
from studio.outputs import notebook
from studio.outputs.notebook import ClipError
from studio.scene.scene_file import load_scene
from studio.scene.settings import fit_settings
from tests.end_to_end.project_copy import copy_project

EXAMPLE = ROOT / "docs" / "notebook.ipynb"
README = next(
    b.code for b in read_blocks(ROOT / "README.md") if "from studio import clip" in b.code
)
KNOBS = "STEPS = 2  # steps of the walk\nLEARNING_RATES = (0.1, 0.2)  # of two walks"


@pytest.fixture
def scene(
    tmp_path: Path,
    write_scene: Callable[[str], Path],
    scene_text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    monkeypatch.setattr(notebook, "MEDIA", tmp_path / "media" / ".work" / "notebook")
    return write_scene(scene_text)


def test_a_clip_is_rendered_once_and_stands_alone(scene: Path, tmp_path: Path, capsys) -> None:
    first = clip(scene, STEPS=1, STRIDE=np.float64(0.5))
    assert "rendering" in capsys.readouterr().err
    shown = first._repr_html_()
    assert repr(first) == "ClipVideo(title='A small walk')"
    assert 'title="A small walk"' in shown
    assert 'aria-label="A small walk. A box walks to the right, and a ring grows."' in shown
    assert re.search(r'<video [^>]*src="data:video/mp4;base64,[\w+/=]{1000,}">', shown)
    assert re.search(r'<track [^>]*src="data:text/vtt;base64,[\w+/=]{100,}">', shown)
    assert len(re.findall(r'(?:src|href)="', shown)) == 2

    assert clip(scene, STEPS=1, STRIDE=0.5) == first
    assert capsys.readouterr().err == ""
    assert not list((tmp_path / "media").glob("[!.]*"))  # nothing on the shelves
    assert list((tmp_path / "media" / ".work" / "cache").iterdir())

    os.utime(scene, (2**32, 2**32))  # edited
    clip(scene, STEPS=1, STRIDE=0.5)
    assert "rendering" in capsys.readouterr().err


def test_a_clip_that_was_damaged_is_rendered_anew(scene: Path, capsys) -> None:
    first = clip(scene)
    capsys.readouterr()
    for suffix in (".mp4", ".d"):
        (file,) = notebook.MEDIA.rglob(f"small_walk_*{suffix}")
        file.write_bytes(file.read_bytes()[:-40])
        os.utime(file, (2**32, 2**32))
        assert clip(scene) == first
        assert "rendering" in capsys.readouterr().err


def test_a_scene_whose_name_is_none_of_pythons_is_told_a_better_one(scene: Path) -> None:
    with pytest.raises(ClipError, match=r"^a scene cannot be called 'my scene'.* to my_scene\.py"):
        clip(scene.rename(scene.with_stem("my scene")))


def test_mistakes_are_told_as_on_the_command_line(scene: Path) -> None:
    with pytest.raises(ClipError) as told:
        clip(scene, STEP=3)
    assert str(told.value).startswith(
        "this scene has no knob STEP. Did you mean STEPS?\nIts knobs:\n  STEPS = 2  #"
    )
    assert told.value._render_traceback_() == [f"ClipError: {told.value}"]
    with pytest.raises(ClipError, match=r"^STEPS is 1\.5, and must be a whole number\."):
        clip(scene, STEPS=1.5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"scene": "learning_rate"}, "no scene 'learning_rate'.*learning_rates, linear_regression"),
        ({"quality": "480p"}, "quality is '480p', and must be one of: 480p15, 720p30"),
        ({"theme": "blue"}, "theme is 'blue', and must be one of: dark, light"),
        ({"STEPS": min}, "the call gives STEPS the value .* not a Python literal"),
    ],
)
def test_what_cannot_be_is_told_at_once(arguments: dict, told: str) -> None:
    with pytest.raises(ClipError, match=told):
        clip(**{"scene": "learning_rates"} | arguments)


def test_the_examples_set_knobs_that_their_scenes_have() -> None:
    book = nbformat.read(EXAMPLE, as_version=4)
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    calls = [
        node
        for source in [README, *cells]
        if not source.startswith("%")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "clip"
    ]
    assert len(calls) == 3
    for call in calls:
        found = load_scene(ROOT / "scenes" / f"{ast.literal_eval(call.args[0])}.py").knobs
        knobs = [word for word in call.keywords if word.arg and word.arg.isupper()]
        fit_settings({word.arg or "": ast.literal_eval(word.value) for word in knobs}, found)


def test_the_examples_run_from_top_to_bottom(tmp_path: Path, monkeypatch, scene_text: str) -> None:
    copy = copy_project(tmp_path)
    short = scene_text.replace("STEPS = 2  # how many steps", KNOBS)
    short = short.replace("SmallWalk", "LearningRates").replace("run_time=0.3", "run_time=0.1")
    (copy.root / "scenes" / "learning_rates.py").write_text(short)
    (copy.root / "docs").mkdir()
    shutil.copy2(EXAMPLE, copy.root / "docs")
    monkeypatch.setenv("PYTHONPATH", str(copy.root))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    book = nbformat.read(EXAMPLE, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell(README))
    NotebookClient(
        book, timeout=60, resources={"metadata": {"path": str(copy.root / "docs")}}
    ).execute()
    results = [
        output.get("data", {})
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    shown = [str(result.get("text/html", "")) for result in results]
    videos = [html for html in shown if "data:video/mp4;base64," in html]
    assert len(videos) == 4
    assert all('title="A small walk"' in videos[number] for number in (0, -1))
    assert {path.name for path in (copy.root / "media").iterdir()} == {".work"}
    walks = "".join(str(result.get("text/plain", "")) for result in results)
    for name in ("gradient descent", "momentum", "Adam"):
        assert f"'{name}': Trajectory(300 steps, " in walks
    (plot,) = (result["image/png"] for result in results if "image/png" in result)
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(plot))).convert("RGB"))
    for color in (theme.walker, theme.second, theme.gradient):
        assert np.count_nonzero((pixels == ImageColor.getrgb(color)).all(axis=-1)) > 1000
