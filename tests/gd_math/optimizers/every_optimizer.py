"""Every optimizer, made from a learning rate, and the names under which its memory is drawn."""

from gd_math import (
    adagrad,
    adam,
    adamw,
    clip_by_norm,
    clip_by_value,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
    weight_decay,
)

# Those whose steps grow with the slope, and those whose steps do not.
SLOPED = {
    "gradient descent": gradient_descent,
    "momentum": momentum,
    "nesterov": nesterov,
    "clipped momentum": lambda rate: clip_by_norm(momentum(rate), 1.0),
}
NORMALIZED = {
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "clipped adam": lambda rate: clip_by_value(adam(rate), 1.0),
}
# Those for which the origin is a place of its own.
DECAYING = {
    "adamw": adamw,
    "decaying nesterov": lambda rate: weight_decay(nesterov(rate), 0.1),
    "clipped decaying adam": lambda rate: clip_by_norm(weight_decay(adam(rate), 0.1), 1.0),
}
MAKERS = SLOPED | NORMALIZED | DECAYING

STATES = {
    "gradient descent": set(),
    "momentum": {"velocity"},
    "nesterov": {"velocity"},
    "clipped momentum": {"velocity"},
    "adagrad": {"squares"},
    "rmsprop": {"squares"},
    "adam": {"first_moment", "second_moment"},
    "clipped adam": {"first_moment", "second_moment"},
    "adamw": {"first_moment", "second_moment"},
    "decaying nesterov": {"velocity"},
    "clipped decaying adam": {"first_moment", "second_moment"},
}
