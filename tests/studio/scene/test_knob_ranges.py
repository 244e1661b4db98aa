"""Ranges of knobs stand in their comments, and are held to."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from studio.job import Job, StudioError
from studio.scene.knob_ranges import check_ranges, good_range
from studio.scene.knobs import Knob
from studio.scene.scene_file import load_scene


@pytest.mark.parametrize(
    ("value", "comment", "ends"),
    [
        (0.3, "α (0.1 to 1.8)", (0.1, 1.8)),
        (50, "steps (10 to 200)", (10, 200)),
        (50, "steps; good: 10 to 200", (10, 200)),
        (50, "how many (at least 3)", (3, inf)),
        (5, "how many (at most 9)", (-inf, 9)),
        (1.0, "how far (1e-3 to 2 units of the map)", (0.001, 2)),
        (-1.0, "where (−2 to -0.5)", (-2, -0.5)),
        ((0.1, 0.2), "α of each panel (2 to 4 different rates, each 0.001 to 1)", (0.001, 1)),
        (((1, 2), (3, 4)), "where (each 0 to 5)", (0, 5)),
    ],
)
def test_ranges_are_read(value: object, comment: str, ends: tuple[float, float]) -> None:
    found = good_range(Knob("A", value, comment))
    assert found is not None
    assert (found.least, found.most) == ends


@pytest.mark.parametrize(
    ("value", "comment"),
    [
        (7, "draws the starts (any whole number)"),
        (1.0, "where it starts (0.5 to 2.1, or negative)"),
        (0.7, "α (HILLS 0.4 to 0.9)"),
        ((32, 16), "columns and rows (up to 60 and 30)"),
        ((1.0, 2.0), "two numbers (1 to 3)"),
        (1.0, "from 1 to 3 in the text"),
    ],
)
def test_what_numbers_do_not_tell_is_no_range(value: object, comment: str) -> None:
    assert good_range(Knob("A", value, comment)) is None


@pytest.mark.parametrize(
    ("good", "refused", "warned", "taken"),
    [
        ("10 to 200", [4, 220], [5, 9, 201, 219], [10, 200]),
        ("0.1 to 1.8", [0.0, 0.049, 2.0, -0.1], [0.05, 1.9], [0.1, 1.8]),
        ("0 to 1", [-0.01, 1.2], [1.05], [0.0, 1.0]),
        ("−5 to 5", [9.0, -6.1], [5.5, -6.0], [0.0]),
        ("−2 to −1", [-0.4, 0.0, -2.2], [-0.95, -2.1], [-1.5]),
        ("at least 3", [2], [], [3, 10**9]),
        ("at most 9", [10], [], [9, -3]),
    ],
)
def test_what_is_far_outside_is_refused_and_what_is_near_warned_of(
    good: str, refused: list[float], warned: list[float], taken: list[float]
) -> None:
    knob = Knob("A", 1, f"meaning ({good})")
    for value in taken:
        assert list(check_ranges([replace(knob, value=value)])) == []
    for value in warned:
        told = f"A is {value:g}, and should be {good}"
        assert list(check_ranges([replace(knob, value=value)])) == [told]
    for value in refused:
        with pytest.raises(StudioError, match=rf"^A is {value:g}, and must be {good}\.$"):
            list(check_ranges([replace(knob, value=value)]))


def test_each_number_of_a_tuple_is_held_to_its_range() -> None:
    knob = Knob("LINE", (2.5, 1.0), "w and b (each −2 to 2)")
    with pytest.raises(StudioError, match=r"^LINE is \(2\.5, 1\.0\), and each must be −2 to 2\.$"):
        list(check_ranges([knob]))


@pytest.fixture
def scene(write_scene: Callable[[str], Path], scene_text: str) -> Path:
    text = scene_text.replace("# how many steps", "# how many steps (1 to 11)")
    return write_scene(text.replace("# of the box", "# (each 1 to 2) of the box"))


def test_a_value_in_the_file_is_held_to_the_range_as_one_that_is_set(scene: Path) -> None:
    with pytest.raises(StudioError, match=r"^STEPS is 13, and must be 1 to 11\.$"):
        load_scene(scene, {"STEPS": 13})
    assert load_scene(scene, {"STEPS": 12}).remarks == ["STEPS is 12, and should be 1 to 11"]
    scene.write_text(scene.read_text().replace("STEPS = 2 ", "STEPS = 13 "))
    with pytest.raises(StudioError, match=r"^STEPS is 13, and must be 1 to 11\.$"):
        load_scene(scene)
    assert load_scene(scene, {"STEPS": 3}).remarks == []


def test_a_render_warns_of_what_is_a_little_outside(
    job: Job, scene: Path, make_clip: Callable[[Job], Job], capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_clip(replace(job, scene=scene, settings={"STEPS": 12}))
    assert made.result(".mp4").exists()
    assert "warning: STEPS is 12, and should be 1 to 11." in capsys.readouterr().err


def test_a_scene_is_executed_once(scene: Path, tmp_path: Path) -> None:
    note = tmp_path / "executed"
    scene.write_text(
        scene.read_text() + f"\nwith open({str(note)!r}, 'a') as note:\n    note.write('x')\n"
    )
    load_scene(scene, {"STEPS": 3})
    assert note.read_text() == "x"
