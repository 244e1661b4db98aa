"""How fast gd_math is, against the times that it must keep on one core.

    .venv/bin/python -m pytest tests/benchmarks/bench_gd_math.py

Not part of `make test`, which does not look into files of this name. Processor time counts, the
best of some rounds, so that what else the machine is doing matters little.
"""

import subprocess
import sys
import time

import numpy as np
import pytest

from gd_math import (
    adam,
    basins_of_attraction,
    descend,
    gradient_descent,
    grid,
    losses,
    minimum_reached,
    momentum,
    random_starts,
)
from gd_math.descent.loop import iterates

pytestmark = pytest.mark.benchmark(timer=time.process_time)


def test_a_thousand_starts_a_thousand_steps_of_adam(benchmark):
    starts = random_starts(losses.ROSENBROCK, 1000, seed=0)
    trajectory = benchmark.pedantic(
        lambda: descend(losses.ROSENBROCK, adam(0.01), starts, 1000), rounds=3
    )
    assert trajectory.x.shape == (1001, 1000, 2)
    assert (trajectory.loss[-1] < trajectory.loss[0]).mean() > 0.99
    assert benchmark.stats.stats.min < 0.5


def test_basins_of_a_map(benchmark):
    starts = grid(*losses.HIMMELBLAU.domain, (400, 400))
    optimizer = gradient_descent(0.01)
    ends = benchmark.pedantic(
        lambda: basins_of_attraction(losses.HIMMELBLAU, optimizer, starts, 500), rounds=3
    )
    assert ends.shape == (400, 400)
    assert set(np.unique(ends)) >= {0, 1, 2, 3}
    assert benchmark.stats.stats.min < 3
    # The same as all starts together, step by step, to the end: here for every tenth row of them.
    for position in iterates(losses.HIMMELBLAU, optimizer, starts[::10], 500):
        last = position
    np.testing.assert_array_equal(ends[::10], minimum_reached(losses.HIMMELBLAU, last.x))


@pytest.mark.parametrize("optimizer", [momentum(0.003), adam(0.05)], ids=["momentum", "adam"])
def test_basins_of_optimizers_that_hardly_settle(benchmark, optimizer):
    starts = grid(*losses.HIMMELBLAU.domain, (400, 400))
    ends = benchmark.pedantic(
        lambda: basins_of_attraction(losses.HIMMELBLAU, optimizer, starts, 500), rounds=1
    )
    assert (ends >= 0).mean() > 0.9


def test_import(tmp_path):
    code = "import time; t = time.process_time(); import gd_math; print(time.process_time() - t)"
    # With the compiled modules that Python keeps by default, in a place of their own.
    command = [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", code]
    runs = [subprocess.run(command, capture_output=True, check=True, env={}) for _ in range(6)]
    assert min(float(run.stdout) for run in runs) < 0.25
