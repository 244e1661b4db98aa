"""Formulas as Typst sets them."""

import itertools

import pytest
import typst

from gd_math import from_formula
from gd_math.formula.parse import parse
from gd_math.formula.typst import typst as markup

MARKUP = {
    "x**4 - 3*x**2 + y**2": "x^4 - 3 x^2 + y^2",
    "sin(x)*sin(y)": "sin x sin y",
    "sin(x)*y": "sin(x) y",
    "y*sin(x)": "y sin x",
    "sin(2x)*cos(y)": "sin(2 x) cos y",
    "sin(x)^2*y": "sin^2(x) y",
    "sin(x)^2*cos(x)": "sin^2 x cos x",
    "sin(x)^-1": "(sin x)^(-1)",
    "sin(x)^1e2": "(sin x)^(10^2)",
    "sin(x + y)^2": "sin^2(x + y)",
    "sin(cos(x))": "sin(cos x)",
    "x*sin(y)*x": "x sin(y) x",
    "(x*sin(y))*(sin(x)*y)": "x sin y sin(x) y",
    "x**2/2": "frac(x^2, 2)",
    "(x + 1)/(x^2 + 2)": "frac(x + 1, x^2 + 2)",
    "(x/2)^2": "(frac(x, 2))^2",
    "1/2*x": "frac(1, 2) x",
    "3*(1/2)*x": "3 dot frac(1, 2) x",
    "2*3*x": "2 dot 3 x",
    "x*2": "x dot 2",
    "exp(-x^2/2)": "e^(-frac(x^2, 2))",
    "exp(x)^2": "(e^x)^2",
    "2^x": "2^x",
    "x^(2y)": "x^(2 y)",
    "(x^2)^3": "(x^2)^3",
    "x^2^3": "x^(2^3)",
    "x**0.5": "x^0.5",
    "x^(1/3)": "x^(frac(1, 3))",
    "x^-2": "x^(-2)",
    "sqrt(1 + x^2)": "sqrt(1 + x^2)",
    "abs(x - 1)^3": "abs(x - 1)^3",
    "-(x + y)": "-(x + y)",
    "-x*y": "-x y",
    "x*-y": "x (-y)",
    "x - (y - 1)": "x - (y - 1)",
    "x + (y - 1)": "x + (y - 1)",
    "x - -y": "x - (-y)",
    "(-x)^2": "(-x)^2",
    "2pi*x + e": "2 pi x + e",
    "0.1x + .5": "0.1 x + 0.5",
    "1e-3x": "10^(-3) x",
    "2.5E4*x": "2.5 dot 10^4 x",
    "ln(1 + x^2) + log(x)": "ln(1 + x^2) + ln x",
    "asin(x)*tanh(y)": "arcsin x tanh y",
    "max(x, min(y, 1))": "max(x, min(y, 1))",
    "min(x, y)^2/3": "frac((min(x, y))^2, 3)",
    "sigmoid(2x)": "sigma(2 x)",
}


@pytest.mark.parametrize("text", MARKUP)
def test_the_formula_is_written_as_it_was_typed(text):
    assert markup(parse(text)) == MARKUP[text]


def drawn(formulas):
    """Set formulas with Typst and return the picture, as SVG."""
    page = "#set page(width: auto, height: auto)\n"
    lines = "\n\n".join(f"$ {formula} $" for formula in formulas)
    return typst.compile((page + lines).encode(), format="svg")


def test_typst_sets_every_formula():
    assert drawn(MARKUP.values()).count(b"<use") > 5 * len(MARKUP)


@pytest.mark.parametrize(
    ("text", "picture"),
    [("x^(1/3)", "x^(1/3)"), ("(x+1)/y", "(x+1)/y"), ("exp(x)", "e^x"), ("abs(x)", "|x|")],
)
def test_typst_draws_what_a_hand_would_write(text, picture):
    assert drawn([markup(parse(text))]) == drawn([picture])


def test_each_way_to_bracket_makes_another_picture():
    texts = ["x - (y - x)", "x - y - x", "x/(y/x)", "x/y/x", "(x^y)^x", "x^y^x", "-x^2", "(-x)^2"]
    pictures = [drawn([markup(parse(text))]) for text in texts]
    for one, other in itertools.combinations(pictures, 2):
        assert one != other


def test_the_record_has_the_markup():
    assert from_formula("x**2/2").formula == "frac(x^2, 2)"
