"""What is said when a learning rate is turned, as far as the walks that were computed bear it."""

from scenes.kit.rates.rate_names import best_name
from scenes.kit.rates.rate_stage import RateStage
from scenes.kit.words.numbers import number

TWICE = 1.8  # times as many steps: about twice


def say_twice(stage: RateStage) -> str:
    """Return whether a step of 1/λmax is twice as fast as one of half that length.

    In numbers of steps if both walks arrive, or else in slopes of their loss curves.
    """
    fast, slow = stage.valley.overshoot, stage.valley.overshoot / 2
    many, few = (stage.judged(rate).arrived for rate in (slow, fast))
    if many is not None and few is not None:
        return f"{'Yes' if many >= TWICE * few else 'Faster'}: {many} steps become {few}."
    times = number(stage.valley.speed(fast) / stage.valley.speed(slow), 2)
    return f"Yes: the loss falls {times} times as steeply as with α = {number(slow, 2)}."


def say_best(stage: RateStage) -> str:
    """Return what the walks of all rates and the best one show side by side."""
    words = [stage.judged(rate).word for rate in stage.compared]
    crawl, thrown = words[0] == "crawls", words[-1] == "DIVERGED"
    best = best_name(stage.valley).replace(" \\/ ", "/")
    if crawl and thrown:
        return f"Small steps crawl, large ones are thrown out. The best α lies between: {best}."
    seen = "Small steps crawl. " if crawl else "Large steps are thrown out. " if thrown else ""
    return f"{seen}The best fixed α is {best}."
