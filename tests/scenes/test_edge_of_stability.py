"""The figures that the clip shows, with the knobs as they are."""

from dataclasses import replace

import numpy as np
import pytest

from gd_math import descend, gradient_descent, network
from scenes import edge_of_stability as scene
from scenes.kit.edge.edge_training import EVERY, EdgeTraining

RATE = scene.LEARNING_RATE
_DATA = network.chebyshev(scene.DEGREE, hidden=scene.HIDDEN)
EXAMPLE = replace(_DATA, start=network.he(_DATA.network, scene.SEED))
FIRST, SECOND, LAST = np.cumsum(scene.STEPS)


@pytest.fixture(scope="module")
def training() -> EdgeTraining:
    return EdgeTraining(EXAMPLE, (RATE, RATE / 2, RATE), scene.STEPS)


def share(training: EdgeTraining, first: float, last: float, limit: float) -> np.ndarray:
    """Return λmax as a share of a limit, at the rows from one step to another."""
    inside = (training.rows >= first) & (training.rows <= last)
    return training.sharpness[inside] / limit


@pytest.mark.parametrize(("rate", "steps"), [(RATE, 2000), (RATE / 2, 4000)])
def test_with_either_rate_the_sharpness_meets_its_limit_and_stays(rate: float, steps: int) -> None:
    path = descend(EXAMPLE.loss, gradient_descent(rate), EXAMPLE.start, steps)
    sharpness = EXAMPLE.network.sharpness(path.x[::11], EXAMPLE.inputs, EXAMPLE.targets)
    ratio = sharpness * rate / 2
    assert ratio[0] < 0.9
    assert ratio.max() > 1
    assert np.abs(ratio[len(ratio) // 2 :] - 1).max() < 0.15
    assert path.loss[-1] < 0.02 * path.loss[0]


def test_the_sharpness_is_the_largest_eigenvalue_of_the_hessian(training: EdgeTraining) -> None:
    for row in np.searchsorted(training.rows, [0, training.jump[0], FIRST, LAST]):
        hessian = EXAMPLE.loss.hessian(training.trajectory.x[training.rows[row]])
        assert training.sharpness[row] == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-5)
    assert np.diff(training.rows).max() <= EVERY


def test_it_climbs_by_itself_past_the_limit(training: EdgeTraining) -> None:
    limit = 2 / RATE
    begin = training.jump[0]
    assert training.limits[0] == limit == 20
    assert training.sharpness[0] < 0.9 * limit
    assert training.sharpness[training.rows == begin] > 1.3 * limit
    settled = training.sharpness[(training.rows > begin / 10) & (training.rows <= begin)]
    assert (np.diff(settled) > -0.01 * limit).all()


def test_past_the_limit_hops_land_higher_until_the_ground_is_flatter(
    training: EdgeTraining,
) -> None:
    first, last = training.jump
    losses = training.trajectory.loss[first : last + 1]
    peak = int(losses.argmax())
    assert peak > 4
    assert losses[peak] > 5 * losses[0]
    assert (np.diff(losses[1 : peak + 1]) > 0).all()
    assert losses[-1] < losses[peak] / 5  # and has come down again
    landed = (training.trajectory.x[first : first + peak + 1] - training.trajectory.x[first]) @ (
        training.sharpest(first)
    )
    assert (np.sign(landed[2:]) == -np.sign(landed[1:-1])).all()  # from wall to wall
    over = share(training, first, first + 2, 20)
    assert (over > 1.3).all()
    assert share(training, last, last, 20) < 0.8


def test_then_it_hovers_while_the_loss_falls_in_ripples(training: EdgeTraining) -> None:
    ratio = share(training, 0.75 * FIRST, FIRST, 20)
    assert ratio.mean() == pytest.approx(1, abs=0.05)
    assert np.abs(ratio - 1).max() < 0.2
    losses = training.trajectory.loss
    after = losses[training.jump[1] : FIRST + 1]
    tops = np.flatnonzero((after[1:-1] > after[:-2]) & (after[1:-1] > after[2:])) + 1
    ripples = [top for top in tops if after[top] > 1.3 * after[max(top - 25, 0)]]
    assert len(ripples) > 4
    assert losses[FIRST] < 0.5 * losses[training.jump[0]]


def test_with_half_the_rate_it_climbs_to_twice_the_limit_and_hovers(
    training: EdgeTraining,
) -> None:
    assert training.limits[1] == 2 * training.limits[0]
    assert training.sharpness[training.rows == FIRST] < 0.6 * training.limits[1]
    assert training.ratios(1).max() > 1
    assert np.abs(share(training, (FIRST + SECOND) / 2 + 300, SECOND, 40) - 1).max() < 0.15
    assert training.trajectory.loss[SECOND] < 0.2 * training.trajectory.loss[FIRST]


def test_back_at_the_old_rate_it_is_thrown_onto_flatter_ground(training: EdgeTraining) -> None:
    losses = training.trajectory.loss
    assert training.sharpness[training.rows == SECOND] > 1.9 * training.limits[2]
    assert losses[SECOND : SECOND + scene.SLOW].max() > 100 * losses[SECOND]
    assert (share(training, SECOND + scene.SLOW, SECOND + scene.SLOW + 50, 20) < 0.95).all()
    ends = share(training, LAST - 100, LAST, 20)
    assert np.abs(ends - 1).max() < 0.05
    assert losses[-1] < losses[SECOND]
