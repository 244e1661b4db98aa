"""`make new`: a scene to begin with, the template's or that of a clip."""

import ast
import difflib
import importlib.util
import keyword
import os
import re
import sys
import tokenize
from io import StringIO
from pathlib import Path

from engine.files import put
from studio.command import Parser
from studio.exit_code import exit_code
from studio.job import ROOT, StudioError
from studio.scene.source import Source, class_name, find_lesson, read_source, shown

TEMPLATE = Path(__file__).with_name("new_scene_template.py")
CLIPS = ROOT / "scenes"
LONGEST = 40  # characters of a name, so that it fits as a title
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_GOALS = re.compile(r"^(?:([a-z][a-z0-9_ -]*):(?!=)|\.PHONY:([a-z0-9_ -]*))", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write a new scene; return the exit code."""
    parser = Parser("new")
    parser.add_argument("name", nargs="?", default="", help="of the scene, such as my_idea")
    parser.add_argument("--scenes", type=Path, default=Path("scenes"), help="where it goes")
    parser.add_argument("--from", dest="model", default="", help="the clip that it begins as")
    given = parser.parse(arguments)

    def write() -> None:
        path = shown(new_scene(given.name, given.scenes, given.model))
        print(f"{path} is yours: change its knobs and its beats.")

    return exit_code("new", write)


def new_scene(name: str, folder: Path, model: str = "") -> Path:
    """Write the scene `name` into `folder`, as the template or the clip `model` has it.

    The class and the title in its docstring follow the name. A clip is one of `folder`, or of the
    project. Returns the file.
    Raises StudioError, and writes nothing, when the name cannot be that of a new scene, and when
    there is no such clip.
    """
    _require_name(name, folder)
    source = read_source(_clip(model, folder) if model else TEMPLATE)
    if reason := _reserved(name, source):
        raise StudioError(f"NAME is {name!r}, and {reason}: choose another name.")
    text = _renamed(source, name)
    path = folder / f"{name}.py"
    part = folder / f".{name}.{os.getpid()}.part"
    try:
        part.write_text(text, encoding="utf-8")
        put(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _clip(model: str, folder: Path) -> Path:
    """Return the file of a clip, by its name."""
    places = [path for place in (CLIPS, folder) for path in sorted(place.glob("[!_.]*.py"))]
    known = {path.stem: path for path in places}
    wanted = model.removesuffix(".py")
    if wanted not in known:
        near = difflib.get_close_matches(wanted.lower(), known, 1)
        advice = f"did you mean {near[0]}?" if near else "`make help` lists them."
        raise StudioError(f"FROM is {model!r}, and there is no such clip; {advice}")
    return known[wanted]


def _renamed(source: Source, name: str) -> str:
    """Return the text of a scene as that of the scene `name`."""
    title, lesson = name.replace("_", " ").capitalize(), _lesson(source)
    text = _with_name(source.text, lesson.name, class_name(name))
    began = "" if source.path == TEMPLATE else f", which began as {source.path.stem}"
    if about := ast.get_docstring(source.tree, clean=False):
        text = text.replace(about, f"{title}{began}.", 1)
    if told := (ast.get_docstring(lesson) or "").partition("\n")[0]:
        start = text.index(told, text.index(f"class {class_name(name)}"))
        text = f"{text[:start]}{title}.{text[start + len(told) :]}"
    return text


def _lesson(source: Source) -> ast.ClassDef:
    if source.path != TEMPLATE:
        return find_lesson(source)
    return next(node for node in source.tree.body if isinstance(node, ast.ClassDef))


def _with_name(text: str, old: str, new: str) -> str:
    """Return Python in which a name is replaced by another, but for texts and comments."""
    lines = text.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(StringIO(text).readline))
    for token in reversed(tokens):
        if token.type == tokenize.NAME and token.string == old:
            (row, first), (_, end) = token.start, token.end
            lines[row - 1] = lines[row - 1][:first] + new + lines[row - 1][end:]
    return "".join(lines)


def _require_name(name: str, folder: Path) -> None:
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


def _reserved(name: str, source: Source) -> str | None:
    """Say why no scene can be called `name`."""
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        return "that is a word of Python's own"
    if name in make_goals():
        return f"`make {name}` means something else"
    # Manim's own command finds a scene's neighbors before any library.
    if name in sys.stdlib_module_names or importlib.util.find_spec(name) is not None:
        return f"`import {name}` means something else"
    if class_name(name) in _imported(source):
        return f"its class would be {class_name(name)}, which the kit and Manim have already"
    return None


def make_goals() -> set[str]:
    """Return the words that mean something to `make`."""
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {goal for pair in _GOALS.findall(rules) for goal in " ".join(pair).split()} | {
        "all",
        "index",
    }


def _imported(source: Source) -> set[str]:
    """Return the names that a scene takes from elsewhere."""
    froms = [node for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in froms for alias in node.names}
