"""One check for what the kit is given: a walk where a walk is wanted, a loss where a loss is."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_args, get_origin

import numpy as np

from gd_math import Loss, losses

P = ParamSpec("P")
R = TypeVar("R")

OURS = ("gd_math", "scenes.kit")  # whose classes are checked; stock Manim checks its own
WRITTEN = {
    "Walk": "Walk(descend(loss, optimizer, start, steps))",
    "Trajectory": "descend(loss, optimizer, start, steps)",
    "Loss": "losses.HIMMELBLAU or from_formula('x^2 + 3 y^2')",
    "Dataset": "Dataset('my data', x, y) or datasets.line_data(seed=1)",
    "ContourMap": "ContourMap(loss)",
    "Plot": "Plot((0, 1), (0, 1), 6, 4)",
    "CurvePlot": "CurvePlot(loss)",
    "DataPlot": "DataPlot(data, (-5, -2.5), 7, 5)",
    "Landscape": "Landscape(loss)",
    "CurveWalker": "walkers_on(plot, trajectory)[0]",
    "Verdict": "judge(loss, trajectory)",
}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function`, which raises TypeError for an argument of another kind than annotated.

    Only classes of this project are looked at, alone, as one of several, or as the elements of a
    list. The message says what was given, what is wanted, and how it is written.
    """
    signature = inspect.signature(function)
    wanted = {name: p.annotation for name, p in signature.parameters.items()}
    wanted = {name: kind for name, kind in wanted.items() if [*_ours(kind)]}

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        given = signature.bind(*args, **kwargs).arguments
        for name in wanted.keys() & given.keys():
            _check(name, given[name], wanted[name])
        return function(*args, **kwargs)

    return call


def check_variables(loss: Loss, count: int, what: str) -> None:
    """Raise ValueError unless `loss` has so many variables as `what` can show."""
    if loss.dimension != count:
        raise ValueError(
            f"{loss.name} is a loss of {loss.dimension} variable{'s' * (loss.dimension != 1)}, and "
            f"{what} shows losses of {count}"
        )


def describe(value: Any) -> str:
    """Return in a few words what `value` is.

    >>> describe("HILLS"), describe(np.zeros((3, 2))), describe(None)
    ("the text 'HILLS'", 'an array of shape (3, 2)', 'None')
    """
    if isinstance(value, str):
        return f"the text {value if len(value) < 40 else value[:39] + '…'!r}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, int | float):
        return f"the number {value}"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def _ours(annotation: Any) -> Iterator[type]:
    """Return the classes of this project in an annotation that says no more than these."""
    kinds = get_args(annotation) or (annotation,)
    named = [kind for kind in kinds if isinstance(kind, type) and kind is not type(None)]
    if len(named) == sum(kind is not type(None) for kind in kinds):
        yield from (k for k in named if all(n.__module__.startswith(OURS) for n in named) and k)


def _check(name: str, value: Any, annotation: Any) -> None:
    kinds = tuple(_ours(annotation))
    origin = get_origin(annotation)
    if isinstance(origin, type) and issubclass(origin, Iterable):
        if isinstance(value, list | tuple):
            for i, element in enumerate(value):
                _check_kind(f"{name}[{i}]", element, kinds)
        elif isinstance(value, (*kinds, np.ndarray, str)) or not isinstance(value, Iterable):
            write = _how(value, kinds[0])
            raise TypeError(
                f"{name} is {describe(value)}, and must be a list of {kinds[0].__name__}: "
                f"write [{write}, …]"
            )
    elif not (value is None and type(None) in get_args(annotation)):
        _check_kind(name, value, kinds)


def _check_kind(name: str, value: Any, kinds: tuple[type, ...]) -> None:
    if not isinstance(value, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(
            f"{name} is {describe(value)}, and must be a {names}: write {_how(value, kinds[0])}"
        )


def _how(value: Any, kind: type) -> str:
    """Return how that which is wanted is written, made from what was given if it can be."""
    given, wanted = type(value).__name__, kind.__name__
    if wanted == given:
        return f"{given[0].lower()}{given[1:]}"
    if (given, wanted) == ("Trajectory", "Walk"):
        one = "trajectory" if value.x.ndim == 2 else "trajectory.path(0)"
        return f"Walk({one})"
    if (given, wanted) == ("Walk", "Trajectory"):
        return "walk.trajectory"
    if wanted == "Loss" and isinstance(value, str):
        name = value.strip().upper().replace(" ", "_").replace("-", "_")
        return f"losses.{name}" if name in losses.__all__ else f"from_formula({value!r})"
    if wanted == "Loss" and hasattr(value, "loss") and isinstance(value.loss, Loss):
        return f"{given[0].lower()}{given[1:]}.loss"
    return WRITTEN.get(wanted, f"{wanted}(…)")
