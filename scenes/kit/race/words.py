"""What is said of races: as they were computed."""

from collections.abc import Sequence

from scenes.kit.race.memory import remembered
from scenes.kit.race.tuned import ARRIVED, Race, Runner
from scenes.kit.words.numbers import in_words

SQUARE = 1.2  # how many times as long as the other a side of a box is, at most, to be called so


def say_first(race: Race) -> str:
    """Return who arrives first, after how many steps, and how many have not arrived."""
    first = race.first
    if first.arrival is None:
        return begun(f"{first.entrant.name} is nearest, but none has arrived.")
    late = [one.entrant.name for one in race.runners if one.arrival is None]
    rest = {0: "All arrive", 1: f"{begun(''.join(late))} has not arrived"}
    others = rest.get(len(late), f"{begun(in_words(len(late)))} have not arrived")
    return begun(f"{first.entrant.name}: {first.arrival} steps. {others}.")


def say_turned(before: Race, after: Race) -> str:
    """Return who is first now that the ground has been turned, and what has become of who was."""
    which = before.ranking[0]
    runner = after.runners[which]
    name = runner.entrant.name
    if after.ranking[0] == which:
        return begun(f"{name} is first again.")
    fate = f"needs {runner.arrival} now" if runner.arrival else "has not arrived"
    first = after.first
    told = f"{first.entrant.name}: {first.arrival} steps. " if first.arrival else ""
    late = [one for one in after.runners if one.arrival is None]
    left = [one.entrant.name for one in late if one.left.min() <= ARRIVED]
    also = f" {begun(listed(left))} did not stay." if left else ""
    return begun(f"{told}{begun(name)} {fate}.{also}")


def say_box(before: Runner, after: Runner) -> str:
    """Return how oblong the second box of a walk is, before and after the ground has turned."""
    sides = [remembered(runner)[1][1] for runner in (before, after)]
    then, now = (float(one.max() / one.min()) for one in sides)
    told = f"Its sides were {then:.1f} : 1, now {now:.1f} : 1."
    return f"{told} A square evens out nothing." if now < SQUARE else told


def say_caveat(races: Sequence[Race]) -> str:
    """Return who is fastest: it depends, if the races say so."""
    firsts = list(dict.fromkeys(race.first.entrant.name for race in races))
    if len(firsts) == 1:
        return begun(f"{firsts[0]} is always first here. Other grounds can change that.")
    return begun(f"{listed(firsts)} have been first: it depends on the ground.")


def listed(names: Sequence[str], joined: str = "and") -> str:
    """Return names one after the other.

    >>> listed(["Adam"]), listed(["plain", "Adam"]), listed(["a", "b", "c"], "or")
    ('Adam', 'plain and Adam', 'a, b or c')
    """
    *some, last = names
    return f"{', '.join(some)} {joined} {last}" if some else last


def begun(words: str) -> str:
    """Return words as they begin a sentence.

    >>> begun("momentum"), begun("AdaGrad")
    ('Momentum', 'AdaGrad')
    """
    return words[:1].upper() + words[1:]
