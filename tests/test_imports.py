"""Imports run one way: studio, scenes, scenes/kit, and then engine and gd_math."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {
    "engine": {"engine"},
    "gd_math": {"gd_math"},
    "scenes": {"scenes", "gd_math", "engine"},
    "studio": {"studio", "scenes", "gd_math", "engine"},
}


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file): file for room in BELOW for file in (ROOT / room).rglob("*.py")}


@cache
def imports(module: str) -> set[str]:
    """Return the project's modules that a module imports, wherever in its text."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} imports relatively"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                found.add(name if name in MODULES else str(node.module))
    return {name for name in found if name.partition(".")[0] in BELOW}


@pytest.mark.parametrize("room", BELOW)
def test_imports_of_a_room_go_down_only(room: str) -> None:
    modules = [name for name in MODULES if name.partition(".")[0] == room]
    assert len(modules) > 5
    for name in modules:
        assert {found.partition(".")[0] for found in imports(name)} <= BELOW[room], name


def test_kit_knows_no_scene() -> None:
    modules = [name for name in MODULES if name.startswith("scenes.kit.")]
    assert len(modules) > 20
    for name in modules:
        others = {found for found in imports(name) if found.startswith("scenes")}
        assert all(found.startswith("scenes.kit") for found in others), name


@pytest.mark.parametrize("room", BELOW)
def test_files_import_each_other_in_no_circle(room: str) -> None:
    graph = {
        name: {found for found in imports(name) if found in MODULES}
        for name in MODULES
        if name.partition(".")[0] == room
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle
