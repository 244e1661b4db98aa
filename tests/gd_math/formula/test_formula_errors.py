"""What is no formula, or has no value where it is looked at, and what is said about it."""

import time

import numpy as np
import pytest

from gd_math import from_formula

NOT_A_FORMULA = {
    "": "a text such as 'x[^']*', got an empty one",
    " \n": "got an empty one",
    "x +": "a number, a name or a bracket at character 4 of 'x \\+', got the end",
    "x + * y": "a number, a name or a bracket at character 5 of 'x \\+ \\* y', got '\\*'",
    "(x + 1": "'\\)', which closes a bracket, at character 7 of .*, got the end",
    "x + 1)": "an operation such as \\+ or \\* at character 6 of .*, got '\\)'",
    "2 3": "an operation such as \\+ or \\* at character 3 of '2 3', got '3'",
    "x, y": "an operation such as \\+ or \\* at character 2",
    "sin x^2": "'\\(', as in sin\\(x\\), at character 5 of 'sin x\\^2', got 'x'",
    "sin 2x": "'\\(', as in sin\\(x\\), at character 5",
    "sin x y": "'\\(', as in sin\\(x\\), at character 5",
    "sin^2 x": "'\\(', as in sin\\(x\\), at character 7",
    "sin^-1(x)": "as in 1/sin\\(x\\) or sin\\(x\\)\\^2, at character 5",
    "sin⁻¹(x)": "as in 1/sin\\(x\\) or sin\\(x\\)\\^2, at character 4",
    "√x²": "what is under the root, as in √\\(x\\^2\\) or \\(√x\\)\\^2, at character 3",
    "√2x": "what is under the root, as in √\\(2x\\) or \\(√2\\)x, at character 3",
    "1,000x": "a decimal point, as in 1.000, or no comma, as in 1000, at character 2",
    "2,5.5": "an operation such as \\+ or \\* at character 2 of '2,5.5', got ','",
    "2,.5x": "an operation such as \\+ or \\* at character 2",
    "²": "a number, a name or a bracket at character 1",
    "θ^2": "not have 'θ' in it.*: the variables are x and y",
    "x₁": "not have '₁' in it.*: write x and y for x₁ and x₂",
    "x1 + x2": "'x1' at character 1 is none of them: write x and y for x₁ and x₂",
    "log10(x)": "'log10' at character 1 is none of them: write log\\(x\\)/log\\(10\\)",
    "pix": "'pix' at character 1 is none of them: write pi\\*x",
    "x^{2}": "not have '{' in it.*: use round brackets",
    "x.__class__": "not have '.' in it",
    "|x + 1": "'\\|', which closes \\|…\\|, at character 7",
    "max(x)": "',', as max is of two, at character 6",
    "sin(x, y)": "'\\)', which closes sin\\(, at character 6",
    "1/2x": "a \\* that tells what is divided by what at character 4 of '1/2x', got 'x'",
    "z + 1": "variables x and y, .* e and pi and the functions abs, .*; 'z' at character 1",
    "2 + sinx": "'sinx' at character 5 is none of them: write sin\\(x\\)",
    "y = x^2": "not have '=' in it, as at character 3 of .*: leave out what stands left of it",
    "[x]": "not have '\\[' in it.*: use round brackets",
    "x!": "not have '!' in it.*: write numbers, names",
    "y^2": "depend on x, or on x and y; 'y\\^2' has only y",
    "3 + pi": "depend on x, or on x and y; '3 \\+ pi' has neither",
    "x + log(-1)": "real constants up to 1e\\+100, 'log\\(-1\\)' is not one",
    "x/0": "a real number below 1e\\+100 all over its domain, 'x/0' is not at",
    "x + 1/0": "real constants up to 1e\\+100, '1/0' is not one",
    "x - x": "rise and fall on its domain, 'x - x' is the same everywhere",
    "sin(x)^2 + cos(x)^2": "rise and fall on its domain",
    "1e6 + 1e-9*x": "rise and fall on its domain",
    "1e-90*1e-90*x": "rise and fall on its domain",
}


@pytest.mark.parametrize("text", NOT_A_FORMULA)
def test_what_is_wrong_and_where(text):
    with pytest.raises(ValueError, match="formula must .*" + NOT_A_FORMULA[text]) as caught:
        from_formula(text)
    assert "\n" not in str(caught.value)


