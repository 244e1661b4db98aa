"""The ground has one shape, however many pixels show it, and whatever the ground is."""

from functools import cache
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import distance_transform_edt, maximum_filter, minimum_filter

from gd_math import Loss, descend, from_formula, losses, optimizers
from scenes.kit import Walk, theme, use_theme
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.drawing import renderer
from scenes.kit.landscape.drawing.ground import mesh, outline
from scenes.kit.landscape.drawing.patches import COUNTS, FINEST, pattern
from scenes.kit.landscape.drawing.strokes import fringes
from scenes.kit.mist.walk_camera import WalkCamera
from tests.scenes.landscape_pictures import difference, has_hue, hills

SIZES = {"480p15": (854, 480), "720p30": (1280, 720), "1080p60": (1920, 1080)}
SMALL, LARGE, LARGEST = (640, 360), (2560, 1440), (3840, 2160)
LINE = 20  # shades by which a pixel in the middle of a contour line is darker, or lighter
HALF = 0.5  # of a pixel
SHADES = 24  # by which the soft edge of an outline may differ, and its place may not
CREASE = from_formula("10*abs(y-x^2)+(1-x)^2")
START, OTHER = (1.33, 1.19), (1.19, 1.33)


def overlook() -> Landscape:
    """Return the widest view of misty_hill, when its mist has lifted."""
    loss, rule = losses.HILLS, optimizers.gradient_descent(0.7)
    path, other = (descend(loss, rule, start, 14) for start in (START, OTHER))
    landscape = WalkCamera(path, loss).landscape(Walk(path, 14), sight=0.5)
    for move in WalkCamera(path, loss).overlook(landscape, [path.x[-1], other.x[-1]]):
        move.mobject.points = move.mobject.target.points
    landscape.mist_radius.set_value(2.6 * landscape.extent)
    return landscape


class Seen:
    """A landscape in gray, of one size: without its contour lines, and where those are."""

    def __init__(self, landscape: Landscape, size: tuple[int, int]) -> None:
        spacing = landscape.spacing
        lined = self.draw(landscape, size).mean(axis=-1)
        landscape.spacing = 1e9  # no line within the range of the loss
        self.size, self.ground = size, self.draw(landscape, size).mean(axis=-1)
        landscape.spacing = spacing
        self.lines = np.abs(self.ground - lined)

    @staticmethod
    def draw(landscape: Landscape, size: tuple[int, int]) -> np.ndarray:
        return renderer.renderer().draw(landscape.shot(), *size)[..., :3].astype(np.float32)


def lines_off(small: Seen, large: Seen) -> float:
    """Return how many pixels of the small picture its contour lines are away from the large's."""
    away = distance_transform_edt(large.lines < LINE / 2)
    rows, columns = np.nonzero(small.lines > LINE)
    scale = np.divide(large.size, small.size)
    assert len(rows) > 10
    found = away[((rows + 0.5) * scale[1]).astype(int), ((columns + 0.5) * scale[0]).astype(int)]
    return float(found.max() / scale[1])


def gaps(small: Seen, large: Seen) -> float:
    """Return how far the large picture's contour lines are from all of the small's, in pixels."""
    lines = Image.fromarray(large.lines).resize(small.size, Image.Resampling.BOX)
    wanted = np.asarray(lines) > LINE
    assert wanted.sum() > 10
    return float(distance_transform_edt(small.lines < LINE / 5)[wanted].max())


def astray(small: Seen, large: Seen) -> float:
    """Return by how many shades pixels are unlike all within one pixel in the large picture."""
    scale = np.divide(large.size, small.size)
    reach = tuple(2 * np.ceil(scale[::-1]).astype(int) - 1)
    columns, rows = (
        ((np.arange(n) + 0.5) * k).astype(int) for n, k in zip(small.size, scale, strict=True)
    )
    low, high = (
        extreme(large.ground, reach)[rows[:, None], columns]
        for extreme in (minimum_filter, maximum_filter)
    )
    return float(np.maximum(low - small.ground, small.ground - high).max())


@cache
def largest() -> Seen:
    return Seen(overlook(), LARGEST)


