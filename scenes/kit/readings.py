"""Results set side by side: live numbers with their names, and the frame round the best."""

from collections.abc import Callable

from manim import DOWN, RIGHT, SurroundingRectangle, VGroup, VMobject

from scenes.kit.text import Number, formula
from scenes.kit.theme import PATH_WIDTH, theme


def readings(*rows: tuple[str, str, Callable[[], float]]) -> VGroup:
    """Return live numbers one below the other, each after its name and an equals sign.

    Each row is the name (Typst math markup), the color, and what is asked for the number.
    """
    lines = VGroup()
    for name, color, value in rows:
        line = VGroup(formula(f"{name} =", color=color), Number(value, color=color))
        lines.add(line.arrange(RIGHT, buff=0.22))
    return lines.arrange(DOWN, buff=0.25, aligned_edge=RIGHT)


def frame_round(mobject: VMobject) -> SurroundingRectangle:
    """Return a frame round the winner of a comparison."""
    frame = SurroundingRectangle(mobject, color=theme.good, buff=0.1, corner_radius=0.1)
    return frame.set_stroke(width=PATH_WIDTH)
