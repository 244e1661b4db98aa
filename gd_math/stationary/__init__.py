"""Stationary points of a loss: where they are, and of what kind."""
