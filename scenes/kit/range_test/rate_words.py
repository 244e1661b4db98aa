"""What is said of a range test and of the trainings after it."""

from scenes.kit.range_test.rate_experiment import RULES, TIMES, RateExperiment
from scenes.kit.words.numbers import number, percent

COUNTED = "None", "One", "Two", "All"


def say_test(experiment: RateExperiment) -> str:
    """Return how a range test goes."""
    grows = percent(experiment.growth - 1)
    return f"Train a network once. After every batch, α grows by {grows}. Watch the loss."


def say_average(experiment: RateExperiment) -> str:
    """Return where the running average begins, and what it is."""
    return f"From batch {experiment.test.settled} on, a running average: smoother, a bit late."


def say_lowest(experiment: RateExperiment) -> str:
    """Return what has become of the training with the rate of the lowest loss."""
    losses = experiment.comes_to(experiment.of_rules)
    loss = dict(zip(RULES, map(float, losses), strict=True))
    low, others = loss["lowest"], min(loss["lowest/10"], loss["steepest"])
    if low == float("inf"):
        return "Staying at the α of the lowest loss, the training explodes."
    if low > TIMES * others:
        return f"The lowest point is no rate to stay with: mean loss {number(low, 2)}."
    return f"This time even the lowest point will do: mean loss {number(low, 2)}."


def say_right(experiment: RateExperiment) -> str:
    """Return how many of the three rules choose a good rate, and whether the lowest loss does."""
    good = sum(map(experiment.is_good, RULES[:-1]))
    if good == 0:
        return "None of them, this time. In the green, the mean loss is at most twice the least."
    if good == len(COUNTED) - 1:
        return "All three. In the green, the mean loss is at most twice the least."
    return f"{COUNTED[good]} of three. In the green, the mean loss is at most twice the least."
