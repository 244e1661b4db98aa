"""What is taken for numbers, and what is not: the same for every array and every size."""

import datetime
import decimal
import fractions

import numpy as np
import pytest

from gd_math import adam, basin, descend, gradient_descent, grid, noisy_descent, random_starts
from gd_math.losses import RAVINE

NO_NUMBERS = {
    "too large": ([10**400, 2], "numbers below 1.8e308"),
    "too large objects": (np.array([10**400, 2], dtype=object), "numbers below 1.8e308"),
    "complex": ([1j, 2], "complex numbers"),
    "complex without imaginary part": ([1 + 0j, 2], "complex numbers"),
    "complex array": (np.array([1 + 2j, 3]), "complex numbers"),
    "masked": (np.ma.array([1.0, 2.0], mask=[0, 1]), "masked entries"),
    "masked entry": ([np.ma.masked, 2], "masked entries"),
    "texts": (["1", "2"], "texts"),
    "a text": ("12", "texts"),
    "bytes": (b"12", "texts"),
    "number and text": ([1, "2"], "texts"),
    "truth values": ([True, False], "truth values"),
    "dates": (np.array(["2020-01-01", "2020-01-02"], dtype="M8[D]"), "dates"),
    "a date": ([datetime.date(2020, 1, 1), 2], "datetime.date"),
    "spans of time": (np.zeros(2, dtype="m8[s]"), "spans of time"),
    "none": ([None, 1], "no number"),
    "ragged": ([[1, 2], [3]], "array of real numbers"),
    "dictionary": ({1: 2}, "array of real numbers"),
    "long text": ("x" * 100_000, "texts"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", NO_NUMBERS)
@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("start", lambda value: descend(RAVINE, gradient_descent(0.1), value, 1)),
        ("x of ravine", RAVINE.value),
        ("points", lambda value: basin(RAVINE, value)),
        ("lower", lambda value: grid(value, [1, 1], (2, 2))),
    ],
)
def test_an_array_that_is_of_no_real_numbers_is_refused_by_name(kind, argument, call):
    value, message = NO_NUMBERS[kind]
    with pytest.raises(ValueError, match=f"^{argument} must be .*{message}") as caught:
        call(value)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        [decimal.Decimal("1.5"), fractions.Fraction(1, 2)],
        np.ma.array([1.5, 0.5], mask=False),
        np.array([1.5, 0.5], dtype=np.float16),
        (1.5, np.float32(0.5)),
    ],
)
def test_whatever_is_real_numbers_is_taken(value):
    assert RAVINE.value(value) == RAVINE.value([1.5, 0.5])


@pytest.mark.parametrize(
    "value",
    [10**400, 1j, "0.1", True, np.array([0.1]), np.datetime64("2020-01-01"), None, np.ma.masked],
)
def test_a_number_that_is_none_is_refused_by_name(value):
    with pytest.raises(ValueError, match=r"^learning_rate must be a number, got ") as caught:
        gradient_descent(value)
    assert len(str(caught.value)) < 150


class TestMemory:
    def test_a_walk_that_would_not_fit_says_what_it_takes_and_how_to_keep_less(self):
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
    def test_what_would_not_fit_is_refused_before_it_is_begun(self, call):
        with pytest.raises(ValueError, match=r"would take .* GB of memory, at most 4 GB"):
            call()

    @pytest.mark.parametrize("k", [1, 2, 7, 10, 1000])
    def test_every_kth_row_and_the_last_are_those_of_the_whole_walk(self, k):
        walk = descend(RAVINE, adam(0.1), [[1, 2], [2, 1]], 103)
        thin = descend(RAVINE, adam(0.1), [[1, 2], [2, 1]], 103, keep_every=k)
        rows = [i for i in range(104) if i % k == 0 or i == 103]
        np.testing.assert_array_equal(thin.x, walk.x[rows])
        np.testing.assert_array_equal(thin.loss, walk.loss[rows])
        for name, state in walk.state.items():
            np.testing.assert_array_equal(thin.state[name], state[rows])

    @pytest.mark.parametrize("k", [0, -1, 1.5, True])
    def test_unsuitable_thinning(self, k):
        with pytest.raises(ValueError, match="keep_every must be a whole number of at least 1"):
            descend(RAVINE, adam(0.1), [1, 2], 10, keep_every=k)
