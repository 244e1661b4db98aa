"""A formula as Typst math markup, in the order in which it was typed."""

from gd_math.formula.tree import Node

# How tightly a piece of markup holds together. What holds less than its place asks for is
# put in brackets.
SUM, PRODUCT, FUNCTION, FRACTION, POWER, ATOM = range(6)

# sin x, without brackets round the x
NAMED = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "ln")},
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan")},
}


def typst(node: Node) -> str:
    """Return the Typst math markup of a formula, without dollar signs.

    x**2/3 becomes frac(x^2, 3), sin(x)*sin(y) becomes sin x sin y, exp(-x) becomes e^(-x).
    """
    return _markup(node)[0]


def _markup(node: Node) -> tuple[str, int]:
    """Return the markup of a node and how tightly it holds."""
    args = node.args
    if node.op == "number":
        return _number(node.text)
    if not args:
        return node.text, ATOM
    if node.op == "neg":
        return f"-{_held(args[0], PRODUCT)}", SUM
    if node.op in "+-":
        return f"{_markup(args[0])[0]} {node.op} {_held(args[1], PRODUCT)}", SUM
    if node.op == "*":
        return _product(*args), PRODUCT
    if node.op == "/":
        return f"frac({typst(args[0])}, {typst(args[1])})", FRACTION
    if node.op == "^":
        return _power(*args)
    if node.op == "exp":
        return f"e^{_raised(args[0])}", POWER
    if node.op in ("sqrt", "abs"):
        return f"{node.op}({typst(args[0])})", ATOM
    if node.op in NAMED:
        return f"{NAMED[node.op]}{_argument(args[0])}", FUNCTION
    name = "sigma" if node.op == "sigmoid" else node.op
    return f"{name}({', '.join(typst(arg) for arg in args)})", POWER


def _held(node: Node, least: int) -> str:
    markup, hold = _markup(node)
    return markup if hold >= least else f"({markup})"


def _number(text: str) -> tuple[str, int]:
    digits, _, exponent = text.lower().partition("e")
    digits = digits.removesuffix(".")
    digits = f"0{digits}" if digits.startswith(".") else digits
    if not exponent:
        return digits, ATOM
    power = f"10^{int(exponent)}" if int(exponent) >= 0 else f"10^({int(exponent)})"
    return (power, POWER) if digits == "1" else (f"{digits} dot {power}", PRODUCT)


def _product(left: Node, right: Node) -> str:
    # The argument of a function ends where the next function begins: sin x sin y, but sin(x) y.
    last = left.args[-1] if left.op == "*" else left
    first = right.args[0] if right.op == "*" else right
    before = _held(left, PRODUCT)
    if _is_named(last) and not _is_named(first):
        bare = _argument(_inner(last))
        before = before.removesuffix(bare) + f"({typst(_inner(last))})"
    after = _held(right, PRODUCT)
    # 2 · 3, 3 · ½ and x · 2 would be misread without the dot.
    dotted = after[0].isdigit() or (first.op == "/" and last.op == "number")
    return f"{before} dot {after}" if dotted else f"{before} {after}"


def _is_named(node: Node) -> bool:
    """Tell whether the markup is sin x or sin^2 x, or ends like that."""
    return node.op in NAMED or (node.op == "^" and _is_short_power(*node.args))


def _inner(node: Node) -> Node:
    return node.args[0].args[0] if node.op == "^" else node.args[0]


def _argument(node: Node) -> str:
    markup, hold = _markup(node)
    return f" {markup}" if hold in (FRACTION, ATOM) else f"({markup})"


def _is_short_power(base: Node, exponent: Node) -> bool:
    """Tell whether to write sin² x. A power of −1 would be read as the inverse function."""
    return base.op in NAMED and exponent.op == "number" and exponent.text.isdigit()


def _power(base: Node, exponent: Node) -> tuple[str, int]:
    if _is_short_power(base, exponent):
        return f"{NAMED[base.op]}^{exponent.text}{_argument(base.args[0])}", FUNCTION
    return f"{_held(base, ATOM)}^{_raised(exponent)}", POWER


def _raised(exponent: Node) -> str:
    markup, hold = _markup(exponent)
    return markup if hold == ATOM and not exponent.args else f"({markup})"
