"""What the process from which renders are forked imports: libraries only."""

import atexit
import importlib
import os
from contextlib import suppress

for name in ("manim", "scipy.optimize", "typst", "av", "moderngl", "PIL.Image", "contourpy"):
    with suppress(Exception):  # a render that needs it explains what is wrong with it
        importlib.import_module(name)
atexit.register(os._exit, 0)  # to take Manim's modules apart would take its time
