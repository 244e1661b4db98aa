from collections.abc import Iterator

import pytest

from engine.camera import configured
from tests.engine.still_life import HEIGHT, WIDTH


@pytest.fixture
def small_frame() -> Iterator[None]:
    """Let Manim draw frames of WIDTH by HEIGHT pixels."""
    with configured({"pixel_width": WIDTH, "pixel_height": HEIGHT}):
        yield
