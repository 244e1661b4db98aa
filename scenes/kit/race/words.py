"""What is said of races: as they were computed."""

from collections.abc import Sequence

from scenes.kit.race.tuned import Race
from scenes.kit.words.numbers import in_words, number


def say_first(race: Race) -> str:
    """Return who arrives first, after how many steps, and how many are late."""
    first = race.first
    if first.arrival is None:
        return begun(f"{first.entrant.name} is nearest, but none has arrived.")
    late = [one.entrant.name for one in race.runners if one.arrival is None]
    rest = {0: "All arrive", 1: f"{begun(''.join(late))} is late"}
    others = rest.get(len(late), f"{begun(in_words(len(late)))} are late")
    return begun(f"{first.entrant.name}: {first.arrival} steps. {others}.")


def say_turned(before: Race, after: Race) -> str:
    """Return what has become of the one that was first, now that the ground has been turned."""
    which = before.ranking[0]
    runner = after.runners[which]
    name, entrant = begun(runner.entrant.name), runner.entrant
    if after.ranking[0] == which:
        return f"{name} is first again."
    steps = f"{runner.arrival} steps" if runner.arrival else "late"
    if entrant.boxed:
        return f"{name}: {steps}. Its box lies along x and y."
    return f"{name}: {steps}. Now {after.first.entrant.name} is first."


def ask_slower(race: Race, factor: float) -> str:
    """Return the question whether the one that is first stays so with `factor` times its α."""
    return f"{begun(race.first.entrant.name)}’s α times {number(factor)}: still first?"


def say_slowed(before: Race, after: Race) -> str:
    """Return what has become of the one that was first, with a smaller α."""
    which = before.ranking[0]
    runner = after.runners[which]
    name = begun(runner.entrant.name)
    if after.ranking[0] == which:
        return f"{name} is still first."
    fate = "is late" if runner.arrival is None else f"takes {runner.arrival} steps"
    return f"{name} {fate}: now {after.first.entrant.name} is first."


def say_rate(race: Race, factor: float) -> str:
    """Return the name of the race in which the one that is first has `factor` times its α."""
    return f"{race.first.entrant.name}’s α × {number(factor)}"


def say_caveat(races: Sequence[Race]) -> str:
    """Return who is fastest: it depends, if the races say so."""
    firsts = list(dict.fromkeys(race.first.entrant.name for race in races))
    if len(firsts) == 1:
        return begun(f"{firsts[0]} is always first here. Other ground and tuning can change that.")
    return begun(f"{listed(firsts)} have been first: ground and tuning decide.")


def listed(names: Sequence[str]) -> str:
    """Return names one after the other.

    >>> listed(["Adam"]), listed(["plain", "Adam"]), listed(["a", "b", "c"])
    ('Adam', 'plain and Adam', 'a, b and c')
    """
    *some, last = names
    return f"{', '.join(some)} and {last}" if some else last


def begun(words: str) -> str:
    """Return words as they begin a sentence.

    >>> begun("momentum"), begun("AdaGrad")
    ('Momentum', 'AdaGrad')
    """
    return words[:1].upper() + words[1:]
