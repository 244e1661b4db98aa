"""Signs that word processors and web pages put in place of those that Python reads."""

import re

_SAME = {
    **dict.fromkeys("‐‑‒–—−﹣", "-"),
    # Spaces that do not break, thin ones, wide ones, and those that cannot be seen at all.
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000\u2028\u2029\u0085", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
    **{chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)},  # of the full width
}
_CLOSING = {
    **dict.fromkeys("“”„‟«»＂", '“”„‟«»＂"'),
    **dict.fromkeys("‘’‚‛‹›＇", "‘’‚‛‹›＇'"),
}
_COMMA = re.compile(r"(?<![\d.])(\d+),(\d+)(?![\d.])")


def plain(text: str) -> str:
    """Return `text` with the signs that Python reads; what stands in quotes stays as it is.

    >>> plain("START=(−0.5, 0.3) LOSS=“x² − y”")
    'START=(-0.5, 0.3) LOSS="x² − y"'
    """
    result, position = [], 0
    while position < len(text):
        sign = text[position]
        position += 1
        if sign in _CLOSING or sign in "\"'":
            end = _end(text, position, _CLOSING.get(sign, sign))
            inner = text[position:end]
            if sign in _CLOSING:
                sign = '"'
                inner = re.sub(r'(?<!\\)"', r"\"", inner)
            result += [sign, inner, sign if end < len(text) else ""]
            position = end + 1
        else:
            result.append(_SAME.get(sign, sign))
    return "".join(result)


def _end(text: str, position: int, closing: str) -> int:
    """Return where the quotes end that are open at `position`."""
    while position < len(text) and text[position] not in closing:
        position += 2 if text[position] == "\\" else 1
    return min(position, len(text))


def is_ambiguous(numbers: str) -> bool:
    """Say whether some commas of these numbers may stand for decimal points.

    >>> is_ambiguous("(0,5, 0,3)"), is_ambiguous("((0,5), (0,3))"), is_ambiguous("(0.5,0.3, 2)")
    (True, False, False)
    """
    groups = re.findall(r"[^()\[\]]+", numbers)
    return any(_COMMA.search(group) and re.search(r"\d,\s", group) for group in groups)


def advice(value: str) -> str:
    """Return what to type instead of `value`, which is not the literal that is wanted; or nothing.

    >>> advice("1/4"), advice("0,5"), advice("50%")
    (' Type 0.25.', ' Numbers have a decimal point: type 0.5.', ' Type 0.5.')
    """
    value = value.strip()
    if found := re.fullmatch(r"(-?\d{1,9})/(\d{1,9})", value):
        number, divisor = map(int, found.groups())
        return f" Type {number / divisor:.6g}." if divisor else ""
    if found := re.fullmatch(r"(-?\d{1,9}(?:\.\d{1,9})?) ?%", value):
        return f" Type {float(found[1]) / 100:.6g}."
    if re.search(r"[⁰¹²³⁴-⁹]|[·×]\s*10|10\s*(?:\^|\*\*)", value):
        return " Powers of ten are typed as in 5e-5."
    pointed = _COMMA.sub(r"\1.\2", value)
    if pointed != value:
        pointed = pointed.replace(";", ",")
        return f" Numbers have a decimal point: type {pointed}."
    return ""
