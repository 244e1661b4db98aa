"""What stands where while a network is trained at the edge of stability."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import DOWN, LEFT, UP, VGroup

from gd_math import network
from scenes.kit.edge.edge_plots import EdgePlots
from scenes.kit.edge.edge_training import EdgeTraining
from scenes.kit.edge.sharp_slice import SharpSlice
from scenes.kit.network.learnt_function import LearntFunction
from scenes.kit.theme import TEXT_SIZE, theme
from scenes.kit.words.live_numbers import named
from scenes.kit.words.text import Number, formula

PANEL = (-5.6, -1.9), 3.8, 3.5  # corner, width and height of what stands on the left
READINGS = np.array([-6.35, 3.4, 0.0])
ASIDE = np.array([-3.8, 0.2, 0.0])  # of questions


class EdgeStage:
    """A network that learns a Chebyshev polynomial of a `degree`, each of `rates` for some `steps`.

    On the right are the `plots` of its sharpness and loss; on the left is the `fit`, what it has
    learnt, or the `slice` through its loss; above that are its rate and sharpness of now.
    """

    def __init__(
        self,
        degree: int,
        hidden: Sequence[int],
        seed: int,
        rates: Sequence[float],
        steps: Sequence[int],
    ) -> None:
        example = network.chebyshev(degree, hidden=tuple(hidden))
        example = replace(example, start=network.he(example.network, seed))
        self.training = EdgeTraining(example, rates, steps)
        self.plots = EdgePlots(self.training)
        self.fit = LearntFunction(
            example.network,
            self.training,
            example.inputs,
            example.targets,
            *PANEL,
            ("$x$", "$f(x)$"),
        )
        self.slice = SharpSlice(self.training, *PANEL)
        self.aside = ASIDE

    def readings(self) -> VGroup:
        """Return α and λmax of now, live."""
        training, limit = self.training, self.plots.limit
        alpha, sharpness = formula("alpha =", TEXT_SIZE, theme.walker), formula("lambda_max =")
        digits = len(str(int(training.sharpness.max())))
        form: dict[str, Any] = {"size": TEXT_SIZE, "flush": True, "signed": False}
        places = training.decimals
        rate = Number(lambda: 2 / float(limit.get_value()), places, 1, color=theme.walker, **form)
        bend = Number(lambda: training.sharpness_now, 1, digits, **form)
        rows = VGroup(named(alpha, rate), named(sharpness, bend))
        return rows.arrange(DOWN, buff=0.22, aligned_edge=LEFT).move_to(READINGS, UP + LEFT)
