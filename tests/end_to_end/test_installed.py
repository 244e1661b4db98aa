"""The project installed with pip, for scenes of Manim's own in a folder of one's own."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from docs.build_pictures import SIZE, draw_with_manim, illustrations, is_shown
from tests.end_to_end.project_copy import PROJECT

PACKAGES = ("engine", "gd_math", "scenes", "studio")
(PAGE,) = illustrations(PROJECT / "docs" / "manim.md")

SCENES = '''
from manim import FadeOut, MovingCameraScene, ThreeDScene

from gd_math import losses
from scenes.kit import Landscape, Lesson, appear, use_theme

use_theme("light")


class Moving(MovingCameraScene):
    def construct(self):
        hills = Landscape(losses.HILLS, width=6, height=4)
        self.add(hills)
        self.play(self.camera.frame.animate.set(width=7), run_time=0.4)


class Solid(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=1)
        hills = Landscape(losses.HILLS, width=6, height=4)
        self.add_fixed_in_frame_mobjects(hills)
        self.wait(0.4)


class Beats(Lesson):
    """A lesson."""

    def construct(self):
        self.beat("Hills.")
        self.add(Landscape(losses.HILLS, width=6, height=4))


class Gone(MovingCameraScene):
    def construct(self):
        hills = Landscape(losses.HILLS, width=6, height=4)
        self.play(*appear(hills), run_time=0.4)
        self.play(FadeOut(hills), run_time=0.4)
        self.wait(0.4)
'''


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which the project is installed, and finds the packages of this one."""
    folder = tmp_path_factory.mktemp("installed")
    source, wheels = folder / "source", folder / "wheels"
    source.mkdir()
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, source / package)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(PROJECT / name, source)
    pip = [sys.executable, "-m", "pip", "--isolated", "--quiet"]
    alone = ["--no-deps", "--no-index"]
    run = [*pip, "wheel", *alone, "--no-build-isolation", "--wheel-dir", wheels, source]
    subprocess.run(run, check=True)
    venv.create(folder / "venv", symlinks=True)
    found = folder / "venv" / "bin" / "python"
    subprocess.run([*pip, "--python", found, "install", *alone, *wheels.iterdir()], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv")}))
    (packages / "of_the_tests.pth").write_text(sysconfig.get_path("purelib"))
    return found


@pytest.fixture
def run(python: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run that Python, in a folder of one's own."""

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return start


def test_all_files_of_its_packages_are_installed(python: Path) -> None:
    (packages,) = python.parents[1].glob("lib/python*/site-packages")
    for package in PACKAGES:
        there, expected = (
            {
                file.relative_to(folder)
                for file in (folder / package).rglob("*")
                if file.is_file() and "__pycache__" not in file.parts
            }
            for folder in (packages, PROJECT)
        )
        assert there == expected


def test_the_scene_of_the_page_is_drawn_by_manims_own_command(python: Path, tmp_path: Path) -> None:
    scene = tmp_path / f"{PAGE.name}.py"
    assert PAGE.code is not None
    scene.write_text(PAGE.code, encoding="utf-8")
    assert is_shown(draw_with_manim(scene, SIZE, str(python)), PAGE.picture)


def test_landscapes_are_seen_by_every_camera(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text(SCENES)
    done = run("-m", "manim", "render", "-a", "-r160,90", "--fps=5", "mine.py")
    assert done.returncode == 0, done.stderr
    for name, first, last in (
        ("Moving", True, True),
        ("Solid", True, True),
        ("Beats", True, True),
        ("Gone", False, False),
    ):
        (video,) = tmp_path.glob(f"media/videos/mine/*/{name}.mp4")
        with av.open(str(video)) as opened:
            frames = [frame.to_ndarray(format="gray") for frame in opened.decode(video=0)]
        contrasts = [float(np.std(frame[30:60, 60:100])) for frame in frames]
        assert (contrasts[0] > 10, contrasts[-1] > 10) == (first, last), name
        assert max(contrasts) > 10


def test_a_renderer_that_shows_no_landscape_is_refused(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text(SCENES)
    done = run("-m", "manim", "render", "-s", "--renderer=opengl", "mine.py", "Gone")
    assert done.returncode != 0
    said = " ".join(done.stderr.split())
    assert "renderer is opengl, and a Landscape needs Manim's own: leave out" in said


def test_what_needs_the_project_itself_says_so(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run("-c", "from studio import clip")
    assert done.returncode != 0
    assert "ImportError: studio makes videos in the project's own folder" in done.stderr
