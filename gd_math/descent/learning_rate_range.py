"""The learning-rate range test: raise the rate at every step and watch the loss."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gd_math import checks
from gd_math.checks import Array
from gd_math.descent.loop import Estimate, Iterate, iterates
from gd_math.descent.stochastic import batches
from gd_math.loss import Loss
from gd_math.optimizers import Optimizer, gradient_descent
from gd_math.records import one_line
from gd_math.sample_mean_loss import EmpiricalLoss

Sweep = Literal["exponential", "linear"]


@dataclass(frozen=True, eq=False)
class RangeTest:
    """The loss while the learning rate was raised, and the rates that three rules choose.

    learning_rate: α of each step, ascending, shape (n,).
    loss: of the batch of each step, or of all samples, before the step was taken, (n,).
    smoothed: its running average, (n,), see `smooth`.
    stopped_at: the row, always the last, at which the sweep was broken off because the loss was
    diverging; None if it went through to the end.
    steepest, minimum_tenth, valley: learning rates, see `suggestions`.
    settled: the first row that the three rules look at.
    longest_fall: the rows of the fall that valley goes by, the loss of each below the one before.
    Every number is finite and every array read-only.
    """

    __repr__ = one_line

    learning_rate: Array
    loss: Array
    smoothed: Array
    stopped_at: int | None
    steepest: float
    minimum_tenth: float
    valley: float
    settled: int
    longest_fall: tuple[int, ...]

    def __post_init__(self) -> None:
        for part in ("learning_rate", "loss", "smoothed"):
            object.__setattr__(self, part, checks.read_only(getattr(self, part)))


def learning_rate_range_test(
    loss: Loss,
    start: Any,
    *,
    low: float = 1e-4,
    high: float = 10.0,
    steps: int = 100,
    optimizer: Callable[[Callable[[int], float]], Optimizer] = gradient_descent,
    sweep: Sweep = "exponential",
    batch_size: int | None = None,
    seed: int | np.random.Generator | None = None,
    smoothing: float = 0.9,
    stop: float = 4.0,
) -> RangeTest:
    """Descend once while the learning rate rises from low to high, and watch the loss.

        αᵢ = low (high/low)^(i/(n−1))  exponential,   low + (high − low) i/(n−1)  linear

    start: one point (d,).  low, high: 0 < low < high.  steps: n, at least 3.
    optimizer: makes an optimizer from a schedule `step number -> α`, as all of `gd_math.optimizers`
    do; its state is carried through all steps.
    batch_size, seed: of the batches, one for each step (see `gd_math.descent.stochastic.batches`),
    if the loss is a mean over samples; without batch_size every step sees the whole loss.
    smoothing: β of `smooth`, 0 ≤ β < 1. The average trails the loss by about β/(1 − β) steps, and
    the suggestions with it: choose 0 where nothing is noisy. Otherwise the suggestions leave out
    the first tenth of the steps, where the average is still of few losses.
    stop: k above 1. The sweep ends when the smoothed loss s exceeds its lowest value so far by
    more than k − 1 times that value, s > k s_min for losses above 0, or when numbers overflow.
    Without batches take few enough steps: a walk that meets the minimum exactly stays there.
    Raises ValueError if an argument is out of range, if the loss diverges before there are three
    rows to judge by, and if it does not fall anywhere: then low and high do not span useful rates.
    Source: Smith 2015, arXiv:1506.01186.
    """
    x = checks.one_point("start", start, loss.dimension)
    rates = _rates(low, high, checks.whole("steps", steps, 3), sweep)
    beta = checks.between("smoothing", smoothing, 0, 1)
    if checks.positive("stop", stop) <= 1:
        raise ValueError(f"stop must be above 1, got {stop!r}")
    estimate = seen = None
    if batch_size is not None:
        if not isinstance(loss, EmpiricalLoss):
            raise ValueError(f"batch_size needs a mean over samples, {loss.name} is none")
        drawn = batches(loss.samples, batch_size, (), checks.generator(seed))
        seen, estimate = _of_batches(loss, list(islice(drawn, len(rates))))
    rising = optimizer(lambda count: float(rates[count]))
    path = iterates(loss, rising, x, len(rates) - 1, estimate)

    losses: list[float] = []
    averages: list[float] = []
    stopped = False
    for value, average in _averaged(_losses(path, seen), beta):
        losses.append(value)
        averages.append(average)
        best = min(averages)
        stopped = average - best > (stop - 1) * abs(best)
        if stopped:
            break
    rows = len(losses)
    # An average of few losses is as noisy as they are, and would be taken for a steep fall.
    settled = len(rates) // 10 if beta > 0 else 0
    if rows < settled + 3:
        raise ValueError(f"low must be lower, the loss diverges at once, got {low!r}")
    smoothed = np.array(averages)
    return RangeTest(
        rates[:rows],
        np.array(losses),
        smoothed,
        rows - 1 if stopped or rows < len(rates) else None,
        *suggestions(rates[settled:rows], smoothed[settled:]),
        settled,
        tuple(settled + row for row in _longest_fall(smoothed[settled:])),
    )


def smooth(losses: Any, smoothing: float) -> Array:
    """Return the exponential moving average of losses, corrected for its bias.

        aᵢ = β aᵢ₋₁ + (1 − β) fᵢ,   a before the first = 0,   sᵢ = aᵢ / (1 − βⁱ),  i = 1, 2, …

    The division undoes the pull of the first 0: a constant stays what it is.
    losses: f, shape (n,).  smoothing: β, 0 ≤ β < 1; 0 changes nothing.  Returns s, shape (n,).
    Raises ValueError for other shapes, for losses that are not finite, and for other β.
    """
    values = checks.finite_array("losses", losses)
    if values.ndim != 1:
        raise ValueError(f"losses must have shape (n,), got {values.shape}")
    beta = checks.between("smoothing", smoothing, 0, 1)
    return np.array([average for _, average in _averaged(values.tolist(), beta)])


class Suggestions(NamedTuple):
    """Learning rates that three rules choose from the same curve; see `suggestions`."""

    steepest: float
    minimum_tenth: float
    valley: float


def suggestions(learning_rate: Any, loss: Any) -> Suggestions:
    """Return the learning rates that three rules choose from the curve of a range test.

    steepest: where the loss falls fastest, dL/d(log α) by central differences, among the rates up
    to that of the lowest loss.
    minimum_tenth: a tenth of the rate at which the loss is lowest: there it is about to rise.
    valley: two thirds of the way through the longest fall, counted in steps and rounded down. The
    longest fall reaches from the first to the last of the most losses, not necessarily in a row,
    each of which is lower than the one before: a bump is stepped over.
    learning_rate: above 0 and ascending, shape (n,), n at least 3.  loss: smoothed, shape (n,).
    Raises ValueError for other shapes and numbers, and for a loss that nowhere falls.
    Source: fastai's `steep`, `minimum` and `valley` follow the same ideas, with other details.
    """
    rates = checks.finite_array("learning_rate", learning_rate)
    losses = checks.finite_array("loss", loss)
    if rates.ndim != 1 or rates.size < 3 or rates.shape != losses.shape:
        raise ValueError(
            f"learning_rate and loss must have the same shape (n,), n at least 3, "
            f"got {rates.shape} and {losses.shape}"
        )
    if rates[0] <= 0 or (np.diff(rates) <= 0).any():
        raise ValueError("learning_rate must be above 0 and ascending")
    lowest = int(np.argmin(losses))
    slope = np.gradient(losses, np.log(rates))[: lowest + 1]
    if slope.min() >= 0:
        raise ValueError(
            f"loss must fall somewhere between the learning rates {rates[0]:g} and {rates[-1]:g}: "
            f"try others"
        )
    first, *_, last = _longest_fall(losses)
    return Suggestions(
        float(rates[np.argmin(slope)]),
        float(rates[lowest] / 10),
        float(rates[first + 2 * (last - first) // 3]),
    )


def _rates(low: float, high: float, steps: int, sweep: str) -> Array:
    low, high = checks.positive("low", low), checks.positive("high", high)
    if high <= low:
        raise ValueError(f"high must be above low, {low:g}, got {high:g}")
    if sweep not in ("exponential", "linear"):
        raise ValueError(f'sweep must be "exponential" or "linear", got {sweep!r}')
    space = np.geomspace if sweep == "exponential" else np.linspace
    return np.asarray(space(low, high, steps), dtype=np.float64)


def _of_batches(loss: EmpiricalLoss, drawn: list[NDArray[np.intp]]) -> tuple[Estimate, Estimate]:
    """Return the loss and the gradient that the step of each number sees."""

    def value(x: Array, count: int) -> Array:
        return loss.raw_batch_value(x, drawn[count])

    def gradient(x: Array, count: int) -> Array:
        return loss.unchecked_batch_gradient(x.copy(), drawn[count])

    return value, gradient


def _losses(path: Iterable[Iterate], seen: Estimate | None) -> Iterator[float]:
    """Yield the loss before each step, as the step sees it, until a number overflows."""
    for count, row in enumerate(path):
        if row.overflown:
            return
        yield float(row.value if seen is None else seen(row.x, count))


def _averaged(losses: Iterable[float], beta: float) -> Iterator[tuple[float, float]]:
    """Yield each loss and the average up to it."""
    average, weight = 0.0, 0.0
    for loss in losses:
        average = beta * average + (1 - beta) * loss
        weight = beta * weight + (1 - beta)
        yield loss, average / weight


def _longest_fall(losses: Array) -> list[int]:
    """Return the rows of the longest subsequence in which each loss is below the one before."""
    length = np.ones(len(losses), dtype=int)  # of the longest that ends here
    before = np.arange(len(losses))
    for i, loss in enumerate(losses):
        longest = np.where(losses[:i] > loss, length[:i], 0)
        if longest.any():
            before[i] = np.argmax(longest)
            length[i] = longest[before[i]] + 1
    rows = [int(np.argmax(length))]
    while before[rows[0]] != rows[0]:
        rows.insert(0, int(before[rows[0]]))
    return rows
