"""The 3-D view: a loss as a landscape in mist, with balls, trails and arrows on it."""

from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Arrow, Ball, Mark, Place, Ring, Slope, Trail, vanish

__all__ = ["Arrow", "Ball", "Landscape", "Mark", "Place", "Ring", "Slope", "Trail", "vanish"]
