"""Videos made with `AS=`: seen in the gallery, chosen and left out by name, removed."""

import re

import pytest

from tests.end_to_end.project_copy import Copy, copy_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of its own: other tests would meet its variants."""
    copy = copy_project(tmp_path_factory.mktemp("variants"))
    copy.made("-j2", "videos")
    return copy


@pytest.fixture(scope="module")
def variant(project: Copy) -> str:
    """A second video of a scene, with a knob of another value and a title of its own."""
    project.made("walk", "SET=STEPS=3 TITLE='A longer way'", "AS=longer")
    return "longer"


def clips(project: Copy) -> list[str]:
    page = project.media("index.html").read_text(encoding="utf-8")
    return re.findall(r'data-clip="(\w+)"', page)


def test_the_gallery_shows_it_with_its_title_and_the_knobs_that_differ(
    project: Copy, variant: str
) -> None:
    project.made("gallery")
    assert clips(project) == ["count", "longer", "stroll", "walk"]
    page = project.media("index.html").read_text(encoding="utf-8")
    assert ">A longer way</a>" in page
    assert set(re.findall(r"<code>(.*? = .*?)</code>", page)) == {"STEPS = 3"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("SCENES=longer count", ["longer", "count"]),
        ("WITHOUT=longer count", ["stroll", "walk"]),
        ("WITHOUT=walk", ["count", "longer", "stroll"]),
    ],
)
def test_it_is_chosen_and_left_out_by_name(
    project: Copy, variant: str, typed: str, shown: list[str]
) -> None:
    before = project.media("longer.mp4").stat().st_mtime_ns
    project.made("gallery", typed)
    assert clips(project) == shown
    assert project.media("longer.mp4").stat().st_mtime_ns == before
    project.made("gallery")
    assert len(clips(project)) == 4


def test_other_outputs_leave_it_out_as_well(project: Copy, variant: str) -> None:
    project.made("clips", "slides", "FORMATS=webp", "WITHOUT=longer stroll count")
    there = {path.name for path in project.media("").iterdir()}
    assert {"walk.webp", "walk.pptx"} <= there
    assert not {"longer.webp", "longer.pptx"} & there


def test_a_name_that_no_video_has_is_refused_with_those_that_there_are(
    project: Copy, variant: str
) -> None:
    for typed in ("SCENES=long", "WITHOUT=long"):
        code, said = project.make("gallery", typed)
        assert code != 0
        assert "has 'long', and may have: count stroll walk longer" in said


def test_one_command_removes_it_and_nothing_else(project: Copy, variant: str) -> None:
    project.made("walk", "SET=STEPS=1", "AS=longer_still")
    project.made("clips", "FORMATS=beats", "SCENES=longer")
    project.made("gallery")
    before = project.state()
    for name in ("long", "walk", "", "index"):
        code, said = project.make("remove", f"AS={name}")
        assert code != 0
        assert f"AS is '{name}'" in said
    assert project.state() == before
    project.made("remove", "AS=longer")
    gone = {name for name in before if name.startswith("longer.")}
    assert "longer.beats/01.mp4" in gone
    assert project.state() == {name: before[name] for name in before.keys() - gone}
    left = (project.root / "media" / ".work").rglob("longer.*")
    assert not [path for path in left]
    project.made("remove", "AS=longer_still")
    project.made("gallery")
    assert clips(project) == ["count", "stroll", "walk"]
