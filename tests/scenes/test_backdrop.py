"""What is behind the ground: it depends on the picture alone, not on those drawn before it."""

import pytest

from scenes.kit.landscape.drawing.painter import open_context
from scenes.kit.landscape.drawing.renderer import Renderer
from tests.scenes.landscape_pictures import HEIGHT, WIDTH, hills

SKY = {"elevation": 8.0, "distance": 20.0}  # much of it is seen
MIST_GOES = {"mist_radius": 17.0}  # half of it is gone


@pytest.fixture(scope="module")
def used() -> Renderer:
    """A renderer that has drawn other sky, mist, and a bit of both."""
    renderer = Renderer(open_context())
    for settings in (SKY, {"elevation": 20.0}, {"mist_radius": 3.0}, MIST_GOES):
        renderer.draw(hills(**settings).shot(), WIDTH, HEIGHT)
    return renderer


@pytest.mark.parametrize(
    "settings",
    [
        SKY,
        {"elevation": 16.9},
        {"elevation": 90.0},
        {"elevation": -10.0},
        {"mist_radius": 2.0},
        {"mist_radius": 2.0, "elevation": 60.0},
        MIST_GOES,
        {**MIST_GOES, **SKY},
    ],
)
def test_it_is_the_same_whatever_was_drawn_before(
    used: Renderer, settings: dict[str, float]
) -> None:
    shot = hills(**settings).shot()
    fresh = Renderer(open_context())
    assert (used.draw(shot, WIDTH, HEIGHT) == fresh.draw(shot, WIDTH, HEIGHT)).all()
    fresh.gl.release()


def test_the_sky_goes_up_and_down_with_the_horizon(used: Renderer) -> None:
    high, low = (hills(distance=14.0, elevation=elevation).shot() for elevation in (12.0, 8.0))
    rows = round(HEIGHT * low.view.horizon) - round(HEIGHT * high.view.horizon)
    above, below = (used.draw(shot, WIDTH, HEIGHT) for shot in (high, low))
    seen = 10  # rows over the tops of the hills
    assert rows > seen
    assert (below[rows : rows + seen] == above[:seen]).all()
    assert (below[:seen] != above[:seen]).any()


def test_mist_stays_where_it_is(used: Renderer) -> None:
    first, second = (
        used.draw(hills(mist_radius=0.1, elevation=elevation).shot(), WIDTH, HEIGHT)
        for elevation in (30.0, 50.0)
    )
    assert (first[:40] == second[:40]).all()


def test_nothing_jumps_when_the_last_of_the_mist_goes(used: Renderer) -> None:
    last, gone = (hills(mist_radius=radius, **SKY).shot() for radius in (27.6, 40.0))
    assert 0.9 < last.mist.clearness < 1 == gone.mist.clearness
    before, after = (used.draw(shot, WIDTH, HEIGHT).astype(int) for shot in (last, gone))
    assert abs(after - before)[:20].max() <= 1
