"""Words, formulas and live numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import FadeIn, ValueTracker

from scenes.kit.text import Number, format_number, formula, halo, scientific, text
from scenes.kit.theme import theme


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_shown_number_is_the_number(value: float, decimals: int) -> None:
    shown = format_number(value, decimals)
    assert abs(float(shown.replace("−", "-")) - value) <= 0.5000001 * 10**-decimals
    assert len(shown.partition(".")[2]) == decimals


def test_nothing_is_below_zero_by_rounding() -> None:
    assert format_number(-0.0004, 2) == "0.00"


@given(st.floats(1e-12, 1e25))
def test_scientific_notation_keeps_the_order_of_magnitude(value: float) -> None:
    mantissa, exponent = scientific(value).split(" times 10^")
    assert 1 <= float(mantissa) <= 10
    assert float(mantissa) * 10.0 ** int(exponent.strip("()")) == pytest.approx(value, rel=0.06)


def test_a_live_number_does_not_jitter() -> None:
    tracker = ValueTracker(0.0)
    number = Number(tracker.get_value, decimals=2, digits=2)
    place = number.place.get_corner([-1, -1, 0]), number.width, number.height
    centers = []
    for value in (88.88, 11.11, 74.02, 40.77):
        tracker.set_value(value)
        number.update()
        centers.append([cell.get_center()[0] for cell in number.cells[1:]])
        assert np.allclose(number.place.get_corner([-1, -1, 0]), place[0])
        assert number.width == pytest.approx(place[1])
    assert np.allclose(centers, centers[0], atol=1e-6)


def test_a_live_number_follows_where_it_is_put() -> None:
    tracker = ValueTracker(1.0)
    number = Number(tracker.get_value, decimals=0).scale(2).shift([3, 1, 0])
    before = [cell.get_center() for cell in number.cells if len(cell.points)]
    number.update()
    after = [cell.get_center() for cell in number.cells if len(cell.points)]
    assert np.allclose(before, after)


def test_a_live_number_says_when_it_has_no_room() -> None:
    with pytest.raises(ValueError, match=r"1234.0 needs more than digits=2"):
        Number(lambda: 1234.0, decimals=1, digits=2)


def test_a_live_number_can_be_faded_in() -> None:
    number = Number(lambda: 5.0, decimals=1)
    animation = FadeIn(number)
    animation.begin()
    animation.interpolate(0.5)
    assert 0 < number.cells[-1].get_fill_opacity() < 1


def test_parts_of_a_formula_take_their_color() -> None:
    rule = formula("x - {{alpha nabla f : step}}", step=theme.walker)
    assert {part.fill_color.to_hex() for part in rule.select("step")} == {theme.walker}
    assert theme.ink in {part.fill_color.to_hex() for part in rule.family_members_with_points()}


def test_a_color_for_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no part 'step'"):
        formula("x - alpha", step=theme.walker)


def test_text_breaks_into_lines_of_the_asked_width() -> None:
    block = text("steepest way down from wherever the hiker happens to stand", width=3)
    line = text("steepest")
    assert block.width <= 3.02
    assert block.height > 3 * line.height


def test_a_rim_lies_below_what_it_surrounds() -> None:
    label = text("top")
    rim, on_top = halo(label)
    assert on_top is label
    assert rim.get_center() == pytest.approx(label.get_center(), abs=1e-6)
