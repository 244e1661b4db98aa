"""What a range test and the trainings after it come to, for one small network and some points."""

from functools import cached_property
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from gd_math import (
    Network,
    gradient_descent,
    learning_rate_range_test,
    stochastic_descent,
)
from gd_math.datasets import Dataset, standardized
from gd_math.descent.rate_comparison import RateComparison, compare_rates
from gd_math.network.initialization import xavier
from scenes.kit.arguments import checked
from scenes.kit.knobs import check_range
from scenes.kit.words.numbers import number

Array = NDArray[np.float64]

HIDDEN = 8  # units of the network
FEWEST = 8  # points
WIDEST, NARROWEST = 6, 1.5  # decades of rates
CURVE = 120  # points of what the network says
RUNS = 25  # that try all rates
LATE = 1 / 3  # of a training: the mean of its losses there is what it comes to
TIMES = 2.0  # the least loss that any run comes to: up to that a rate is good
HEADROOM = 1.2  # of the axis of losses above what the run begins with
RULES = ("lowest/10", "two thirds", "steepest", "lowest")


class RateExperiment:
    """A network that learns `data`, a range test of it, and the trainings that it spares.

    A training comes to the mean loss after its `late` last batches, as each batch lets it jump.

    `rates` are the first and the last rate of the test, `batches` how many there are between them,
    `share` that of the points in a batch, `training` how many batches each training takes.

    Raises ValueError, naming the knob of the scene, for what cannot be shown.
    """

    @checked
    def __init__(
        self,
        data: Dataset,
        rates: tuple[float, float],
        batches: int,
        share: float,
        training: int,
        seed: int,
    ) -> None:
        low, high = rates
        if data.samples < FEWEST:
            raise ValueError(f"DATA has {data.samples} points, and must have at least {FEWEST}")
        if not 0 < low < high or not NARROWEST <= log10(high / low) <= WIDEST:
            raise ValueError(
                f"RATES is ({number(low)}, {number(high)}), and must be the lowest and the highest "
                f"rate, above 0 and {number(10**NARROWEST, 2)} to 10⁶ times as high as it"
            )
        check_range("SEED", seed, 0, np.inf)
        self.low, self.high, self.training = low, high, training
        self.late = round(LATE * training)
        self.data, self.names, self.seed = standardized(data), data.axes, seed
        self.batch_size = max(1, round(share * data.samples))
        self.network = Network((1, HIDDEN, 1))
        self.loss = self.network.loss(self.data.x[:, np.newaxis], self.data.y)
        self.start = xavier(self.network, seed)
        try:
            self.test = learning_rate_range_test(
                self.loss, self.start, low=low, high=high, steps=batches,
                batch_size=self.batch_size, seed=seed,
            )  # fmt: skip
        except ValueError as error:
            raise ValueError(f"RATES: {error}") from None
        self.batches = batches
        self._check()

    def _check(self) -> None:
        lowest = int(np.argmin(self.test.smoothed))
        if self.test.smoothed[lowest] > 0.75 * self.test.smoothed[0]:
            raise ValueError(
                "RATES: the loss hardly falls between them: take a wider range, more BATCHES, a "
                "larger BATCH, or another SEED"
            )
        if self.test.stopped_at is None:
            raise ValueError(
                f"RATES: up to {number(self.high)} the loss does not explode: take a higher last "
                "one"
            )
        if self.test.minimum_tenth < self.low:
            raise ValueError(
                f"RATES: a tenth of the rate of the lowest loss is below {number(self.low)}: take "
                "a lower first one"
            )

    @property
    def rows(self) -> int:
        """How many batches the test took until the loss exploded."""
        return len(self.test.loss)

    @property
    def growth(self) -> float:
        """By what α is multiplied after each batch."""
        return float((self.high / self.low) ** (1 / (self.batches - 1)))

    @property
    def begin(self) -> float:
        """The loss on all points before the first step."""
        return float(self.loss.value(self.start))

    @property
    def top(self) -> float:
        """Where the axis of losses ends."""
        lowest = int(np.argmin(self.test.smoothed)) + 1
        return HEADROOM * max(self.begin, float(self.test.smoothed[:lowest].max()))

    @property
    def rules(self) -> dict[str, float]:
        """The rate that each rule chooses, and that of the lowest loss, in the order of `RULES`."""
        test = self.test
        chosen = test.minimum_tenth, test.valley, test.steepest, 10 * test.minimum_tenth
        return dict(zip(RULES, chosen, strict=True))

    def share_of(self, rate: float) -> float:
        """Return how far along a logarithmic axis a rate stands, from 0 to 1."""
        return log10(rate / self.low) / log10(self.high / self.low)

    @property
    def ticks(self) -> list[float]:
        """The rates that carry a number: powers of ten, and 3 times them if these are few."""
        first, last = floor(log10(self.low)), ceil(log10(self.high))
        steps = (1,) if log10(self.high / self.low) >= 2 else (1, 3)
        every = [step * 10.0**power for power in range(first, last + 1) for step in steps]
        return [rate for rate in every if self.low * 0.999 <= rate <= self.high * 1.001]

    @cached_property
    def outputs(self) -> Array:
        """What the network says before each batch of the test at `CURVE` places x, (rows, n)."""
        growing = gradient_descent(lambda k: float(self.test.learning_rate[k]))
        walk = stochastic_descent(
            self.loss, growing, self.start, self.rows - 1, self.batch_size, self.seed
        )
        return np.asarray(self.network.outputs(walk.x, self.places[:, np.newaxis])[..., 0])

    @property
    def places(self) -> Array:
        """The x at which the curve of the network is drawn."""
        return np.linspace(self.data.x.min(), self.data.x.max(), CURVE)

    def train(self, rates: Array) -> RateComparison:
        """Return trainings from the same start with these rates, by batches of their own."""
        return compare_rates(
            self.loss, self.start, rates, steps=self.training,
            batch_size=self.batch_size, seed=self.seed + 1,
        )  # fmt: skip

    @cached_property
    def of_rules(self) -> RateComparison:
        """The trainings with the rates of `rules`."""
        return self.train(np.array([*self.rules.values()]))

    @cached_property
    def of_all(self) -> RateComparison:
        """The trainings with `RUNS` rates from the lowest to the highest."""
        return self.train(np.geomspace(self.low, self.high, RUNS))

    def comes_to(self, runs: RateComparison) -> Array:
        """Return the loss that each of the trainings comes to, ∞ if it diverged, (n,)."""
        return runs.last(self.late).mean

    @property
    def good(self) -> tuple[float, float]:
        """The first and the last rate about the best that come to a loss up to `limit`."""
        rates = np.concatenate([self.of_all.learning_rate, self.of_rules.learning_rate])
        ends = np.concatenate([self.comes_to(self.of_all), self.comes_to(self.of_rules)])
        order = np.argsort(rates, kind="stable")
        rates, fine = rates[order], ends[order] <= self.limit
        first = last = int(np.argmin(ends[order]))
        while first > 0 and fine[first - 1]:
            first -= 1
        while last < len(rates) - 1 and fine[last + 1]:
            last += 1
        return float(rates[first]), float(rates[last])

    @property
    def limit(self) -> float:
        """Up to which loss a rate is good."""
        return TIMES * float(
            min(self.comes_to(self.of_all).min(), self.comes_to(self.of_rules).min())
        )

    def is_good(self, rule: str) -> bool:
        """Say whether the rate of a rule is good."""
        return bool(self.comes_to(self.of_rules)[RULES.index(rule)] <= self.limit)
