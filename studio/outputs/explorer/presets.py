"""Ways in which descent fails, each with a sentence and the address that shows it."""

from typing import NamedTuple
from urllib.parse import quote

from gd_math import losses

# Where the page begins: with the walk of the clip `misty_hill`.
FIRST = {"loss": "hills", "start": (1.33, 1.19), "rate": 0.7, "steps": 14}

# The curve of `vanishing_and_exploding`, made a landscape by a valley across.
PLATEAU_AND_CLIFF = f"{losses.PLATEAU_AND_CLIFF.formula} + y^2/2"


class Preset(NamedTuple):
    """A view of the page: what it is called, what is to be seen there, what its address says."""

    name: str
    sentence: str
    address: str


def _typed(formula: str, window: str) -> str:
    return f"formula={quote(formula, safe='^+/()*,')}&window={window}"


_PLATEAU_AND_CLIFF = _typed(PLATEAU_AND_CLIFF, "-4,-3,2.25,3")

PRESETS = (
    Preset(
        "Crawl",
        "α is far below the limit: after sixty steps more than half of the way along the valley "
        "is still to go.",
        "loss=ravine&start=2,2.5&walk=gradient_descent,0.01&steps=60",
    ),
    Preset(
        "Zigzag",
        "α is just below the limit: every step jumps across the valley to its other side.",
        "loss=ravine&start=2,2.5&walk=gradient_descent,0.38&steps=60",
    ),
    Preset(
        "Diverge",
        "α is above the limit of 0.4: every step ends farther out than it began.",
        "loss=ravine&start=2,2.5&walk=gradient_descent,0.42&steps=60",
    ),
    Preset(
        "Local trap",
        "Gradient descent stays in the first well that it meets; momentum rolls through it into "
        "the deeper one.",
        "loss=two_wells&start=1.8,0.8&walk=gradient_descent,0.05&walk=momentum,0.05,0.8&steps=60",
    ),
    Preset(
        "Plateau",
        "Hardly any slope, so hardly any step: gradient descent gets stuck far from the valley. "
        "Adam, whose steps do not shrink with the slope, gets there.",
        f"{_PLATEAU_AND_CLIFF}&start=-3,2&walk=gradient_descent,0.1&walk=adam,0.1&steps=120",
    ),
    Preset(
        "Cliff",
        "The cliff is steep, so the step is long: the first one throws the walker over the valley "
        "and far out onto the plateau.",
        f"{_PLATEAU_AND_CLIFF}&start=2.1,1.5&walk=gradient_descent,0.3&steps=60",
    ),
    Preset(
        "Saddle",
        "The slope fades at the pass, which looks like an end; only after a long rest does the "
        "walker slide off sideways.",
        "loss=saddle&start=-1.8,0.001&walk=gradient_descent,0.1&steps=40",
    ),
)
