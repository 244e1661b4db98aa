"""Read a scene file, set its knobs, and find the lesson in it."""

import ast
import importlib
import linecache
import sys
import types
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.job import ROOT, StudioError
from studio.scene import knobs
from studio.scene.error_messages import explained
from studio.scene.source import check_name, class_name, read_source, shown, wrong_name

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
    check_name(path)
    source = read_source(path)
    tree = source.tree
    module = _execute(path, tree)
    found = knobs.find_knobs(source.text, vars(module))
    if settings_text.strip():
        knobs.turn_knobs(tree, knobs.read_settings(settings_text, found))
        module = _execute(path, tree)
        found = knobs.find_knobs(source.text, vars(module))
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
    names = [lesson.__name__ for lesson in lessons]
    if len(lessons) > 1:
        raise StudioError(
            f"{shown(path)} must have one subclass of Lesson, and has {', '.join(names)}."
        )
    if names != [class_name(path.stem)]:
        raise StudioError(wrong_name(path, names or ["none"]))
    lesson = lessons[0]
    if not (lesson.__doc__ or "").strip():
        raise StudioError(
            f"{lesson.__name__} in {shown(path)} needs a docstring: its first line is the title of "
            "the clip, the rest says in words what is seen."
        )
    return lesson
