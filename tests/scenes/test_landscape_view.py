"""What the 3-D view shows, looked at pixel by pixel on small pictures."""

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from engine.camera import configured
from gd_math import descend, losses, optimizers
from scenes.kit import Walk, theme, use_theme
from scenes.kit.landscape.drawing import renderer
from tests.scenes.landscape_pictures import (
    HEIGHT,
    TOP,
    VALLEY,
    WIDTH,
    difference,
    has_hue,
    hills,
    picture,
    pixel,
)


@pytest.fixture(autouse=True)
def small_frame() -> Iterator[None]:
    with configured({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield


def similarity(first: np.ndarray, second: np.ndarray) -> float:
    """The mean structural similarity of two pictures (Wang et al. 2004), 1 for equal ones."""

    def blur(image: np.ndarray) -> np.ndarray:
        return gaussian_filter(image, (1.5, 1.5, 0), truncate=3.5)

    means = blur(first), blur(second)
    variances = [blur(a * a) - m * m for a, m in zip((first, second), means, strict=True)]
    shared = blur(first * second) - means[0] * means[1]
    small, middling = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    luminance = (2 * means[0] * means[1] + small) / (means[0] ** 2 + means[1] ** 2 + small)
    structure = (2 * shared + middling) / (sum(variances) + middling)
    return float((luminance * structure).mean())


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_frame_looks_like_one_drawn_four_times_as_large_and_averaged(name: str) -> None:
    width, height = 640, 360
    use_theme(name)
    try:
        landscape = hills(elevation=30.0)
        walk = Walk(descend(losses.HILLS, optimizers.gradient_descent(0.5), (1.2, 1.0), 8), 6)
        landscape.trail(walk, theme.walker)
        for place in np.random.default_rng(1).uniform(-4, 4, (10, 2)):
            landscape.ball(place, theme.walker)
    finally:
        use_theme("dark")
    draw, shot = renderer.renderer().draw, landscape.shot()
    once = draw(shot, width, height)[..., :3].astype(float)
    large = draw(shot, 4 * width, 4 * height)[..., :3].astype(float)
    averaged = large.reshape(height, 4, width, 4, 3).mean(axis=(1, 3))
    assert similarity(once, averaged) >= 0.97


def test_ball_in_front_of_a_hill_is_seen_and_one_behind_it_is_not() -> None:
    front, behind = (np.pi / 2, np.pi / 2 - 1.2), (np.pi / 2, np.pi / 2 + 1.6)
    landscape = hills(elevation=16.0, height_scale=1.5)
    assert not landscape.is_hidden(*front)
    assert landscape.is_hidden(*behind)
    for place, seen in ((front, True), (behind, False)):
        landscape = hills(elevation=16.0, height_scale=1.5)
        assert not has_hue(picture(landscape), theme.wrong).any()
        landscape.ball(place, theme.wrong, radius=0.2)
        assert has_hue(picture(landscape), theme.wrong).any() == seen


@pytest.mark.parametrize("azimuth", [-90.0, 20.0, 135.0])
def test_to_frame_says_where_the_ball_is_seen(azimuth: float) -> None:
    landscape = hills(azimuth=azimuth)
    landscape.focus.set_place((0.7, 0.4))
    before = picture(landscape)
    ball = landscape.ball((1.3, 0.9), theme.wrong, radius=0.3)
    rows, columns = np.nonzero(has_hue(picture(landscape), theme.wrong))
    assert difference(picture(landscape), before).max() > 60
    center = np.array([columns.mean() + 0.5, rows.mean() + 0.5])
    expected = pixel(landscape, landscape.to_frame(1.3, 0.9, lift=ball.radius))
    assert center == pytest.approx(expected, abs=1.0)


def test_the_eye_can_rise_until_it_looks_straight_down_as_on_a_map() -> None:
    landscape = hills(elevation=89.999, azimuth=-90.0, distance=20.0)
    landscape.focus.set_place((0.0, 0.0))
    almost = picture(landscape)
    landscape.elevation.set_value(90.0)
    assert difference(picture(landscape), almost).max() < 12
    east, north = landscape.to_frame(2.0, 0.0), landscape.to_frame(0.0, 2.0)
    assert east[0] > 0.5
    assert north[1] > 0.5
    assert east[1] == pytest.approx(0.0, abs=1e-9)
    assert north[0] == pytest.approx(0.0, abs=1e-9)


def test_an_arrow_and_a_gem_are_seen_in_their_color() -> None:
    for stand in (
        lambda land: land.arrow((1.0, 0.4), (0.0, -1.5), theme.wrong, thickness=0.15),
        lambda land: land.ball((1.0, 0.4), theme.wrong, radius=0.3, shape="gem"),
    ):
        landscape = hills(elevation=50.0)
        assert not has_hue(picture(landscape), theme.wrong).any()
        stand(landscape).shown.set_value(1.0)
        assert has_hue(picture(landscape), theme.wrong).sum() > 30


def test_mist_hides_what_lies_far_away_and_lets_see_what_is_near_or_stands() -> None:
    def shows(mark: str, place: tuple[float, float], radius: float) -> bool:
        landscape = hills(elevation=60.0, mist_radius=radius, mist_center=(0.0, 0.0))
        empty = picture(landscape)
        made = getattr(landscape, mark)(place, theme.wrong, radius=0.3)
        made.shown.set_value(1.0)
        return bool(difference(picture(landscape), empty).max() > 20)

    assert shows("ring", (0.5, -0.5), 3.0)
    assert not shows("ring", (3.5, -0.5), 3.0)
    assert shows("ball", (3.5, -0.5), 3.0)
    assert shows("ring", (3.5, -0.5), 60.0)


def test_mist_follows_the_walk() -> None:
    path = descend(losses.HILLS, optimizers.gradient_descent(0.5), (1.2, 1.0), 8)
    walk = Walk(path)
    landscape = hills(mist_radius=2.0, mist_center=walk)
    before = picture(landscape)
    walk.set_value(8)
    assert difference(picture(landscape), before).max() > 20


def test_contour_lines_are_where_the_loss_has_their_level() -> None:
    plain, lined = hills(elevation=70.0, distance=10.0), hills(elevation=70.0, distance=10.0)
    plain.spacing = 1e6  # no line within the range of the loss
    lines = picture(plain).mean(axis=-1) - picture(lined).mean(axis=-1)
    levels = lined.lowest + (np.arange(10) + 0.5) * lined.spacing
    for level in levels[3:7]:
        # Walk along y = 1 and find the place where the loss has this level.
        x = np.arcsin(level / np.sin(1.0))
        column, row = pixel(lined, lined.to_frame(x, 1.0)).astype(int)
        assert lines[row - 2 : row + 3, column - 2 : column + 3].max() > 12
    middles = (levels[3:6] + levels[4:7]) / 2
    for level in middles:
        x = np.arcsin(level / np.sin(1.0))
        column, row = pixel(lined, lined.to_frame(x, 1.0)).astype(int)
        assert abs(lines[row, column]) < 4


def test_no_contour_line_lies_on_a_critical_value() -> None:
    landscape = hills()
    levels = landscape.lowest + (np.arange(10) + 0.5) * landscape.spacing
    assert np.abs(levels[:, None] - np.array([-1.0, 0.0, 1.0])).min() > 0.4 * landscape.spacing


def test_trail_has_the_points_of_the_trajectory_and_lies_on_the_ground() -> None:
    path = descend(losses.HILLS, optimizers.gradient_descent(0.6), (1.3, 1.1), 6)
    landscape = hills()
    trail = landscape.trail(Walk(path, 4.5), theme.walker)
    assert np.array_equal(trail.points(), path.x[:5])
    solid = trail.solid(landscape.ground())
    points = np.vstack([solid.balls[:, :3], *(line.points for line in solid.lines)])
    above = points[:, 2] - landscape.height_scale * losses.HILLS.value(points[:, :2])
    assert above.max() < 2.5 * trail.thickness
    for x in path.x[:5]:
        assert np.linalg.norm(points[:, :2] - x, axis=1).min() < 1.5 * trail.thickness
    # Nothing of it lies away from the straight segments between the computed points.
    corners = np.vstack([path.x[:5], (path.x[4] + path.x[5]) / 2])
    starts, ways = corners[:-1], np.diff(corners, axis=0)
    share = np.einsum("nsd,sd->ns", points[:, None, :2] - starts, ways) / (ways**2).sum(axis=1)
    nearest = starts + np.clip(share, 0, 1)[..., None] * ways
    apart = np.linalg.norm(points[:, None, :2] - nearest, axis=-1).min(axis=1)
    assert apart.max() < 1.5 * trail.thickness


def test_arrow_is_the_vector_times_its_scale_in_the_tangent_plane() -> None:
    landscape = hills(height_scale=1.7)
    start, vector = np.array([1.1, 0.6]), np.array([0.3, -0.2])
    arrow = landscape.arrow(start, vector, theme.gradient, scale=2.0)
    base, end = arrow.ends(landscape.ground())
    assert (end - base)[:2] == pytest.approx(2.0 * vector)
    assert (end - base) @ landscape.normal(start) == pytest.approx(0.0, abs=1e-12)


def test_ball_throws_a_shadow() -> None:
    landscape = hills(elevation=55.0, distance=8.0, focus=TOP)
    before = picture(landscape)
    landscape.ball(TOP, theme.walker, radius=0.25)
    after = picture(landscape)
    darker = (before.mean(axis=-1) - after.mean(axis=-1) > 12) & ~has_hue(after, theme.walker)
    assert darker.sum() > 20


def test_a_landscape_can_be_laid_flat_as_a_map() -> None:
    landscape = hills(elevation=50.0)
    high = landscape.to_frame(*TOP)
    ball = landscape.ball(VALLEY, theme.wrong, radius=0.3)
    landscape.rise.set_value(0.0)
    low = landscape.to_frame(*TOP)
    assert low[1] < high[1] - 0.2
    assert landscape.on_ground(TOP)[2] == 0.0
    assert ball.center(landscape.ground())[0] == pytest.approx([*VALLEY, ball.radius])
    rows, columns = np.nonzero(has_hue(picture(landscape), theme.wrong))
    expected = pixel(landscape, landscape.to_frame(*VALLEY, lift=ball.radius))
    assert [columns.mean() + 0.5, rows.mean() + 0.5] == pytest.approx(expected, abs=1.0)


def test_a_flat_map_is_lit_evenly() -> None:
    landscape = hills(elevation=90.0, distance=20.0, focus=(0.0, 0.0))
    landscape.spacing = 1e6
    ways = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])

    def unevenness() -> float:
        """Return how much the colors differ of places of one height on four sides of a top."""
        image = picture(landscape)
        spots = [pixel(landscape, landscape.to_frame(*(TOP + 0.9 * way))) for way in ways]
        return float(np.ptp([image[int(row), int(column)] for column, row in spots], axis=0).max())

    assert unevenness() > 30
    landscape.rise.set_value(0.0)
    assert unevenness() <= 6


def test_haze_takes_what_is_far_and_can_be_taken_away() -> None:
    landscape = hills(distance=30.0)

    def contrast(haze: float) -> float:
        landscape.haze.set_value(haze)
        return float(picture(landscape).std(axis=(0, 1)).max())

    assert contrast(3.0) < 0.5 * contrast(1.0)
    assert contrast(1.0) < 0.9 * contrast(0.0)
