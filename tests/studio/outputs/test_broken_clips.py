"""A clip that is broken is left out of slides and handout, and the rest is made."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.__main__ import main
from studio.job import Job

MADE = {  # of the clip that is whole
    "slides": ("small_walk.pptx",),
    "handout": (
        "handout-a4.pdf",
        "handout-letter.pdf",
        "questions-a4.pdf",
        "questions-letter.pdf",
    ),
}
Damage = Callable[[Path, Path], object]


def lose_end(manifest: Path, video: Path) -> None:
    """Let the video be another one than its manifest is of, which says nothing of it."""
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    del facts["digest"]
    manifest.write_text(json.dumps(facts), encoding="utf-8")
    video.write_bytes(video.read_bytes()[:-2000])


DAMAGE: dict[str, tuple[Damage, str]] = {
    "half a manifest": (lambda m, v: m.write_text('{"name": "oth'), "other.json is broken"),
    "another manifest": (lambda m, v: m.write_text('{"beats": 3}'), "other.json is broken"),
    "no video": (lambda m, v: v.unlink(), "other.mp4 is missing"),
    "what is no video": (lambda m, v: v.write_bytes(b"none"), "other.mp4 cannot be read"),
    "another video": (lose_end, "other.mp4"),
}


@pytest.fixture
def shelf(clip: Job, tmp_path: Path) -> Path:
    """A shelf with a clip and its copy."""
    shelf = tmp_path / "media" / clip.shelf
    shelf.mkdir(parents=True)
    facts = json.loads(clip.result(".json").read_text(encoding="utf-8"))
    for name in ("small_walk", "other"):
        shutil.copy(clip.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name})
        (shelf / f"{name}.json").write_text(text, encoding="utf-8")
    return shelf


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("command", MADE)
def test_a_broken_clip_is_left_out_and_the_rest_is_made(
    command: str, damage: str, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harm, message = DAMAGE[damage]
    before = {path.name for path in shelf.iterdir()}
    harm(shelf / "other.json", shelf / "other.mp4")
    assert main([command, "--shelf", str(shelf)]) == 1
    said = capsys.readouterr().err
    assert "left out: " in said
    assert message in said
    assert {path.name for path in shelf.iterdir()} - before == {*MADE[command]}


@pytest.mark.parametrize("command", MADE)
def test_where_every_clip_is_broken_nothing_is_made(
    command: str, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("small_walk", "other"):
        lose_end(shelf / f"{name}.json", shelf / f"{name}.mp4")
    before = {path.name for path in shelf.iterdir()}
    assert main([command, "--shelf", str(shelf)]) == 1
    said = capsys.readouterr().err
    assert "small_walk.mp4" in said
    assert "other.mp4" in said
    assert {path.name for path in shelf.iterdir()} == before
