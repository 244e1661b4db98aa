"""Slices of the loss of a network: planes through its weights, and the ground over them."""
