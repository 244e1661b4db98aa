"""Schedules: learning rates that change from step to step.

Each function below returns a schedule, a function from the number k of the step, counted from 0,
to the learning rate of that step. Wherever a learning rate is asked for, a schedule will do:
`gradient_descent(cosine(0.1, steps=100))`. Conventions are those of torch.optim.lr_scheduler.

Arguments out of range raise ValueError, and so does a schedule that is asked for the rate of
anything but a whole number of at least 0.
"""

import math
from collections.abc import Callable
from typing import Literal

from gd_math import checks
from gd_math.optimizers.base import LearningRate, schedule

Schedule = Callable[[int], float]
Mode = Literal["triangular", "triangular2", "exp_range"]


def constant(learning_rate: float) -> Schedule:
    """Return the schedule that never changes.

        αₖ = α

    learning_rate: α above 0.
    """
    rate = checks.positive("learning_rate", learning_rate)

    def at(k: int) -> float:
        _step(k)
        return rate

    return at


def step_decay(learning_rate: float, every: int, factor: float = 0.1) -> Schedule:
    """Return the schedule that multiplies the learning rate by a factor every few steps.

        αₖ = α γ^⌊k/s⌋

    learning_rate: α above 0.  every: s, in steps, from 1.  factor: γ above 0.
    A rate too large for a float raises ValueError. Source: as torch's StepLR.

    >>> rate = step_decay(0.5, every=10, factor=0.5)
    >>> [rate(step) for step in (0, 9, 10, 20)]
    [0.5, 0.5, 0.25, 0.125]
    """
    every = checks.whole("every", every, 1)
    decay = exponential(learning_rate, factor)
    return lambda k: decay(_step(k) // every)


def exponential(learning_rate: float, factor: float) -> Schedule:
    """Return the schedule that multiplies the learning rate by the same factor at every step.

        αₖ = α γᵏ

    learning_rate: α above 0.  factor: γ above 0; above 1 the rate grows, as it does in a range
    test, and one too large for a float raises ValueError. Source: as torch's ExponentialLR.
    """
    rate = checks.positive("learning_rate", learning_rate)
    factor = checks.positive("factor", factor)

    def at(k: int) -> float:
        try:
            power = factor ** _step(k)
        except OverflowError:
            power = math.inf
        return checks.between(
            f"{rate:g} · {factor:g} to the power of {k}", rate * power, 0, math.inf
        )

    return at


def inverse_time(learning_rate: float, halving: float, after: int = 0) -> Schedule:
    """Return the schedule that falls as one over the steps, which lets noisy descent settle.

        αₖ = α  for k < a,   α/(1 + (k − a)/h)  from k = a on

    learning_rate: α above 0.  halving: h, in steps, above 0: after so many the rate is half.
    after: a, from 0, the step at which it begins to fall.
    Its sum is infinite, so every minimum is in reach; that of its squares is not, so the noise
    dies down. Source: Robbins and Monro 1951, Annals of Mathematical Statistics 22(3), 400–407.

    >>> rate = inverse_time(0.1, halving=50, after=100)
    >>> [rate(step) for step in (0, 100, 150, 250)]
    [0.1, 0.1, 0.05, 0.025]
    """
    rate = checks.positive("learning_rate", learning_rate)
    half = checks.positive("halving", halving)
    after = checks.whole("after", after, 0)
    return lambda k: rate / (1 + max(_step(k) - after, 0) / half)


def cosine(learning_rate: float, steps: int, lowest: float = 0.0) -> Schedule:
    """Return the schedule that falls along half a wave of the cosine.

        αₖ = αₘ + (α − αₘ) (1 + cos(πk/T)) / 2

    learning_rate: α above 0.  steps: T, from 1, the step of the lowest rate; later the rate rises
    again as it fell, up to α at step 2T.  lowest: αₘ, from 0 and below α.
    Source: Loshchilov & Hutter 2016, arXiv:1608.03983; as torch's CosineAnnealingLR.

    >>> rate = cosine(0.1, steps=100)
    >>> [round(rate(step), 3) for step in (0, 50, 100)]
    [0.1, 0.05, 0.0]
    """
    highest = checks.positive("learning_rate", learning_rate)
    steps = checks.whole("steps", steps, 1)
    lowest = checks.between("lowest", lowest, 0, highest)
    return lambda k: _along_cosine(highest, lowest, _step(k) / steps)


def warm_up(then: LearningRate, steps: int, start: float = 1 / 3) -> Schedule:
    """Return the schedule that first rises in a straight line and then goes on with another.

        αₖ = then(0) (s + (1 − s) k/w)  for k < w,   then(k − w)  from k = w on

    then: a learning rate above 0, or a schedule, which begins when the warm-up is over.
    steps: w, from 1.  start: s, from 0 and below 1, the share of then(0) that step 0 gets.
    Source: Goyal et al. 2017, arXiv:1706.02677; as torch's LinearLR, then by SequentialLR `then`.
    """
    rate = schedule(then)
    steps = checks.whole("steps", steps, 1)
    start = checks.between("start", start, 0, 1)

    def at(k: int) -> float:
        if _step(k) >= steps:
            return rate(k - steps)
        return rate(0) * (start + (1 - start) * k / steps)

    return at


def cyclical(
    lowest: float,
    highest: float,
    rise: int,
    fall: int | None = None,
    mode: Mode = "triangular",
    factor: float = 1.0,
) -> Schedule:
    """Return the schedule that rises and falls in straight lines, over and over.

        αₖ = α₀ + (α₁ − α₀) h w,   c = ⌊k/(r+f)⌋,   i = k − c (r+f)
        h = i/r while rising (i ≤ r), then 1 − (i − r)/f
        w = 1 (triangular), 2⁻ᶜ (triangular2: each cycle half as high) or γᵏ (exp_range)

    lowest: α₀, from 0 and below α₁.  highest: α₁.
    rise, fall: r and f, in steps, from 1; f is r if not given.
    factor: γ above 0 and at most 1, for exp_range only.
    Source: Smith 2015, arXiv:1506.01186; as torch's CyclicLR.
    """
    highest = checks.positive("highest", highest)
    lowest = checks.between("lowest", lowest, 0, highest)
    rise = checks.whole("rise", rise, 1)
    fall = rise if fall is None else checks.whole("fall", fall, 1)
    factor = checks.positive("factor", factor)
    if factor > 1:
        raise ValueError(f"factor must be at most 1, got {factor!r}")
    if mode not in ("triangular", "triangular2", "exp_range"):
        raise ValueError(f"mode must be 'triangular', 'triangular2' or 'exp_range', got {mode!r}")

    def at(k: int) -> float:
        cycle, i = divmod(_step(k), rise + fall)
        height = i / rise if i <= rise else 1 - (i - rise) / fall
        weight = {"triangular": 1.0, "triangular2": 0.5**cycle, "exp_range": factor**k}[mode]
        return lowest + (highest - lowest) * height * weight

    return at


def one_cycle(
    highest: float,
    steps: int,
    rise: float = 0.3,
    start_divisor: float = 25.0,
    end_divisor: float = 1e4,
) -> Schedule:
    """Return the schedule of one rise and one long fall, both along half a wave of the cosine.

        from α₁/a at step 0 up to α₁ at step p T − 1, down to α₁/(a b) at step T − 1

    highest: α₁ above 0.  steps: T, from 1; later the rate stays the lowest.
    rise: p, from 0 and below 1, the share of the steps that the rate rises.
    start_divisor, end_divisor: a and b, at least 1.
    Source: Smith & Topin 2017, arXiv:1708.07120; as torch's OneCycleLR, without its momentum.
    """
    highest = checks.positive("highest", highest)
    steps = checks.whole("steps", steps, 1)
    rise = checks.between("rise", rise, 0, 1)
    first = highest / checks.between("start_divisor", start_divisor, 1, math.inf)
    lowest = first / checks.between("end_divisor", end_divisor, 1, math.inf)
    # With few steps the top may lie before the first one, and is not met then.
    top, end = rise * steps - 1, steps - 1

    def at(k: int) -> float:
        if _step(k) >= end:
            return lowest
        if k < top:
            return _along_cosine(first, highest, k / top)
        return _along_cosine(highest, lowest, (k - top) / (end - top))

    return at


def _along_cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


def _step(k: int) -> int:
    return checks.whole("step", k, 0)
