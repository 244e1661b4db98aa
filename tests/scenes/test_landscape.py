"""What the 3-D view shows, looked at pixel by pixel on small pictures."""

import copy
from collections.abc import Iterator

import numpy as np
import pytest
from manim import LEFT, Square, tempconfig
from manim.utils.hashing import get_json
from scipy.ndimage import gaussian_filter

from gd_math import descend, losses, optimizers
from scenes.kit import Walk, theme, use_theme
from scenes.kit.camera import StageCamera
from scenes.kit.landscape import Landscape, renderer
from scenes.kit.landscape.landscape import srgb

WIDTH, HEIGHT = 320, 180
TOP, VALLEY = (np.pi / 2, np.pi / 2), (np.pi / 2, -np.pi / 2)


@pytest.fixture(autouse=True)
def small_frame() -> Iterator[None]:
    with tempconfig({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield


def hills(**settings: object) -> Landscape:
    settings = {"distance": 14.0, "elevation": 35.0, "azimuth": -90.0, **settings}
    return Landscape(losses.HILLS, **settings)


def picture(landscape: Landscape) -> np.ndarray:
    return renderer.renderer().draw(landscape.shot(), WIDTH, HEIGHT)[..., :3].astype(float)


def pixel(landscape: Landscape, point: np.ndarray) -> np.ndarray:
    """Return column and row, counted in pixels from the top left corner."""
    across = (point[0] + landscape.width / 2) / landscape.width * WIDTH
    down = (landscape.height / 2 - point[1]) / landscape.height * HEIGHT
    return np.array([across, down])


def difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.abs(first - second).max(axis=-1)


def has_hue(image: np.ndarray, color: str) -> np.ndarray:
    """Say which pixels have the hue of `color`, whatever the light."""
    own = srgb(color) - srgb(color).mean()
    seen = image - image.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(seen, axis=-1)
    cosine = seen @ own / np.maximum(length * np.linalg.norm(own), 1e-9)
    return (cosine > 0.97) & (length > 40)


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


def test_mist_hides_what_is_far_and_lets_see_what_is_near() -> None:
    def shows(place: tuple[float, float], radius: float) -> bool:
        landscape = hills(elevation=60.0, mist_radius=radius, mist_center=(0.0, 0.0))
        empty = picture(landscape)
        landscape.ball(place, theme.wrong, radius=0.3)
        return bool(difference(picture(landscape), empty).max() > 20)

    assert shows((0.5, -0.5), 3.0)
    assert not shows((3.5, -0.5), 3.0)
    assert shows((3.5, -0.5), 60.0)


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
    solid = trail.solid(landscape)
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
    base, end = arrow.ends(landscape)
    assert (end - base)[:2] == pytest.approx(2.0 * vector)
    assert (end - base) @ landscape.normal(start) == pytest.approx(0.0, abs=1e-12)


def test_ball_throws_a_shadow() -> None:
    landscape = hills(elevation=55.0, distance=8.0, focus=TOP)
    before = picture(landscape)
    landscape.ball(TOP, theme.walker, radius=0.25)
    after = picture(landscape)
    darker = (before.mean(axis=-1) - after.mean(axis=-1) > 12) & ~has_hue(after, theme.walker)
    assert darker.sum() > 20


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


def test_hash_knows_every_tracker_and_nothing_else() -> None:
    def mutations(landscape: Landscape) -> dict[str, object]:
        return {
            "azimuth": lambda: landscape.azimuth.increment_value(1),
            "elevation": lambda: landscape.elevation.increment_value(1),
            "distance": lambda: landscape.distance.increment_value(1),
            "mist_radius": lambda: landscape.mist_radius.increment_value(1),
            "mark_size": lambda: landscape.mark_size.increment_value(1),
            "focus": lambda: landscape.focus.set_place((0.1, 0.2)),
            "mist_center": lambda: landscape.mist_center.set_place((0.1, 0.2)),
            "shown": lambda: landscape.marks[0].shown.set_value(0.5),
            "rectangle": lambda: landscape.shift(LEFT),
        }

    def built() -> Landscape:
        landscape = hills()
        landscape.ball(TOP, theme.walker)
        return landscape

    plain = get_json(built())
    assert get_json(built()) == plain
    drawn = built()
    picture(drawn)
    assert get_json(drawn) == plain
    for name in mutations(built()):
        landscape = built()
        mutations(landscape)[name]()  # type: ignore[operator]
        assert get_json(landscape) != plain, name
        assert (landscape.shot().digest() != built().shot().digest()) == (name != "rectangle"), name
    for other in (hills(height_scale=2.0), hills(lower=(-9.0, -9.0))):
        other.ball(TOP, theme.walker)
        assert get_json(other) != plain


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
