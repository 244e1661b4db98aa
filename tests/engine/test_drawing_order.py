"""The stage camera draws the same mobjects as Manim's camera, in the same order."""

import pytest
from hypothesis import given, strategies as st
from manim import Camera, Dot, Mobject, VGroup

from engine.camera import StageCamera


@pytest.fixture(scope="module")
def cameras() -> tuple[StageCamera, Camera]:
    sizes = {"pixel_width": 32, "pixel_height": 18}
    return StageCamera(**sizes), Camera(**sizes)


@given(st.data())
def test_families_overlap_in_any_way(
    cameras: tuple[StageCamera, Camera], data: st.DataObject
) -> None:
    ours, manims = cameras
    mobjects: list[Mobject] = [Dot().set_z_index(z) for z in data.draw(st.lists(st.integers(0, 2)))]
    for _ in range(data.draw(st.integers(0, 5))):
        members = data.draw(
            st.lists(st.sampled_from(mobjects), unique=True) if mobjects else st.just([])
        )
        mobjects.append(VGroup(*members).set_z_index(data.draw(st.integers(0, 2)), family=False))
    shown = data.draw(st.lists(st.sampled_from(mobjects)) if mobjects else st.just([]))
    assert ours.get_mobjects_to_display(iter(shown)) == manims.get_mobjects_to_display(shown)
