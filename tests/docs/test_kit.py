"""docs/kit.md: every block of code draws its picture, and no drawing of the kit is left out."""

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
from scenes.kit.landscape import Mark
from studio.documents import SIZE, Illustration, cropped, draw, illustrations
from studio.job import ROOT

KIT = ROOT / "docs" / "kit.md"
TEXT = KIT.read_text(encoding="utf-8")
PICTURES = list(illustrations(KIT))
NOT_DRAWN = {
    "Picture",  # what a landscape is to the camera
    "Place", "Walk",  # trackers
    "Trail",  # on a landscape `landscape.trail`, on a map MapTrail
    "Mark", "Arrow", "Slope", "Ring", "Cut", "GroundLine", "Spot", "GroundAxis",  # by their method
    "MapLine",  # by TwoViews.lines
    "Ball",  # by balls_on
    "LossPlot", "DescentPanel",
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
    drawn = cropped(Image.open(draw(picture, SIZE, tmp_path)))
    kept = Image.open(picture.picture).convert("RGB")
    assert drawn.width == kept.width
    assert abs(drawn.height - kept.height) <= 2
    drawn = drawn.resize(kept.size)
    difference = np.asarray(drawn, dtype=float) - np.asarray(kept, dtype=float)
    assert np.abs(difference).mean() < 3  # what WebP changes, and another machine's OpenGL


def test_every_picture_is_there_once_and_needed() -> None:
    shown = [picture.picture for picture in PICTURES]
    assert sorted(shown) == sorted((ROOT / "docs" / "kit").iterdir())
    assert len(re.findall(r"!\[", TEXT)) == len(shown)


def test_no_drawing_of_the_kit_is_left_out() -> None:
    missing = {name for name in drawings() - NOT_DRAWN if not re.search(rf"\b{name}\b", TEXT)}
    assert not missing
