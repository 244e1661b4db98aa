"""Inputs of unequal size and the valley that they make of the loss, rescaled together."""
