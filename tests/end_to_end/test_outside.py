"""A lecturer's own folder of scenes, outside of the project."""

from pathlib import Path

import pytest

from tests.end_to_end.project_copy import SHELF, Copy

SCENE = '''
from manim import Circle

from helpers import RINGS
from scenes.kit import Lesson, data_file

SIZE = 1.0  # of the largest ring (0.5 to 3)


class Walk(Lesson):
    """A lecturer's own walk.

    A name that one of the project's scenes has, too.
    """

    def construct(self) -> None:
        self.beat("Rings, as many as the helper says.")
        for number in range(RINGS):
            self.add(Circle(SIZE * (number + 1) / RINGS))
        width = float(data_file("width.csv").read_text())
        self.add(Circle(SIZE, stroke_width=width))
        self.wait(0.2)
'''


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    """A folder with one scene, and beside it a module and a table that it needs."""
    folder = tmp_path / "my_lecture" / "scenes"
    folder.mkdir(parents=True)
    (folder / "walk.py").write_text(SCENE)
    (folder / "helpers.py").write_text("RINGS = 2\n")
    (folder / "width.csv").write_text("4")
    (tmp_path / "my_lecture" / "media").mkdir()
    (tmp_path / "my_lecture" / "media" / "holiday.jpg").write_text("mine")
    return folder


def test_its_videos_go_to_the_media_beside_it(project: Copy, lecture: Path) -> None:
    ours = project.state()
    outside = f"SCENES_DIR={lecture}"
    media = lecture.parent / "media"
    video = media / SHELF / "walk.mp4"
    assert project.made("videos", outside).splitlines()[-1] == f"1 video is in {media}/{SHELF}"
    made = video.stat().st_mtime_ns
    assert f"{media}/{SHELF}/walk.pptx" in project.made("videos", "slides", "handout", outside)
    assert (media / SHELF / "handout-a4.pdf").exists()
    assert video.stat().st_mtime_ns == made
    for name, text in (("helpers.py", "RINGS = 4\n"), ("width.csv", "8")):
        (lecture / name).write_text(text)
        project.made("walk", outside)
        assert video.stat().st_mtime_ns != made
        made = video.stat().st_mtime_ns
    project.made("walk", outside)
    assert video.stat().st_mtime_ns == made
    project.made("walk", outside, "SET=SIZE=2", "AS=wide")
    assert (media / SHELF / "wide.mp4").exists()
    project.made("clips", "SCENES=walk", "FORMATS=mov", "TRANSPARENT=1", outside)
    assert (media / SHELF / "walk.mov").exists()
    project.made("gallery", outside)
    assert "A lecturer" in (media / SHELF / "index.html").read_text(encoding="utf-8")
    assert project.state() == ours
    assert not list((project.root / "media").rglob("wide*"))
    project.made("clean", outside)
    assert [file.name for file in media.iterdir()] == ["holiday.jpg"]
    assert project.state() == ours


def test_its_scenes_are_listed_and_added_to(project: Copy, lecture: Path) -> None:
    outside = f"SCENES_DIR={lecture}"
    said = project.made("help", outside)
    assert "A lecturer's own walk" in said
    assert "stroll" not in said
    assert "SIZE" in project.made("knobs", outside)
    said = project.made("new", "NAME=my_idea", "LAUNCH=echo", outside)
    assert f"{lecture}/my_idea.py is yours" in said
    assert not (project.root / "scenes" / "my_idea.py").exists()
    assert "already" in project.make("new", "NAME=my_idea", outside)[1]


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("{outside}/none", "no such folder"),
        ("studio", "in the project"),
        ("", "empty"),
    ],
)
def test_a_folder_that_cannot_be_is_refused(
    project: Copy, tmp_path: Path, folder: str, words: str
) -> None:
    path = folder.format(outside=tmp_path)
    before = project.state()
    code, said = project.make("videos", f"SCENES_DIR={path}")
    assert code != 0
    assert "SCENES_DIR is" in said
    assert words in said
    assert project.state() == before


def test_the_projects_own_folder_is_its_own_under_any_name(project: Copy) -> None:
    before = project.state()
    project.made("videos", f"SCENES_DIR={project.root}/scenes/")
    assert project.state() == before
