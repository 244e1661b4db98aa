"""What is typed into the page is read as gd_math reads it, and refused in the same words."""

import re

import numpy as np
import pytest

from gd_math import from_formula
from gd_math.formula.compile import value
from gd_math.formula.derivatives import derivatives
from gd_math.formula.parse import parse
from tests.gd_math.formula import test_formula, test_formula_errors
from tests.gd_math.formula.standard_functions import STANDARD

OF_TWO = {name: one for name, one in STANDARD.items() if len(one.minima[0]) == 2}
SPELLED = test_formula.TestSpelling.test_two_ways_to_write_the_same.pytestmark[0].args[1]
REPORTED = (  # in trouble that people had with formulas
    "x^2 + 10 y^2",
    "(1-x)^2 + 100(y-x^2)^2",
    "100*(x^2+y-11)^2+100*(x+y^2-7)^2",
    "0.001*(x^4-3*x^2+x/2+y^2)",
    "sin(3*pi*x)^2+(x-1)^2*(1+sin(3*pi*y)^2)+(y-1)^2*(1+sin(2*pi*y)^2)",
    "abs(x)^2+y^2",
    "0.5*sqrt(x^2+y^2)^2",
    "-cos(12*sqrt(x^2+y^2))",
    "10*abs(y-x^2)+(1-x)^2",
    "100*abs(y-x^2)+(1-x)^2",
    "100*sqrt(abs(y - 0.01*x^2)) + 0.01*abs(x+10)",
    "(x^2)^(x^2+1) + y^2",
    "x²³ + y",
    "x⁴ − 3x² + y²",
    "½x² + √(x² + 1)⋅y – 0,5*x + xy",
    "sin x + cos y",
    "abs(abs(" * 8 + "sin(50x)*sin(50y)" + "-.1)-.1)" * 8,
)
KINKS = (  # with points at which the chain rule divides 0 by 0, or holds on one side only
    ("abs(x)^2 + y^2", [0, 0]),
    ("abs(x) + max(3y, y)", [0, 0]),
    ("0.5*sqrt(x^2+y^2)^2", [0, 0]),
    ("sqrt(x^2+y^2)", [0, 0]),
    ("-cos(12*sqrt(x^2+y^2))", [0, 0]),
    ("sqrt(x) + y", [0, 1]),
    ("sqrt(abs(x)) + y", [0, 1]),
    ("max(x, y) + min(2x, 3y)", [0, 0]),
    ("max(x, y)^2 + x", [1, 1]),
    ("asin(x) + acos(y)", [1, -1]),
    ("(x^2)^(x^2+1) + y^2", [0, 1]),
    ("abs(x)^1.5 + abs(y)^2.5", [0, 0]),
    ("exp(-abs(x)) + tanh(abs(y)) + x*y", [0, 0]),
    ("ln(1 + abs(x*y))/(1 + abs(x)) + tan(abs(y))", [0, 0]),
    ("sinh(abs(x))*cosh(y) + atan(abs(x - y)) + sigmoid(abs(y))", [0, 0]),
    ("abs(x)^y + (1 + abs(y))^x", [0, 2]),
    ("(x^2 + y^2)^(1/3)", [0, 0]),
    (OF_TWO["Drop-Wave"].text, [0, 0]),
    (OF_TWO["Ackley"].text, [0, 0]),
    (OF_TWO["Salomon"].text, [0, 0]),
)
LOOK = """(asked) => asked.map(([formula, points]) => {
  const jet = explorer.jetOf(explorer.parse(formula));
  return points.map(([x, y]) => [jet.value(x, y), ...jet.gradient(x, y), ...jet.hessian(x, y)]);
})"""
READ = """(texts) => texts.map((text) => {
  try { explorer.parse(text); return null; } catch (error) { return error.message; }
})"""
MAKE = """(text) => {
  try { explorer.makeLoss({ formula: text }); return null; } catch (error) { return error.message; }
}"""


def looked_at(text, points):
    """Return f, its slopes and its curvatures (n, 6) as gd_math has them."""
    tree = parse(text)
    slope, curvature = derivatives(tree, 2)
    points = np.array(points, dtype=float)
    hessian = curvature(points)
    return np.column_stack([value(tree)(points), slope(points), hessian[:, 0], hessian[:, 1, 1]])


def refusal(text):
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def check(calculator, asked, rtol=1e-10):
    """Compare values, slopes and curvatures at points; those lost to rounding by their scale."""
    found = calculator.evaluate(LOOK, asked)
    for (text, points), mine in zip(asked, found, strict=True):
        expected = looked_at(text, points)
        finite = np.isfinite(expected)
        scale = np.abs(expected[finite]).max(initial=1e-3)
        np.testing.assert_allclose(mine, expected, rtol=rtol, atol=1e-13 * scale, err_msg=text)


def test_standard_test_functions_have_the_values_and_derivatives_of_gd_math(calculator):
    assert len(OF_TWO) >= 40
    random = np.random.default_rng(5)
    asked = []
    for one in OF_TWO.values():
        points = random.uniform(*one.domain, (12, 2)).tolist()
        asked.append([one.text, [*points, *([float(u) for u in point] for point in one.minima)]])
    check(calculator, asked)


