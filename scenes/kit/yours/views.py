"""Which view suits a formula: a curve, or a block of ground and its map."""

from scenes.kit.yours.curve_view import CurveView
from scenes.kit.yours.descents import Descents
from scenes.kit.yours.map_view import MapView


def view_of(descents: Descents) -> CurveView | MapView:
    """Return the view of a loss of one variable or of two."""
    return CurveView(descents) if descents.loss.dimension == 1 else MapView(descents)
