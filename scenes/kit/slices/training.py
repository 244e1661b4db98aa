"""The training of a small network, and planes in which its walk through all weights is seen."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import ValueTracker, linear
from numpy.typing import NDArray

from gd_math import Trajectory, descend, network, optimizers
from gd_math.network import filter_normalized_directions
from scenes.kit.walk import Walk
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]
LEAP, LEARNED = 0.01, 0.2  # of all that the loss falls: a leap; of its start: where it must end
SAMPLES = 60  # points of the two moons
REACH = 0.4  # of a random plane, in lengths of the trained weights, at least
ROOM = 1.2  # … and in how far the walk goes in it
OUT, AWAY = 0.75, 0.15  # of a probe: how far it goes, of the plane, and in what share of the time


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through all weights, and a walk as it is seen in it.

    `directions`: d₁ and d₂, (2, d).  `coordinates`: where the walk is along them, as seen from its
    end, (steps+1, 2).  `lower`, `upper`: the corners of the part that is shown, (2,).
    `way_share`: how long the part of the walk in the plane is, as a share of the length of the
    walk, 0 to 1.
    """

    directions: Array
    coordinates: Array
    lower: Array
    upper: Array
    way_share: float


class Training:
    """Gradient descent of a network with 2 inputs and two hidden layers on two moons.

    `path`: the walk of all its weights and biases, (steps+1, d).
    Raises ValueError, naming the knob, for a training that diverges, leaps or does not learn.
    """

    def __init__(self, seed: int, learning_rate: float, steps: int) -> None:
        self.example = network.moons(SAMPLES, seed=seed)
        descent = optimizers.gradient_descent(learning_rate)
        self.path = descend(self.example.loss, descent, self.example.start, steps)
        loss = self.path.loss
        rise, fall = float(np.diff(loss).max()), float(loss[-1] / loss[0])
        if self.path.outcome == "diverged" or rise > LEAP * np.ptp(loss):
            raise ValueError(
                f"with a LEARNING_RATE of {learning_rate:g} the loss leaps up, and so would the "
                "ground: take a smaller one, or another SEED"
            )
        if fall > LEARNED:
            raise ValueError(
                f"after {steps} STEPS the loss is still {number(loss[-1], 2)}, and must be less "
                f"than {LEARNED:g} times the {number(loss[0], 2)} of the start: take more"
            )

    @property
    def weights(self) -> int:
        """How many weights and biases there are."""
        return self.example.network.dimension

    def random_plane(self, seed: int) -> Plane:
        """Return the plane of two random directions, as long, unit by unit, as the weights are."""
        end = self.path.x[-1]
        directions = filter_normalized_directions(self.example.network, end, seed)
        half = max(REACH, ROOM * np.abs(_along(self.path, directions)).max())
        coordinates = _along(self.path, directions)
        share = float(lengths(coordinates @ directions)[-1] / lengths(self.path.x)[-1])
        return Plane(directions, coordinates, np.full(2, -half), np.full(2, half), share)


def lengths(x: Array) -> Array:
    """Return how long a walk through the points `x`, (n, d), is up to each of them, (n,)."""
    return np.append(0.0, np.cumsum(np.linalg.norm(np.diff(x, axis=0), axis=-1)))


def between(walk: Walk, rows: Array) -> Array:
    """Return where a walk is in `rows`, one for each step: evenly between two of them."""
    taken = walk.taken
    here = min(int(taken + 1e-9), len(rows) - 2)
    rest = taken - here
    return np.asarray((1 - rest) * rows[here] + rest * rows[here + 1])


def _along(path: Trajectory, directions: Array) -> Array:
    """Return where the points of a path are along two directions, seen from its end, (n, 2)."""
    return np.asarray((path.x - path.x[-1]) @ np.linalg.pinv(directions))


class PlaneWalk:
    """Where a `walk` through all weights is in a `plane`: over it, at the loss that it has."""

    def __init__(self, walk: Walk, plane: Plane) -> None:
        self.walk, self.plane = walk, plane

    @property
    def position(self) -> Array:
        """Where it is in the plane, (2,)."""
        return between(self.walk, self.plane.coordinates)

    @property
    def loss(self) -> float:
        """The loss there, between two steps on the straight way from one to the other."""
        return float(between(self.walk, self.walk.trajectory.loss))

    @property
    def visited(self) -> tuple[Array, Array]:
        """The places in the plane so far, (n, 2), and their losses, (n,)."""
        rows = slice(0, self.walk.step + 1)
        places = np.vstack([self.plane.coordinates[rows], self.position])
        return places, np.append(self.walk.trajectory.loss[rows], self.loss)


class Probe(ValueTracker):
    """A network of a `plane` through the trained weights of a training, which goes once round them.

    Its value is how much of that is done: out along d₁, around, and back. It has a `position` in
    the plane and a `loss`, as a walk over it.
    """

    def __init__(self, training: Training, plane: Plane) -> None:
        super().__init__(0.0)
        self.training, self.plane = training, plane
        self.reach = OUT * float(np.min([-plane.lower, plane.upper]))

    @property
    def position(self) -> Array:
        """Where it is in the plane, as seen from the trained weights, (2,)."""
        done = float(self.get_value())
        far, turned = (
            np.interp(done, (0, AWAY, 1 - AWAY, 1), (0, 1, 1, 0)),
            np.clip((done - AWAY) / (1 - 2 * AWAY), 0, 1),
        )
        turn = 2 * np.pi * turned
        return np.asarray(self.reach * far * np.array([np.cos(turn), np.sin(turn)]))

    @property
    def weights(self) -> Array:
        """All its weights and biases, (d,)."""
        return np.asarray(self.training.path.x[-1] + self.position @ self.plane.directions)

    @property
    def loss(self) -> float:
        """Its loss."""
        return float(self.training.example.loss.value(self.weights))

    def go(self) -> Any:
        """Return the animation in which it goes round."""
        going: Any = self.animate
        return going(rate_func=linear).set_value(1.0)
