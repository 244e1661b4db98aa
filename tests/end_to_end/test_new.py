"""A scene that `make new` wrote is one like all others."""

import shutil
import subprocess
import sys

from tests.end_to_end.project_copy import PROJECT, Copy


def test_a_new_scene_is_written_and_rendered_at_draft_quality(bare_project: Copy) -> None:
    said = bare_project.made("new", "NAME=my_idea", "QUALITY=480p15", "LAUNCH=echo")
    assert "scenes/my_idea.py is yours" in said
    assert "render scenes/my_idea.py --quality 480p15" in said
    assert said.splitlines()[-1] == "media/480p15/my_idea.mp4"
    assert "my_idea" in bare_project.made("help")
    scene = bare_project.root / "scenes" / "my_idea.py"
    scene.write_text("# mine\n")
    code, said = bare_project.make("new", "NAME=my_idea")
    assert code != 0
    assert "already" in said
    assert scene.read_text() == "# mine\n"


def test_a_new_scene_can_begin_as_a_clip(bare_project: Copy) -> None:
    (bare_project.root / "scenes").mkdir(exist_ok=True)
    shutil.copy2(PROJECT / "scenes" / "momentum.py", bare_project.root / "scenes")
    said = bare_project.made("new", "NAME=mine", "FROM=momentum", "LAUNCH=echo")
    assert "scenes/mine.py is yours" in said
    assert "render scenes/mine.py" in said
    assert "class Mine(Lesson):" in (bare_project.root / "scenes" / "mine.py").read_text()
    code, said = bare_project.make("new", "NAME=other", "FROM=momentm; touch PWN")
    assert code != 0
    assert "there is no such clip" in said
    assert not (bare_project.root / "PWN").exists()


def test_a_new_scene_passes_the_tests_of_the_scenes(bare_project: Copy) -> None:
    bare_project.made("new", "NAME=my_idea", "LAUNCH=true")
    tests = bare_project.root / "tests"
    (tests / "scenes").mkdir(parents=True)
    for name in (
        "checks.py",
        "conftest.py",
        "contrast.py",
        "film.py",
        "glyphs.py",
        "knobs.py",
        "test_staging.py",
        "test_warm_and_cold.py",
    ):
        shutil.copy2(PROJECT / "tests" / "scenes" / name, tests / "scenes" / name)
    shutil.copy2(PROJECT / "tests" / "conftest.py", tests)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "my_idea"],
        cwd=bare_project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
