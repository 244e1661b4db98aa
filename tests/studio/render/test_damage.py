"""What was damaged on the disk is never used: it is made anew, or named."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.files import is_sealed
from engine.segment import Segment
from studio.__main__ import main
from studio.job import Job
from studio.shelf.shelf import read_clip

Make = Callable[[Job], Job]

PLAYS = '''
from manim import RIGHT, Square

from scenes.kit.lesson import Lesson


class SmallWalk(Lesson):
    """Many plays, each of which is a segment of its own."""

    def construct(self) -> None:
        self.beat("A square walks.")
        square = Square()
        for k in range(24):
            self.play(square.animate.shift(0.1 * RIGHT), run_time=0.1)
'''


def flip_a_bit(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def cut_off(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def append(content: bytearray, chance: random.Random) -> None:
    content += chance.randbytes(chance.randrange(1, 50))


def clear_a_block(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content) - 64)
    content[start : start + 64] = bytes(64)


DAMAGES = (flip_a_bit, cut_off, append, clear_a_block)


def test_segments_that_were_damaged_at_random_are_drawn_anew_and_the_video_is_right(
    job: Job, write_scene: Callable[[str], Path], make_clip: Make, drawn: list[Segment]
) -> None:
    write_scene(PLAYS)
    right = make_clip(job).result(".mp4").read_bytes()
    segments = sorted(job.cache.glob("*.mp4"))
    assert len(segments) >= 24
    for seed in range(4):
        chance = random.Random(seed)
        damaged = chance.sample(segments, 20)
        for number, segment in enumerate(damaged):
            before = segment.read_bytes()
            content = bytearray(before)
            DAMAGES[number % len(DAMAGES)](content, chance)
            if content == before:  # there were only zeros
                content[-1] ^= 1
            segment.write_bytes(content)
        drawn.clear()
        make_clip(job)
        assert len(drawn) == 20
        assert job.result(".mp4").read_bytes() == right
        assert all(map(is_sealed, segments))
    drawn.clear()
    make_clip(job)
    assert not drawn


def test_segments_that_were_never_sealed_are_drawn_anew(
    job: Job, clip: Job, make_clip: Make
) -> None:
    make_clip(job)
    for segment in job.cache.glob("*.mp4"):
        segment.write_bytes(segment.read_bytes()[:-28])
    make_clip(job)
    assert job.result(".mp4").read_bytes() == clip.result(".mp4").read_bytes()
    assert all(map(is_sealed, job.cache.glob("*.mp4")))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["gallery", "slides", "handout", "clips"])
def test_a_damaged_video_beside_a_good_manifest_is_left_out_by_name(
    shelf: Job,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[bytearray, random.Random], None],
    command: str,
) -> None:
    monkeypatch.setenv("PATH", "")
    other = replace(shelf, name="other")
    shutil.copy(shelf.result(".mp4"), other.result(".mp4"))
    text = shelf.result(".json").read_text(encoding="utf-8")
    other.result(".json").write_text(text.replace('"small_walk"', '"other"', 1), encoding="utf-8")
    content = bytearray(other.result(".mp4").read_bytes())
    damage(content, random.Random(1))
    other.result(".mp4").write_bytes(content)
    formats = ["--formats", "beats"] if command == "clips" else []
    assert main([command, "--shelf", str(shelf.media / shelf.shelf), *formats]) == 1
    said = capfd.readouterr().err
    assert "other.mp4 cannot be read: it is damaged" in said
    assert "make it again" in said


def test_a_video_without_a_digest_in_its_manifest_is_taken_as_it_is(shelf: Job) -> None:
    text = shelf.result(".json").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if '"digest"' in line]
    shelf.result(".json").write_text(text.replace(line, ""), encoding="utf-8")
    shelf.result(".mp4").write_bytes(b"mine")
    read_clip(shelf.media / shelf.shelf, shelf.name)
