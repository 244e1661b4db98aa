"""The record of a descent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """The path of one start, or of a batch of starts; row 0 is the start.

    x: points, shape (steps+1, …, d), where … is empty for one start and (n,) for a batch.
    loss: f at these points, shape (steps+1, …).
    gradient: ∇f at these points, shape (steps+1, …, d).
    outcome: "converged", "moving" or "diverged" (see `gd_math.descent.outcomes`); a str for one
    start, an array of str of shape … for a batch.
    state: the arrays of the optimizer's state at these points, by name, each of shape
    (steps+1, …, d): `velocity` of momentum, for instance. Empty if it has none.
    Every number is finite and every array read-only.
    """

    x: Array
    loss: Array
    gradient: Array
    outcome: str | NDArray[np.str_]
    state: Mapping[str, Array] = field(default_factory=dict)

    def __repr__(self) -> str:
        steps = checks.counted(self.steps, "step")
        if isinstance(self.outcome, str):
            return f"{type(self).__name__}({steps}, {self.outcome})"
        names, counts = np.unique(self.outcome, return_counts=True)
        found = ", ".join(f"{count} {name}" for name, count in zip(names, counts, strict=True))
        starts = checks.counted(self.outcome.size, "start")
        return f"{type(self).__name__}({steps} from {starts}: {found})"

    def __post_init__(self) -> None:
        for part in ("x", "loss", "gradient"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))
        if not isinstance(self.outcome, str):
            object.__setattr__(self, "outcome", checks.read_only(self.outcome))
        state = {name: checks.read_only(array) for name, array in self.state.items()}
        object.__setattr__(self, "state", state)

    @property
    def steps(self) -> int:
        """The number of rows after the start: of steps, if `keep_every` was 1."""
        return len(self.x) - 1

    def path(self, i: int) -> Self:
        """Return the trajectory of start `i` of a batch (from the end if negative).

        Raises ValueError if there is no such start, or no batch.
        """
        if isinstance(self.outcome, str):
            raise ValueError("path(i) needs the trajectory of a batch, this one has a single start")
        size = self.x.shape[1]
        i = checks.whole("i", i, -size)
        if i >= size:
            raise ValueError(f"i must be below {size}, the number of starts, got {i}")
        outcome = self.outcome[i]
        return replace(
            self,
            x=self.x[:, i],
            loss=self.loss[:, i],
            gradient=self.gradient[:, i],
            outcome=str(outcome) if outcome.ndim == 0 else outcome,
            state={name: array[:, i] for name, array in self.state.items()},
        )
