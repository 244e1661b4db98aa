"""What a walk with a fixed learning rate did, judged from its computed points alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gd_math import Loss, Trajectory
from gd_math.descent.outcomes import NEAR, steps_until_near
from scenes.kit.arguments import checked
from scenes.kit.theme import theme
from scenes.kit.words.numbers import number, percent
from scenes.kit.words.text import LOWERED, RAISED

ZIGZAG = 3  # leaps across the floor of the valley from which a walk is said to zigzag


@dataclass(frozen=True)
class Verdict:
    """The judgment on a walk: in a word or two, in a line with its number, and their color.

    `arrived` is the step from which on it is near the minimum for good, None if there is none.
    """

    word: str
    line: str
    color: str
    arrived: int | None = None


@checked
def judge(loss: Loss, trajectory: Trajectory, near: float | None = None) -> Verdict:
    """Say how one path of `trajectory` got on with the minimum of `loss` nearest to its start.

    It diverges if the trajectory's outcome says so. Otherwise it settles if it ends within `near`
    of the minimum, 0.2 % of the domain's diagonal unless told otherwise, and zigzags if it leaps
    at least 3 times across the floor of the valley, which is: if a coordinate along an eigenvector
    of the Hessian at the minimum changes its sign, from farther off than that to farther off than
    that.
    """
    minima = [minimum.x for minimum in loss.minima]
    goal = min(minima, key=lambda x: float(np.linalg.norm(trajectory.x[0] - x)))
    near = NEAR * loss.diagonal if near is None else near
    steps = trajectory.steps
    if trajectory.outcome == "diverged":
        reached = number(float(trajectory.loss[-1]), 1)
        return Verdict("DIVERGED", f"DIVERGED: the loss is {reached}", theme.wrong)

    distance = np.linalg.norm(trajectory.x - goal, axis=-1)
    settled = steps_until_near(distance, near)
    _, eigenvectors = np.linalg.eigh(loss.hessian(goal))
    leaps = count_leaps((trajectory.x - goal) @ eigenvectors, near)
    if leaps >= ZIGZAG and settled is not None:
        line = f"zigzags, in the ring after {settled} steps"
        return Verdict("zigzags, settles", line, theme.ink, settled)
    if leaps >= ZIGZAG:
        return Verdict("still zigzags", f"still zigzags after {steps} steps", theme.ink)
    if settled is not None:
        return Verdict("settles", f"in the ring after {settled} steps", theme.ink, settled)
    left = percent(float(distance[-1] / distance[0]))
    return Verdict("crawls", f"crawls: {left} of the way still ahead", theme.ink)


def with_powers(line: str) -> str:
    """Return a line of text in which powers of ten are set as formulas set them."""
    return RAISED.sub(lambda power: f'$""^({power[0].translate(LOWERED)})$', line)


def count_leaps(coordinates: NDArray[np.float64], near: float) -> int:
    """Return the most sign changes of any column of `coordinates` (steps+1, d).

    Only those count that lead from farther than `near` from zero to farther than `near`.
    """
    before, after = coordinates[:-1], coordinates[1:]
    far = (np.abs(before) > near) & (np.abs(after) > near)
    return int(((np.sign(before) != np.sign(after)) & far).sum(axis=0).max(initial=0))
