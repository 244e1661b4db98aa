"""Live numbers with their names."""

from collections.abc import Callable, Sequence
from functools import cache

from manim import DOWN, RIGHT, UP, MathTypst, VGroup, VMobject

from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula


def readings(*rows: tuple[str, str, Callable[[], float]], forms: Sequence[Form] = ()) -> VGroup:
    """Return live numbers one below the other, each after its name and an equals sign.

    Each row is the name (Typst math markup), the color, and what is asked for the number. `forms`
    are how the numbers are set, one for each row, such as ``Form.of(walk.trajectory.loss)``.
    """
    lines, forms = VGroup(), forms or [Form()] * len(rows)
    signed = any(form.signed for form in forms)  # one below the other they keep the same room
    for (name, color, value), form in zip(rows, forms, strict=True):
        live = Number(value, color=color, **form._replace(signed=signed)._asdict())
        lines.add(named(formula(f"{name} =", color=color), live, gap=0.22))
    return lines.arrange(DOWN, buff=0.25, aligned_edge=RIGHT)


def named(name: VMobject, live: Number, gap: float = 0.15, unit: VMobject | None = None) -> VGroup:
    """Return `name` and a live number, which begins `gap` right of it and stands on its line.

    A formula ends in an equals sign or another sign that is as high; words begin with a letter that
    stands on the line. So do those of the `unit` behind the number.
    """
    live.next_to(name, RIGHT, buff=gap)
    first, *others = name.family_members_with_points()
    line = float(first.get_bottom()[1])
    if isinstance(name, MathTypst):
        line = float([first, *others][-1].get_center()[1]) - _axis(live.size)
    pair = VGroup(name, live.shift((line - float(live.place.get_bottom()[1])) * UP))
    if unit is None:
        return pair
    foot = unit.next_to(live, RIGHT, buff=0.15).family_members_with_points()[0].get_bottom()[1]
    return pair.add(unit.shift((live.place.get_bottom()[1] - foot) * UP))


@cache
def _axis(size: float) -> float:
    """Return how high signs such as = are above the line on which digits stand."""
    sign, digit = formula("= 2", size).family_members_with_points()
    return float(sign.get_center()[1] - digit.get_bottom()[1])
