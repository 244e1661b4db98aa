"""What `make` makes anew, what it leaves alone, and what it says when it cannot."""

import json
import os
import signal
import time

import pytest

from tests.end_to_end.project_copy import Copy


def _changed(before: dict, after: dict) -> set[str]:
    """Return the names of the videos that were made between two states."""
    names = before.keys() | after.keys()
    return {name for name in names if name.endswith(".mp4") and before.get(name) != after.get(name)}


def _seconds(project: Copy, name: str) -> float:
    return json.loads(project.media(name).read_text(encoding="utf-8"))["duration"]


def test_help_names_every_scene_with_its_title(project):
    said = project.made()
    for name, title in (("walk", "A walk of a box"), ("count", "A count of rings")):
        assert [name, *title.split()] in [line.split() for line in said.splitlines()]


def test_second_make_does_nothing_and_is_quick(project):
    before = project.state()
    spent = []
    for _ in range(3):
        begun = time.monotonic()
        said = project.made("videos")
        spent.append(time.monotonic() - begun)
        assert said.splitlines() == ["3 videos are in media/480p15"]
    assert project.state() == before
    assert min(spent) < 0.5


def test_edit_in_the_kit_makes_anew_what_imports_it_and_nothing_else(project):
    before = project.state()
    module = project.root / "scenes" / "kit" / "only_counted.py"
    module.write_text("RINGS = 4\n")
    project.made("videos")
    after = project.state()
    assert _changed(before, after) == {"count.mp4"}
    module.unlink()
    (project.root / "scenes" / "count.py").write_text(
        (project.root / "scenes" / "count.py")
        .read_text()
        .replace("from scenes.kit import only_counted\n", "")
        .replace("only_counted.RINGS", "5")
    )
    project.made("videos")  # although what the last video was made from is gone
    assert _changed(after, project.state()) == {"count.mp4"}


def test_set_and_as_put_a_video_beside_the_first(project):
    before = project.state()
    project.made("walk", "SET=STEPS=6", "AS=longer")
    after = project.state()
    assert _changed(before, after) == {"longer.mp4"}
    assert _seconds(project, "longer.json") > _seconds(project, "walk.json")
    project.made("walk", "SET=STEPS=6", "AS=longer")
    assert project.state() == after
    for file in (project.root / "media").rglob("longer.*"):
        file.unlink()


def test_set_alone_makes_the_video_anew_and_so_does_its_end(project):
    before = project.state()
    project.made("walk", "SET=STEPS=6")
    assert _changed(before, project.state()) == {"walk.mp4"}
    project.made("videos")
    after = project.state()
    assert after.keys() == before.keys()
    assert {name: content for name, (content, _) in after.items()} == {
        name: content for name, (content, _) in before.items()
    }


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        (["walk", "SET=STEP=6", "AS=other"], ["STEP", "STEPS", "2"]),
        (["walk", "SET=STEPS='many'", "AS=other"], ["STEPS", "many"]),
        (["videos", "QUALITY=4k"], ["QUALITY", "4k", "480p15 720p30 1080p60 2160p60"]),
        (["videos", "THEME=pink"], ["THEME", "pink", "dark light"]),
        (["videos", "SHARDS=0"], ["SHARDS", "'0'", "auto 1 2 3"]),
        (["videos", "SET=STEPS=6"], ["SET", "name one scene"]),
        (["walk", "count", "AS=other"], ["AS", "name one scene"]),
        (["walk", "AS=../other"], ["AS", "a-z"]),
        (["walk", "AS=count"], ["AS", "another scene"]),
    ],
)
def test_mistake_is_explained_and_changes_nothing(project, goals, words):
    before = project.state()
    code, said = project.make(*goals)
    assert code != 0
    for word in words:
        assert word in said
    assert "Traceback" not in said
    assert project.state() == before


def test_misspelt_knob_does_not_make_the_old_video_stale(project):
    before = project.state()
    code, _ = project.make("walk", "SET=STEP=6")
    assert code != 0
    project.made("videos")
    assert project.state() == before


def test_scene_that_raises_leaves_its_old_video(project):
    before = project.state()
    scene = project.root / "scenes" / "stroll.py"
    text = scene.read_text()
    time_of_text = scene.stat()
    scene.write_text(text + '        raise ValueError("no way on")\n')
    code, said = project.make("stroll")
    assert code != 0
    assert "no way on" in said
    assert "scenes/stroll.py" in said
    assert project.state() == before
    scene.write_text(text)
    os.utime(scene, ns=(time_of_text.st_atime_ns, time_of_text.st_mtime_ns))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_render_that_is_killed_leaves_the_old_video_whole(project, number):
    before = project.state()
    process = project.start("walk", "SET=STEPS=1000")
    work = project.root / "media" / ".work"
    cached = set(work.rglob("*.mp4"))
    for _ in range(600):  # until it draws
        if set(work.rglob("*.mp4")) - cached:
            break
        time.sleep(0.1)
        assert process.poll() is None
    os.killpg(process.pid, number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert project.state() == before
    project.made("walk")
    assert project.media("walk.mp4").read_bytes() == before["walk.mp4"][0]


def test_one_job_makes_the_same_as_many(project, bare_project):
    for name in ("walk.py", "stroll.py"):
        assert (bare_project.root / "scenes" / name).read_bytes() == (
            project.root / "scenes" / name
        ).read_bytes()
    bare_project.made("-j1", "walk", "stroll", "SHARDS=1")
    one_by_one = bare_project.state()
    page = bare_project.root / "media" / "README.md"
    page.write_text("What lies here")
    bare_project.made("clean")
    assert list(page.parent.iterdir()) == [page]
    bare_project.made("-j4", "walk", "stroll", "SHARDS=3")
    for name, (content, _) in bare_project.state().items():
        assert content == one_by_one[name][0], name
