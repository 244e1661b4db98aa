"""The film: whose frames and captions it has, its marks, and what is left out."""

import json
import shutil
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import av
import numpy as np
import pytest

from engine.files import digest
from studio.__main__ import main
from studio.job import Job
from studio.shelf.media import frames
from studio.shelf.shelf import read_clip
from tests.studio.render.test_clip import caption_track

HOSTILE = "--> R&D <i>1</i>: it’s $(x) 😀"
COURSE = f"""
title = "All of it"
[[chapter]]
title = "{HOSTILE}"
scenes = ["stroll", "asking_walk"]
[[chapter]]
title = "Empty"
[[chapter]]
title = "Small"
scenes = ["small_walk"]
"""
ORDER = ("stroll", "asking_walk", "small_walk")
MARKS = (HOSTILE, "A small walk", "Which way?", "Small", "A small walk")


@pytest.fixture(scope="session")
def made(clip: Job, asking_clip: Job, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf of three clips of two chapters, with its film; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "scenes").mkdir()
    for name in ORDER:
        (folder / "scenes" / f"{name}.py").touch()
    (folder / "scenes" / "course.toml").write_text(COURSE, encoding="utf-8")
    shelf = folder / "media" / clip.shelf
    shelf.mkdir(parents=True)
    for job, name in ((clip, "stroll"), (clip, "small_walk"), (asking_clip, "asking_walk")):
        facts = json.loads(job.result(".json").read_text(encoding="utf-8"))
        shutil.copy(job.result(".mp4"), shelf / f"{name}.mp4")
        text = json.dumps({**facts, "name": name, "scene": name})
        (shelf / f"{name}.json").write_text(text, encoding="utf-8")
    assert make(shelf) == 0
    return shelf


@pytest.fixture
def shelf(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made.parents[1], tmp_path / "copy")
    return tmp_path / "copy" / "media" / made.name


def make(shelf: Path, *options: str) -> int:
    scenes = shelf.parents[1] / "scenes"
    return main(["film", "--shelf", str(shelf), "--scenes", str(scenes), *options])


def marks(video: Path) -> list[tuple[str, float, float]]:
    """Return the title of each mark, and when it begins and ends."""
    with av.open(str(video)) as film:
        return [
            (
                mark["metadata"]["title"],
                float(mark["start"] * mark["time_base"]),
                float(mark["end"] * mark["time_base"]),
            )
            for mark in film.chapters()
            if mark["time_base"]
        ]


def packets(video: Path) -> list[bytes]:
    """Return what is encoded, in the order of decoding."""
    with av.open(str(video)) as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


def test_each_clip_and_each_card_has_its_mark_and_they_follow_each_other(made: Path) -> None:
    found = marks(made / "whole-course.mp4")
    assert [title for title, _, _ in found] == list(MARKS)
    lengths = {name: read_clip(made, name).duration for name in ORDER}
    card = found[0][2]
    small = found[3][2] - found[3][1]
    assert small == pytest.approx(2 * 0.4 + 1 + len("Small") / 13, abs=0.06)
    spans = [card, lengths["stroll"], lengths["asking_walk"], small, lengths["small_walk"]]
    ends = [*accumulate(spans)]
    assert [start for _, start, _ in found] == pytest.approx([0, *ends[:-1]])
    assert [end for _, _, end in found] == pytest.approx(ends)
    with av.open(str(made / "whole-course.mp4")) as film:
        assert film.duration == pytest.approx(sum(spans) * 1e6, abs=1)
        assert film.metadata["title"] == "All of it"
        kinds = [stream.type for stream in film.streams]
        assert kinds == ["video", "subtitle", "data"]  # the last has the marks for QuickTime


def test_no_frame_of_a_clip_is_lost_or_encoded_again(made: Path) -> None:
    film = made / "whole-course.mp4"
    encoded, shown = packets(film), [frame.to_ndarray() for frame in frames([film])]
    rate = read_clip(made, "stroll").frame_rate
    assert len(encoded) == len(shown) == round(marks(film)[-1][2] * rate)
    with av.open(str(film)) as video:
        times = [frame.time for frame in video.decode(video=0)]
    assert times == pytest.approx([number / rate for number in range(len(encoded))], abs=1e-6)
    for name, number in zip(ORDER, (1, 2, 4), strict=True):
        start, end = (round(time * rate) for time in marks(film)[number][1:])
        assert encoded[start:end] == packets(made / f"{name}.mp4")
        own = [frame.to_ndarray() for frame in frames([made / f"{name}.mp4"])]
        assert np.array_equal(shown[start:end], own)


