"""What is faded looks as Manim's own fades show it, and stays where it is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import BLUE, RED, RIGHT, Circle, FadeIn, FadeOut, Scene, Square, VGroup, smooth

from engine.camera import configured
from scenes.kit import appear, leave, text
from scenes.kit.fade import LOOKS, Fade


def things() -> VGroup:
    shaded = Square(fill_opacity=0.8).set_color([RED, BLUE])
    return VGroup(shaded, Circle(stroke_width=7, stroke_opacity=0.3), text("far *and* near"))


@pytest.fixture
def scene() -> Scene:
    return Scene(skip_animations=True)


@pytest.mark.parametrize(("ours", "theirs"), [(appear, FadeIn), (leave, FadeOut)])
def test_it_is_the_fade_of_manim(
    ours: Callable[..., list[Any]], theirs: Callable[..., Any], scene: Scene
) -> None:
    some, others = things(), things()
    (one,), other = ours(some, rate_func=smooth), theirs(others, rate_func=smooth)
    assert isinstance(one, Fade)
    for each in (one, other):
        each._setup_scene(scene)
        each.begin()
    for share in (0, 0.3, 0.8, 1):
        for each in (one, other):
            each.interpolate(share)
        for part, counterpart in zip(some.get_family(), others.get_family(), strict=True):
            assert np.allclose(part.points, counterpart.points)
            for look in LOOKS:
                assert np.allclose(getattr(part, look), getattr(counterpart, look))
    for each in (one, other):
        each.finish()
        each.clean_up_from_scene(scene)
    assert (some in scene.mobjects) == (others in scene.mobjects) == (ours is appear)
    assert some[0].get_fill_opacity() == others[0].get_fill_opacity() == 0.8


def test_what_leaves_stays_where_it_is_and_what_comes_is_in_front(scene: Scene) -> None:
    low, high, between = Circle(), Square(), Circle().shift(RIGHT)
    scene.add(low, high)
    seen: list[list[Any]] = []
    high.add_updater(lambda _: seen.append(scene.get_mobject_family_members()))
    with configured({"frame_rate": 5, "dry_run": True}):
        scene.play(*leave(low, text("gone")), *appear(between))
    family = seen[len(seen) // 2]
    assert family.index(low) < family.index(high) < family.index(between)
    assert scene.mobjects == [high, between]


def test_what_follows_something_follows_it_as_it_fades(scene: Scene) -> None:
    guide, follower = Square(), Circle()
    follower.add_updater(lambda one: one.move_to(guide))
    one, other = leave(follower, guide)
    assert isinstance(one, FadeOut)
    assert isinstance(other, Fade)
    scaled = appear(Circle(), scale=2)
    assert isinstance(scaled[0], FadeIn)


def test_a_part_that_two_things_have_in_common_is_seen_in_the_end(scene: Scene) -> None:
    part, follower = Square(fill_opacity=0.8), Circle()
    follower.add_updater(lambda one: one.move_to(part))
    with configured({"frame_rate": 5, "dry_run": True}):
        scene.play(*appear(part, VGroup(follower, part)))
    assert part.get_fill_opacity() == 0.8