def test_formulas_of_reports_have_the_values_and_derivatives_of_gd_math(calculator):
    points = np.random.default_rng(6).uniform(-2, 2, (20, 2)).tolist()
    check(calculator, [[text, points] for text in REPORTED])


def test_every_spelling_is_read(calculator):
    points = np.random.default_rng(0).uniform(0.5, 2, (20, 2)).tolist()
    check(calculator, [[text, points] for pair in SPELLED for text in pair])


def test_slopes_and_curvatures_at_kinks_are_the_means_of_both_sides(calculator):
    check(calculator, [[text, [point]] for text, point in KINKS])


def test_what_is_no_formula_is_refused_in_the_same_words(calculator):
    hostile = [text for text in test_formula_errors.HOSTILE.values() if isinstance(text, str)]
    texts = [
        *test_formula_errors.NOT_A_FORMULA,
        *hostile,
        "2,5.5",
        "'\"",
        "x\t'",
        "x\x85+\x1fy",
        "𝑥² + 𝜋𝑦!",
    ]
    for text, said in zip(texts, calculator.evaluate(READ, texts), strict=True):
        assert said == refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "x^2",
        "y^2",
        "3 + pi",
        "x - x + 0*y",
        "1e-90*1e-90*x + 0*y",
        "x/0 + y",
        "sin(x*1e95*1e10) + y",
    ],
)
def test_what_makes_no_landscape_is_refused_in_a_sentence(calculator, text):
    said = calculator.evaluate(MAKE, text)
    assert re.fullmatch(r"formula must [^\n]{10,250}", said)


@pytest.mark.parametrize("text", test_formula_errors.UNDEFINED)
def test_what_has_no_value_somewhere_is_refused_by_both(calculator, text):
    text = text if "y" in text else f"{text} + 0*y"
    said = calculator.evaluate(MAKE, text)
    with pytest.raises(ValueError, match="formula must be a real number") as caught:
        from_formula(text)
    part = re.compile(r"domain, (.*?) is not at")
    assert part.search(said)[1] == part.search(str(caught.value))[1]
    assert ("such as domain=" in said) == ("such as domain=" in str(caught.value))


def test_where_no_value_is_another_window_is_offered(calculator):
    offered = calculator.evaluate("""() => {
      try { explorer.makeLoss({ formula: "log(x) + y^2" }); } catch (error) { return error.domain; }
    }""")
    assert offered == [[0.1, 0.1], [3, 3]]
    assert from_formula("log(x) + y^2", offered).dimension == 2


NAMES = "x y x y e pi PI X xy sin cos tan exp log ln sqrt abs tanh sigmoid min max pow np.sin z x1"
SIGNS = "sinx + - * / ^ ** ( ) ( ) | , √ ² ³ ⁻¹ − · ½ = [ ] ! % 0.5 2 3 .5 1e3 10 1,5 2,500 ∛ θ '"
PIECES = [*NAMES.split(), *SIGNS.split(), *SIGNS.split(), " ", " "]


def test_both_sides_agree_on_thousands_of_texts_thrown_together(calculator):
    random = np.random.default_rng(1)
    texts = ["".join(random.choice(PIECES, random.integers(1, 9))) for _ in range(4000)]
    accepted = 0
    for text, said in zip(texts, calculator.evaluate(READ, texts), strict=True):
        expected = refusal(text)
        assert said == expected, text
        accepted += expected is None
    assert accepted > 150


def grown(random, depth):
    """Return a formula out of a small grammar."""
    if depth == 0 or random.random() < 0.1:
        return str(random.choice(["x", "y", "x", "y", "2", "0.3", "pi", "1e-2", "x²", "7/3"]))
    one, other = (grown(random, depth - 1) for _ in range(2))
    return str(
        random.choice(
            [
                f"{one} + {other}",
                f"({one}) - ({other})",
                f"({one})({other})",
                f"({one})/(1.5 + ({other})²)",
                f"({one})^{random.integers(0, 5)}",
                f"(1 + ({one})²)^{random.choice(['-1', '0.5', '1.5', '-2.5', '(1/3)', 'y', '-x'])}",
                f"-{random.choice(['sin', 'cos', 'tanh', 'atan', 'sigmoid', 'abs'])}({one})",
                f"exp(-({one})²)",
                f"log(1 + |{one}|)",
                f"√(0.1 + |{one}|)",
                f"max({one}, {other})",
                f"min({one}, {other}, 0,5)",
                f"sinh(tanh({one})) cosh(sin({other}))",
                f"asin(0.9sin({one})) + acos(0.9cos({other}))",
                f"2^sin({one})",
            ]
        )
    )


def test_both_sides_agree_on_hundreds_of_formulas_out_of_a_small_grammar(calculator):
    random = np.random.default_rng(2)
    points = random.uniform(-2, 2, (3, 2)).tolist()
    texts = [grown(random, int(random.integers(1, 5))) for _ in range(900)]
    read = [text for text in texts if len(text) <= 500 and refusal(text) is None]
    assert len(read) > 500
    check(calculator, [[text, points] for text in read], rtol=1e-7)
