"""Results set side by side: live numbers with their names."""

from collections.abc import Callable, Sequence

from manim import DOWN, RIGHT, VGroup

from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula


def readings(*rows: tuple[str, str, Callable[[], float]], forms: Sequence[Form] = ()) -> VGroup:
    """Return live numbers one below the other, each after its name and an equals sign.

    Each row is the name (Typst math markup), the color, and what is asked for the number. `forms`
    are how the numbers are set, one for each row, such as ``Form.of(walk.trajectory.loss)``.
    """
    lines = VGroup()
    for (name, color, value), form in zip(rows, forms or [Form()] * len(rows), strict=True):
        live = Number(value, color=color, **form._asdict())
        line = VGroup(formula(f"{name} =", color=color), live)
        lines.add(line.arrange(RIGHT, buff=0.22))
    return lines.arrange(DOWN, buff=0.25, aligned_edge=RIGHT)
