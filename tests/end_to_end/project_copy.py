"""A copy of the project with tiny scenes, in which `make` can be run without harm."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SHELF = "480p15"
SETTINGS = {
    "QUALITY", "THEME", "SHARDS", "LAUNCH", "SET", "AS", "SCENE", "SCENES", "SCENES_DIR", "NAME",
    "FROM", "BEAT", "PORT", "FORMATS", "TRANSPARENT", "PYTHON", "DEBUG", "WITHOUT", "CAPTIONS",
}  # fmt: skip

WALK = '''
from manim import RIGHT, UP, Square

from gd_math import descend, losses, optimizers
from scenes.kit.lesson import Lesson

STEPS = 2  # steps of the walk


class {name}(Lesson):
    """A walk of a box.

    A box goes where gradient descent goes.
    """

    def construct(self) -> None:
        self.beat("A box stands here.")
        box = Square()
        self.add(box)
        self.beat("And now it walks.")
        walk = descend(losses.PARABOLA, optimizers.gradient_descent(0.1), [2.0], STEPS)
        for x in walk.x[:, 0]:
            self.play(box.animate.move_to(x * RIGHT), run_time=0.2)
'''

# Imports a module of the kit that no other scene needs.
COUNT = '''
from manim import Circle

from scenes.kit import only_counted
from scenes.kit.lesson import Lesson


class Count(Lesson):
    """A count of rings."""

    def construct(self) -> None:
        self.beat("Rings appear.")
        for size in range(only_counted.RINGS):
            self.add(Circle(size + 1))
            self.wait(0.2)
'''


@dataclass(frozen=True)
class Copy:
    """A project of its own, in `root`."""

    root: Path

    def start(self, *goals: str) -> subprocess.Popen[str]:
        """Start `make` with these goals, in a process group of its own."""
        return self.start_command("make", f"QUALITY={SHELF}", *goals)

    def start_command(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command in the project's folder, in a process group of its own."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            # What a `make test` around this test was asked for must not reach the `make` inside it.
            if not name.startswith(("MAKE", "MFLAGS", "PYTEST", "COV")) and name not in SETTINGS
        }
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=inherited | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, *goals: str) -> tuple[int, str]:
        """Run `make` with these goals; return its exit code and all that it said."""
        return _end(self.start(*goals))

    def make_in(self, environment: dict[str, str], *goals: str) -> tuple[int, str]:
        """Run `make` with these goals and with more in its environment."""
        return _end(self.start_command("make", *goals, **environment))

    def shell(self, script: str) -> tuple[int, str]:
        """Run a script as somebody types it; return its exit code and all that it said."""
        return _end(self.start_command("sh", "-e", "-c", script))

    def made(self, *goals: str) -> str:
        """Run `make` with these goals, which must succeed; return what it said."""
        code, said = self.make(*goals)
        assert code == 0, said
        return said

    def media(self, name: str) -> Path:
        return self.root / "media" / SHELF / name

    def state(self) -> dict[str, tuple[bytes, int]]:
        """Return the content and the time of every result there is."""
        shelf = self.root / "media" / SHELF
        return {
            str(file.relative_to(shelf)): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in shelf.rglob("*")
            if file.is_file()
        }


def _end(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def copy_project(root: Path) -> Copy:
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "manim.cfg"):
        shutil.copy2(PROJECT / name, root / name)
    ignored = shutil.ignore_patterns("__pycache__")
    for package in ("engine", "gd_math", "studio"):
        shutil.copytree(PROJECT / package, root / package, ignore=ignored)
    (root / "scenes").mkdir()
    shutil.copy2(PROJECT / "scenes" / "__init__.py", root / "scenes")
    shutil.copytree(PROJECT / "scenes" / "kit", root / "scenes" / "kit", ignore=ignored)
    (root / "scenes" / "kit" / "only_counted.py").write_text("RINGS = 3\n")
    (root / "scenes" / "walk.py").write_text(WALK.format(name="Walk"))
    (root / "scenes" / "stroll.py").write_text(WALK.format(name="Stroll"))
    (root / "scenes" / "count.py").write_text(COUNT)
    # The packages of the environment that runs this test, without any right to change it.
    environment = root / ".venv"
    environment.mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name != ".ready":
            (environment / entry.name).symlink_to(entry)
    (environment / ".ready").touch()
    return Copy(root)
