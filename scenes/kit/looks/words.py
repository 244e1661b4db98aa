"""What is said of walks that look at all samples, some, or one: as it was computed."""

from scenes.kit.looks.descents import LookDescents

FAR = 2.0  # times as far above the lowest: by far
FALLING = 0.9  # times the loss of a step before: still falling


def say_nearer(descents: LookDescents) -> str:
    """Return who is lower when all samples have been asked once: one step, or one for each."""
    careful = float(descents.above(descents.every)[1])
    hasty = float(descents.above(descents.one)[descents.samples])
    if hasty >= careful:
        return "The careful guide gets nearer."
    far = ", by far" if careful > FAR * hasty else ""
    return f"The hasty hiker gets nearer{far}."


def say_who_ends_lowest(descents: LookDescents) -> str:
    """Return who is lowest when all have paid the same, on average over the last looks.

    Also that the walk which asks all is still falling, if so: later it will be lower.
    """
    sizes = {"every": descents.samples, "some": descents.batch_size, "one": 1}
    lowest = min(sizes, key=lambda name: descents.end(getattr(descents, name)))
    said = f"The one that asks {sizes[lowest]}."
    before, last = descents.above(descents.every)[-2:]
    is_falling = lowest != "every" and last < FALLING * before
    return f"{said} The careful one still falls." if is_falling else said


def say_lowest_with_shrinking(descents: LookDescents) -> str:
    """Return who is lowest of all, also of the walk whose learning rate falls."""
    size = {"every": descents.samples, "some": descents.batch_size, "one": 1, "fading": 0}
    lowest = min(size, key=lambda name: descents.end(getattr(descents, name)))
    if lowest == "fading":
        return "The hasty one, once α shrinks."
    return f"Still the one that asks {size[lowest]}."
