"""Formulas and figures of a clip: from its manifest, and from the text of its scene."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from gd_math import Loss, datasets, losses, mean_squared_error
from studio.job import StudioError
from studio.scene.knobs import find_knobs
from studio.scene.source import read_source
from studio.shelf.shelf import Clip

# Losses that a scene builds from data, and whose formula does not depend on the data.
_BUILT: dict[str, Callable[[], Loss]] = {
    "mean_squared_error": lambda: mean_squared_error(datasets.line_data(1, 0, 0.1, 3, seed=0)),
}
_VARIABLES = {1: "x", 2: "x, y"}
_RULES = {"gradient_descent": "theta_(i+1) = theta_i - alpha nabla f(theta_i)"}


def formulas(scene: Path, knobs: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the losses that `knobs` name, and the losses and update rules in the file `scene`.

    Each has a `name` and a `formula` in Typst's markup for mathematics. The file is read and not
    executed; there is none for a file that is no Python.
    """
    found: dict[str, dict[str, str]] = {}
    texts = [value for value in knobs.values() if isinstance(value, str)]
    for name in (*texts, *_names(scene)):
        if name in _RULES:
            found[name] = {"name": name.replace("_", " "), "formula": _RULES[name]}
        elif (loss := _loss(name)) is not None:
            if name in _BUILT:
                label, left = name.replace("_", " "), "f(w, b)"
            else:
                label, left = loss.name, f"f({_VARIABLES.get(loss.dimension, 'theta')})"
            found[name] = {"name": label, "formula": f"{left} = {loss.formula}"}
    return list(found.values())


def _loss(name: str) -> Loss | None:
    if name in _BUILT:
        return _BUILT[name]()
    loss = getattr(losses, name, None)
    return loss if isinstance(loss, Loss) else None


def _names(scene: Path) -> Iterator[str]:
    """Yield the names that stand in the code, and those behind a dot."""
    try:
        tree = read_source(scene).tree
    except StudioError:
        return
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        yield node.id if isinstance(node, ast.Name) else node.attr


def figures(clip: Clip, scene: Path) -> list[dict[str, str]]:
    """Return the knobs with the values that the video was made with, and what they mean."""
    try:
        known = defaultdict(object, clip.knobs)  # what is not in the manifest is no knob
        knobs = find_knobs(read_source(scene).text, known)
        meaning = {knob.name: knob.comment for knob in knobs}
    except StudioError:
        meaning = {}
    return [
        {
            "name": name.lower().replace("_", " "),
            "value": _written(value),
            "meaning": meaning.get(name, ""),
        }
        for name, value in clip.knobs.items()
    ]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"({', '.join(map(_written, value))})"
    return str(value).replace("-", "−") if isinstance(value, int | float) else str(value)
