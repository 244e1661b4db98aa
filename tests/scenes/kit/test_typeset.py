"""What Typst has set is the same as Manim reads it."""

from typing import Any

import numpy as np
import pytest
import typst
from manim import MathTypst, Typst, config
from manim.mobject.svg.svg_mobject import SVG_HASH_TO_MOB_MAP

from engine.camera import configured
from scenes.kit.words import typeset
from scenes.kit.words.text import Number, _Formula, _Words, formula, text

FORMULAS = (
    "nabla f = sum_(i=1)^n x_i^2 / sqrt(alpha + 1)",
    "{{alpha nabla f : step}} + {{x : place}} {{alpha : step}}",
    "cancel(x) overbrace(a + b) vec(1, 2) hat(y)",
)
MARKUPS = (
    "Which way is *down*?",
    "#rotate(20deg)[ab] #underline[x] #rect(fill: red)[q] #circle() #highlight[z]",
    "#text(stroke: 1pt + red)[s] #scale(x: 200%)[#underline[u]] #text(blue)[$x^2$]",
)
STYLES = ("get_fill_color", "get_stroke_color", "get_fill_opacity", "get_stroke_opacity")
# With so many pixels in a unit Manim's lines are as wide as Typst has them, too.
DENSE = {"pixel_width": round(2 * typeset.UNIT * config.frame_width)}
CASES = [
    *((_Formula, MathTypst, math) for math in FORMULAS),
    *((_Words, Typst, markup) for markup in MARKUPS),
]


@pytest.mark.parametrize(("ours", "manims", "written"), CASES)
def test_glyphs_and_lines_stand_and_look_as_manim_reads_them(
    ours: type[Typst], manims: type[Typst], written: str
) -> None:
    read = ours(written, font_size=40, color="#FF00AA")
    with configured(DENSE):
        expected = manims(written, font_size=40, color="#FF00AA")
    for one, other in zip(read.submobjects, expected.submobjects, strict=True):
        assert one.points == pytest.approx(other.points, abs=1e-12)
        for style in STYLES:
            assert getattr(one, style)() == getattr(other, style)()
        assert one.get_stroke_width() == pytest.approx(other.get_stroke_width(), rel=1e-3)


def test_a_line_is_as_wide_as_the_letters_are_large_and_no_wider_with_more_pixels() -> None:
    def bar(size: float) -> float:
        widths = {part.get_stroke_width() for part in _Formula("x^2 / 20", font_size=size)}
        return float(max(widths))

    first = bar(30)
    assert first > 0
    assert bar(30) == pytest.approx(first)
    assert bar(60) == pytest.approx(2 * first)
    grown = _Formula("x^2 / 20", font_size=30).scale(3)
    assert max(part.get_stroke_width() for part in grown) == pytest.approx(3 * first)
    for width in (854, 1920):
        with configured({"pixel_width": width}):
            SVG_HASH_TO_MOB_MAP.clear()
            assert bar(30) == pytest.approx(first)


def test_a_part_of_a_formula_is_found_by_its_name() -> None:
    ours, manims = (read(FORMULAS[1], font_size=40) for read in (_Formula, MathTypst))
    for name in ("step", "place"):
        one, other = (part.select(name).family_members_with_points() for part in (ours, manims))
        assert len(one) == len(other) > 0
        assert all(np.allclose(a.points, b.points) for a, b in zip(one, other, strict=True))


def test_what_typst_does_not_write_today_is_left_to_manim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "LINE", "a tag that no file has")
    read, expected = _Formula("x / y - 3/7"), MathTypst("x / y - 3/7")
    for one, other in zip(read.submobjects, expected.submobjects, strict=True):
        assert np.array_equal(one.points, other.points)


def test_the_outline_of_a_letter_is_parsed_once() -> None:
    before = typeset.outline.cache_info().misses
    _Formula("o o o o o o o o", font_size=31)
    assert typeset.outline.cache_info().misses <= before + 1


def test_fonts_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    used = []

    def compile(*what: Any, font_paths: Any, **how: Any) -> bytes:
        used.append(font_paths)
        return set_by_typst(*what, font_paths=font_paths, **how)

    set_by_typst: Any = typst.compile
    monkeypatch.setattr(typst, "compile", compile)
    text("a few words that no other test has set", size=31, width=7)
    formula("{{x_17 : one}} - {{x_18 : other}}", one="#FF00AA", other="#00FFAA")
    Number(lambda: 1.0, size=31.5)
    assert len(used) >= 4
    assert all(fonts is typeset.fonts() for fonts in used)
