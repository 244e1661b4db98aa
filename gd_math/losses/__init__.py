"""The losses of the clips. Each is three sibling functions and the record that binds them."""

from gd_math.losses.teaching import HILLS, PARABOLA, RAVINE, THREE_VALLEYS

__all__ = ["HILLS", "PARABOLA", "RAVINE", "THREE_VALLEYS"]
