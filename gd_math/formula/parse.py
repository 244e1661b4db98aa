"""From what a lecturer types to a tree. Nothing typed is ever run as Python."""

import re
from typing import Any, NamedTuple

from gd_math.formula.tree import (
    CONSTANTS,
    FUNCTIONS,
    TWO_ARGUMENTS,
    VARIABLES,
    Node,
    combine,
    literal,
    name,
    shortened,
)

LONGEST = 500  # characters
EXAMPLE = "'x**4 - 3*x**2 + y**2'"
DEEPEST = 40  # brackets, functions, signs and powers within each other

TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|[-+*/^(),])",
    re.ASCII,
)
# Signs that come along when a formula is pasted from a text.
PASTED = {
    "−": (("sign", "-"),),
    "·": (("sign", "*"),),
    "×": (("sign", "*"),),
    "²": (("sign", "^"), ("number", "2")),
    "³": (("sign", "^"), ("number", "3")),
    "π": (("name", "pi"),),
}
HINTS = {
    "=": "leave out what stands left of it, and the sign itself",
    "|": "write abs(x) for |x|",
    "[": "use round brackets",
    "]": "use round brackets",
    "{": "use round brackets",
    "}": "use round brackets",
    ";": "write a single formula",
}


class Token(NamedTuple):
    """A piece of the text: its kind, what it says, and where it starts and ends."""

    kind: str  # "number", "name", "sign" or "end"
    says: str
    start: int
    end: int


def parse(text: Any) -> Node:
    """Read a formula of x, or of x and y.

    Powers are ** or ^, and 2x, 2 sin(x) and x(y + 1) are products.
    Raises ValueError, which says what is wrong and where, for anything else than numbers, the
    names of `VARIABLES`, `CONSTANTS` and `FUNCTIONS`, signs, brackets and commas, each in its
    place; for more than 500 characters; and for too many levels of brackets.
    """
    if not isinstance(text, str):
        raise ValueError(f"formula must be a text such as {EXAMPLE}, got {type(text).__name__}")
    if not text.strip():
        raise ValueError(f"formula must be a text such as {EXAMPLE}, got an empty one")
    if len(text) > LONGEST:
        raise ValueError(f"formula must have at most {LONGEST} characters, got {len(text)}")
    return _Parser(text).formula()


def _tokens(text: str) -> list[Token]:
    tokens, at = [], 0
    while at < len(text):
        if text[at] in " \t\n\r":
            at += 1
            continue
        match = TOKEN.match(text, at)
        if match:
            says = match.group().replace("**", "^")
            tokens.append(Token(str(match.lastgroup), says, at, match.end()))
            at = match.end()
        elif text[at] in PASTED:
            tokens += [Token(kind, says, at, at + 1) for kind, says in PASTED[text[at]]]
            at += 1
        else:
            hint = HINTS.get(text[at], "write numbers, names, + - * / ^ and round brackets only")
            raise ValueError(
                f"formula must not have {text[at]!r} in it, as at character {at + 1} of "
                f"{shortened(text, at)}: {hint}"
            )
    return [*tokens, Token("end", "the end", len(text), len(text))]


class _Parser:
    """One method for each level of precedence, lowest first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def formula(self) -> Node:
        node = self.sum()
        if self.next.kind != "end":
            raise self.wrong("an operation such as + or *")
        return node

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, *signs: str) -> Token | None:
        """Step over the next token and return it, if it is one of these signs."""
        if self.next.kind != "sign" or self.next.says not in signs:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str, why: str) -> None:
        if not self.take(sign):
            raise self.wrong(f"{sign!r}, {why},")

    def wrong(self, needed: str) -> ValueError:
        got = self.next.says if self.next.kind == "end" else repr(self.next.says)
        return ValueError(
            f"formula must have {needed} at character {self.next.start + 1} of "
            f"{shortened(self.text, self.next.start)}, got {got}"
        )

    def make(self, op: str, args: tuple[Node, ...], start: int) -> Node:
        return combine(op, args, self.text[start : self.tokens[self.at - 1].end].strip())

    def descend(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(
                f"formula must have at most {DEEPEST} brackets, functions, signs and powers "
                f"within each other, got more at character {self.next.start + 1}"
            )

    def sum(self) -> Node:
        self.descend()
        start = self.next.start
        sign = self.take("+", "-")
        node = self.product()
        if sign and sign.says == "-":
            node = self.make("neg", (node,), start)
        while sign := self.take("+", "-"):
            node = self.make(sign.says, (node, self.product()), start)
        self.depth -= 1
        return node

    def product(self) -> Node:
        start = self.next.start
        node = self.factor()
        divided = False
        while True:
            if sign := self.take("*", "/"):
                divided = sign.says == "/"
                node = self.make(sign.says, (node, self.factor()), start)
            elif self.next.kind == "name" or (self.next.kind, self.next.says) == ("sign", "("):
                if divided:  # 1/2x: some mean (1/2)x, others 1/(2x)
                    raise self.wrong("a bracket or a * that tells what is divided by what")
                node = self.make("*", (node, self.factor()), start)
            else:
                return node

    def factor(self) -> Node:
        """Read a power with the signs before it: −x² is −(x²)."""
        start = self.next.start
        if sign := self.take("+", "-"):
            self.descend()
            node = self.factor()
            self.depth -= 1
            return self.make("neg", (node,), start) if sign.says == "-" else node
        base = self.atom()
        if not self.take("^"):
            return base
        self.descend()
        exponent = self.factor()
        self.depth -= 1
        return self.make("^", (base, exponent), start)

    def atom(self) -> Node:
        token = self.next
        if token.kind == "number":
            self.at += 1
            return literal(token.says)
        if token.kind == "name":
            self.at += 1
            return self.named(token)
        if not self.take("("):
            raise self.wrong("a number, a name or a bracket")
        node = self.sum()
        self.expect(")", "which closes a bracket")
        return node

    def named(self, token: Token) -> Node:
        word = token.says
        if word in VARIABLES or word in CONSTANTS:
            return name(word)
        if word not in FUNCTIONS:
            raise ValueError(
                f"formula must be made of the variables {' and '.join(VARIABLES)}, the constants "
                f"{' and '.join(CONSTANTS)} and the functions {', '.join(sorted(FUNCTIONS))}; "
                f"{shortened(word)} at character {token.start + 1} is none of them"
            )
        op = FUNCTIONS[word]
        self.expect("(", f"as in {word}({'x, y' if op in TWO_ARGUMENTS else 'x'})")
        args = [self.sum()]
        if op in TWO_ARGUMENTS:
            self.expect(",", f"as {word} is of two")
            args.append(self.sum())
        self.expect(")", f"which closes {word}(")
        return self.make(op, tuple(args), token.start)
