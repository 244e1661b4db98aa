"""The learning rates of both walkers and β of the one that rolls, live."""

from manim import LEFT, RIGHT, VGroup

from scenes.kit.rolling.speed_map import SpeedMap
from scenes.kit.theme import SMALL_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula


class PairValues(VGroup):
    """The pairs of `speeds`, in the places of those `values` with which both walks began."""

    def __init__(self, speeds: SpeedMap, values: VGroup) -> None:
        super().__init__()
        rows = (
            ("alpha", theme.walker, speeds.plain_rate),
            ("alpha", theme.walker, speeds.rate),
            ("beta", theme.ink, speeds.beta),
        )
        for value, (name, color, tracker) in zip(values, rows, strict=True):
            _, equals, digit, *_ = value.family_members_with_points()
            live = Number(tracker.get_value, 2, size=SMALL_SIZE, color=color, signed=False)
            gap = digit.get_edge_center(LEFT)[0] - equals.get_edge_center(RIGHT)[0]
            pair = named(formula(f"{name} =", SMALL_SIZE, color), live, gap)
            sign = pair[0].family_members_with_points()[-1]
            self.add(pair.shift(equals.get_center() - sign.get_center()))
