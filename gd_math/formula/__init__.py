"""Losses from formulas as a lecturer types them."""

from gd_math.formula.build import from_formula

__all__ = ["from_formula"]
