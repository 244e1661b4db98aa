"""Hops across the valley: a walk on a parabola, rows of hops, the first step, their factors."""
