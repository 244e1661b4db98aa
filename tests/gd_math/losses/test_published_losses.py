"""Figures that are published for the well-known losses."""

import numpy as np
import pytest

from gd_math import losses, stationary_points


def by_value(loss):
    return sorted(loss.minima, key=lambda minimum: minimum.value)


@pytest.mark.parametrize(
    ("loss", "x", "value"),
    [
        (losses.ROSENBROCK, (1, 1), 0),
        (losses.HIMMELBLAU, (3, 2), 0),
        (losses.HIMMELBLAU, (-2.805118, 3.131312), 0),
        (losses.HIMMELBLAU, (-3.779310, -3.283186), 0),
        (losses.HIMMELBLAU, (3.584428, -1.848127), 0),
        (losses.BEALE, (3, 0.5), 0),
        (losses.BOOTH, (1, 3), 0),
        (losses.STYBLINSKI_TANG, (-2.903534, -2.903534), -78.3323314),
        (losses.styblinski_tang(5), (-2.903534,) * 5, 5 * -39.1661657),
        (losses.RASTRIGIN, (0, 0), 0),
        (losses.rastrigin(3), (0, 0, 0), 0),
        (losses.SIX_HUMP_CAMEL, (0.0898, -0.7126), -1.0316285),
        (losses.SIX_HUMP_CAMEL, (-0.0898, 0.7126), -1.0316285),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_published_global_minimum_is_listed(loss, x, value):
    distances = [np.abs(minimum.x - x).max() for minimum in loss.minima]
    minimum = loss.minima[int(np.argmin(distances))]
    assert min(distances) < 1e-4
    assert minimum.is_global
    assert minimum.value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(
    ("loss", "global_ones", "all_of_them"),
    [
        (losses.ROSENBROCK, 1, 1),
        (losses.HIMMELBLAU, 4, 4),
        (losses.BEALE, 1, 1),
        (losses.BOOTH, 1, 1),
        (losses.SIX_HUMP_CAMEL, 2, 6),
        (losses.STYBLINSKI_TANG, 1, 4),
        (losses.styblinski_tang(1), 1, 2),
        (losses.styblinski_tang(10), 1, 1024),
        (losses.RASTRIGIN, 1, 121),
        (losses.rastrigin(3), 1, 1331),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_how_many_minima(loss, global_ones, all_of_them):
    assert sum(minimum.is_global for minimum in loss.minima) == global_ones
    assert len(loss.minima) == all_of_them
    assert len({tuple(minimum.x) for minimum in loss.minima}) == all_of_them


def test_the_hilltop_of_himmelblau():
    (top,) = [p for p in stationary_points(losses.HIMMELBLAU) if p.kind == "maximum"]
    np.testing.assert_allclose(top.x, [-0.270845, -0.923039], atol=5e-7)
    assert top.value == pytest.approx(181.617, abs=5e-4)


def test_the_humps_come_in_pairs():
    camel = losses.SIX_HUMP_CAMEL
    lowest_first = by_value(camel)
    for one, other in zip(lowest_first[::2], lowest_first[1::2], strict=True):
        np.testing.assert_array_equal(one.x, -other.x)
        assert one.value == other.value
    x = np.random.default_rng(1).uniform(*camel.domain, (50, 2))
    np.testing.assert_allclose(camel.value(-x), camel.value(x), rtol=1e-14)


def test_the_eigenvalues_of_rosenbrock_at_the_minimum():
    eigenvalues = np.linalg.eigvalsh(losses.ROSENBROCK.hessian([1, 1]))
    np.testing.assert_allclose(eigenvalues, [0.39936, 1001.60064], atol=5e-6)


def test_beale_is_flat_inside_and_steep_at_the_corners():
    flattest = np.linalg.eigvalsh(losses.BEALE.hessian([3, 0.5]))[0]
    assert 0 < flattest < 0.5
    assert losses.BEALE.value([[-4.5, 4.5], [4.5, -4.5]]).min() > 160_000
    kinds = {tuple(np.round(p.x, 4)): p.kind for p in stationary_points(losses.BEALE)}
    assert kinds == {(3, 0.5): "minimum", (0, 1): "saddle", (0.1005, -2.6445): "saddle"}


def test_each_coordinate_of_styblinski_tang_has_two_valleys():
    roots = np.roots([4, 0, -32, 5]).real  # of the derivative in one coordinate, doubled
    deep, top, shallow = np.sort(roots)
    line = losses.styblinski_tang(1)
    np.testing.assert_allclose([m.x[0] for m in line.minima], [deep, shallow], rtol=1e-13)
    assert line.hessian([top])[0, 0] < 0
    for minimum in losses.styblinski_tang(3).minima:
        assert minimum.value == pytest.approx(line.value(minimum.x[:, np.newaxis]).sum(), rel=1e-14)


def test_rastrigin_has_a_valley_near_every_whole_number():
    line = losses.rastrigin(1)
    t = np.linspace(-5.12, 5.12, 1_000_001)
    slope = line.gradient(t[:, np.newaxis])[:, 0]
    rising = np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0))
    places = [minimum.x[0] for minimum in line.minima]
    np.testing.assert_allclose(places, t[rising], atol=2e-5)
    np.testing.assert_array_equal(np.round(places), np.arange(-5, 6))


@pytest.mark.parametrize(
    ("make", "dimension", "message"),
    [
        (losses.styblinski_tang, 11, "dimension must be at most 10, so that .* list, got 11"),
        (losses.rastrigin, 4, "dimension must be at most 3, so that .* list, got 4"),
        (losses.styblinski_tang, 0, "dimension must be a whole number of at least 1, got 0"),
        (losses.rastrigin, 2.0, "dimension must be a whole number of at least 1, got 2.0"),
        (losses.rastrigin, True, "dimension must be a whole number"),
        (losses.styblinski_tang, "two", "dimension must be a whole number"),
    ],
)
def test_unsuitable_dimensions(make, dimension, message):
    with pytest.raises(ValueError, match=message):
        make(dimension)