def test_a_card_comes_from_the_clips_own_ground_and_goes_back(made: Path) -> None:
    film = made / "whole-course.mp4"
    rate = read_clip(made, "stroll").frame_rate
    _, start, end = marks(film)[3]
    shown = [frame.to_ndarray(format="gray").astype(int) for frame in frames([film])]
    card = shown[round(start * rate) : round(end * rate)]
    contrast = [picture.max() - picture.min() for picture in card]
    assert contrast[0] <= 3
    assert contrast[-1] <= 3
    assert contrast[len(card) // 2] > 100
    ground = next(iter(frames([made / "small_walk.mp4"]))).to_ndarray(format="gray")
    assert np.median(card[0]) == ground[0, 0]


def test_captions_inside_and_beside_the_film_are_those_of_the_clips(made: Path) -> None:
    film = made / "whole-course.mp4"
    begins = [start for _, start, _ in marks(film)]
    expected = [
        (begin + clip.seconds(beat.caption_start), " ".join(beat.caption.split()))
        for begin, name in zip((begins[1], begins[2], begins[4]), ORDER, strict=True)
        for clip in [read_clip(made, name)]
        for beat in clip.beats
    ]
    inside = [(time, " ".join(text.split())) for time, text in caption_track(str(film))]
    assert [text for _, text in inside] == [text for _, text in expected]
    assert [time for time, _ in inside] == pytest.approx([time for time, _ in expected], abs=1e-3)
    for suffix in (".vtt", ".srt"):
        text = film.with_suffix(suffix).read_text(encoding="utf-8")
        assert text.count(" --> ") == len(expected)


def test_a_web_page_lists_the_marks(made: Path, serve: Callable[[Path], str], page) -> None:
    (made.parent / "page.html").write_text(
        f'<video src="{made.name}/whole-course.mp4"><track default kind="chapters" '
        f'src="{made.name}/whole-course.chapters.vtt"></video>'
    )
    page.goto(f"{serve(made.parent)}/page.html")
    page.wait_for_function("document.querySelector('track').readyState === 2")
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    found = page.evaluate(
        "[...document.querySelector('track').track.cues].map(c => "
        "[c.getCueAsHTML().textContent, c.startTime, c.endTime])"
    )
    expected = marks(made / "whole-course.mp4")
    assert [title for title, _, _ in found] == list(MARKS)
    for place in (1, 2):
        times = [mark[place] for mark in expected]
        assert [mark[place] for mark in found] == pytest.approx(times, abs=1e-3)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(times[-1])


def test_a_film_of_one_chapter_and_one_of_chosen_clips_have_no_cards(shelf: Path) -> None:
    assert make(shelf, "--chapter", "1") == 0
    assert [title for title, _, _ in marks(shelf / "chapter-1.mp4")] == list(MARKS[1:3])
    with av.open(str(shelf / "chapter-1.mp4")) as film:
        assert film.metadata["title"] == HOSTILE
    assert make(shelf, "small_walk", "asking_walk") == 0
    titles = [title for title, _, _ in marks(shelf / "whole-course.mp4")]
    assert titles == ["A small walk", "Which way?"]


@pytest.mark.parametrize(("number", "reason"), [("2", "must be one of: 1 '-->"), ("9", "must be")])
def test_a_chapter_that_has_no_clips_is_told_of(
    shelf: Path, number: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(shelf, "--chapter", number) == 2
    assert f"film: CHAPTER is {number}, and {reason}" in capsys.readouterr().err
    assert not (shelf / f"chapter-{number}.mp4").exists()


def test_a_chapter_whose_clips_are_not_made_yet_is_told_of(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in shelf.glob("small_walk.*"):
        file.unlink()
    assert make(shelf, "--chapter", "3") == 1
    assert "film: no clip of chapter 3 is finished" in capsys.readouterr().err
    assert not (shelf / "chapter-3.mp4").exists()


def test_a_clip_that_is_not_whole_is_left_out_and_the_rest_joined(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = shelf / "stroll.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    shutil.copy(shelf / "asking_walk.mp4", shelf / "stroll.mp4")
    facts["digest"] = digest(shelf / "stroll.mp4")
    manifest.write_text(json.dumps(facts), encoding="utf-8")
    assert make(shelf) == 1
    assert "film: left out: " in (said := capsys.readouterr().err)
    assert "stroll.mp4 has not the frames that its manifest names; remove it and" in said
    titles = [title for title, _, _ in marks(shelf / "whole-course.mp4")]
    assert titles == [MARKS[0], *MARKS[2:]]


def test_a_clip_of_other_settings_stops_the_film_and_leaves_the_last_one(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (shelf / "whole-course.mp4").read_bytes()
    video = shelf / "asking_walk.mp4"
    shown = [frame.to_ndarray(format="rgb24") for frame in frames([video])]
    clip = read_clip(shelf, "asking_walk")
    with av.open(str(video), "w") as container:
        stream = container.add_stream("libx264", rate=clip.frame_rate)
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        for pixels in shown:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(stream.encode())
    facts = json.loads(clip.file(".json").read_text(encoding="utf-8"))
    clip.file(".json").write_text(json.dumps(facts | {"digest": digest(video)}), encoding="utf-8")
    assert make(shelf) == 1
    said = capsys.readouterr().err
    assert "asking_walk.mp4 was encoded with other settings than" in said
    assert said.count("\n") == 1
    assert (shelf / "whole-course.mp4").read_bytes() == before
