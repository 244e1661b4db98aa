"""The pictures of docs/*.md are what their code draws; docs/kit.md leaves no drawing out."""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import Mobject
from PIL import Image

import scenes.kit
from docs.build_pictures import (
    DIAGRAM,
    DOCUMENTS,
    SIZE,
    Illustration,
    change,
    diagram,
    draw,
    illustrations,
    is_shown,
)
from scenes.kit.landscape import Mark
from studio.job import ROOT, StudioError

DOCS = ROOT / "docs"
KIT = (DOCS / "kit.md").read_text(encoding="utf-8")
PICTURES = [shown for document in DOCUMENTS for shown in illustrations(ROOT / document)]
NOT_DRAWN = {
    "Picture",  # what a landscape is to the camera
    "Place", "Walk",  # trackers
    "Typeset",  # all that `text` and `formula` set
    "Trail",  # on a landscape `landscape.trail`, on a map MapTrail
    "Mark", "Ball", "Arrow", "Slope", "Ring", "Cut", "Water", "BlockSides", "LevelLine",
    "Spot", "GroundAxis",  # by their method
    "Level", "MapWater", "MapShore", "MapRings", "GroundShore", "GroundRings",
    "BlockAxes",  # by TwoViews
    "MapHeights", "LevelMark", "RightAngles", "CrowdBall", "HikerTrail",  # by its methods
    "CurveWalker",  # by walkers_on
    "Bar",  # of BasinStrip and MissChances
    "LossPlot",
    "Post", "Rim", "Rods", "Sheet",  # by post, rim, error_columns and the walls of a block
    "Scale",  # by Skyline
    "Target",  # of a play that goes somewhere
    "GroundStep",  # by Underfoot
    "Marker", "FloorArrow",  # by ErrorBowl.walker and FirstStep
    "Drawn",  # by ErrorAndSlope
    "Pivot",  # by plot.pivot
    "LineRow", "ErrorBars", "MeanSquare",  # by LineTable and error_meaning
    "RateWalk", "RateTrail", "RateSlider", "RateReading", "Hops", "HopsTaken", "FactorCurves",
    "HopRow", "SlopeStep", "Landing", "RateCurve", "Cursor", "Dots",  # by RateStage
    "GroundLine", "LiveGradient", "PlaceVerdict",  # by PassGround and CupsAndCaps
    "RowLine",  # by ParameterMap.row_line
    "Basins", "CurveBasins", "EdgeWalker", "SlopeRow", "AxisStep",  # by the views of view_of
    "PairAxes", "RidingTicks",  # by ErrorAndSlope
    "StepView",  # by Zigzag and BottomLens
    "Live", "ValleyMap", "LossRing", "InputCloud", "StepRow",
    "StepBar", "StepWord", "ScaledWalk", "SpreadBar", "Way", "GuessBars",
    "ValleyPanel",  # by ScalingStage
    "LookClock", "LookWalk", "LookTrail", "OneLook", "AskedPoints", "StepFan", "CostPlot",
    "CostCurve", "NoiseRing", "NoiseCloud",  # by LookStage and LookDetail
    "ArrivalCount", "RaceBar", "OldBar",  # by Remembering and RaceColumns
    "SlowWalk", "BoxMemory", "BoxNames",  # by Remembering
    "RaceTrail",  # by RollStage
    "HouseWalk",  # by HouseNet
    "Leaper", "ScaledStart", "ChainDrawing",  # by CliffStage and DeepStage
    "FactorRow",  # by FactorFan
    "Flyer", "AirTrail", "Plumb",  # by SliceGround, which SlicePair makes
    "EdgeTraining", "EdgePlots", "SharpSlice",  # by EdgeStage
}  # fmt: skip


def drawings() -> set[str]:
    """Return the names of all public classes of the kit that are drawn."""
    found = set()
    for module in pkgutil.walk_packages(scenes.kit.__path__, "scenes.kit."):
        members: dict[str, Any] = vars(importlib.import_module(module.name))
        found |= {
            name
            for name, value in members.items()
            if isinstance(value, type)
            and issubclass(value, Mobject | Mark)
            and value.__module__ == module.name
            and not name.startswith("_")
        }
    return found


@pytest.mark.parametrize("picture", PICTURES, ids=[shown.picture.stem for shown in PICTURES])
def test_code_draws_the_picture_below_it(picture: Illustration, tmp_path: Path) -> None:
    assert is_shown(draw(picture, SIZE, tmp_path), picture.picture)


def test_the_diagram_is_what_its_code_draws() -> None:
    assert np.array_equal(diagram(), Image.open(ROOT / DIAGRAM).convert("RGB"))
    assert (ROOT / DIAGRAM).stat().st_size < 60_000


def test_every_picture_is_there_once_and_needed() -> None:
    shown = [picture.picture for picture in PICTURES]
    assert sorted(shown) == sorted(DOCS.glob("*/*.webp"))
    linked = [re.findall(r"!\[", (ROOT / document).read_text("utf-8")) for document in DOCUMENTS]
    assert sum(map(len, linked)) == len(shown)


def test_all_pictures_together_are_small() -> None:
    assert sum(picture.stat().st_size for picture in DOCS.rglob("*.webp")) < 2_000_000


def test_no_drawing_of_the_kit_is_left_out() -> None:
    missing = {name for name in drawings() - NOT_DRAWN if not re.search(rf"\b{name}\b", KIT)}
    assert not missing


def test_a_diff_changes_what_the_scene_has_exactly_once() -> None:
    scene = "a = 1\nb = 2\nc = 1\n"
    assert change(scene, " a = 1\n-b = 2\n+b = 3\n…\n-c = 1\n") == "a = 1\nb = 3\n"
    for diff in ("-d = 1\n+d = 2\n", "-= 1\n"):
        with pytest.raises(StudioError, match="the scene must have exactly once"):
            change(scene, diff)
