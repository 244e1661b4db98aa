"""Descent: the loop, its trajectory and outcome, many starts, and stochastic gradients."""
