"""From a formula to a loss."""

import dataclasses
from typing import Any

import numpy as np

from gd_math import checks
from gd_math.checks import Array
from gd_math.formula.compile import Program, value
from gd_math.formula.definedness import suggestion, undefined
from gd_math.formula.derivatives import Derivative, derivatives
from gd_math.formula.extent import USUAL, half_width
from gd_math.formula.minima import features_of, minima
from gd_math.formula.parse import parse
from gd_math.formula.search import dense_grid
from gd_math.formula.tree import LARGEST, VARIABLES, Node, shortened
from gd_math.formula.typst import typst
from gd_math.loss import Loss

FLAT = 1e-12  # of the largest value: a range below that is rounding
MOST_OPERATIONS = 300  # of a curvature: more take seconds to search for minima
FEW_OPERATIONS = 110  # of one that is searched in several boxes
FAINT = 1e-100  # a range below that is lost when it is squared


def from_formula(text: Any, domain: Any = None) -> Loss:
    """Make the loss that a formula of x, or of x and y, describes.

        f(x, y) = what is typed, ∇f and the Hessian by the chain rule, exactly

    text: for instance "x**4 - 3*x**2 + y**2". Powers are ** or ^, products may go without a *
    as in 2x or 2 sin(x), log is the natural one; names are those of `gd_math.formula.tree`. It
    is read by a parser of its own and never run.
    domain: (lower, upper), corners (d,) or numbers that count for every axis. By default a box
    round the origin that shows the minima, passes and tops, or a few of them if there is no end.
    Derivatives are right wherever f has them, at the center of abs(x)^2 too. Where there is none
    the slope is the mean of those on both sides, 0 for |x| at 0. Where a slope is infinite, as
    that of √x at 0, and where f is not defined, outside the domain, the functions of the loss
    return the largest float, as `Loss` says, and those of `Loss.raw` infinity.
    Raises ValueError, which says what was wrong and what to do, if the text is no formula, does
    not depend on x, or has no real value below 1e100 somewhere in the domain.

    >>> loss = from_formula("x**4 - 3*x**2 + y**2")
    >>> loss.formula, [minimum.x.round(3).tolist() for minimum in loss.minima]
    ('x^4 - 3 x^2 + y^2', [[-1.225, 0.0], [1.225, 0.0]])
    """
    tree = parse(text)
    dimension = _dimension(tree)
    usual = np.full(dimension, USUAL)
    box = (-usual, usual) if domain is None else _box(domain, dimension)
    _require_defined(tree, *box)
    gradient, hessian = derivatives(tree, dimension)
    creased = isinstance(gradient, Derivative)
    operations = _operations(hessian)
    if operations > MOST_OPERATIONS:
        raise ValueError(
            f"formula must have a curvature of at most {MOST_OPERATIONS} operations, that of "
            f"{shortened(tree.text)} takes {operations}: write it with fewer functions"
        )
    name = " ".join(tree.text.split())
    loss = Loss(name, value(tree), gradient, hessian, box, (), typst(tree))
    _require_shape(loss, gradient)
    features = None
    if domain is None:
        half, features = half_width(loss, tree, creased, operations <= FEW_OPERATIONS)
        corner = np.full(dimension, half)
        loss = dataclasses.replace(loss, domain=(-corner, corner))
        _require_defined(tree, *loss.domain)
        _require_shape(loss, gradient)
    return dataclasses.replace(loss, minima=minima(loss, features or features_of(loss, creased)))


def _dimension(tree: Node) -> int:
    used = {node.text for node in tree if node.op == "variable"}
    if "x" not in used:
        has = "only y" if used else "neither"
        raise ValueError(
            f"formula must depend on x, or on x and y; {shortened(tree.text)} has {has}"
        )
    return len(used)


def _operations(derivative: Program | Derivative) -> int:
    chain_rule = derivative.chain_rule if isinstance(derivative, Derivative) else derivative
    return len(chain_rule.rows)


def _box(domain: Any, dimension: int) -> tuple[Array, Array]:
    try:
        lower, upper = domain
    except (TypeError, ValueError):
        raise ValueError(
            f"domain must be a pair (lower, upper) such as (-3, 3), got {domain!r}"
        ) from None
    low = checks.finite_array("lower corner of domain", lower)
    high = checks.finite_array("upper corner of domain", upper)
    return checks.box(
        np.full(dimension, low) if low.ndim == 0 else low,
        np.full(dimension, high) if high.ndim == 0 else high,
        dimension,
    )


def _require_defined(tree: Node, lower: Array, upper: Array) -> None:
    bad = undefined(tree, lower, upper)
    if bad is None:
        return
    box = suggestion(tree, lower.size)
    advice = "give a domain without that point"
    if box is not None:
        corners = [[f"{number:g}" for number in corner] for corner in box]
        same = all(len(set(corner)) == 1 for corner in corners)
        shown = [corner[0] if same else f"({', '.join(corner)})" for corner in corners]
        advice += f", such as domain=({', '.join(shown)})"
    raise ValueError(
        f"formula must be a real number below {LARGEST:g} all over its domain, "
        f"{shortened(bad.part)} is not at {_named(bad.x)}: {advice}"
    )


def _require_shape(loss: Loss, gradient: Program | Derivative) -> None:
    """Raise ValueError if the loss is flat, or so steep that its derivatives overflow."""
    points = dense_grid(*loss.domain)
    values = loss.raw.value(points)
    height = float(np.ptp(values))
    if height <= max(FLAT * float(np.abs(values).max()), FAINT):
        raise ValueError(
            f"formula must rise and fall on its domain, {shortened(loss.name)} is the same "
            f"everywhere but for {height:g}: give another formula, or a larger domain"
        )
    if isinstance(gradient, Derivative):  # at a kink they may be infinite
        points = points[~gradient.at_kink(points)]
    for what, derivative in (("slope", loss.gradient), ("curvature", loss.hessian)):
        x = points.reshape(-1, loss.dimension)
        sizes = np.abs(derivative(x)).reshape(len(x), -1).max(axis=-1)
        if not (sizes <= LARGEST).all():
            x = x[np.argmax(sizes)]
            raise ValueError(
                f"formula must have a {what} below {LARGEST:g} all over its domain, "
                f"{shortened(loss.name)} has not at {_named(x)}: give a domain without that point"
            )


def _named(x: Array) -> str:
    return ", ".join(f"{name} = {number:.4g}" for name, number in zip(VARIABLES, x, strict=False))