@pytest.mark.parametrize("quality", SIZES)
def test_hills_and_contour_lines_are_where_the_largest_picture_has_them(quality: str) -> None:
    small = Seen(overlook(), SIZES[quality])
    assert lines_off(small, largest()) <= HALF + HALF  # a pixel shows what is half a pixel away
    assert gaps(small, largest()) <= 1.5
    assert astray(small, largest()) <= SHADES


def test_the_shape_is_the_same_in_the_light_theme() -> None:
    use_theme("light")
    try:
        small, large = (Seen(overlook(), size) for size in (SIZES["480p15"], LARGEST))
    finally:
        use_theme("dark")
    assert lines_off(small, large) <= HALF + HALF
    assert astray(small, large) <= 2 * SHADES  # the outlines are darker than all around them


VIEWS = {
    "wide": {"elevation": 38.0},
    "near": {"elevation": 24.0, "distance": 0.5},
    "straight down": {"elevation": 90.0, "azimuth": -90.0},
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "loss", [losses.HIMMELBLAU, losses.ROSENBROCK, losses.RASTRIGIN, losses.RAVINE, CREASE]
)
def test_any_ground_has_one_shape_however_it_is_seen(loss: Loss, view: str) -> None:
    extent = float(np.subtract(*loss.domain[::-1]).max())
    where = {"distance": 1.6, **VIEWS[view]}
    landscape = Landscape(loss, **where | {"distance": where["distance"] * extent})
    small, large = Seen(landscape, SMALL), Seen(landscape, LARGE)
    assert lines_off(small, large) <= HALF + HALF
    assert astray(small, large) <= SHADES


