"""What scenes share: lesson, theme, words, maps, plots, landscape.

``from scenes.kit import Lesson, Walk, ContourMap`` takes from here whatever the kit has, wherever
it stands. Which module defines a name is listed in `__init__.pyi`. A module is loaded when one of
its names is asked for, so that a video depends on what its scene uses, and on nothing else.
"""

import ast
import importlib
from pathlib import Path
from typing import Any

from scenes.kit.theme import theme as theme  # now: later, this name would be the module's

_MODULES = {
    name.name: statement.module
    for statement in ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")).body
    if isinstance(statement, ast.ImportFrom)
    for name in statement.names
}
__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
