"""Keys of segments, fingerprints of sources, and the folders that renders work in."""

import ast
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio import cache, sources
from studio.job import Job

SCENE = """
SIZE = 1

def helper():
    return SIZE

class Scene:
    color = "red"

    def construct(self, ask):
        first = helper()
        ask()
        for step in range(2):
            ask()
        last = first
        ask()

    def end(self, ask):
        ask()
"""


def keys_of(source: str) -> list[str]:
    """Run the scene and ask for the key of each of its plays."""
    variables: dict = {}
    tree = ast.parse(source)
    exec(compile(tree, "scene.py", "exec"), variables)
    scene = variables["Scene"]()
    keys = cache.SegmentKeys(tree, variables["Scene"].construct.__code__)
    found: list[str] = []
    for method in (scene.construct, scene.end):
        method(lambda: found.append(keys.key(len(found))))
    return found


def same(edited: str) -> list[bool]:
    return [a == b for a, b in zip(keys_of(SCENE), keys_of(edited), strict=True)]


def test_each_play_has_its_own_key_and_always_the_same() -> None:
    assert len(set(keys_of(SCENE))) == 5
    assert all(same(SCENE))
    assert all(same("# a comment\n" + SCENE.replace("SIZE = 1", "SIZE = 1  # unit")))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("last = first", "last = first + 1", 3),
        ("first = helper()", "first = helper() + 1", 0),
        ("range(2)", "(0, 2)", 1),
        ("SIZE = 1", "SIZE = 2", 0),
        ("return SIZE", "return SIZE + 1", 0),
        ('"red"', '"blue"', 0),
        ("def end(self, ask):", "def end(self, ask, more=1):", 0),
    ],
)
def test_an_edit_changes_the_keys_of_all_plays_from_there_on(old: str, new: str, kept: int) -> None:
    assert old in SCENE
    assert same(SCENE.replace(old, new)) == [True] * kept + [False] * (5 - kept)


def test_fingerprint_follows_every_file_and_every_fact(tmp_path: Path) -> None:
    files = [tmp_path / "one.py", tmp_path / "two.glsl"]
    for file in files:
        file.write_text("x = 1\n")
    seen = {sources.digest(files, "dark"), sources.digest(files, "light")}
    for file in files:
        file.write_text("x = 2\n")
        seen.add(sources.digest(files, "dark"))
    files[0].rename(tmp_path / "three.py")
    seen.add(sources.digest([tmp_path / "three.py", files[1]], "dark"))
    assert len(seen) == 5


def test_files_of_the_project_are_those_that_are_imported(job: Job) -> None:
    import scenes.kit.lesson

    files = sources.project_files(job.scene)
    assert Path(scenes.kit.lesson.__file__) in files
    assert job.scene not in files
    assert not [file for file in files if file.suffix in {".pyc", ".sh"}]
    assert Path(scenes.kit.lesson.__file__) not in sources.project_files(
        Path(scenes.kit.lesson.__file__)
    )


def test_rules_escape_what_make_would_misread(job: Job) -> None:
    odd = replace(job, scene=Path("/a folder/of $1/small_walk.py"))
    assert r"/a\ folder/of\ $$1/small_walk.py:" in sources.make_rules(odd, [])


def test_folder_is_private_and_removed_even_after_an_error(job: Job) -> None:
    with cache.private_folder(job) as one, cache.private_folder(job) as other:
        assert one != other
        assert one.is_dir()  # a render at work is not swept
    with pytest.raises(ZeroDivisionError), cache.private_folder(job) as folder:
        raise ZeroDivisionError
    assert not [path for path in (one, other, folder) if path.exists()]


def test_segments_are_fetched_as_they_were_published(
    tmp_path: Path, job: Job, write_scene: Callable[[str], Path]
) -> None:
    store, made = tmp_path / "cache", tmp_path / "made"
    for name in ("old", "new"):
        made.mkdir()
        segments = [made / f"{name}{number}.mp4" for number in range(3)]
        for segment in segments:
            segment.write_text(textwrap.dedent(segment.name))
        cache.publish(store, name, segments)
        made.rmdir()
    cache.fetch(store, "new", tmp_path / "fetched")
    found = {path.name: path.read_text() for path in (tmp_path / "fetched").iterdir()}
    assert found == {name: name for name in ("new0.mp4", "new1.mp4", "new2.mp4")}
    cache.fetch(store, "old", tmp_path / "nothing")
    assert not list((tmp_path / "nothing").iterdir())
