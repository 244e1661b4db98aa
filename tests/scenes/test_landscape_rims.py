"""What stands or lies on a landscape has a rim, so that it is seen on ground of any color."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest
from scipy.ndimage import binary_erosion, distance_transform_edt

from gd_math import descend, losses, optimizers
from scenes.kit import Walk, theme, use_theme
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing import renderer
from scenes.kit.landscape.drawing.colors import srgb
from scenes.kit.symbols import SIGNS
from scenes.kit.theme import RIM_WIDTH
from tests.scenes.contrast import luminance, ratio
from tests.scenes.landscape_pictures import TOP, VALLEY, difference, hills

WALK = Walk(descend(losses.HILLS, optimizers.gradient_descent(0.6), (0.4, -0.3), 8), 8)
SIDES = [(np.cos(turn), np.sin(turn)) for turn in np.radians([20, 140, 260])]


Put = Callable[[Landscape, str], object]  # a mark of this color


def put_arrow(landscape: Landscape, color: str, way: tuple[float, float]) -> None:
    landscape.ball((0.0, 0.0), color, 0.15)  # in which an arrow begins, without a rim
    landscape.arrow((0.0, 0.0), way, color, thickness=0.07).shown.set_value(1.0)


MARKS: dict[str, Put] = {
    "ball in a valley": lambda hills, color: hills.ball(VALLEY, color, 0.25),
    "ball on a top": lambda hills, color: hills.ball(TOP, color, 0.25),
    "gem": lambda hills, color: hills.ball(VALLEY, color, 0.25, "gem"),
    "trail": lambda hills, color: hills.trail(WALK, color, 0.07),
    "ring": lambda hills, color: hills.ring(VALLEY, color, 0.6).shown.set_value(1.0),
} | {f"arrow {i}": partial(put_arrow, way=way) for i, way in enumerate(SIDES)}


def drawn(
    put: Put, height: int, color: str = "#FFFFFF", rim: str = "#FFFFFF", **where: object
) -> np.ndarray:
    view: dict[str, object] = {"elevation": 45.0, "azimuth": -45.0, "focus": (0.7, -0.7)}
    landscape = hills(**(view | {"distance": 9.0} | where))
    put(landscape, color)
    landscape.colors["outline"] = srgb(rim)
    size = 16 * height // 9, height
    return renderer.renderer().draw(landscape.shot(), *size)[..., :3].astype(float)


def seen(put: Put, height: int, **where: object) -> tuple[np.ndarray, np.ndarray]:
    """Return how much of each pixel shows a mark, and how much its rim, 0 … 1."""
    white = drawn(put, height, **where)
    body = difference(white, drawn(put, height, color="#000000", **where))
    rim = difference(white, drawn(put, height, rim="#000000", **where))
    return body / body.max(), rim / rim.max()


def to_rim(body: np.ndarray, rim: np.ndarray) -> tuple[np.ndarray, int]:
    """Return how many pixels the outline of a mark is from its rim, and how long it is."""
    outline = (body > 0.2) & ~binary_erosion(body > 0.2)  # faces in the shade, too
    assert outline.sum() > 0.1 * len(body)
    return distance_transform_edt(rim < 0.5)[outline], int(outline.sum())


@pytest.mark.parametrize("mark", MARKS)
def test_all_around_is_a_rim_of_the_same_width_at_every_size(mark: str) -> None:
    widths = []
    for height in (480, 1080):
        body, rim = seen(MARKS[mark], height)
        away, length = to_rim(body, rim)
        assert np.mean(away <= 2.3) > 0.9
        widths.append(rim.sum() / length / height)
    assert widths[0] == pytest.approx(widths[1], rel=0.2)
    assert widths[1] == pytest.approx(RIM_WIDTH / 800, rel=0.3)


@pytest.mark.parametrize(("low", "mark"), [(12.0, "ball on a top"), (80.0, "ball in a valley")])
def test_the_ground_does_not_hide_the_rim_of_a_ball_at_its_foot(low: float, mark: str) -> None:
    away, _ = to_rim(*seen(MARKS[mark], 720, elevation=low))
    assert np.all(away <= 2.3)


def test_what_hides_a_ball_hides_its_rim() -> None:
    low = {"elevation": 12.0, "azimuth": -90.0, "focus": TOP}
    behind = (np.pi / 2, np.pi)  # on the far side of the top
    bare = drawn(lambda *_: None, 360, **low)
    assert np.array_equal(
        drawn(lambda hills, _: hills.ball(behind, "#FFFFFF", 0.1), 360, **low), bare
    )


@pytest.fixture(params=["dark", "light"])
def each_theme(request: pytest.FixtureRequest) -> Iterator[None]:
    use_theme(request.param)
    yield
    use_theme("dark")


@pytest.mark.usefixtures("each_theme")
@pytest.mark.parametrize("color", sorted({color for _, color in SIGNS.values()}))
def test_a_ball_stands_out_from_its_rim(color: str) -> None:
    landscape = hills(elevation=60.0, focus=VALLEY, distance=9.0)
    ball = landscape.ball(VALLEY, getattr(theme, color), 0.4)
    picture = renderer.renderer().draw(landscape.shot(), 640, 360)[..., :3] / 255
    middle = landscape.world_to_frame(ball.center(landscape.ground())[0])
    column, row = int(320 + 45 * middle[0]), int(180 - 45 * middle[1])
    body = luminance(picture[row - 4 : row + 5, column - 4 : column + 5]).mean()
    assert ratio(body, luminance(srgb(theme.background))) >= 3


def test_a_gem_is_found_in_its_middle() -> None:
    landscape = hills()
    for place in (VALLEY, (0.4, -0.3)):  # on level ground and on a slope
        gem = landscape.ball(place, "#FFFFFF", 0.25, "gem")
        ground = landscape.ground()
        corners = gem.solid(ground).points
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        np.testing.assert_allclose(gem.center(ground)[0], middle, atol=1e-9)
