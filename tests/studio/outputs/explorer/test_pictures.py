"""The explorer's landscape, by its pixels in a real browser."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from gd_math import losses
from scenes.kit import height_levels
from scenes.kit.theme import DARK, LIGHT
from scenes.kit.words.numbers import number

if TYPE_CHECKING:
    from playwright.sync_api import Page


def rgb(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def near(found: Any, color: str, by: int = 8) -> bool:
    return bool(np.abs(np.subtract(found, rgb(color))).max() <= by)


def test_a_picked_place_is_the_one_that_is_seen_there(stage: "Page") -> None:
    script = """(key) => {
      const view = stage.view("Landscape", key);
      view.camera = { turn: -140, tilt: 50, zoom: 1.3 };
      const { lower, upper } = view.ground;
      const places = Array.from({ length: 25 }, (_, i) => [i % 5, Math.floor(i / 5)].map(
        (k, axis) => lower[axis] + ((k + 0.6) / 5.2) * (upper[axis] - lower[axis])));
      const { eye } = view.view;
      const shown = places.filter((place) => T.Picking.isSeen(view.ground, eye, ...place));
      const size = Math.max(upper[0] - lower[0], upper[1] - lower[1]);
      const off = shown.map((place) => {
        const found = view.pick(...view.project(...place)) ?? [NaN, NaN];
        return Math.hypot(found[0] - place[0], found[1] - place[1]) / size;
      });
      return { off, sky: view.pick(3, 3) };
    }"""
    for key in ("hills", "himmelblau", "ravine"):
        found = stage.evaluate(script, key)
        assert len(found["off"]) >= 10, key
        assert max(found["off"]) < 0.04, key  # just behind an edge
        assert np.quantile(found["off"], 0.8) < 1e-4, key
        assert found["sky"] is None


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.name)
def test_the_landscape_shows_its_walker_on_ground_before_the_background(
    stage: "Page", look: Any
) -> None:
    found = stage.evaluate(
        """(theme) => {
          const view = stage.view("Landscape", "ravine", theme);
          view.setWalks([{ path: [-2, 1, 0, 0], colour: "walker", shape: "disc" }]);
          const ground = view.project(1, 1);
          return stage.pixels(view, [[2, 2], view.project(0, 0), ground]);
        }""",
        look.name,
    )
    background, walker, ground = found
    assert near(background, look.background)
    red, green, blue = walker
    assert red > green > blue  # orange, in whatever light
    assert red - blue > 60
    assert ground[2] > ground[0]  # blue to teal
    assert not near(ground, look.background, 20)


@pytest.mark.parametrize("shape", ["disc", "gem", "square", "triangle"])
def test_each_walker_has_a_body_that_stands_out(stage: "Page", shape: str) -> None:
    found = stage.evaluate(
        """(shape) => {
          const view = stage.view("Landscape", "ravine");
          const [x, y] = view.project(0, 0);
          const places = [3, 5, 7].map((up) => [x, y - up]);
          const bare = stage.pixels(view, places);
          view.setWalks([{ path: [0, 0], colour: "wrong", shape }]);
          return [bare, stage.pixels(view, places)];
        }""",
        shape,
    )
    assert all(now[0] > before[0] + 60 for before, now in zip(*found, strict=True))


def test_mist_hides_all_but_what_is_round_the_hikers_feet(stage: "Page") -> None:
    found = stage.evaluate(
        """() => {
          const view = stage.view("Landscape", "hills");
          const places = [view.project(1.4, 1.4), view.project(-4.7, -4.7), view.project(4.7, 4.7)];
          const clear = stage.pixels(view, places);
          const mist = (share) => {
            view.setMist({ center: [1.57, 1.57], sight: 0.9, share });
            return stage.pixels(view, places);
          };
          return { clear, thick: mist(0), half: mist(0.5), gone: mist(1) };
        }"""
    )
    assert found["gone"] == found["clear"]
    feet, *far = found["thick"]
    assert np.abs(np.subtract(feet, found["clear"][0])).max() < 25
    between = [
        np.minimum(rgb(DARK.mist_low), rgb(DARK.mist_high)) - 12,
        np.maximum(rgb(DARK.mist_low), rgb(DARK.mist_high)) + 12,
    ]
    for pixel in far:
        assert np.all(between[0] <= pixel)
        assert np.all(pixel <= between[1])
    assert found["half"] != found["thick"]


def test_steep_ground_is_cut_off_and_the_picture_says_at_which_height(stage: "Page") -> None:
    found = stage.evaluate(
        """() => ["rosenbrock", "hills"].map((key) => {
          const view = stage.view("Landscape", key);
          return [view.note, view.ground.levels.cut, view.top, view.ground.rise * view.ground.cut];
        })"""
    )
    (note, cut, top, face), (quiet, *_) = found
    _, highest = height_levels.span(losses.ROSENBROCK)
    assert cut == pytest.approx(highest, rel=0.01)
    assert note == f"The ground goes on higher: it is cut off at f = {number(cut, 3)}."
    assert top == pytest.approx(face)
    assert quiet == ""


def test_the_eye_is_placed_where_no_hill_hides_the_end_of_a_walk(stage: "Page") -> None:
    assert stage.evaluate(
        """() => {
          const view = stage.view("Landscape", "hills");
          view.look([[1.33, 1.19, 1.57, -1.57]]);
          return T.Picking.isSeen(view.ground, view.view.eye, 1.57, -1.57);
        }"""
    )


def test_a_picture_is_drawn_after_a_change_and_not_otherwise(stage: "Page") -> None:
    counts = stage.evaluate(
        """async () => {
          const view = stage.view("Landscape", "ravine");
          const { drawing } = view;
          const draw = drawing.draw;
          let count = 0;
          drawing.draw = function (...given) { count += 1; return draw.apply(this, given); };
          const rest = async () => { // until nothing has been drawn for a second
            for (let seen = -1, calm = 0; calm < 5; calm = count === seen ? calm + 1 : 0) {
              seen = count;
              await new Promise((done) => setTimeout(done, 200));
            }
            return count;
          };
          const before = await rest();
          for (let i = 0; i < 20; i++) view.camera = { turn: i };
          return [before, await rest() - before];
        }"""
    )
    assert counts[0] >= 1
    assert 1 <= counts[1] <= 2  # one at once, one that is finer


def test_a_walk_that_leaves_the_ground_is_drawn_as_far_as_its_edge(stage: "Page") -> None:
    runs = stage.evaluate(
        """() => {
          const { ground } = stage.view("Landscape", "ravine");
          const { runs, beads } = T.Marks.drape(ground, [0, 0, 1e9, 0, -2, 1, -2, 1e300]);
          const told = ({ step, point }) => [step, ...point];
          const ends = runs.map((run) => [told(run[0]), told(run.at(-1))]);
          return { ends, beads: beads.length, half: ground.half };
        }"""
    )
    assert runs["beads"] == 2
    first, back = runs["ends"]
    assert first[1][1] == pytest.approx(runs["half"][0])
    assert back[0][1] == pytest.approx(runs["half"][0])
    assert back[1][0] == pytest.approx(2)  # from there the last step leaves at once
    assert back[1][2] == pytest.approx(runs["half"][1])


def test_without_webgl_the_landscape_says_so(stage: "Page") -> None:
    message = stage.evaluate(
        """() => {
          const canvas = stage.canvas();
          canvas.getContext = () => null;
          try {
            new T.Landscape(canvas, T.FACTS.themes.dark);
          } catch (error) {
            return error.message;
          }
        }"""
    )
    assert message == "This browser draws no landscape: it has no WebGL 2."
