"""Results that would not fit into memory are refused before they are computed."""

import numpy as np
import pytest

from gd_math import adam, descend, gradient_descent, grid, noisy_descent, random_starts
from gd_math.losses import RAVINE


def test_a_walk_that_would_not_fit_says_what_it_takes_and_how_to_keep_less():
    start = np.zeros((10**5, 2))
    with pytest.raises(ValueError, match="80 GB of memory") as caught:
        descend(RAVINE, gradient_descent(0.1), start, 10**4)
    k = int(str(caught.value).partition("keep_every=")[2].split()[0])
    rows = 10**4 // k + 2
    assert rows * start.size * 5 * 8 <= 4e9


@pytest.mark.parametrize(
    "call",
    [
        lambda: descend(RAVINE, adam(0.1), [1, 2], 10**30),
        lambda: noisy_descent(RAVINE, adam(0.1), [1, 2], 10**12, 0.1, 0),
        lambda: random_starts(RAVINE, 10**12, 0),
        lambda: grid([0, 0], [1, 1], (10**6, 10**6)),
    ],
)
def test_what_would_not_fit_is_refused_before_it_is_begun(call):
    with pytest.raises(ValueError, match=r"would take .* GB of memory, at most 4 GB"):
        call()


@pytest.mark.parametrize("k", [1, 2, 7, 10, 1000])
def test_every_kth_row_and_the_last_are_those_of_the_whole_walk(k):
    walk = descend(RAVINE, adam(0.1), [[1, 2], [2, 1]], 103)
    thin = descend(RAVINE, adam(0.1), [[1, 2], [2, 1]], 103, keep_every=k)
    rows = [i for i in range(104) if i % k == 0 or i == 103]
    np.testing.assert_array_equal(thin.x, walk.x[rows])
    np.testing.assert_array_equal(thin.loss, walk.loss[rows])
    for name, state in walk.state.items():
        np.testing.assert_array_equal(thin.state[name], state[rows])


def test_unsuitable_thinning():
    with pytest.raises(ValueError, match="keep_every must be a whole number of at least 1"):
        descend(RAVINE, adam(0.1), [1, 2], 10, keep_every=0)
