"""The pieces of a formula as it was typed, or pasted from a text, a page or a program."""

import re
import unicodedata
from typing import NamedTuple

from gd_math.formula.tree import shortened

TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?:(?:np|numpy|math|torch|jnp)\.)?(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/^(),|√])",
    re.ASCII,
)
RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
# Signs that come along when a formula is pasted.
PASTED = {
    **dict.fromkeys("−‐‑‒–—－", ("sign", "-")),
    **dict.fromkeys("·⋅×∙•∗✕", ("sign", "*")),
    **dict.fromkeys("÷∕⁄", ("sign", "/")),
    **dict.fromkeys("½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", ("fraction", "")),
    "π": ("name", "pi"),
    "𝑥": ("name", "x"),
    "𝑦": ("name", "y"),
    "𝑒": ("name", "e"),
    "𝜋": ("name", "pi"),
}
ROUND = "use round brackets"
INDEX = "write x and y for x₁ and x₂"
HINTS = {
    "=": "leave out what stands left of it, and the sign itself",
    **dict.fromkeys("[]{}", ROUND),
    **dict.fromkeys("₀₁₂₃", INDEX),
    ";": "write a single formula",
    "\\": "write a formula as for a calculator, such as sqrt(x) or x/2",
    "∛": "write x^(1/3)",
    "ˣ": "write ^x",
    "ʸ": "write ^y",
    "%": "write numbers such as 0.05",
    ".": "write numbers such as 0.5, and * for a product",
    **dict.fromkeys("αβγδεθλμστφω", "the variables are x and y, and constants are numbers"),
}


class Token(NamedTuple):
    """A piece of the text: its kind, what it says, and where it starts and ends."""

    kind: str  # "number", "fraction", "raised", "name", "sign" or "end"
    says: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the pieces of a formula, and the end as the last one.

    Raises ValueError for a character that has no place in a formula.
    """
    found, at = [], 0
    while at < len(text):
        token = None if text[at].isspace() else _token(text, at)
        at = token.end if token else at + 1
        if token:
            found.append(token)
    return [*found, Token("end", "the end", len(text), len(text))]


def _token(text: str, at: int) -> Token:
    if match := TOKEN.match(text, at):
        kind = str(match.lastgroup)
        return Token(kind, match[kind].replace("**", "^"), at, match.end())
    if match := RAISED.match(text, at):
        says = unicodedata.normalize("NFKC", match.group()).replace("−", "-")
        return Token("raised", says, at, match.end())
    if text[at] in PASTED:
        kind, says = PASTED[text[at]]
        if kind == "fraction":
            says = unicodedata.normalize("NFKC", text[at]).replace("⁄", "/")
        return Token(kind, says, at, at + 1)
    hint = HINTS.get(text[at], "write numbers, names, + - * / ^ and round brackets only")
    raise ValueError(
        f"formula must not have {text[at]!r} in it, as at character {at + 1} of "
        f"{shortened(text, at)}: {hint}"
    )