UNDEFINED = {
    "log(x)": "'log\\(x\\)' is not at x = -3: .* such as domain=\\(0.1, 3\\)",
    "sqrt(x)": "'sqrt\\(x\\)' is not at x = -3: .* such as domain=\\(0.1, 3\\)",
    "1/x": "'1/x' is not at x = 0: .* such as domain=\\(0.1, 3\\)",
    "x^-2": "'x\\^-2' is not at x = 0",
    "1/(x - 0.12345678)": "is not at x = 0.1235",  # between two points of any grid
    "1/(x - 0.12345678)^2": "is not at x = 0.1235",
    "log((x - 0.12345678)^2)": "is not at x = 0.1235",
    "sqrt((x - 0.12345678)^2 - 1e-9)": "is not at x = 0.1235",
    "1/((1.01 + sin(200x))*tanh(1000(x - 0.12345678)))": "is not at x = 0.1235",
    "1/(pi*x^2 - e*x + e^2/(4pi))": "is not at x = 0.4326",  # where rounding leaves 1e-16
    "1/(x^2 + y^2 - 1)": "is not at x = .*, y = ",
    "1/((x - 0.1234)^2 + (y + 0.5678)^2)": "is not at x = 0.1234, y = -0.5678",
    "tan(x)": "'tan\\(x\\)' is not at x = -?1.571: .* such as domain=\\(-0.9, 0.9\\)",
    "asin(x)": "such as domain=\\(-0.9, 0.9\\)",
    "x**1.5": "'x\\*\\*1.5' is not at x = -3",
    "x^y": "'x\\^y' is not at x = -3",
    "(-1)^x": "'\\(-1\\)\\^x' is not at",
    "(x^2)^(x^2)": "'\\(x\\^2\\)\\^\\(x\\^2\\)' is not at x = 0",  # 0 to the power of 0
    "abs(x)^x": "'abs\\(x\\)\\^x' is not at x = ",
    "exp(2 + 1/x)": "'1/x' is not at x = 0",  # the part that is to blame
    "sin(x)/x": "'sin\\(x\\)/x' is not at x = 0",
    "log(log(log(x)))": "such as domain=\\(3, 9\\)",
    "exp(100x)": "'exp\\(100x\\)' is not at x = 3: .* such as domain=\\(-2, 2\\)",
    "1/(x - y)": "such as domain=\\(\\(.*, .*\\), \\(.*, .*\\)\\)",
    "sqrt(-1 - x^2)": "is not at x = -?3: give a domain without that point$",
}


HOPELESS = ("(-1)^x", "sqrt(-1 - x^2)")


@pytest.mark.parametrize("text", UNDEFINED)
def test_where_it_is_undefined_and_which_domain_would_do(text):
    with pytest.raises(ValueError, match="formula must be a real number .*" + UNDEFINED[text]):
        from_formula(text)


@pytest.mark.parametrize("text", [text for text in UNDEFINED if text not in HOPELESS])
def test_the_suggested_domain_does(text):
    with pytest.raises(ValueError, match="such as domain=") as caught:
        from_formula(text)
    suggested = str(caught.value).partition("such as domain=")[2]
    numbers = [float(number) for number in suggested.replace("(", "").replace(")", "").split(",")]
    loss = from_formula(text, np.reshape(numbers, (2, -1)).squeeze())
    assert np.isfinite(loss.value(np.linspace(*loss.domain, 50))).all()


@pytest.mark.parametrize(
    "text",
    [
        "1/(1 + exp(-20x))",
        "log(exp(20x))",
        "exp(-9x)^-1",
        "log(x^2 + 1e-9)",
        "1/(x^2 + 0.001)",
        "sqrt(x^2)",
        "sqrt(1 - cos(x))",
        "asin(sin(x))",
        "((x - 0.1)^2)^1.5",
        "(x^2)^(x^2 + 1)",
        "abs(x)^(2 + sin(x))",
        "sqrt(x^2)^exp(x)",
    ],
)
def test_what_is_defined_everywhere_is_not_refused(text):
    loss = from_formula(text, (-3, 3))
    assert np.isfinite(loss.value(np.linspace([-3.0], [3.0], 1001))).all()


