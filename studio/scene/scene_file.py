"""Read a scene file, set its knobs, and find the lesson in it."""

import ast
import importlib
import linecache
import sys
import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from studio.job import ROOT, StudioError
from studio.scene.error_messages import explained
from studio.scene.knob_ranges import check_ranges
from studio.scene.knobs import Knob, find_knobs, literal_values, turn_knobs
from studio.scene.settings import TITLE, fit_settings, with_title
from studio.scene.source import check_name, class_name, read_source, shown, wrong_name

NOTHING: Mapping[str, Any] = MappingProxyType({})
OUTSIDE = "outside"  # stands for the package of scenes that do not belong to the project

if TYPE_CHECKING:
    from scenes.kit.lesson import Lesson


@dataclass(frozen=True)
class SceneFile:
    """A scene file that was executed: its lesson, its knobs as they are, and remarks on these."""

    path: Path
    lesson: "type[Lesson]"
    knobs: list[Knob]
    remarks: list[str]


def load_scene(path: Path, settings: Mapping[str, Any] = NOTHING) -> SceneFile:
    """Execute the scene file `path` with its knobs set as `settings` says.

    The value is replaced in the syntax tree before the module runs, so that whatever the scene
    computes from a knob follows it.

    Raises StudioError when there is no such file, when it is not a proper scene, when it fails,
    or when a knob is unknown or its value unfit.
    """
    check_name(path)
    source = read_source(path)
    written = find_knobs(source.text, literal_values(source.tree))
    values = fit_settings(settings, with_title(written))
    remarks = list(check_ranges(replace(k, value=values.get(k.name, k.value)) for k in written))
    turn_knobs(source.tree, values)
    module = _execute(path, source.tree)
    knobs = find_knobs(source.text, vars(module))
    lesson = _find_lesson(path, module)
    lesson.own_title = str(values.get(TITLE.name, ""))
    return SceneFile(path, lesson, knobs, remarks)


def _execute(path: Path, tree: ast.Module) -> types.ModuleType:
    """Execute `tree` as the module that `path` would be when imported."""
    folder = path.resolve().parent
    inside = folder == ROOT / "scenes"
    if not inside and str(folder) not in sys.path:
        sys.path.insert(0, str(folder))  # as Python and Manim do: the modules beside it
    # Under a name that no other module has, whatever the scene is called.
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
