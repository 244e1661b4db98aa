"""Points from a file: what is read, and in which words a mistake is told."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gd_math import feature_data
from gd_math.datasets import Dataset
from scenes.kit import data

MISTAKES = {
    "": "points.csv has no points: write at least two",
    "x,y\n": "points.csv has no points: write at least two",
    "x,y\n1,2\n": "points.csv has one point: write at least two",
    "1,2\n\n3\n": "points.csv, line 3 has one column: write x and y in it, with a comma between",
    "1,2\n3,4,5\n": "points.csv, line 2 has 3 columns: write x and y in it",
    "1;2,5\n3;4\n": "line 1 has '2,5', which is no number: write it with a decimal point",
    "1,2\n3,four\n": "line 2 has 'four', which is no number: write a number, such as 0.5",
    "1,2\n3,\n": "line 2 has '', which is no number",
    "x,2\n3,4\n": "line 1 has 'x', which is no number",
    "x,y\nu,v\n1,2": "line 2 has 'u', which is no number",
    "1,2\n3,nan\n": "line 2 has 'nan', which cannot be drawn: leave this point out",
    "1,2\n3,1e999\n": "line 2 has '1e999', which cannot be drawn",
    "1,2\n1,3\n": "points.csv has only points with x = 1: write one with another x",
    f"{'x' * 30},y\n1,2\n2,3": "names a column 'xxxxx.*take at most 16 letters",
    "1,2\n" * 2001: "points.csv has more than 2000 points: leave some of them out",
    '"1,2\n3,4': "line 1 has one column",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside whose scene the points are."""
    monkeypatch.setitem(globals(), "__file__", str(tmp_path / "scene.py"))
    data.forget()
    return tmp_path


OWN = Dataset("own", np.array([1.0, 2.0]), np.array([3.0, 4.0]))


def write(folder: Path, content: str | bytes) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / "points.csv").write_bytes(raw)


def read(folder: Path, content: str | bytes) -> Dataset:
    write(folder, content)
    return data.data_points("DATA", "points.csv", OWN)


def read_unit(folder: Path, content: str) -> Dataset:
    write(folder, content)
    return data.unit_points("DATA", "points.csv", OWN)


@pytest.mark.parametrize(
    ("text", "axes"),
    [
        ("1,10\n2,20.5\n-3e1,0\n", ("x", "y")),
        ("bedrooms, price in $\n1 , 10\n\n2,20.5\n-3e1,0\n\n", ("bedrooms", "price in $")),
        ('\ufeff"a, b";c\r\n1;10\r\n2;20.5\r\n-30;0', ("a, b", "c")),
        ("t\ts\n1\t10\n2\t20.5\n-30\t0\n", ("t", "s")),
    ],
)
def test_points_and_the_names_of_their_axes_are_read(
    folder: Path, text: str, axes: tuple[str, str]
) -> None:
    found = read(folder, text)
    assert found.x.tolist() == [1, 2, -30]
    assert found.y.tolist() == [10, 20.5, 0]
    assert found.axes == axes
    assert found.function is None
    assert data.data_files() == {folder / "points.csv"}  # of which the video is made


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_in_one_sentence(folder: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"^DATA: points\.csv") as raised:
        read(folder, text)
    assert re.search(MISTAKES[text], str(raised.value))
    assert "\n" not in str(raised.value)


def test_what_is_no_text_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"^DATA: points\.csv is not UTF-8: save it as CSV in"):
        read(folder, b"\xff\xfe1\x00")


@pytest.mark.parametrize("points", [data.data_points, data.unit_points])
def test_no_name_means_no_file_and_a_missing_one_is_looked_for_again(
    folder: Path, points: Callable[[str, str, Dataset], Dataset]
) -> None:
    assert points("DATA", "", OWN) is OWN
    assert not data.data_files()
    with pytest.raises(ValueError, match=r"^DATA: there is no data file 'no\.csv' in .*: put it"):
        points("DATA", "no.csv", OWN)
    assert data.data_files() == {folder / "no.csv"}


@pytest.mark.parametrize(
    "text",
    [
        "1,150000\n2,210000\n3,290000",  # large y
        "-1,0.001\n0,0.002\n1,0.004",  # small y
        "-100,1\n0,2\n100,4",  # large x
        "-0.01,-1\n0,0\n0.01,1",  # small x
        "9,1\n10,2\n11,4",  # x far from 0: a ravine
        "-1,40\n0,41\n1,42",  # y far from 0
        "-1,0\n0,0\n1,0",  # a level line
        "1e12,0\n1000000000001,2\n1e12,3",  # x that differ in the last digits
    ],
)
def test_points_of_another_size_come_in_standard_units(folder: Path, text: str) -> None:
    found, units = read(folder, text), read_unit(folder, text)
    assert found.samples == units.samples == 3
    assert units.axes == ("x (z)", "y (z)")
    assert units.x == pytest.approx((found.x - found.x.mean()) / found.x.std())
    assert units.y.mean() == pytest.approx(0, abs=1e-12)
    assert np.ptp(found.y) == 0 or units.y.std() == pytest.approx(1)


def test_points_of_about_unit_size_stay_as_they_are(folder: Path) -> None:
    for x, y in ((-2, 2), (-1, 4)), ((0.5, 1), (0.0, 2.0)):
        found = read_unit(folder, f"{x[0]},{y[0]}\n{x[1]},{y[1]}\n-1,-1")
        assert found.x.tolist() == [*x, -1]
        assert found.axes == ("x", "y")


SAMPLES = feature_data((1, 1), (1, 2), (1, 1), ("a", "b", "c"), seed=1)


def test_samples_of_two_inputs_have_three_columns(folder: Path) -> None:
    write(folder, "rooms;km;price in $\n3;0.5;200\n4;0.2;310\n")
    found = data.data_features("DATA", "points.csv", SAMPLES)
    assert found.inputs.tolist() == [[3, 0.5], [4, 0.2]]
    assert found.output.tolist() == [200, 310]
    assert found.axes == ("rooms", "km", "price in $")
    assert data.data_features("DATA", "", SAMPLES) is SAMPLES


def test_samples_of_another_form_are_refused(folder: Path) -> None:
    write(folder, "1,2\n3,4\n")
    message = r"^DATA: points.csv, line 1 has 2 columns: write x₁, x₂ and y in it, with commas"
    with pytest.raises(ValueError, match=message):
        data.data_features("DATA", "points.csv", SAMPLES)
    with pytest.raises(ValueError, match=r"^DATA: there is no data file"):
        data.data_features("DATA", "no.csv", SAMPLES)
