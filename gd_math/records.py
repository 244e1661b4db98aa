"""How records of many arrays are written: on one short line."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

LONGEST = 96  # characters of a line
FEW = 3  # entries of an array that are written out


def one_line(record: Any) -> str:
    """Return `record`, a dataclass or a named tuple, on one line of at most 96 characters.

    A class says ``__repr__ = one_line``. Of arrays it has the shapes, or what is in them if that is
    little; functions, and what is empty, are left out; an ellipsis stands for what finds no room.

    >>> from gd_math import datasets
    >>> datasets.line_data(seed=1)
    Dataset('line', x (100,), y (100,), noise=0.5, formula='2 x + 1', axes=('x', 'y'))
    """
    line, rest = f"{type(record).__name__}(", ""
    for part in _parts(record):
        longer = f"{line}{'' if line.endswith('(') else ', '}{part}"
        if len(longer) <= LONGEST - len(", …)"):
            line = longer
        else:
            rest = ", …"
    return f"{line}{rest})"


def _parts(record: Any) -> Iterator[str]:
    for name in getattr(record, "_fields", None) or [field.name for field in fields(record)]:
        value = getattr(record, name)
        if isinstance(value, np.ndarray) and (value.ndim != 1 or value.size > FEW):
            yield f"{name} {value.shape}"
        elif isinstance(value, np.ndarray):
            yield f"{name}=[{', '.join(f'{entry:g}' for entry in value)}]"
        elif isinstance(value, float):
            yield f"{name}={value:g}"
        elif not callable(value) and value is not None and value != "":
            yield repr(value) if name == "name" else f"{name}={value!r}"
