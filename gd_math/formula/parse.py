"""From what a lecturer types to a tree. Nothing typed is ever run as Python."""

from typing import Any

from gd_math.formula.tokens import INDEX, Token, tokens
from gd_math.formula.tree import (
    ALIASES,
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


def parse(text: Any) -> Node:
    """Read a formula of x, or of x and y.

    Powers are **, ^ or raised digits, |x| is abs(x), √x is sqrt(x), and 2x, xy, 2 sin(x) and
    x(y + 1) are products. Names may be in capitals and have a np. or math. before them.
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


class _Parser:
    """One method for each level of precedence, lowest first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.bars = 0  # of |…| that are open
        self.listing = False  # whether a comma parts two operands

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
            elif self.starts_factor():
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
        base = self.raised(self.atom(), start)
        if not self.take("^"):
            return base
        self.descend()
        exponent = self.factor()
        self.depth -= 1
        return self.make("^", (base, exponent), start)

    def starts_factor(self) -> bool:
        """Tell whether the next token may follow a factor without a *."""
        if self.next.kind == "sign":
            return self.next.says in ("(", "√") or (self.next.says == "|" and not self.bars)
        return self.next.kind in ("name", "fraction")

    def raised(self, base: Node, start: int) -> Node:
        """Read raised digits after a base: they are one number."""
        while self.next.kind == "raised":
            base = self.make("^", (base, self.exponent()), start)
        return base

    def exponent(self) -> Node:
        token = self.next
        self.at += 1
        number = literal(token.says.lstrip("+-"))
        if not token.says.startswith("-"):
            return number
        return combine("neg", (number,), token.says)

    def atom(self) -> Node:
        token = self.next
        self.at += 1
        match token.kind, token.says:
            case "number", _:
                return literal(self.decimal(token))
            case "fraction", _:
                above, below = token.says.split("/")
                return combine("/", (literal(above), literal(below)), token.says)
            case "name", _:
                return self.named(token)
            case "sign", "√":
                return self.root(token)
            case "sign", "(":
                return self.within(")", "which closes a bracket", bars=0)
            case "sign", "|":
                node = self.within("|", "which closes |…|", bars=self.bars + 1)
                return self.make("abs", (node,), token.start)
        self.at -= 1
        raise self.wrong("a number, a name or a bracket")

    def within(self, closing: str, why: str, bars: int) -> Node:
        """Read what stands in brackets, or between bars, up to the closing one."""
        before = self.bars, self.listing
        self.bars, self.listing = bars, False
        node = self.sum()
        self.expect(closing, why)
        self.bars, self.listing = before
        return node

    def decimal(self, token: Token) -> str:
        """Return a number as typed, with a point for a decimal comma."""
        comma, digits = self.next, self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        joined = comma.says == "," and comma.start == token.end and digits.start == comma.end
        whole = digits.kind == "number" and "." not in digits.says
        if self.listing or not joined or not whole or not token.says.isdigit():
            return token.says
        if len(digits.says) == 3 and token.says != "0":
            raise self.wrong(
                f"a decimal point, as in {token.says}.{digits.says}, or no comma, as in "
                f"{token.says}{digits.says},"
            )
        self.at += 2
        return f"{token.says}.{digits.says}"

    def root(self, token: Token) -> Node:
        bare = self.next.says != "("
        node = self.atom()
        if bare and (self.next.says == "^" or self.next.kind == "raised"):
            raise self.wrong("brackets that tell what is under the root, as in √(x^2) or (√x)^2,")
        if bare and self.next.kind == "name" and self.next.start == self.tokens[self.at - 1].end:
            raise self.wrong("brackets that tell what is under the root, as in √(2x) or (√2)x,")
        return self.make("sqrt", (node,), token.start)

    def named(self, token: Token) -> Node:
        word = token.says if token.says in FUNCTIONS else token.says.lower()
        if word in VARIABLES or word in CONSTANTS:
            return name(word)
        if set(word) <= set(VARIABLES):  # xy
            node = name(word[0])
            for letter in word[1:]:
                node = self.make("*", (node, name(letter)), token.start)
            return node
        op = FUNCTIONS.get(word) or ALIASES.get(word)
        if op is None:
            raise self.unknown(token)
        return self.called(op, word, token)

    def called(self, op: str, word: str, token: Token) -> Node:
        """Read what follows the name of a function: sin(x), sin²(x), sin x."""
        power = None
        if self.next.kind == "raised" or (self.next.says == "^" and op not in TWO_ARGUMENTS):
            self.take("^")
            if self.next.kind not in ("raised", "number") or self.next.says.startswith("-"):
                instead = f"the power after the brackets, as in 1/{word}(x) or {word}(x)^2,"
                raise self.wrong(instead)
            power = self.exponent()
        if self.next.kind == "name" and power is None and self.is_bare_argument():
            self.at += 1
            arg = self.named(self.tokens[self.at - 1])
            return self.make(op, (arg,), token.start)
        self.expect("(", f"as in {word}({'x, y' if op in TWO_ARGUMENTS else 'x'})")
        node = self.arguments(op, word, token)
        return node if power is None else self.make("^", (node, power), token.start)

    def is_bare_argument(self) -> bool:
        """Tell whether the next name is all that a function is of: sin x + 1, but not sin x y."""
        after = self.tokens[self.at + 1]
        ends = after.kind == "end" or after.says in ("+", "-", ")") or after.says in FUNCTIONS
        return self.next.says.lower() in (*VARIABLES, *CONSTANTS) and ends

    def arguments(self, op: str, word: str, token: Token) -> Node:
        """Read the operands of a function up to the closing bracket."""
        before = self.bars, self.listing
        self.bars, self.listing = 0, op in TWO_ARGUMENTS
        node = self.sum()
        if op in TWO_ARGUMENTS:
            self.expect(",", f"as {word} is of two")
            node = self.make(op, (node, self.sum()), token.start)
            while op != "^" and self.take(","):  # max(x, y, 0)
                node = self.make(op, (node, self.sum()), token.start)
        self.expect(")", f"which closes {word}(")
        self.bars, self.listing = before
        return node if op in TWO_ARGUMENTS else self.make(op, (node,), token.start)

    def unknown(self, token: Token) -> ValueError:
        return ValueError(
            f"formula must be made of the variables {' and '.join(VARIABLES)}, the constants "
            f"{' and '.join(CONSTANTS)} and the functions {', '.join(sorted(FUNCTIONS))}; "
            f"{shortened(token.says)} at character {token.start + 1} is none of them"
            f"{_advice(token.says)}"
        )


def _advice(word: str) -> str:
    """Return what to type instead of a word that is no name."""
    known = (*FUNCTIONS, *CONSTANTS, *VARIABLES)
    if word in ("log10", "log2"):
        return f": write log(x)/log({word[3:]})"
    if word[0] in VARIABLES and word[1:].strip("_").isdigit():
        return f": {INDEX}, x^2 for a square"
    for head in sorted(known, key=len, reverse=True):
        rest = word.lower().removeprefix(head)
        if rest != word.lower() and rest in known:
            return f": write {head}({rest})" if head in FUNCTIONS else f": write {head}*{rest}"
    return ""
