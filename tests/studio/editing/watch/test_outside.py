"""A watch of a lecturer's own scene, which reads a table and imports a module beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.project_copy import SHELF, Copy
from tests.studio.editing.watch.conftest import (
    SCENE,
    Watch,
    picture,
    rendered,
    shows,
    start_watch,
    up_to_date,
)

TABLE = 'np.loadtxt(data_file("data/sides.csv")).max()'
OWN = """import numpy as np
from helpers.angles import ANGLE

from scenes.kit import data_file
from scenes.kit.words.text import text
"""
CORNER = "text('A corner').shift((7, 0, 0))"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("my_lecture") / "scenes"
    for name, content in (("data/sides.csv", "1\n2\n"), ("helpers/angles.py", "ANGLE = 0.5\n")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(content)
    return folder


@pytest.fixture
def watch(project: Copy, folder: Path) -> Iterator[Watch]:
    own = SCENE.replace("Square(SIDE", f"Square({TABLE}").replace("(box, 0.5)", "(box, ANGLE)")
    watch = start_watch(project, f"SCENES_DIR={folder}", text=OWN + own, folder=folder)
    yield watch
    if watch.process.returncode is None:
        watch.interrupt()


def test_the_page_follows_a_scene_outside_and_all_that_it_is_made_from(
    watch: Watch, folder: Path, page: Page
) -> None:
    page.goto(watch.address())
    up_to_date(page)
    expect(page.locator("#scene")).to_have_text(str(watch.scene))
    page.locator("#beats button").nth(2).click()
    shows(page, 3)
    looks = [picture(page)]
    error, remarks = page.locator("#error"), page.locator("#remarks")

    for name, content in (("data/sides.csv", "1\n3\n"), ("helpers/angles.py", "ANGLE = 0.1\n")):
        with rendered(page):
            (folder / name).write_text(content)
        shows(page, 3)
        looks.append(picture(page))
    assert len(set(looks)) == 3
    video = page.evaluate("shown().src")

    (folder / "data" / "sides.csv").write_text("one\n")
    expect(error).to_contain_text("ValueError", timeout=30_000)
    line = watch.scene.read_text().partition(TABLE)[0].count("\n") + 1
    expect(error).to_contain_text(f"{watch.scene}, line {line}")
    with rendered(page):
        (folder / "data" / "sides.csv").write_text("1\n3\n")
    expect(error).to_be_hidden()
    shows(page, 3)
    assert page.evaluate("shown().src") == video

    corner = ("box = S", f"self.add({CORNER})\n        box = S")
    watch.render(page, corner, ("And it turns.", "And it turns a little."))
    expect(page.locator("#beats li").last).to_contain_text("And it turns a little.")
    expect(error).to_be_hidden()
    expect(remarks).to_contain_text(f"The text ‘A corner’ ({watch.scene}, line {line})")
    expect(remarks).to_contain_text("leaves the frame (right)")

    said = watch.interrupt()
    assert f"  warning: the text ‘A corner’ ({watch.scene}, line {line}) leaves the frame" in said
    assert "Traceback" not in said
    assert not (folder.parent / "media" / SHELF).exists()
    media = watch.project.root / "media"  # has but the link by which make goes there
    assert [path for path in media.rglob("*") if path.is_file()] == []
