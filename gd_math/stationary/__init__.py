"""Stationary points of a loss: where they are, and of what kind."""

from gd_math.stationary.points import StationaryPoint, stationary_points

__all__ = ["StationaryPoint", "stationary_points"]
