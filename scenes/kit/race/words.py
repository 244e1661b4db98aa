"""What is said of races: as they were computed."""

from collections.abc import Sequence

from scenes.kit.race.tuned import Race
from scenes.kit.words.numbers import in_words

EVEN = 1.25  # how many times as long as the other a side of a box is, at most, to be called so


def say_first(race: Race) -> str:
    """Return after how many steps the first three arrive, and what the others need."""
    first, rest = ([race.runners[i] for i in part] for part in (race.ranking[:3], race.ranking[3:]))
    late = [one for one in race.runners if one.arrival is None]
    told = ", ".join(f"{one.entrant.name} {one.arrival}" for one in first if one not in late)
    if late:
        return begun(f"{told}. {begun(in_words(len(late)))} have not arrived.")
    taken = [one.arrival for one in rest if one.arrival is not None]
    return begun(f"{told}: the others {min(taken)} to {max(taken)}.")


def say_box(before: float, after: float) -> str:
    """Return how oblong a box is before and after the ground has turned, and what that means."""
    if after < EVEN <= before:
        return f"{after:.1f} : 1, nearly a square: dividing evens out nothing."
    return f"From {before:.1f} : 1 to {after:.1f} : 1."


def say_turned(before: Race, after: Race) -> str:
    """Return who is first now that the ground has been turned, and what has become of who was."""
    which = before.ranking[0]
    runner, first = after.runners[which], after.first
    name = begun(runner.entrant.name)
    if after.ranking[0] == which:
        return f"{name} is first again."
    fate = f"needs {runner.arrival} now" if runner.arrival else "has not arrived"
    told = f"{first.entrant.name}: {first.arrival} steps. " if first.arrival else ""
    return begun(f"{told}{name} {fate}.")


def say_same(before: Race, after: Race) -> str:
    """Return who needs as many steps on both grounds."""
    pairs = zip(before.runners, after.runners, strict=True)
    same = [now.entrant.name for was, now in pairs if was.arrival == now.arrival]
    if not same:
        return "None needs as many steps as before."
    return begun(f"{listed(same)} need as many as before: they know no axes.")


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
