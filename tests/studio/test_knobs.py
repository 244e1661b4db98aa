import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.job import StudioError
from studio.knobs import fit, parse_settings
from studio.scenefile import load_scene

NAMES = st.from_regex(r"[A-Z][A-Z0-9_]{0,8}", fullmatch=True)
SCALARS = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
)


@given(st.dictionaries(NAMES, VALUES, max_size=4), st.sampled_from([" ", "\n", "   "]))
def test_what_is_written_is_read(settings: dict, space: str) -> None:
    text = space.join(f"{name}={value!r}" for name, value in settings.items())
    assert parse_settings(text) == settings


def test_an_equals_sign_inside_of_quotes_begins_no_knob() -> None:
    assert parse_settings("""A="x B=2" C = (1, 2) D='y == 3'""") == {
        "A": "x B=2",
        "C": (1, 2),
        "D": "y == 3",
    }


def test_a_text_of_one_word_needs_no_quotes() -> None:
    assert parse_settings("A=HIMMELBLAU B = some_name C=True") == {
        "A": "HIMMELBLAU",
        "B": "some_name",
        "C": True,
    }


@given(VALUES)
def test_every_value_fits_itself(value: object) -> None:
    assert fit(value, value) == value


@pytest.mark.parametrize(
    ("default", "value", "expected"),
    [
        (1.0, 2, 2.0),
        ((1.0, 2.0), [3, 4, 5], (3.0, 4.0, 5.0)),
        ([1], (2, 3), [2, 3]),
        (((0.0, 1.0),), [[2, 3], [4, 5]], ((2.0, 3.0), (4.0, 5.0))),
        (("a", 1), ("b", 2), ("b", 2)),
        ((1, 0.5), (2, 3), (2.0, 3.0)),
    ],
)
def test_values_become_what_the_knob_holds(
    default: object, value: object, expected: object
) -> None:
    fitted = fit(default, value)
    assert fitted == expected
    assert repr(fitted) == repr(expected)  # 2.0 and not 2


@pytest.mark.parametrize(
    ("default", "value"),
    [
        (1, 1.0),
        (1, True),
        (1.0, True),
        (1.0, float("inf")),
        (1.0, 10**400),
        (True, 1),
        ("a", 1),
        (1, "1"),
        ((1.0,), 1.0),
        ((1.0,), ()),
        ((1.0,), (1.0, "a")),
        (("a", 1), ("b", 2, 3)),
        ((1.0,), {1.0}),
        (1, 1j),
    ],
)
def test_other_kinds_of_values_do_not_fit(default: object, value: object) -> None:
    with pytest.raises(TypeError):
        fit(default, value)


def test_what_is_computed_from_a_knob_follows_it(
    write_scene: Callable[[str], Path], scene_text: str
) -> None:
    scene = load_scene(write_scene(scene_text), "STEPS=5 COLORS=['#000000', '#FFFFFF']")
    module = inspect.getmodule(scene.lesson)
    assert module is not None
    assert module.TOTAL == 5 * 1.5
    assert module.COLORS == ("#000000", "#FFFFFF")
    assert {knob.name: knob.value for knob in scene.knobs}["STEPS"] == 5
    assert "def construct" in inspect.getsource(scene.lesson)


def test_names_without_comment_and_computed_names_are_no_knobs(
    write_scene: Callable[[str], Path], scene_text: str
) -> None:
    text = scene_text.replace("TOTAL =", "SIDE = 1\nPOINT = object()  # no plain value\nTOTAL =")
    knobs = load_scene(write_scene(text)).knobs
    assert [str(knob) for knob in knobs] == [
        "STEPS = 2  # how many steps",
        "STRIDE = 1.5  # length of a step",
        "COLORS = ('#E69F00', '#56B4E9')  # of the box and of the ring",
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("STEP=80", "no knob STEP"),
        ("TOTAL=80", "no knob TOTAL"),
        ("steps=80", "no knob steps"),
        ("STEPS=80.0", "must be a whole number"),
        ("STEPS=True", "must be a whole number"),
        ("STRIDE=wide", "must be a finite number"),
        ("STRIDE=1 wide", "not a Python literal"),
        ("STRIDE=__import__('os').getpid()", "not a Python literal"),
        ("STRIDE=", "not a Python literal"),
        ("COLORS=(1, 2)", "each element a text in quotes"),
        ("STEPS=1 STEPS=2", "twice"),
        ("80", "NAME=value"),
    ],
)
def test_errors_list_the_knobs(
    write_scene: Callable[[str], Path], scene_text: str, settings: str, message: str
) -> None:
    with pytest.raises(StudioError, match=message) as raised:
        load_scene(write_scene(scene_text), settings)
    assert "STEPS = 2  # how many steps" in str(raised.value)
    assert raised.value.exit_code == 2
