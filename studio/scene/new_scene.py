"""`make new`: a scene to begin with."""

import ast
import importlib.util
import keyword
import os
import re
import sys
from pathlib import Path

from engine.files import put
from studio.command import Parser
from studio.exit_code import exit_code
from studio.job import ROOT, StudioError
from studio.scene.source import class_name, shown

TEMPLATE = Path(__file__).with_name("new_scene_template.py")
LONGEST = 40  # characters of a name, so that it fits as a title
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_GOALS = re.compile(r"^(?:([a-z][a-z0-9_ -]*):(?!=)|\.PHONY:([a-z0-9_ -]*))", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write a new scene; return the exit code."""
    parser = Parser("new")
    parser.add_argument("name", nargs="?", default="", help="of the scene, such as my_idea")
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="where it goes")
    given = parser.parse(arguments)

    def write() -> None:
        path = shown(new_scene(given.name, given.scenes))
        print(f"{path} is yours: change its knobs and its beats.")

    return exit_code("new", write)


def new_scene(name: str, folder: Path) -> Path:
    """Write the scene `name` into `folder` as the template has it; return its file.

    Raises StudioError, and writes nothing, when the name cannot be that of a new scene.
    """
    _require_free(name, folder)
    title, lesson = name.replace("_", " ").capitalize(), class_name(name)
    text = TEMPLATE.read_text(encoding="utf-8")
    text = re.sub(r'\A""".*"""', f'"""{title}."""', text)
    text = text.replace("class Template(", f"class {lesson}(").replace(
        '"""Template.', f'"""{title}.'
    )
    path = folder / f"{name}.py"
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        part.write_text(text, encoding="utf-8")
        put(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _require_free(name: str, folder: Path) -> None:
    """Raise StudioError unless `folder` can have a new scene called `name`."""
    if not name:
        raise StudioError("say how the scene is to be called, as in `make new NAME=my_idea`.")
    if not _NAME.fullmatch(name) or not 3 <= len(name) <= LONGEST:
        raise StudioError(
            f"NAME is {name!r}, and must be 3 to {LONGEST} of a-z, 0-9 and _, words joined by one "
            "_ and beginning with a letter, as in my_idea."
        )
    if not folder.is_dir():
        raise StudioError(f"there is no folder {shown(folder)}; make it first.")
    if (folder / f"{name}.py").exists() or (folder / name).exists():
        raise StudioError(
            f"there is a {shown(folder / name)}.py already, which stays as it is: choose another "
            "name."
        )
    if reason := _reserved(name):
        raise StudioError(f"NAME is {name!r}, and {reason}: choose another name.")


def _reserved(name: str) -> str | None:
    """Say why no scene can be called `name`."""
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return "that is a word of Python's own"
    if name in make_goals():
        return f"`make {name}` means something else"
    # Manim's own command finds a scene's neighbors before any library.
    if name in sys.stdlib_module_names or importlib.util.find_spec(name) is not None:
        return f"`import {name}` means something else"
    if class_name(name) in _imported():
        return f"its class would be {class_name(name)}, which the kit and Manim have already"
    return None


def make_goals() -> set[str]:
    """Return the words that mean something to `make`."""
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {goal for pair in _GOALS.findall(rules) for goal in " ".join(pair).split()} | {
        "all",
        "index",
    }


def _imported() -> set[str]:
    """Return the names that the template takes from elsewhere."""
    tree = ast.parse(TEMPLATE.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in froms for alias in node.names}
