"""Words, formulas and live numbers, all set with Typst in the fonts that its wheel carries."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache

import numpy as np
from manim import DOWN, RIGHT, MathTypst, Rectangle, Typst, VGroup, VMobject

from scenes.kit.legibility import made_here
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.words.latex import check_typst
from scenes.kit.words.numbers import INFINITY, MINUS, Form, number, power_of_ten
from scenes.kit.words.typeset import Typeset

MATH_FONT = "New Computer Modern"  # live numbers stand in formulas
# Digits are those of formulas: taller, and the same everywhere.
FONT = f'((name: "{MATH_FONT}", covers: regex("[0-9]")), "Libertinus Serif")'
GLYPHS = "0123456789.," + MINUS + INFINITY
SUNK = re.compile(r"_(max|min)\b")  # letters without ascenders, too small as they would be set
RAISED = re.compile("(?<=10)[⁻⁰¹²³⁴-⁹]+")  # the exponents that `number` writes
PART = re.compile(r"\{\{\s*(.*?)\s*:\s*\w+\s*\}\}")  # marked to be colored
EQUALS = re.compile(r"=|\bapprox\b")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class _Words(Typeset, Typst):
    """Running text, see `text`."""


class _Formula(Typeset, MathTypst):
    """A formula, see `formula`."""

    equation = ""


def text(
    markup: str,
    size: float = TEXT_SIZE,
    color: str | None = None,
    bold: bool = False,
    width: float | None = None,
) -> Typst:
    """Return `markup` (Typst markup) set as running text.

    `size` is the font size in Manim's units, `color` a hexadecimal color (ink by default);
    `width` in units of the frame breaks the text into lines, which are set ragged right.
    """
    check_typst(markup, "text")
    weight = "semibold" if bold else "regular"
    body = markup if width is None else f"#block(width: {_em(width, size)}em)[{markup}]"
    mobject = _Words(
        body,
        font_size=size,
        typst_preamble=f'#set text(font: {FONT}, weight: "{weight}")\n#set par(leading: 0.5em)',
        color=color or theme.ink,
    )
    made_here(mobject, markup, size)
    return mobject


def formula(
    math: str, size: float = TEXT_SIZE, color: str | None = None, **parts: str
) -> MathTypst:
    """Return `math` (Typst math markup, without dollar signs) set as a formula.

    Parts marked ``{{alpha nabla f : step}}`` take the color given as ``step="#E69F00"``, and
    can be reached later with ``.select("step")``.

    Raises ValueError when a color is given for a part that the formula does not have, and for
    LaTeX, with the Typst spelling.
    """
    check_typst(math, "formula")
    raised = RAISED.sub(lambda power: f"^({power[0].translate(LOWERED)})", math)
    written = SUNK.sub(r"_#text(size: 1.3em)[$\1$]", raised)
    mobject = _Formula(written, font_size=size, color=color or theme.ink)
    made_here(mobject, math, size)
    mobject.equation = equation(raised)
    for label, part_color in parts.items():
        if f": {label}" not in math:
            raise ValueError(f"formula has no part {label!r}: mark it with {{{{… : {label}}}}}")
        mobject.select(label).set_color(part_color)
    return mobject


def equation(math: str) -> str:
    """Return `math` without the marks of its parts, if it says in symbols what something is.

    >>> equation("f(x) = {{alpha : rate}} x"), equation("alpha = 0.3")
    ('f(x) = alpha x', '')
    >>> equation("x_1 approx 1.06 x_0"), equation("alpha approx 0.3")
    ('x_1 approx 1.06 x_0', '')
    """
    plain = PART.sub(r"\1", math)
    _, *meaning = EQUALS.split(plain, maxsplit=1)
    return plain if re.search(r"[^\W\d_]", "".join(meaning)) else ""


def halo(mobject: VMobject, width: float = 10.0) -> VGroup:
    """Return `mobject` on a rim in the color of the background, so that it reads on any picture.

    All of the rim lies below all of the mobject: a rim for each glyph would cut into the next.
    """
    glyphs = mobject.family_members_with_points()
    rim = VGroup(*(VMobject().set_points(glyph.points) for glyph in glyphs))
    rim.set_fill(theme.background, opacity=0.95)
    rim.set_stroke(theme.background, width=width, opacity=0.95)
    return VGroup(rim, mobject)


def fraction(value: float) -> str:
    r"""Return the Typst math markup of the simplest fraction close to `value`.

    >>> fraction(0.3333333333333333)
    '1 \\/ 3'
    """
    ratio = Fraction(value).limit_denominator(1000)
    return f"{ratio.numerator} \\/ {ratio.denominator}"


def verbatim(words: str) -> str:
    r"""Return Typst markup of `words` as they are, whatever signs they have.

    >>> verbatim('price in $, "net"')
    '#"price in $, \\"net\\""'
    """
    return '#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fitted(mobject: VMobject, width: float) -> VMobject:
    """Return `mobject`, made smaller if it was broader than `width`."""
    return mobject.scale_to_fit_width(width) if mobject.width > width else mobject


def scaled(markup: str, scale: float) -> str:
    r"""Return the Typst math markup of `markup` times `scale`: a whole number, or one part of it.

    >>> scaled("nabla f", 1), scaled("nabla f", 0.02), scaled("nabla f", 5), scaled("x", 2e-6)
    ('nabla f', 'nabla f \\/ 50', '5 nabla f', '2 · 10⁻⁶ x')
    """
    if 1e-5 < scale < 1:
        return rf"{markup} \/ {number(1 / scale)}"
    return markup if scale == 1 else f"{number(scale)} {markup}"


class Number(VGroup):
    """A live number with fixed decimals and fixed width: its digits change, nothing moves.

    `value` is asked for the number at every frame. The number is right-aligned in `digits`
    cells before the point; a minus sign has a cell of its own, but hangs over the left end of
    one that is not `signed`. One that is `flush` begins at the left instead. It is shown as a
    multiple of ten to the `power`.
    ``Number(value, **Form.of(values)._asdict())`` suits all of some values. A whole number that is
    `grouped` has a comma before the thousands. One that has at most so many digits in all, `most`,
    loses decimals as it grows.

    Raises ValueError for a number with more digits than that.
    """

    def __init__(
        self,
        value: Callable[[], float],
        decimals: int = 2,
        digits: int = 1,
        size: float = TEXT_SIZE,
        color: str | None = None,
        power: int = 0,
        grouped: bool = False,
        flush: bool = False,
        signed: bool = True,
        most: int | None = None,
    ) -> None:
        super().__init__()
        self.value, self.grouped, self.flush, self.most = value, grouped, flush, most
        self.form = Form(decimals, digits, power, signed)
        if most is not None:  # the widest of all that may be shown
            pairs = [(n, max(min(decimals, most - n), 0)) for n in range(1, digits + 1)]
            digits, decimals = max(pairs, key=lambda pair: sum(pair) + 0.5 * bool(pair[1]))
        commas = (digits - 1) // 3 if grouped else 0
        # Characters, blanks included.
        self.length = 1 + digits + commas + (1 + decimals if decimals else 0)
        self.size = size
        pitch, glyphs = _glyph_sheet(size)
        # An unseen box holds the place, so that layout does not depend on the value shown.
        whole = signed * MINUS + digits * "0" + commas * ","
        widest = whole + ("." + decimals * "0" if decimals else "")
        width = pitch * sum(_cell_width(character) for character in widest)
        self.place = Rectangle(width=width, height=glyphs["0"].height, stroke_width=0)
        self.cells = [
            VMobject(fill_color=color or theme.ink, fill_opacity=1, stroke_width=0)
            for _ in range(self.length)
        ]
        self.add(self.place, *self.cells)
        if power:
            unit = formula(power_of_ten(power), size, color)
            self.add(unit.next_to(self.place, RIGHT, buff=0.35 * pitch).align_to(self.place, DOWN))
        made_here(self, size=size)
        self._written: tuple[object, ...] = ()
        self.follow()
        self.add_updater(Number.follow)  # type: ignore[arg-type]

    def says(self) -> str:
        """Return the characters that are to be read."""
        return f"{round(self.value()):,}" if self.grouped else self._fitting()(self.value())

    def _fitting(self) -> Form:
        """Return the form, without the decimals for which the value has too many digits now."""
        form, most = self.form, self.most
        while most and form.decimals and most < sum(map(str.isdigit, form.mantissa(self.value()))):
            form = form._replace(decimals=form.decimals - 1)
        return form

    def follow(self) -> "Number":
        """Show what `value` says now."""
        said = self.says() if self.grouped else self._fitting().mantissa(self.value())
        shown = said.rjust(self.length)
        if len(shown) > self.length:
            raise ValueError(f"{shown} needs more than digits={self.form.digits} before the point")
        if self._told(shown) != self._written:  # else it is there, and nobody has touched it
            self._write(shown)
            self._written = self._told(shown)
        return self

    def _told(self, shown: str) -> tuple[object, ...]:
        """Return what is to be read, and how that looks now."""
        return shown, self.size, *(part.points.tobytes() for part in (self.place, *self.cells))

    def _write(self, shown: str) -> None:
        pitch, glyphs = _glyph_sheet(self.size)
        scale = self.place.height / glyphs["0"].height
        pen, base = self.place.get_corner(DOWN + RIGHT)[:2]
        if self.flush:
            widths = [_cell_width(character) for character in shown if character != " "]
            pen = self.place.get_left()[0] + pitch * scale * sum(widths)
        for cell, character in zip(self.cells[::-1], shown[::-1], strict=True):
            width = pitch * scale * _cell_width(character)
            if character == " ":
                cell.points = np.zeros((0, 3))
            else:
                cell.points = scale * glyphs[character].points + [pen - width / 2, base, 0]
            pen -= width


def _cell_width(character: str) -> float:
    """Return how much room a character takes, in widths of a digit."""
    return {".": 0.5, ",": 0.5, MINUS: 1.5, INFINITY: 2.0}.get(character, 1.0)


@cache
def _glyph_sheet(size: float) -> tuple[float, dict[str, VMobject]]:
    """Return the advance of a digit, and each glyph standing on a base line at height 0."""
    sheet = _Words(
        GLYPHS,
        font_size=size,
        typst_preamble=f'#set text(font: "{MATH_FONT}", number-width: "tabular")',
    )
    glyphs = dict(zip(GLYPHS, sheet, strict=True))
    pitch = float(glyphs["9"].get_center()[0] - glyphs["0"].get_center()[0]) / 9
    base = float(glyphs["2"].get_bottom()[1])
    for glyph in glyphs.values():
        glyph.shift([0, -base, 0] - RIGHT * glyph.get_center()[0])
    return pitch, glyphs


def _em(width: float, size: float) -> float:
    """Convert a width in units of the frame to ems of text set at `size`."""
    reference = _Words("#rect(width: 10em, height: 1em, stroke: none, fill: black)", font_size=size)
    return 10 * width / float(reference.width)