def test_outside_its_domain_it_is_infinite_and_its_public_numbers_the_largest_float():
    loss = from_formula("log(x) + sqrt(x)", (0.5, 2))
    assert loss.raw.value([-1.0]) == np.inf
    assert loss.value([-1.0]) == np.finfo(float).max
    x = np.array([[-1.0], [0.0], [1.0]])
    for raw, public in zip(loss.raw, (loss.value, loss.gradient, loss.hessian), strict=True):
        assert not np.isnan(raw(x)).any()
        assert np.isfinite(public(x)).all()


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        (3, "domain must be a pair"),
        ((1, 2, 3), "domain must be a pair"),
        ((1, 1), "lower must be below upper"),
        ((-1, np.inf), "upper corner of domain must be finite"),
        (("a", "b"), "lower corner of domain must be an array of real numbers"),
        (([-1, -1], [1, 1]), r"must have shape \(1,\)"),
        ((-200, 300), "below 1e\\+100 .*, 'exp\\(x\\)' is not at x = 300"),
    ],
)
def test_unsuitable_domains(domain, message):
    with pytest.raises(ValueError, match=message):
        from_formula("exp(x)", domain)


def test_a_slope_may_not_overflow_either():
    with pytest.raises(ValueError, match=r"have a slope below 1e\+100 .* has not at x = "):
        from_formula("sin(x*1e95*1e10)")


HOSTILE = {
    "import": "__import__('os').system('true')",
    "call": "exec(x)",
    "attribute": "x.__class__.__mro__",
    "index": "x[0]",
    "lambda": "lambda: 0",
    "comprehension": "[x for x in (1, 2)]",
    "f-string": "f'{x}'",
    "walrus": "(x := 3)",
    "comment": "x # y",
    "null byte": "x\0 + 1",
    "look-alike": "ｘ**2",
    "zero width": "x\u200b**2",
    "right to left": "x \u202e+ y",
    "surrogate": "x\ud800",
    "digits of another script": "x^٣",
    "brackets": "(" * 10_000 + "x" + ")" * 10_000,
    "fewer brackets": "(" * 240 + "x" + ")" * 240,
    "signs": "-" * 400 + "x",
    "nested functions": "sin(" * 200 + "x" + ")" * 200,
    "as many as fit": "sin(" * 99 + "x" + ")" * 99,
    "tower": "9**9**9",
    "tall tower": "9^9^9^9^9^9^9^9",
    "power of powers": "x^x^x^x^x^x^x",
    "tower of x": "^".join("x" * 100),
    "exponents": "((((x^99)^99)^99)^99)^99",
    "factors": "*".join(f"(x - {i})^50" for i in range(30)),
    "huge exponent": "x**1e99",
    "infinite": "1e999*x",
    "long integer": "9" * 450 + "*x",
    "small exponent": "1e-999999999*x",
    "overflow": "exp(exp(exp(exp(x))))",
    "constant overflow": "x + exp(exp(exp(9)))",
    "level": "x - x + 0*y",
    "denormal": "5e-324*x*1e-300",
    "long": "x+" * 100_000 + "x",
    "spaces": " " * 1_000_000 + "x",
    "number": 3,
    "none": None,
    "bytes": b"x**2",
    "list": ["x"],
    "array": np.array(["x", "y"]),
}


COSTLY = {
    "the report": "abs(abs(" * 8 + "sin(50x)*sin(50y)" + "-.1)-.1)" * 8,
    "nested further": "abs(sin(" * 19 + "50x*y" + "))" * 19,
    "nested sines": "sin(" * 36 + "9x*y" + ")" * 36,
    "roots of roots": "sqrt(abs(" * 10 + "sin(50x)+sin(50y)" + "))" * 10,
    "level valleys": "sin(x*y)^2/(1 + x^2)",
    "many terms": "+".join(f"sin({i}x+{j}y)" for i in range(1, 6) for j in range(1, 7)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_the_work_of_a_formula_is_bounded(name):
    start = time.process_time()
    refusal = ""
    try:
        from_formula(COSTLY[name])
    except ValueError as error:
        refusal = str(error)
    assert not refusal or ("fewer functions" in refusal and len(refusal) < 300)
    assert time.process_time() - start < 4  # with room for a slow and busy machine


def test_a_long_formula_is_not_printed_whole():
    for text in ("x+" * 60_000 + "x", "x+" * 240 + "q", "y+" * 200 + "y", "x-x+" * 100 + "y-y+1"):
        with pytest.raises(ValueError, match="formula must") as caught:
            from_formula(text)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_is_refused_at_once(kind):
    start = time.process_time()  # of this process alone, whatever else the machine does
    with pytest.raises(ValueError, match="formula must ") as caught:
        from_formula(HOSTILE[kind])
    assert time.process_time() - start < 1
    assert len(str(caught.value)) < 500
