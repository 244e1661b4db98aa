"""What is drawn can be seen: contrast, motion and carry-over, measured in the pixels."""

import pytest

from tests.scenes.conftest import SCENES
from tests.scenes.film import filmed


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", SCENES)
def test_what_is_drawn_can_be_seen(scene: str, theme: str) -> None:
    shown = filmed(scene, theme)
    assert shown.looks > 30
    assert not shown.findings, "\n".join(["", *shown.findings])


@pytest.mark.parametrize("scene", SCENES)
def test_the_light_theme_leaves_all_in_its_place(scene: str) -> None:
    dark, light = (filmed(scene, theme) for theme in ("dark", "light"))
    assert len(dark.ends) >= 4
    assert light.ends == dark.ends
    assert light.remarks == []
