"""The store of segments, and the folders that renders work in."""

import os
from pathlib import Path

import pytest

from engine import cache
from engine.files import seal
from studio.job import Job
from studio.render.folders import private_folder


def test_folder_is_private_and_removed_even_after_an_error(job: Job) -> None:
    with private_folder(job) as one, private_folder(job) as other:
        assert one != other
        assert one.is_dir()  # a render at work is not swept
    with pytest.raises(ZeroDivisionError), private_folder(job) as folder:
        raise ZeroDivisionError
    assert not [path for path in (one, other, folder) if path.exists()]


@pytest.fixture
def made(tmp_path: Path) -> list[Path]:
    """Segments of a hundred bytes each."""
    folder = tmp_path / "made"
    folder.mkdir()
    segments = [folder / f"{number}.mp4" for number in range(4)]
    for segment in segments:
        segment.write_bytes(segment.name.encode().ljust(72))
        seal(segment)
    return segments


@pytest.mark.parametrize("links", [True, False])
def test_segments_are_fetched_as_they_were_published(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def no_link(source: Path, target: Path) -> None:
        raise PermissionError

    if not links:
        monkeypatch.setattr(os, "link", no_link)
    store = tmp_path / "store"
    assert not cache.fetch(store, tmp_path / made[0].name)
    cache.publish(store, made[:3])
    cache.publish(store, made[1:])
    assert sorted(path.name for path in store.iterdir()) == [path.name for path in made]
    for segment in made:
        assert cache.fetch(store, tmp_path / segment.name)
        assert (tmp_path / segment.name).read_bytes() == segment.read_bytes()


def test_store_is_bounded_and_keeps_what_was_used_last(
    tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    cache.publish(store, made)
    for age, segment in enumerate(made):
        os.utime(store / segment.name, (1000 - age, 1000 - age))
    assert cache.fetch(store, tmp_path / made[3].name)  # the oldest, and now used again
    monkeypatch.setattr(cache, "CAPACITY", 250)
    cache.publish(store, [])
    assert {path.name for path in store.iterdir()} == {made[0].name, made[3].name}
    assert (tmp_path / made[3].name).exists()  # what a render has fetched is its own
