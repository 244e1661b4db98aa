"""Named places of the frame: ``valley.move_to(LEFT_HALF)``, ``header.move_to(TOP_LEFT, LEFT)``.

The frame is 14.2 units wide and 8 high, with (0, 0) in the middle. The places keep clear of what
belongs beside the things that stand there, such as the heading above a map.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray


def _place(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x, y, 0.0])


LEFT_HALF: Final = _place(-3.18, -0.45)  # a map, below its heading
RIGHT_HALF: Final = _place(3.5, 0.7)  # words
UPPER_HALF: Final = _place(0.4, 1.9)  # a row of maps
LOWER_HALF: Final = _place(0.4, -2.1)  # words below them
FULL: Final = _place(0.3, -0.3)  # a map with a scale on its left, below its heading
TOP_LEFT: Final = _place(-6.3, 3.2)  # where a heading begins
TOP_RIGHT: Final = _place(6.3, 3.2)  # where one ends
