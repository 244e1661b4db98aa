"""A landscape as a mobject: what its picture depends on, and where it is in the frame."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from manim import LEFT, Square

from engine.camera import StageCamera, configured
from gd_math import Loss, descend, losses, optimizers
from scenes.kit import Walk, theme
from scenes.kit.height_levels import span
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing import renderer
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.landscape.drawing.solids import cross
from tests.scenes.landscape_pictures import (
    HEIGHT,
    TOP,
    WIDTH,
    difference,
    hills,
    picture,
)


@pytest.fixture(autouse=True)
def small_frame() -> Iterator[None]:
    with configured({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield


def test_same_state_gives_the_same_bytes() -> None:
    path = descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.1), 6)

    def built() -> Landscape:
        walk = Walk(path, 3)
        landscape = hills(mist_radius=3.0, mist_center=walk)
        landscape.ball(walk, theme.walker)
        landscape.trail(walk, theme.walker)
        return landscape

    first = renderer.renderer().draw(built().shot(), WIDTH, HEIGHT).tobytes()
    other = hills(azimuth=33.0)
    assert renderer.renderer().draw(other.shot(), WIDTH, HEIGHT).tobytes() != first
    assert renderer.renderer().draw(built().shot(), WIDTH, HEIGHT).tobytes() == first
    cold = renderer.Renderer(renderer.open_context())
    assert cold.draw(built().shot(), WIDTH, HEIGHT).tobytes() == first
    cold.gl.release()
    renderer.renderer().pictures.clear()
    assert renderer.renderer().draw(built().shot(), WIDTH, HEIGHT).tobytes() == first


def test_a_still_landscape_is_drawn_once() -> None:
    landscape = hills(azimuth=77.0)
    first = renderer.renderer().draw(landscape.shot(), WIDTH, HEIGHT)
    assert renderer.renderer().draw(landscape.shot(), WIDTH, HEIGHT) is first
    landscape.azimuth.set_value(78.0)
    assert renderer.renderer().draw(landscape.shot(), WIDTH, HEIGHT) is not first


def test_ground_is_drawn_again_only_when_it_looks_different(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grounds: list[object] = []
    draw_ground = renderer.Renderer._draw_ground

    def noted(self: renderer.Renderer, *args: Any) -> None:
        grounds.append(args)
        draw_ground(self, *args)

    monkeypatch.setattr(renderer.Renderer, "_draw_ground", noted)
    walk = Walk(descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.1), 6))
    landscape = hills(grid=1.0)
    landscape.ball(walk, theme.walker)
    landscape.trail(walk, theme.walker)
    landscape.cut(TOP, (1, 0), theme.gradient).shown.set_value(1.0)
    for taken in range(6):
        walk.set_value(taken)
        copied = picture(landscape)
        renders = len(grounds)
        renderer.renderer().pictures.clear()
        renderer.renderer().prospects, kept = {}, renderer.renderer().prospects
        assert np.array_equal(picture(landscape), copied)
        renderer.renderer().prospects = kept
        del grounds[renders:]
    assert len(grounds) == 2  # for the picture itself, and to be kept
    landscape.mist_radius.set_value(5.0)
    picture(landscape)
    assert len(grounds) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda hills: hills.azimuth.increment_value(1),
        lambda hills: hills.elevation.increment_value(1),
        lambda hills: hills.distance.increment_value(1),
        lambda hills: hills.mist_radius.increment_value(1),
        lambda hills: hills.haze.increment_value(1),
        lambda hills: hills.rise.set_value(0.5),
        lambda hills: hills.mark_size.increment_value(1),
        lambda hills: hills.focus.set_place((0.1, 0.2)),
        lambda hills: hills.mist_center.set_place((0.1, 0.2)),
        lambda hills: hills.marks[0].shown.set_value(0.5),
    ],
)
def test_the_digest_of_a_shot_knows_every_tracker(change: Callable[[Landscape], object]) -> None:
    def built() -> Landscape:
        landscape = hills()
        landscape.ball(TOP, theme.walker)
        return landscape

    changed = built()
    change(changed)
    assert changed.shot().digest() != built().shot().digest()


def test_the_digest_of_a_shot_knows_nothing_else() -> None:
    first, other = hills(), hills()
    picture(other)
    other.shift(LEFT)
    assert other.shot().digest() == first.shot().digest()


def test_copy_is_drawn_alike_and_lives_its_own_life() -> None:
    landscape = hills()
    landscape.ball(TOP, theme.walker)
    before = picture(landscape)
    twin = copy.deepcopy(landscape)
    assert np.array_equal(picture(twin), before)
    twin.azimuth.increment_value(20)
    assert not np.array_equal(picture(twin), before)
    assert np.array_equal(picture(landscape), before)


def test_landscape_fills_its_rectangle_and_nothing_else() -> None:
    camera = StageCamera(background_color=theme.background)
    landscape = hills(width=7.0, height=8.0).to_edge(LEFT, buff=0)
    edge = round(WIDTH * 7.0 / camera.frame_width)
    square = Square(1.0, color=theme.wrong, fill_opacity=1).move_to(landscape)
    camera.reset()
    blank = camera.pixel_array.copy()
    camera.capture_mobjects([landscape, square])
    seen = camera.pixel_array.copy()
    assert np.array_equal(seen[:, edge:], blank[:, edge:])
    assert (
        difference(seen[:, :edge].astype(float), blank[:, :edge].astype(float)) > 8
    ).mean() > 0.5
    assert (seen[..., 3] == 255).all()
    # The square lies on top of it, in its own color: red is red for OpenGL and for Cairo.
    middle = seen[HEIGHT // 2, edge // 2, :3] / 255
    assert middle == pytest.approx(srgb(theme.wrong), abs=0.01)
    # What is added before a landscape lies under it.
    camera.reset()
    camera.capture_mobjects([square, landscape])
    covered = camera.pixel_array[HEIGHT // 2, edge // 2]
    assert not np.array_equal(covered, seen[HEIGHT // 2, edge // 2])


def test_rectangle_may_reach_out_of_the_frame() -> None:
    camera = StageCamera(background_color=theme.background)
    whole = hills()
    camera.reset()
    camera.capture_mobjects([whole])
    inside = camera.pixel_array.copy()
    camera.reset()
    camera.capture_mobjects([hills().shift(camera.frame_width / 2 * LEFT)])
    half = WIDTH // 2
    assert np.array_equal(camera.pixel_array[:, :half], inside[:, half:])


def test_without_opengl_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**settings: object) -> None:
        raise OSError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setattr(renderer.moderngl, "create_standalone_context", fail)
    with pytest.raises(RuntimeError, match=r"libEGL.*apt-get install libegl1 libgl1-mesa-dri"):
        renderer.open_context()


def test_landscape_of_one_variable_is_refused() -> None:
    with pytest.raises(ValueError, match=r"parabola.*1 variable"):
        Landscape(losses.PARABOLA)


@pytest.mark.parametrize("loss", [losses.HILLS, losses.SADDLE, losses.RAVINE, losses.RASTRIGIN])
def test_height_is_made_for_all_of_the_ground(loss: Loss) -> None:
    lowest, highest = span(loss)
    inside = np.random.default_rng(1).uniform(*loss.domain, (1000, 2))
    assert lowest <= loss.value(inside).min()
    assert loss.value(inside).max() <= highest


def test_steep_walls_do_not_flatten_what_lies_between_them() -> None:
    loss = losses.HIMMELBLAU
    lowest, highest = span(loss)
    assert lowest == 0
    assert highest < 0.6 * loss.value(loss.domain[1])
    drawn = Landscape(loss)
    top = float(loss.value((-0.270845, -0.923039)))
    assert drawn.height_scale * top > 0.07 * drawn.extent
    # The height stays linear: what is drawn is the loss, with its walls.
    assert drawn.on_ground((5.0, 5.0))[2] == pytest.approx(drawn.height_scale * 890)


def test_marks_are_sized_by_the_yardstick() -> None:
    usual, large = (hills(yardstick=size) for size in (None, 8 * np.pi))
    for size, landscape in ((1, usual), (2, large)):
        assert landscape.slope(TOP, theme.ink).radius == pytest.approx(size * 0.144 * np.pi)


@pytest.mark.parametrize("where", [{}, {"distance": 5.0}, {"height": 4.0}])
def test_a_ball_is_four_percent_of_the_frame_high_where_the_eye_stands(
    where: dict[str, float],
) -> None:
    landscape = hills(elevation=89.9, focus=(0.0, 0.0), **where)
    ball = landscape.ball((0.0, 0.0), theme.walker)
    center, radius = ball.center(landscape.ground())
    top, foot = (
        landscape.world_to_frame(center + y * radius * np.array([0, 1, 0])) for y in (1, -1)
    )
    assert top[1] - foot[1] == pytest.approx(0.04 * 8, rel=0.05)


def test_an_arrow_starts_at_the_height_of_the_ball_s_center() -> None:
    landscape = hills()
    ball = landscape.ball(TOP, theme.walker, 0.3)
    start, _ = landscape.arrow(TOP, (1, 0), theme.gradient).ends(landscape.ground())
    assert start == pytest.approx(ball.center(landscape.ground())[0])


def test_the_cross_product_is_that_of_numpy() -> None:
    vectors = np.random.default_rng(1).standard_normal((50, 2, 3))
    for a, b in vectors:
        assert np.array_equal(cross(a, b), np.cross(a, b))
