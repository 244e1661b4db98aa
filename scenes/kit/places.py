"""Named places of the frame: ``valley.move_to(LEFT_HALF)``, ``header.move_to(TOP_LEFT, LEFT)``.

The frame is 14.2 units wide and 8 high, with (0, 0) in the middle. The places keep clear of what
belongs beside the things that stand there, such as the heading above a map, and of the lowest
15 % of the frame, where players lay captions.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray


def _place(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x, y, 0.0])


LEFT_HALF: Final = _place(-3.3, 0.1)  # a map, below its heading
RIGHT_HALF: Final = _place(3.3, 0.4)  # words
UPPER_HALF: Final = _place(0, 1.9)  # a row of maps
LOWER_HALF: Final = _place(0, -1.4)  # words below them
FULL: Final = _place(0.15, 0.1)  # a map with a scale on its left, below its heading
TOP_LEFT: Final = _place(-6.35, 3.2)  # where a heading begins
TOP_RIGHT: Final = _place(6.35, 3.2)  # where one ends
BOTTOM_LEFT: Final = _place(-6.35, -2.2)  # corners above the captions
BOTTOM_RIGHT: Final = _place(6.35, -2.2)
TOP: Final = _place(0, 3.2)  # a question
RULER: Final = _place(-0.35, -1.95)  # a ruler below a map, above the captions
