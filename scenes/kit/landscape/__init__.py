"""The 3-D view: a loss as a landscape in mist, with balls, trails and arrows on it."""

from scenes.kit.landscape.landscape import Landscape
from scenes.kit.landscape.marks import Arrow, Ball, Cut, Mark, Ring, Slope, Trail
from scenes.kit.landscape.pin import Pin
from scenes.kit.landscape.place import Place

__all__ = [
    "Arrow",
    "Ball",
    "Cut",
    "Landscape",
    "Mark",
    "Pin",
    "Place",
    "Ring",
    "Slope",
    "Trail",
]
