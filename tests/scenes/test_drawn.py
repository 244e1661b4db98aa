"""What is drawn can be seen: contrast, motion and carry-over, measured in the pixels."""

import pytest

from tests.scenes.conftest import SCENES, lesson_class
from tests.scenes.film import film


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", SCENES)
def test_what_is_drawn_can_be_seen(scene: str, theme: str) -> None:
    shown = film(scene, lesson_class(scene), theme)
    assert shown.looks > 30
    assert not shown.findings, "\n".join(["", *shown.findings])
