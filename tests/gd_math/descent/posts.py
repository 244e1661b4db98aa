"""A loss whose stochastic descent can be worked out by hand."""

import numpy as np

from gd_math import EmpiricalLoss, Minimum


def posts(n, seed=0):
    """Make the loss that is the mean of |x − cᵢ|²/2 over n posts cᵢ in the plane."""
    centers = np.random.default_rng(seed).normal(size=(n, 2))
    middle = centers.mean(axis=0)

    def batch_value(x, batch):
        return ((x[..., np.newaxis, :] - centers[batch]) ** 2).sum(axis=-1).mean(axis=-1) / 2

    def batch_gradient(x, batch):
        return x - centers[batch].mean(axis=-2)

    def value(x):
        return batch_value(x, np.arange(n))

    return EmpiricalLoss(
        name="posts",
        value=value,
        gradient=lambda x: x - middle,
        hessian=lambda x: np.broadcast_to(np.eye(2), (*x.shape, 2)),
        domain=([-3.0, -3.0], [3.0, 3.0]),
        minima=(Minimum(middle, float(value(middle)), is_global=True),),
        formula="f",
        samples=n,
        batch_value=batch_value,
        batch_gradient=batch_gradient,
    ), centers


LOSS, CENTERS = posts(12)
