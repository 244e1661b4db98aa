"""What the Makefile calls: from a scene file to a video with everything that belongs to it.

In a notebook, ``from studio import clip; clip("learning_rates")`` shows a clip, and
``%load_ext studio`` gives Manim's own ``%%manim`` the look of the project.
"""

import importlib
from typing import Any


def __getattr__(name: str) -> Any:
    """Return what notebooks use, loaded when it is asked for."""
    if name in {"clip", "load_ipython_extension"}:
        return getattr(importlib.import_module("studio.outputs.notebook"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