@pytest.mark.parametrize("size", [*SIZES.values(), LARGEST])
@pytest.mark.parametrize("distance", [1.5, 5.0, 25.0])
def test_no_triangle_is_seen_to_be_off_the_ground(size: tuple[int, int], distance: float) -> None:
    landscape = hills(distance=distance, focus=(1.0, 1.0))
    shot = landscape.shot()
    drawn = mesh(shot, size[1], renderer.renderer().surface(shot))

    def off(ends: np.ndarray) -> float:
        """Return how far the middles of lines (n, 2, 3) are seen from the ground, in pixels."""
        middles = ends.mean(axis=1)
        ground = landscape.on_ground(middles[:, :2])
        seen, true = (shot.view.project(points) for points in (middles, ground))
        inside = (seen[:, 2] > 0) & (np.abs(seen[:, :2]) < 1).all(axis=1)
        return float(np.hypot(*((seen - true)[inside, :2] * np.divide(size, 2)).T).max(initial=0.0))

    sides = drawn.points[drawn.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)]
    assert off(sides) <= 2 * HALF
    assert off(drawn.points[outline(drawn, shot)[0]]) <= HALF


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("count", COUNTS)
def test_the_triangles_of_a_patch_and_its_neighbors_leave_no_gap(count: int, falling: bool) -> None:
    coarser = [side for side in COUNTS if side <= count]
    for sides in product(coarser[-4:] if count <= 12 else coarser[-4::2], repeat=4):
        places, triangles = pattern.__wrapped__(count, sides, falling, (False, True))
        p, q, r = places[triangles.T].astype(int)
        (a, b), (c, d) = (q - p).T, (r - p).T
        assert (a * d - b * c).min() > 0
        numbers = places.astype(int) @ (FINEST + 1, 1)
        edges = numbers[triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)]
        once = set(map(tuple, edges.tolist()))
        assert len(once) == len(edges)
        single = once ^ {(b, a) for a, b in once}
        # What is on one side only is the border, with the points of the coarser side.
        for side, (axis, end) in zip(sides, product((0, 1), (0, FINEST)), strict=True):
            at = np.arange(0, FINEST + 1, FINEST // min(count, side))
            line = np.full((len(at), 2), end)
            line[:, 1 - axis] = at
            at = (line @ (FINEST + 1, 1)).tolist()
            pairs = set(pairwise(at))
            single -= pairs | {(b, a) for a, b in pairs}
        assert not single


def test_what_patches_have_in_common_is_equal_bit_for_bit() -> None:
    shot = hills(distance=2.0, focus=(1.0, 1.0)).shot()
    drawn = mesh(shot, 1080, renderer.renderer().surface(shot))
    _, first, same = np.unique(drawn.places, return_index=True, return_inverse=True)
    assert len(first) < len(drawn.places)
    assert np.array_equal(drawn.vertices, drawn.vertices[first[same]])


def test_the_soft_edge_of_an_outline_has_no_gap_where_its_pieces_join() -> None:
    bend = np.array([[-1.0, 0.0, -0.3], [0.0, 0.0, 0.0], [1.0, 0.0, -0.3]])
    ends, places = bend[[[0, 1], [2, 1]]], np.array([[7, 8], [9, 8]])
    below, colors = np.full((2, 3), (0.0, 0.0, -1.0)), np.zeros((2, 2, 3), dtype=np.float32)
    first, second = fringes(ends, places, colors, below, np.array([0.0, -9.0, 0.0]), 0.01)
    assert first[2] == pytest.approx(second[2])
    assert first[2, 2] > 0.1


def test_a_block_has_lines_along_its_crests_and_other_ground_soft_edges() -> None:
    for is_block in (True, False):
        shot = hills(is_block=is_block).shot()
        prospect = renderer.renderer()._prospect(shot, 720, 0.001)
        assert bool(prospect.crests.lines) is is_block
        assert (len(prospect.fringes["position"]) == 0) is is_block


def test_ground_between_the_points_of_its_mesh_is_that_of_the_loss() -> None:
    shot = hills().shot()
    table = renderer.renderer().surface(shot).refined(96, 132, 12, 4)
    x = table[..., :2].astype(float)
    assert table.shape == (49, 49, 10)
    assert table[..., 2] == pytest.approx(losses.HILLS.value(x), abs=1e-6)
    assert table[..., 3:5] == pytest.approx(losses.HILLS.gradient(x), abs=2e-4)


def in_view(landscape: Landscape, places: np.ndarray) -> np.ndarray:
    """Return those of some places (n, 2) that no ground hides: most of them, all on the frame."""
    free = np.array([landscape.clearance(*place) > 0.01 for place in places])
    assert free.mean() > 0.6
    points = landscape.shot().view.project(landscape.on_ground(places[free]))
    assert (np.abs(points[:, :2]) < 0.98).all()
    return places[free]


def pixels_at(landscape: Landscape, places: np.ndarray, size: tuple[int, int]) -> tuple[Any, Any]:
    """Return the rows and columns in which places on the ground are seen."""
    points = landscape.shot().view.project(landscape.on_ground(places))
    columns, rows = np.rint((points[:, :2] * (1, -1) + 1) / 2 * size - 0.5).astype(int).T
    return rows, columns


def seen_along(landscape: Landscape, places: np.ndarray, color: str) -> np.ndarray:
    """Say for each of some places (n, 2) whether `color` is seen there, at 480p15."""
    hue = maximum_filter(has_hue(Seen.draw(landscape, SIZES["480p15"]), color), 3)
    return hue[pixels_at(landscape, in_view(landscape, places), SIZES["480p15"])]


def test_a_trail_does_not_sink_into_the_ground() -> None:
    landscape, path = overlook(), descend(losses.HILLS, optimizers.gradient_descent(0.7), START, 14)
    landscape.trail(Walk(path, 14), theme.wrong)
    shares = np.linspace(0, 1, 60)[:, None]
    places = np.vstack([a + shares * (b - a) for a, b in zip(path.x, path.x[1:], strict=False)])
    assert seen_along(landscape, places, theme.wrong).all()


def test_a_ring_in_a_valley_is_whole_and_so_is_its_rim() -> None:
    size = SIZES["1080p60"]
    for valley in ((np.pi / 2, -np.pi / 2), (-np.pi / 2, np.pi / 2)):
        landscape = overlook()
        ring = landscape.ring(valley, theme.wrong)
        ring.shown.set_value(1.0)
        turn = np.linspace(0, 2 * np.pi, 200)[:, None]
        around = np.hstack([np.cos(turn), np.sin(turn)])
        assert seen_along(landscape, valley + ring.radius * around, theme.wrong).all()
        thick = ring.thickness / 2 * landscape.mark_size.get_value()
        beyond = in_view(landscape, valley + (ring.radius + 1.2 * thick) * around)
        rim = difference(Seen.draw(landscape, size), Seen.draw(overlook(), size))
        assert maximum_filter(rim, 3)[pixels_at(landscape, beyond, size)].min() > 8
