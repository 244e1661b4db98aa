"""Clips with captions below the picture: GIF, WebP, beats and decks."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence
from pptx import Presentation

from studio.__main__ import main
from studio.job import Job, StudioError
from studio.outputs.clips.command import chosen
from studio.outputs.clips.tasks import Task
from studio.outputs.gallery.downloads import find_downloads
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip, read_clip
from studio.shelf.strip import Strip

SURE = {"gif": 6.0, "webp": 5.0, "beats": 3.0}  # of 255: the mean error of a format


@pytest.fixture(scope="module")
def asking(asking_clip: Job, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """A clip that asks, of which all that can have captions is made."""
    folder = tmp_path_factory.mktemp("captioned") / "media" / asking_clip.shelf
    folder.mkdir(parents=True)
    for suffix in (".mp4", ".json"):
        (folder / f"{asking_clip.name}{suffix}").symlink_to(asking_clip.result(suffix))
    options = ["--shelf", str(folder), "--captions"]
    assert main(["clips", *options]) == 0
    assert main(["slides", *options]) == 0
    assert main(["slides", "--whole", *options]) == 0
    return read_clip(folder, asking_clip.name)


def frames(clip: Clip, name: str) -> list[tuple[int, np.ndarray]]:
    """Return the pictures of a format, each with the number of its frame in the clip."""
    task = Task(clip, name, captions=True)
    assert task.is_done()
    assert task.place.name == f"{clip.name}.captions.{name}"
    if name == "beats":
        shown = []
        for beat, file in zip(clip.beats, sorted(task.place.iterdir()), strict=True):
            shown += zip(
                range(beat.start, beat.end), read_frames(file, range(beat.frames)), strict=True
            )
        return shown
    numbered, time = [], Fraction(0)
    with Image.open(task.place) as image:
        for frame in ImageSequence.Iterator(image):
            number = round(time * clip.frame_rate / 1000)
            numbered.append((number, np.asarray(frame.convert("RGB"))))
            time += round(frame.info["duration"])
    return numbered


@pytest.mark.parametrize("name", SURE)
def test_the_picture_is_whole_and_what_is_said_stands_below_it(asking: Clip, name: str) -> None:
    shown = frames(asking, name)
    assert [number for number, _ in shown] == sorted({number for number, _ in shown})
    expected = read_frames(asking.video, [number for number, _ in shown])
    strips: dict[str, list[np.ndarray]] = {}
    for (number, picture), frame in zip(shown, expected, strict=True):
        assert picture.shape[1] == asking.width
        assert np.abs(picture[: asking.height].astype(int) - frame).mean() < SURE[name]
        said = [b.caption for b in asking.beats if b.caption_start <= number < b.end]
        strips.setdefault("".join(said), []).append(picture[asking.height :])
    assert set(strips) == {"", *(beat.caption for beat in asking.beats)}
    assert all(strip.shape[0] >= 20 for pictures in strips.values() for strip in pictures)
    lit = {said: [strip.max() > 150 for strip in pictures] for said, pictures in strips.items()}
    assert not any(lit.pop(""))  # an answer is not given away
    assert all(all(seen) for seen in lit.values())
    means = [strip.mean(axis=(0, 2)) for (strip, *_) in strips.values()]
    for one, other in pairwise(means):
        assert np.abs(one - other).max() > 10


def test_beats_with_drawn_captions_have_no_second_ones(asking: Clip) -> None:
    for file in asking.file(".captions.beats").iterdir():
        with av.open(str(file)) as video:
            assert [stream.type for stream in video.streams] == ["video"]


def test_the_captions_of_a_narrow_picture_are_not_shrunk_with_it(asking: Clip) -> None:
    long = replace(asking.beats[0], caption="A caption that takes more than a line. " * 3)
    clip = replace(asking, beats=(long, *asking.beats[1:]))
    narrow, wide = (Strip(clip, width).height for width in (320, 1280))
    assert narrow > wide * 320 / 1280 * 1.4
    assert narrow % 2 == wide % 2 == 0


def test_a_slide_shows_the_whole_higher_picture(asking: Clip) -> None:
    for name in (f"{asking.name}.captions.pptx", "whole-course.captions.pptx"):
        deck = Presentation(str(asking.folder / name))
        movies = [s for slide in deck.slides for s in slide.shapes if "MEDIA" in str(s.shape_type)]
        assert len(movies) == len(asking.beats)
        for movie in movies:
            with Image.open(Path(asking.file(".captions.gif"))) as picture:
                assert movie.width / movie.height == pytest.approx(
                    picture.width / picture.height, rel=0.01
                )
            assert movie.height == deck.slide_height
            assert 2 * movie.left + movie.width == pytest.approx(deck.slide_width, abs=2)


def test_the_gallery_tells_the_true_size_of_pictures(asking: Clip) -> None:
    uses = {found.label: found.use for found in find_downloads(asking)}
    for label, suffix in (("GIF", ".gif"), ("Animated WebP", ".webp")):
        with Image.open(asking.file(f".captions{suffix}")) as picture:
            size = f"{picture.width} × {picture.height} pixels"
        assert uses[f"{label} with captions"] == f"below the picture; {size}"


def test_what_can_have_no_captions_is_refused() -> None:
    assert chosen(None, False, True) == ["gif", "webp", "beats"]
    with pytest.raises(StudioError, match="'webm'; the formats with captions are: gif webp beats"):
        chosen("webm", False, True)
    with pytest.raises(StudioError, match="choose CAPTIONS=1 or TRANSPARENT=1"):
        chosen(None, True, True)
