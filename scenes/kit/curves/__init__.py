"""Curves of one variable, the walkers on them, and their basins on the axis."""
