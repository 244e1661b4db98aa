from pathlib import Path

import pytest

COURSE = """
[[chapter]]
title = "Late"
scenes = ["walk", "count"]

[[chapter]]
title = "Not yet"

[[chapter]]
title = "Early"
scenes = ["stroll"]
"""


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    folder = tmp_path / "scenes"
    folder.mkdir()
    for name in ("count", "stroll", "walk", "_shared"):
        (folder / f"{name}.py").touch()
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    return folder
