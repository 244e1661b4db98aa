from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from studio.job import ROOT, Job, StudioError
from studio.scene.knobs import read_knobs
from studio.scene.new_scene import make_goals, new_scene
from studio.scene.scene_file import load_scene
from studio.shelf.media import read_frames
from studio.shelf.shelf import read_clip
from tests.conftest import TINY


def test_a_new_scene_has_its_own_name_and_is_short(tmp_path: Path) -> None:
    path = new_scene("my_first_idea", tmp_path)
    scene = load_scene(path)
    assert scene.lesson.__name__ == "MyFirstIdea"
    assert scene.lesson.title() == "My first idea"
    assert {knob.name for knob in scene.knobs} >= {"FORMULA", "START", "LEARNING_RATE", "STEPS"}
    text = path.read_text(encoding="utf-8")
    assert text[text.index("class ") :].count("\n") <= 44
    assert text.count("self.beat(") == 3
    assert text.count("self.ask(") == text.count("self.answer(") == 1
    assert "emplate" not in text.replace("TEMPLATE", "")
    assert [file.name for file in tmp_path.iterdir()] == ["my_first_idea.py"]
    assert read_knobs(path) == scene.knobs


def test_a_new_scene_renders_at_once_and_nothing_is_wrong_with_it(
    tmp_path: Path, make_clip: Callable[[Job], Job], capsys: pytest.CaptureFixture[str]
) -> None:
    job = make_clip(
        Job(
            new_scene("my_idea", tmp_path), TINY, "dark", "my_idea", tmp_path / "media", shards=None
        )
    )
    assert "warning" not in capsys.readouterr().err
    clip = read_clip(job.media / job.shelf, "my_idea")
    assert clip.title == "My idea"
    kinds = ["statement", "statement", "question", "answer", "statement"]
    assert [beat.kind for beat in clip.beats] == kinds
    assert clip.beats[-1].end == clip.frames >= 25 * TINY.frame_rate
    stills = read_frames(job.result(".mp4"), [beat.end - 1 for beat in clip.beats])
    for one, other in pairwise(stills):
        assert one.std() > 10  # more than the background
        assert np.abs(one - other.astype(float)).max() > 50  # each beat shows something else


REFUSED = {
    "": "NAME=my_idea",
    "MyIdea": "must be",
    "my-idea": "must be",
    "my idea": "must be",
    "2_steps": "must be",
    "_idea": "must be",
    "my__idea": "must be",
    "../idea": "must be",
    "ab": "3 to 40",
    "a" * 41: "3 to 40",
    "lambda": "Python's own",
    "match": "Python's own",
    "videos": "`make videos` means",
    "handout": "`make handout` means",
    "new": "`make new` means",
    "kit": "already, which stays",
    "misty_hill": "already, which stays",
    "random": "`import random` means",
    "numpy": "`import numpy` means",
    "studio": "`import studio` means",
    "walk": "would be Walk",
    "lesson": "would be Lesson",
    "landscape": "would be Landscape",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    folder = ROOT / "scenes"
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(StudioError, match=REFUSED[name]):
        new_scene(name, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_every_goal_of_the_makefile_is_reserved() -> None:
    goals = make_goals()
    assert {"help", "videos", "slides", "knobs", "new", "test", "clean", "distclean"} <= goals
    assert not {"ifeq", "override", "endif"} & goals


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="no folder"):
        new_scene("my_idea", tmp_path / "nowhere")


@pytest.mark.parametrize("model", ["momentum", "your_function", "squared_errors.py"])
def test_a_new_scene_begins_as_any_clip_under_its_own_name(model: str, tmp_path: Path) -> None:
    clip = load_scene(ROOT / "scenes" / f"{model.removesuffix('.py')}.py")
    scene = load_scene(new_scene("my_own_idea", tmp_path, model))
    assert scene.lesson.__name__ == "MyOwnIdea"
    assert scene.lesson.title() == "My own idea"
    assert scene.lesson.description() == clip.lesson.description()
    assert [(knob.name, knob.value) for knob in scene.knobs] == [
        (knob.name, knob.value) for knob in clip.knobs
    ]


def test_a_copy_of_a_clip_differs_in_its_names_alone(tmp_path: Path) -> None:
    before = (ROOT / "scenes" / "momentum.py").read_text(encoding="utf-8").splitlines()
    after = new_scene("mine", tmp_path, "momentum").read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [
        '"""Mine, which began as momentum."""',
        "class Mine(Lesson):",
        '    """Mine.',
    ]


def test_a_clip_of_ones_own_folder_comes_before_that_of_the_project(tmp_path: Path) -> None:
    own = new_scene("momentum_again", tmp_path)
    own.rename(tmp_path / "momentum.py")
    (tmp_path / "momentum.py").write_text(
        own.with_name("momentum.py")
        .read_text(encoding="utf-8")
        .replace("MomentumAgain", "Momentum"),
        encoding="utf-8",
    )
    path = new_scene("mine", tmp_path, "momentum")
    assert "FORMULA" in {knob.name for knob in read_knobs(path)}


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("momentm", r"^FROM is 'momentm', and there is no such clip; did you mean momentum\?$"),
        ("../secrets", r"^FROM is '\.\./secrets', and there is no such clip; `make help` lists"),
    ],
)
def test_a_clip_that_is_none_is_refused(model: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=message):
        new_scene("mine", tmp_path, model)
    assert [*tmp_path.iterdir()] == []


def test_a_name_that_the_clip_imports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="would be Descents"):
        new_scene("descents", tmp_path, "your_function")
