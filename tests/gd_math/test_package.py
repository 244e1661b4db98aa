import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import gd_math

MODULES = [
    "gd_math",
    *(module.name for module in pkgutil.walk_packages(gd_math.__path__, "gd_math.")),
]


def test_it_needs_nothing_above_it():
    code = (
        f"import sys, importlib\nfor name in {MODULES!r}: importlib.import_module(name)\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "gd_math" in loaded
    assert not loaded & {"manim", "scenes", "studio", "sympy", "moderngl"}


def test_importing_it_loads_what_it_needs_every_time_and_no_more():
    code = "import sys, gd_math; print(*{name.split('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(result.stdout.split()) & {"sympy", "mpmath", "scipy", "manim", "PIL"}


def test_every_public_name_exists_and_says_what_it_is():
    assert len(gd_math.__all__) == len(set(gd_math.__all__))
    for name in gd_math.__all__:
        assert getattr(gd_math, name).__doc__


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
