"""What a scene may ask of its knobs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gd_math import (
    Loss,
    Minimum,
    Optimizer,
    Trajectory,
    descend,
    from_formula,
    losses,
    minimum_reached,
    optimizers,
)
from scenes.kit.words.numbers import number

OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
EDGE = 0.075  # of the domain, on each side: there the ground begins to fade


def check_range(knob: str, value: float, least: float, most: float) -> None:
    """Raise ValueError, naming the knob, unless `least` ≤ `value` ≤ `most`."""
    if not least <= value <= most:
        wanted = f"{least:g} to {most:g}" if np.isfinite(most) else f"at least {least:g}"
        raise ValueError(f"{knob} is {value:g}, and must be {wanted}")


def loss_of(knob: str, name: str) -> Loss:
    """Return the loss of two variables, with a valley, that a knob names or is the formula of.

    Raises ValueError, which lists these losses, when it is neither.

    >>> loss_of("LOSS", "HIMMELBLAU").name, loss_of("LOSS", "x**2 + 3*y**2").formula
    ('Himmelblau', 'x^2 + 3 y^2')
    """
    made = ((key, getattr(losses, key)) for key in losses.__all__)
    known = {key: loss for key, loss in made if isinstance(loss, Loss) and _has_valley(loss)}
    if name in known:
        return known[name]
    if not name.isidentifier():
        loss = from_formula(name)
        if _has_valley(loss):
            return loss
    raise ValueError(
        f"{knob} is {name!r}, and must be one of {', '.join(known)}, or a formula of x and y with "
        "a minimum, such as 'x**2 + 3*y**2'"
    )


def within(loss: Loss, lower: ArrayLike, upper: ArrayLike) -> Loss:
    """Return `loss` between two corners alone, (d,) or one number for all coordinates."""
    low, high = (np.full(loss.dimension, corner, dtype=float) for corner in (lower, upper))
    seen = (one for one in loss.minima if np.all((low < one.x) & (one.x < high)))
    return replace(loss, domain=(low, high), minima=tuple(seen))


def curve_of(knob: str, name: str, lower: float, upper: float) -> Loss:
    """Return the loss of one variable that a knob names or is the formula of, between two ends.

    Raises ValueError unless it has a minimum there.

    >>> curve_of("LOSS", "x**4 - 3*x**2 + x", -2, 2).formula
    'x^4 - 3 x^2 + x'
    """
    loss = _curve(name, lower, upper)
    if loss is None or not loss.minima:
        raise ValueError(
            f"{knob} is {name!r}, and must be PARABOLA, THREE_VALLEYS, or a formula of x with a "
            f"minimum between {lower:g} and {upper:g}, such as 'x**4 - 3*x**2 + x'"
        )
    return loss


def valleys_of(knob: str, name: str, edge: float) -> Loss:
    """Return the loss of one variable that a knob names or is the formula of, on [−edge, edge].

    Raises ValueError unless it has a global minimum there, and another that is none.
    """
    loss = _curve(name, -edge, edge)
    if loss is None or len({minimum.is_global for minimum in loss.minima}) < 2:
        raise ValueError(
            f"{knob} is {name!r}, and must be THREE_VALLEYS, or a formula of x with a global and a "
            f"local minimum between {-edge:g} and {edge:g}, such as 'x**4 - 3*x**2 + x'"
        )
    return loss


def _curve(name: str, lower: float, upper: float) -> Loss | None:
    """Return the loss of one variable of that name or formula, or None if it is no such loss."""
    made = getattr(losses, name, None) if name in losses.__all__ else None
    if isinstance(made, Loss):
        return within(made, lower, upper) if made.dimension == 1 else None
    if name.isidentifier():
        return None
    loss = from_formula(name, (lower, upper))
    return loss if loss.dimension == 1 else None


def optimizer_of(knob: str, name: str, learning_rate: float) -> Optimizer:
    """Return the optimizer of `gd_math` that a knob names, with its usual other settings.

    Raises ValueError, which lists the optimizers, when there is none of that name.

    >>> optimizer_of("OPTIMIZER", "momentum", 0.1).name
    'momentum'
    """
    if name not in OPTIMIZERS:
        raise ValueError(f"{knob} is {name!r}, and must be one of {', '.join(OPTIMIZERS)}")
    made: Optimizer = getattr(optimizers, name)(learning_rate)
    return made


def _has_valley(loss: Loss) -> bool:
    return loss.dimension == 2 and bool(loss.minima)


def check_place(knob: str, place: Sequence[float], loss: Loss) -> None:
    """Raise ValueError, naming the knob, unless `place` is well inside of the domain."""
    lower, upper = loss.domain
    least, most = lower + EDGE * (upper - lower), upper - EDGE * (upper - lower)
    x = np.asarray(place, dtype=float)
    if x.shape != lower.shape or np.any(x < least) or np.any(x > most):
        sides = zip("xy", least, most, strict=False)
        ground = ", ".join(f"{axis} from {a:.4g} to {b:.4g}" for axis, a, b in sides)
        raise ValueError(f"{knob} is {place}, and must be a point of the ground: {ground}")


def check_guess(knob: str, line: Sequence[float], best: ArrayLike) -> None:
    """Raise ValueError, naming the knob, unless a walk can be seen to lead from a line to the best.

    In a bowl it begins on the left or on the right: the slopes of the two lines, (w, b) each, must
    differ, and not by much less than their intercepts do.
    """
    (w, b), (best_w, best_b) = line, np.asarray(best, dtype=float)
    least = max(0.5, 0.6 * abs(b - best_b))
    if abs(w - best_w) < least:
        far = number(float(np.floor(10 * (best_w - 1.5 * least)) / 10))
        raise ValueError(
            f"{knob} is ({number(w)}, {number(b)}), too near to the slope of the best line, "
            f"{number(best_w, 2)}: try ({far}, {number(b)})"
        )


def check_stable(path: Trajectory) -> None:
    """Raise ValueError, naming the knob, if `path` diverges or stays where it starts."""
    if path.outcome == "diverged":
        raise ValueError("the walk diverges: LEARNING_RATE must be smaller")
    if not np.ptp(path.x, axis=0).any():
        raise ValueError("the walk does not move: START must be on a slope")


def check_arrival(knob: str, path: Trajectory, loss: Loss) -> None:
    """Raise ValueError, naming the knob of its start, unless `path` ends in a minimum of `loss`."""
    check_stable(path)
    if minimum_reached(loss, path.x[-1]) < 0:
        raise ValueError(
            f"the walk from {knob} is in no valley after {path.steps} steps: it needs more STEPS, "
            "another LEARNING_RATE, or another start"
        )


def check_apart(knob: str, pair: Trajectory, loss: Loss) -> list[Minimum]:
    """Return the minima in which two walks end.

    Raises ValueError, naming the knob of their starts, unless there are two.
    """
    ends = minimum_reached(loss, pair.x[-1])
    if ends.min() < 0 or ends[0] == ends[1]:
        starts = ", ".join(f"{x:g}" for x in pair.x[0, :, 0])
        raise ValueError(f"{knob} is ({starts}), and both must arrive, in two different valleys")
    return [loss.minima[end] for end in ends]


def arriving_walk(
    knob: str, start: Sequence[float], loss: Loss, optimizer: Optimizer, steps: int
) -> Trajectory:
    """Return the descent from the start that a knob names, if it begins on the ground and arrives.

    Raises ValueError, naming the knob, as `check_place` and `check_arrival` do.
    """
    check_place(knob, start, loss)
    path = descend(loss, optimizer, start, steps)
    check_arrival(knob, path, loss)
    return path
