import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from studio.job import StudioError
from studio.scene.knobs import Knob
from studio.scene.scene_file import load_scene
from studio.scene.settings import fit, fit_settings, parse_settings, read_settings

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


def test_the_name_of_a_table_needs_no_quotes() -> None:
    typed = "A=my.csv B=../data/my-points_2.txt STEPS=3 C='my points.csv'"
    assert parse_settings(typed) == {
        "A": "my.csv",
        "B": "../data/my-points_2.txt",
        "STEPS": 3,
        "C": "my points.csv",
    }
    for typed in ("A=my points.csv", "A=my.cs", "A=1.2.3", "A=x.csv.x"):
        with pytest.raises(ValueError, match="not a Python literal"):
            parse_settings(typed)


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
    scene = load_scene(write_scene(scene_text), {"STEPS": 5, "COLORS": ["#000000", "#FFFFFF"]})
    module = inspect.getmodule(scene.lesson)
    assert module is not None
    assert module.TOTAL == 5 * 1.5
    assert module.COLORS == ("#000000", "#FFFFFF")
    assert {knob.name: knob.value for knob in scene.knobs}["STEPS"] == 5
    assert "def construct" in inspect.getsource(scene.lesson)


def test_every_scene_takes_a_title_for_its_video(
    write_scene: Callable[[str], Path], scene_text: str
) -> None:
    for settings, title in (({}, "A small walk"), ({"TITLE": " Too\n far?"}, "Too far?")):
        scene = load_scene(write_scene(scene_text), settings)
        assert scene.lesson.title() == title
        assert "TITLE" not in [knob.name for knob in scene.knobs]
    for title in ("", " ", "x" * 121, 3, ("a",)):
        with pytest.raises(StudioError, match=r"TITLE (has|is) .*must"):
            load_scene(write_scene(scene_text), {"TITLE": title})


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
    scene = write_scene(scene_text)
    with pytest.raises(StudioError, match=message) as raised:
        load_scene(scene, read_settings(settings, scene))
    assert "STEPS = 2  # how many steps" in str(raised.value)
    assert raised.value.exit_code == 2


TYPED = {
    "a typographic minus": ("STEPS=1 START=(−0.5, –0.3)", {"START": (-0.5, -0.3)}),
    "no-break spaces": (
        "STEPS\u00a0=\u00a03\u202fSTART=(1,\u00a02)",
        {"STEPS": 3, "START": (1.0, 2.0)},
    ),
    "curly quotes": ("LOSS=“x^2 + y^2”", {"LOSS": "x^2 + y^2"}),
    "German quotes": ("LOSS=„x^2 − y“ STEPS=2", {"LOSS": "x^2 − y", "STEPS": 2}),
    "French quotes": ("LOSS=«x^2»", {"LOSS": "x^2"}),
    "single curly quotes with others in them": ('LOSS=‘a "b"’', {"LOSS": 'a "b"'}),
    "signs of full width": ("START=（1，２）", {"START": (1.0, 2.0)}),
    "a sign that is not seen": ("STEPS=\u200b3\ufeff", {"STEPS": 3}),
    "true": ("SHOWN=true", {"SHOWN": True}),
    "FALSE": ("SHOWN=FALSE", {"SHOWN": False}),
    "a loss in lower case": ("LOSS=himmelblau", {"LOSS": "HIMMELBLAU"}),
    "a loss that a function makes too": ("LOSS=STYBLINSKI_TANG", {"LOSS": "STYBLINSKI_TANG"}),
    "an optimizer in upper case": ("OPTIMIZER=Adam", {"OPTIMIZER": "adam"}),
    "a word elsewhere": ("WORD=himmelblau", {"WORD": "himmelblau"}),
    "new lines": ("STEPS=3\nSTART=(1,\n2)\n", {"STEPS": 3, "START": (1.0, 2.0)}),
}
KNOBS = [
    Knob("STEPS", 2, "how many"),
    Knob("START", (0.5, 0.5), "where"),
    Knob("LEARNING_RATE", 0.1, "how far"),
    Knob("LOSS", "HILLS", "the ground"),
    Knob("OPTIMIZER", "momentum", "how"),
    Knob("SHOWN", True, "whether"),
    Knob("WORD", "any", "some word"),
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_unambiguous_is_read(typed: str) -> None:
    text, expected = TYPED[typed]
    settings = fit_settings(parse_settings(text), KNOBS)
    assert {name: settings[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LEARNING_RATE=0,5", "decimal point, not a comma"),
        ("START=(0,5, 0,3)", "a comma may mean a decimal point"),
        ("START=(0,5; 0,3)", "type (0.5, 0.3)."),
        ("LEARNING_RATE=1/4", "Type 0.25."),
        ("LEARNING_RATE=5%", "Type 0.05."),
        ("LEARNING_RATE=5·10⁻⁵", "typed as in 5e-5."),
        ("LEARNING_RATE=2*10**-3", "typed as in 5e-5."),
        ("LOSS=himelblau", "Did you mean HIMMELBLAU?"),
        ("LOSS=quux", "which `gd_math` does not have."),
        ("OPTIMIZER=nestrov", "Did you mean nesterov?"),
        ("STEP=3", "Did you mean STEPS?"),
        ("learning_rate=3", "Did you mean LEARNING_RATE?"),
        ("SHOWN=yes", "must be True or False"),
        ("-x", "SET has '-x' where NAME=value was expected"),
        ("STEPS=" + "9" * 50_000, "SET has 50006 characters"),
        ("LOSS=" + "(" * 9000, "characters are left out here"),
    ],
)
def test_what_is_ambiguous_is_answered_with_what_to_type(
    write_scene: Callable[[str], Path], text: str, told: str
) -> None:
    scene = write_scene("\n".join(map(str, KNOBS)))
    with pytest.raises(StudioError) as raised:
        fit_settings(read_settings(text, scene), KNOBS)
    assert told in str(raised.value)
    assert len(str(raised.value)) < 2500


@given(st.text(max_size=60))
def test_no_text_is_evaluated_or_breaks_the_reader(text: str) -> None:
    settings = {}
    with suppress(ValueError):
        settings = parse_settings(text)
    assert all(name.isidentifier() for name in settings)
