"""LaTeX where Typst is wanted: an error in one sentence with the Typst spelling."""

import re
from collections.abc import Iterable
from traceback import walk_tb

from manim import DecimalNumber, MarkupText, Mobject, SingleStringMathTex, Text

# What Typst calls differently, or has no need of. All others keep their name, without a backslash.
SPELLED = {
    "frac": "frac(1, 2)", "dfrac": "frac(1, 2)", "tfrac": "frac(1, 2)", "sqrt": "sqrt(x)",
    "cdot": "dot", "ldots": "dots", "cdots": "dots.c", "dots": "dots", "infty": "infinity",
    "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!=", "to": "->",
    "rightarrow": "->", "Rightarrow": "=>", "mapsto": "|->", "int": "integral", "prod": "product",
    "varepsilon": "epsilon", "epsilon": "epsilon.alt", "varphi": "phi", "phi": "phi.alt",
    "vec": "arrow(x)", "hat": "hat(x)", "bar": "overline(x)", "overline": "overline(x)",
    "tilde": "tilde(x)", "mathbf": "bold(x)", "boldsymbol": "bold(x)", "mathrm": "upright(x)",
    "mathbb": "bb(R)", "mathcal": "cal(L)", "text": '"words"', "operatorname": 'op("name")',
    "begin": "mat(1, 2; 3, 4), vec(1, 2) or cases(…)", "langle": "angle.l", "rangle": "angle.r",
    "left": "( alone, brackets grow by themselves", "right": ") alone, brackets grow by themselves",
    "lVert": "norm(x)", "Vert": "norm(x)", "lvert": "abs(x)", "ell": "ell", "top": "top",
    "argmin": 'op("argmin")', "textbf": "*words*", "emph": "_words_", "textit": "_words_",
    "displaystyle": "display(x)", "pm": "plus.minus", "ast": "ast", "circ": "compose",
}  # fmt: skip
COMMAND = re.compile(r"\\(?!u\{)([A-Za-z]+)")
# "\frac" without r before the quotes: Python takes \f, \b, \a and \v for signs of its own.
EATEN = {"\f": "f", "\b": "b", "\a": "a", "\v": "v", "\t": "t", "\n": "n", "\r": "r"}
EATEN_COMMAND = re.compile(
    r"[\f\b\a\v]([a-z]+)|\t(heta|imes|au|ext\b|anh|ilde|op\b|o\b)|\n(abla|eq|u\b)|\r(ho|ight)"
)
BRACES = re.compile(r"[\^_]\{(?!\{)([^{}]*)\}")
STOCK = {
    "MathTex": 'formula("…")', "Tex": 'text("…")', "SingleStringMathTex": 'formula("…")',
    "DecimalNumber": "Number(lambda: value)", "Integer": "Number(lambda: value, decimals=0)",
    "Text": 'text("…")', "MarkupText": 'text("…")', "Paragraph": 'text("…", width=6)',
    "Title": 'text("…", TITLE_SIZE)', "BulletedList": 'text("- …")',
}  # fmt: skip


def check_typst(markup: object, call: str) -> None:
    """Raise TypeError unless `markup` is a text, and ValueError if it is LaTeX or has dollars.

    `call` is the name of the function that sets it: "text", or "formula".
    """
    if not isinstance(markup, str):
        name = type(markup).__name__
        raise TypeError(
            f"{call} was given {markup!r} ({name}), and must be given a text in quotes: for a "
            f'number write {call}(f"{{number(value)}}")'
        )
    eaten = EATEN_COMMAND.search(markup)
    found = COMMAND.search(markup)
    if eaten or found:
        if eaten:
            name = EATEN[eaten[0][0]] + eaten[0][1:]
        else:
            assert found is not None
            name = found[1]
        raise ValueError(f"{call} has \\{name}, which is LaTeX; in Typst it is {spelling(name)}")
    if call == "formula":
        if braces := BRACES.search(markup):
            written = f"{braces[0][0]}({braces[1]})"
            raise ValueError(f"formula has {braces[0]}, which is LaTeX; in Typst it is {written}")
        inner = markup.strip()
        if len(inner) > 1 and inner.startswith("$") and inner.endswith("$"):
            bare = inner.strip("$").strip()
            raise ValueError(f'formula stands without dollar signs: write formula("{bare}")')


def spelling(command: str) -> str:
    """Return the Typst spelling of a LaTeX command, which is given without its backslash.

    >>> spelling("frac"), spelling("alpha")
    ('frac(1, 2)', 'alpha')
    """
    return SPELLED.get(command, command)


def check_stock(mobjects: Iterable[Mobject]) -> None:
    """Raise TypeError for text that stock Manim sets with LaTeX or with fonts of this machine."""
    for mobject in mobjects:
        for part in mobject.get_family():
            if isinstance(part, Text | MarkupText | SingleStringMathTex | DecimalNumber):
                raise TypeError(_instead(type(mobject if _named(mobject) else part)))


def latex_wanted(error: BaseException) -> str:
    """Return what to write instead if `error` is that LaTeX is not there, or failed; else ""."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    if not any(f.f_code.co_filename.endswith("tex_file_writing.py") for f in frames) or any(
        f.f_code.co_filename.endswith("typst_file_writing.py") for f in frames
    ):
        return ""
    owners = [f.f_locals.get("self") for f in frames if f.f_code.co_name == "__init__"]
    kinds = [type(o) for o in owners if isinstance(o, Mobject) and _named(o)]
    return _instead(kinds[0] if kinds else SingleStringMathTex)


def _named(mobject: object) -> bool:
    return type(mobject).__name__ in STOCK


def _instead(kind: type) -> str:
    name = kind.__name__
    needs = "fonts of this machine" if issubclass(kind, Text | MarkupText) else "LaTeX"
    write = STOCK.get(name, STOCK["Text"] if needs.startswith("fonts") else STOCK["MathTex"])
    return (
        f"{name} needs {needs}, and clips are set with Typst, the same everywhere: write {write}, "
        "from scenes.kit.words.text"
    )
