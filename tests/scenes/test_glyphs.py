"""Letters that are too small for the last row are found, glyph by glyph."""

from collections.abc import Callable

import pytest
from manim import Mobject

from scenes.kit import Number, formula, text
from scenes.kit.legibility import _seen
from scenes.kit.theme import SMALL_SIZE
from tests.scenes.glyphs import letter_of, too_small


def found_in(mobject: Mobject) -> list[str]:
    (words,) = _seen([mobject])[0]
    return [said.partition(" of the text")[0] for said in too_small(words)]


@pytest.mark.parametrize(
    ("mobject", "letters"),
    [
        (lambda: text("Valley, 0 to 9"), "Valley0to9"),
        (lambda: formula("f(x) = 2 x"), "fx2x"),
        (lambda: Number(lambda: 3.25, decimals=2), "325"),
    ],
)
def test_a_glyph_is_known_by_its_outline(mobject: Callable[[], Mobject], letters: str) -> None:
    glyphs = mobject().scale(0.37).family_members_with_points()
    known = [letter for glyph in glyphs if (letter := letter_of(glyph))]
    assert sorted(letter.name for letter in known) == sorted(letters)
    assert not any(letter.is_sunk for letter in known)


def test_a_sunk_letter_is_known_as_one() -> None:
    letters = [letter_of(glyph) for glyph in formula("theta_i^2").family_members_with_points()]
    told = {letter.name: letter.is_sunk for letter in letters if letter}
    assert told == {"theta": False, "i": True, "2": True}


@pytest.mark.parametrize(
    "mobject",
    [
        lambda: text("Valley 0 to 9", SMALL_SIZE),
        lambda: formula("theta_(i+1) = theta_i - alpha nabla f(theta_i)", SMALL_SIZE),
        lambda: formula("2 / lambda_max = 10^(-3)", SMALL_SIZE),
        lambda: Number(lambda: 3.25, decimals=2, size=SMALL_SIZE),
    ],
)
def test_what_the_kit_sets_at_its_smallest_size_is_large_enough(
    mobject: Callable[[], Mobject],
) -> None:
    assert found_in(mobject()) == []


@pytest.mark.parametrize(
    ("mobject", "found"),
    [
        (lambda: text("xX", SMALL_SIZE).scale(0.9), ["x of the font of x", "X"]),
        (lambda: formula("y_n"), ["sub- or superscript n"]),
        (lambda: formula("e^(x^2)"), ["sub- or superscript x", "sub- or superscript 2"]),
        (lambda: Number(lambda: 4.0, decimals=0, size=30), ["4"]),
    ],
)
def test_what_is_too_small_is_told(mobject: Callable[[], Mobject], found: list[str]) -> None:
    assert found_in(mobject()) == found


def test_what_is_said() -> None:
    (words,) = _seen([formula("y_n", 40)])[0]
    (said,) = too_small(words)
    assert said.startswith("sub- or superscript n of the text ‘y_n’ (")
    assert said.endswith("is 1.6 % of the frame's height, and must be 1.8 %")
