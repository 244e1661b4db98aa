"""Minima of losses with creases: those at the end of a crease, and none on the way along it."""

import numpy as np
import pytest

from gd_math import from_formula

BUKIN = "100*sqrt(abs(y - 0.01x^2)) + 0.01*abs(x + 10)"

# text, domain: every minimum, worked out by hand.
MINIMA = {
    ("10*abs(y - x^2) + (1 - x)^2", None): [(1, 1)],
    ("10*abs(y - x^2) + (1 - x)^2", (-1.5, 1.5)): [(1, 1)],
    ("100*abs(y - x^2) + (1 - x)^2", (-40, 40)): [(1, 1)],
    ("abs(100*(y - x^2)) + abs(1 - x)", (-40, 40)): [(1, 1)],
    ("10*sqrt((y - x^2)^2) + (1 - x)^2", (-3, 3)): [(1, 1)],
    (BUKIN, ((-15, -3), (-5, 3))): [(-10, 1)],
    (BUKIN, (-15, 15)): [(-10, 1)],
    ("sqrt(abs(y - x^2)) + 0.1*(1 - x)^2", (-4, 4)): [(1, 1)],
    ("abs(y - sqrt(2)*x) + 0.01x^2 + 0.001x", (-3, 3)): [(-0.05, -0.05 * np.sqrt(2))],
    ("abs(x - y) + (x + y - 1)^2", None): [(0.5, 0.5)],
    ("max(abs(x - y), abs(x + y)/10)", (-3, 3)): [(0, 0)],
    ("max(x + y, max(-x, 1 - y)) + abs(x)/9", (-3, 3)): [(-1 / 3, 2 / 3)],
    # along y = x³ the floor is cos(3x)/100
    ("abs(y - x^3) + 0.01cos(3x)", (-3, 3)): [
        (-np.pi / 3, -((np.pi / 3) ** 3)),
        (np.pi / 3, (np.pi / 3) ** 3),
    ],
    # two valleys of unlike depths: 4x³ − 4x + 0.3 = 0
    ("50*abs(y - x^2) + (x^2 - 1)^2 + 0.3x", (-3, 3)): [
        (root, root**2) for root in np.roots([4, 0, -4, 0.3]) if abs(root) > 0.5
    ],
    # on the circle: (x − 0.3)² + (1 − x²)/2
    ("20*abs(x^2 + y^2 - 1) + (x - 0.3)^2 + y^2/2", (-2, 2)): [(0.6, -0.8), (0.6, 0.8)],
    # two creases cross: x² = 1 − x
    ("abs(x^2 - y) + abs(x + y - 1)", (-4, 4)): [(root, 1 - root) for root in np.roots([1, 1, -1])],
    ("abs(x^2 - 1) + abs(y^2 - 4)", (-3, 3)): [(s, t) for s in (-1, 1) for t in (-2, 2)],
}


@pytest.mark.parametrize(("text", "domain"), MINIMA)
def test_the_minima_of_a_creased_valley_are_its_lowest_points_and_no_stops(text, domain):
    found = from_formula(text, domain).minima
    points = sorted(minimum.x.round(6).tolist() for minimum in found)
    np.testing.assert_allclose(points, sorted(MINIMA[text, domain]), atol=1e-6)


@pytest.mark.parametrize(
    "text",
    ["abs(y - x^2)", "sqrt(abs(y - x^3))", "max(x + y, x - 2y)", "abs(abs(x - 2y) - 1/3)"],
)
def test_a_level_crease_has_no_minimum_of_its_own(text):
    assert from_formula(text, (-2, 2)).minima == ()
