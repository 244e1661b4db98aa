"""The ends of all curves of what has many, found at once."""

import numpy as np
from manim import VMobject
from numpy.typing import NDArray


def anchors(mobject: VMobject) -> NDArray[np.float64]:
    """Return where the curves of a mobject and of all its parts begin and end, (n, 3).

    Manim puts them into a list, point by point, whenever it is asked where something stands. For
    maps and texts that takes a twentieth of the time in which a scene is played.
    """
    curves = [part.points for part in mobject.get_family()]
    return np.concatenate(
        [*(points[::4] for points in curves), *(points[3::4] for points in curves)]
    )
