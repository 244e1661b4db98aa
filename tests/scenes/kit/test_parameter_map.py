"""A map over two parameters shows each cell, no more, and only up to where it is painted."""

import numpy as np
import pytest

from scenes.kit import Fill, ParameterMap, by_level, theme

KINDS = np.array([[0, 0, 1, 1], [0, -1, 1, 0], [-1, -1, -1, 1]])
FILLS = Fill(theme.good), Fill(theme.careful, hatched=True)


def plane(**settings: bool) -> ParameterMap:
    return ParameterMap((0, 8), (0, 0.3), KINDS, FILLS, 4, 3, **settings)


def area(part: object) -> float:
    """Return the area of rectangles that do not cover each other, in units of the frame."""
    sides = np.asarray(part.points).reshape(-1, 16, 3)  # type: ignore[attr-defined]
    return float(np.ptp(sides[..., 0], axis=1) @ np.ptp(sides[..., 1], axis=1))


def test_each_kind_covers_its_cells_and_bare_ones_stay_bare() -> None:
    one = plane()
    one.revealed.set_value(0.3)
    one.update()
    assert area(one.ground[0]) == pytest.approx(4)  # cells of 1 by 1
    assert area(one.ground[1]) == pytest.approx(4)
    assert one.kind_at(5, 0.05) == 1
    assert one.kind_at(7, 0.15) == 0
    assert one.kind_at(8, 0.3) == 1  # the ends belong to the last cells


def test_it_is_painted_up_to_what_is_revealed_and_follows_when_it_is_moved() -> None:
    one = plane()
    one.revealed.set_value(0.15)
    one.update()
    assert area(one.ground[0]) == pytest.approx(2 + 2 * 0.5)
    line = one.row_line()
    highest = max(part.get_top()[1] for part in one.ground)
    assert line.get_y() == pytest.approx(highest)
    assert line.width == pytest.approx(4)
    assert max(part.points[:, 1].max() for part in one.strokes if len(part.points)) <= highest
    one.shift([0.5, 1, 0]).update()
    assert max(part.get_top()[1] for part in one.ground) == pytest.approx(highest + 1)


def test_strokes_lie_on_the_cells_of_their_kind() -> None:
    one = plane()
    one.revealed.set_value(0.3)
    one.update()
    strokes = one.strokes[1].points.reshape(-1, 4, 3)
    middles = strokes.mean(axis=1) - one.at((0, 0))
    cells = [(8 * x / 4, 0.3 * y / 3) for x, y, _ in middles]
    assert len(cells) > 20
    assert {one.kind_at(*cell) for cell in cells} == {1}
    assert len(one.strokes[0].points) == 0


def test_a_zigzag_lies_on_the_cells_of_its_kind_and_goes_up_and_down() -> None:
    fills = Fill(theme.good), Fill(theme.muted, zigzag=True)
    one = ParameterMap((0, 8), (0, 0.3), KINDS, fills, 4, 3)
    one.revealed.set_value(0.3)
    one.update()
    ends = one.strokes[1].points.reshape(-1, 4, 3)[:, [0, -1]]
    middles = ends.mean(axis=1) - one.at((0, 0))
    assert {one.kind_at(8 * x / 4, 0.3 * y / 3) for x, y, _ in middles} == {1}
    across, up, _ = (ends[:, 1] - ends[:, 0]).T
    assert (up > 0).all()
    assert across == pytest.approx(np.sign(across) * up)
    assert set(np.sign(across)) == {-1, 1}


def test_nested_kinds_lie_on_one_another_and_values_become_kinds() -> None:
    kinds = by_level([[0.2, 1.0], [3.0, np.nan]], [0.5, 1.0, 2.0])
    assert kinds.tolist() == [[-1, 1], [2, -1]]
    fills = [Fill(color) for color in theme.terrain[:3]]
    one = ParameterMap((0, 1), (0, 1), kinds, fills, 2, 2, nested=True)
    one.revealed.set_value(1)
    one.update()
    assert [area(part) for part in one.ground] == pytest.approx([2, 2, 1])


def test_the_widest_stretch_of_a_kind() -> None:
    assert plane().widest(1, 0.05) == pytest.approx((4, 8))
    with pytest.raises(ValueError, match="nothing of kind 0"):
        plane().widest(0, 0.25)


def test_unsuitable_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="kind 1 has no fill"):
        ParameterMap((0, 1), (0, 1), KINDS, FILLS[:1], 2, 2)
    with pytest.raises(ValueError, match="must be"):
        ParameterMap((0, 1), (0, 1), [0, 1], FILLS, 2, 2)
