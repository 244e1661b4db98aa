"""What is said of races: as they were computed."""

from collections.abc import Sequence

from scenes.kit.race.tuned import Race, same_walks

EVEN = 1.25  # how many times as long as the other a side of a box is, at most, to be called so


LEADERS = 3  # who are said to be first


def say_first(race: Race) -> str:
    """Return after how many steps the first three arrive."""
    runners = [race.runners[i] for i in race.ranking[:LEADERS]]
    ranked = [one for one in runners if one.arrival is not None]
    first, *others = [f"{one.entrant.name}: {one.arrival} steps" for one in ranked]
    return begun(", ".join([first, *(other.removesuffix(" steps") for other in others)])) + "."


def say_box(before: float, after: float) -> str:
    """Return how oblong a box is before and after the ground has turned, and what that means."""
    if after < EVEN <= before:
        return "Nearly a square: dividing evens out nothing."
    return f"From {before:.1f} : 1 to {after:.1f} : 1."


def say_turned(before: Race, after: Race) -> str:
    """Return who is first now that the ground has been turned, and that who was is not there."""
    was = before.first.entrant.name
    first = after.first
    if first.entrant.name == was:
        return begun(f"{was} is first again.")
    taken = f"{begun(first.entrant.name)}: {first.arrival} steps."
    there = after[was].arrival == first.arrival
    return taken if there else f"{taken} {begun(was)} is still on its way."


def say_same(before: Race, after: Race) -> str:
    """Return whose walk is the same on both grounds."""
    same = [before.runners[i].entrant.name for i in same_walks(before, after)]
    if not same:
        return "None needs as many steps as before."
    if len(same) == 1:
        return begun(f"{same[0]} knows no axes: the same steps.")
    return begun(f"{listed(same)} know no axes: the same steps.")


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
