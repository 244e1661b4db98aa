"""Words, formulas and live numbers."""

import numpy as np
import pytest
from manim import FadeIn, ValueTracker

from scenes.kit.theme import theme
from scenes.kit.words.live_numbers import named, readings
from scenes.kit.words.numbers import Form
from scenes.kit.words.text import Number, formula, halo, text


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


def test_a_live_number_that_is_never_below_0_has_no_room_for_a_minus() -> None:
    tracker = ValueTracker(0.25)
    number = Number(tracker.get_value, **Form.of([0.25, 0.5])._asdict())
    digits = [cell for cell in number.cells if len(cell.points)]
    side = (number.width - (digits[-1].get_right() - digits[0].get_left())[0]) / 2
    assert 0 < side < digits[0].width / 2
    tracker.set_value(-0.25)
    number.update()
    minus, *after = [cell for cell in number.cells if len(cell.points)]
    assert minus.get_right()[0] < number.place.get_left()[0]
    assert np.allclose(
        [cell.get_center() for cell in after], [cell.get_center() for cell in digits]
    )


def test_a_live_number_with_most_digits_loses_decimals_as_it_grows() -> None:
    tracker = ValueTracker(1.0)
    number = Number(tracker.get_value, decimals=3, digits=5, most=5)
    right = number.place.get_right()[0]
    for value, said in ((1.4321, "1.432"), (27.009, "27.009"), (153.558, "153.56"),
                        (9526.38, "9526.4"), (9999.97, "10000"), (11082.92, "11083")):  # fmt: skip
        tracker.set_value(value)
        number.update()
        assert number.says() == said
        shown = [cell for cell in number.cells if len(cell.points)]
        assert len(shown) == len(said)
        assert number.place.get_left()[0] < shown[0].get_left()[0]
        assert right - shown[-1].get_right()[0] < shown[-1].width


def test_live_numbers_stand_on_the_line_of_their_names() -> None:
    for name in (formula("x ="), text("step"), formula("abs(nabla f) =")):
        pair = named(name, Number(lambda: 4.0, decimals=0))
        assert pair[1].get_left()[0] == pytest.approx(name.get_right()[0] + 0.15)
    digits = formula("abs(nabla f) = 4").family_members_with_points()
    equals, four = digits[-2:]
    over = (equals.get_center() - four.get_bottom())[1]
    sign = name.family_members_with_points()[-1]
    assert (sign.get_center() - pair[1].place.get_bottom())[1] == pytest.approx(over, abs=1e-3)


def test_numbers_one_below_the_other_keep_the_same_room() -> None:
    rows = ("x", theme.ink, lambda: -0.5), ("f", theme.ink, lambda: 0.5)
    signed, plain = readings(*rows, forms=[Form.of([-0.5, 1]), Form.of(0.5)])
    assert signed[1].place.width == pytest.approx(plain[1].place.width)


def test_a_live_number_of_any_size_has_room_and_keeps_its_width() -> None:
    for values in ([2.6e18, -1.0], [3e-7, 0.0], [12345.6, 0.1], [-1e-17, 0.0]):
        tracker = ValueTracker(values[0])
        number = Number(tracker.get_value, **Form.of(values)._asdict())
        width = number.width
        tracker.set_value(values[1])
        assert number.update().width == pytest.approx(width)
        assert "e" not in number.says()


def test_a_power_of_ten_in_a_formula_is_raised() -> None:
    shown = formula("alpha = 5 · 10⁻⁵")
    written = formula("alpha = 5 dot 10^(-5)")
    assert shown.width == pytest.approx(written.width)
    assert shown.height == pytest.approx(written.height)


def test_a_live_number_says_infinity() -> None:
    assert Number(lambda: float("-inf")).says() == "−∞"


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
