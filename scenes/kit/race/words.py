"""What is said of races: as they were computed."""

from collections.abc import Sequence

from scenes.kit.race.tuned import Race, same_walks

EVEN = 1.25  # how many times as long as the other a side of a box is, at most, to be called so


def say_first(race: Race) -> str:
    """Return who is first, and after how many steps."""
    steps = race.first.arrival or f"more than {race.steps}"
    return begun(f"{race.first.entrant.name} is first: {steps} steps.")


def say_box(before: float, after: float) -> str:
    """Return how oblong a box is before and after the ground has turned, and what that means."""
    if after < EVEN <= before:
        return "Nearly a square: it evens out nothing."
    return f"From {before:.1f} : 1 to {after:.1f} : 1."


def say_turned(before: Race, after: Race) -> str:
    """Return who is first now that the ground has been turned, and whether that is new."""
    again = after.first.entrant.name == before.first.entrant.name
    return say_first(after).replace(" is first", " is first again") if again else say_first(after)


def say_same(before: Race, after: Race) -> str:
    """Return whose walk is the same on both grounds."""
    same = [before.runners[i].entrant.name for i in same_walks(before, after)]
    if not same:
        return "None needs as many steps as before."
    if len(same) == 1:
        return begun(f"{same[0]} knows no axes: as many steps as before.")
    return begun(f"{listed(same)} know no axes: as many steps as before.")


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
