"""The losses of the clips: records, and functions that make a record."""

from gd_math.losses.landforms import MONKEY_SADDLE, PLATEAU_AND_CLIFF, TWO_WELLS
from gd_math.losses.quadratic_forms import BOOTH, SADDLE, quadratic
from gd_math.losses.separable import RASTRIGIN, STYBLINSKI_TANG, rastrigin, styblinski_tang
from gd_math.losses.teaching import HILLS, PARABOLA, RAVINE, THREE_VALLEYS
from gd_math.losses.valleys import BEALE, HIMMELBLAU, ROSENBROCK, SIX_HUMP_CAMEL

__all__ = [
    "BEALE",
    "BOOTH",
    "HILLS",
    "HIMMELBLAU",
    "MONKEY_SADDLE",
    "PARABOLA",
    "PLATEAU_AND_CLIFF",
    "RASTRIGIN",
    "RAVINE",
    "ROSENBROCK",
    "SADDLE",
    "SIX_HUMP_CAMEL",
    "STYBLINSKI_TANG",
    "THREE_VALLEYS",
    "TWO_WELLS",
    "quadratic",
    "rastrigin",
    "styblinski_tang",
]
