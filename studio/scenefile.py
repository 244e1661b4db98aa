"""Read a scene file, set its knobs, and find the lesson in it."""

import ast
import importlib
import linecache
import sys
import types
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio import knobs
from studio.job import ROOT, StudioError
from studio.mistakes import explain_syntax, explained

OUTSIDE = "outside"  # stands for the package of scenes that do not belong to the project

if TYPE_CHECKING:
    from scenes.kit.lesson import Lesson


@dataclass(frozen=True)
class SceneFile:
    """A scene file that was executed: its syntax tree, its lesson and its knobs as they are."""

    path: Path
    tree: ast.Module
    lesson: "type[Lesson]"
    knobs: list[knobs.Knob]


def load_scene(path: Path, settings_text: str = "") -> SceneFile:
    """Execute the scene file `path` with its knobs set as `settings_text` says.

    The value is replaced in the syntax tree before the module runs, so that whatever the scene
    computes from a knob follows it.

    Raises StudioError when there is no such file, when it is not a proper scene, when it fails,
    or when a knob is unknown or its value unfit.
    """
    if not path.is_file():
        raise StudioError(f"there is no scene file {path}.")
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(source, str(path))
    except SyntaxError as error:
        raise StudioError(explain_syntax(error, path, source), exit_code=1) from None
    module = _execute(path, tree)
    found = knobs.find_knobs(source, vars(module))
    if settings_text.strip():
        knobs.turn_knobs(tree, knobs.read_settings(settings_text, found))
        module = _execute(path, tree)
        found = knobs.find_knobs(source, vars(module))
    return SceneFile(path, tree, _find_lesson(path, module), found)


def _execute(path: Path, tree: ast.Module) -> types.ModuleType:
    """Execute `tree` as the module that `path` would be when imported."""
    folder = path.resolve().parent
    inside = folder == ROOT / "scenes"
    if not inside and str(folder) not in sys.path:
        sys.path.insert(0, str(folder))  # as Python and Manim do: the modules beside it
    # Under a name that is nobody else's, whatever the scene is called.
    module = types.ModuleType(f"{'scenes' if inside else OUTSIDE}.{path.stem}")
    module.__file__ = str(path)
    linecache.checkcache(str(path))
    sys.modules[module.__name__] = module  # where `inspect` looks for the source of a class
    with explained():
        exec(compile(tree, str(path), "exec", dont_inherit=True), vars(module))
    return module


def _find_lesson(path: Path, module: types.ModuleType) -> "type[Lesson]":
    base: Any = importlib.import_module("scenes.kit.lesson").Lesson
    lessons = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, base)
        and value.__module__ == module.__name__
    ]
    wanted = "".join(word.capitalize() for word in path.stem.split("_"))
    names = ", ".join(lesson.__name__ for lesson in lessons) or "none"
    if len(lessons) != 1:
        raise StudioError(f"{path} must have one subclass of Lesson, and has {names}.")
    lesson = lessons[0]
    if lesson.__name__ != wanted:
        raise StudioError(f"the lesson in {path} must be called {wanted}, and is {names}.")
    if not (lesson.__doc__ or "").strip():
        raise StudioError(
            f"{wanted} in {path} needs a docstring: its first line is the title of the clip, "
            "the rest says in words what is seen."
        )
    return lesson
