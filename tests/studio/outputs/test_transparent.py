"""Clips without background, to be laid over whatever there is."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from engine.encoder import straight
from studio.job import Job, StudioError
from studio.outputs.clips.formats import TRANSPARENT
from studio.outputs.clips.tasks import Task
from studio.outputs.clips.transparent import has_alpha, segments
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip
from tests.studio.conftest import read


@pytest.fixture(scope="module")
def see_through(clip: Job, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """A copy of the clip with its transparent formats."""
    media = tmp_path_factory.mktemp("see_through") / "media"
    shutil.copytree(clip.media / clip.shelf, media / clip.shelf)
    copy = read(replace(clip, media=media))
    with segments(copy, clip.scene, 0.0) as parts:
        for name in TRANSPARENT:
            Task(copy, name, transparent=True, segments=parts)()
    return copy


def rgba(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        # FFmpeg's own decoder of VP9 knows nothing of alpha.
        name = "libvpx-vp9" if path.suffix == ".webm" else "prores"
        decoder = av.CodecContext.create(name, "r")
        decoder.extradata = stream.codec_context.extradata
        decoder.codec_tag = stream.codec_context.codec_tag
        decoded = [frame for packet in video.demux(stream) for frame in decoder.decode(packet)]
    return [
        frame.reformat(
            format="rgba", src_colorspace=1, src_color_range=1, dst_color_range=2
        ).to_ndarray()
        for frame in decoded
    ]


@pytest.mark.parametrize("name", TRANSPARENT)
def test_what_is_transparent_lies_over_the_background_as_the_clip_shows_it(
    see_through: Clip, name: str
) -> None:
    task = Task(see_through, name, transparent=True)
    assert task.is_done()
    found = rgba(task.place)
    assert len(found) == see_through.frames
    expected = read_frames(see_through.video, range(see_through.frames))
    background = np.array([0x0F, 0x12, 0x18])
    for picture, frame in zip(found, expected, strict=True):
        alpha = picture[..., 3:] / 255
        assert alpha[3, 3] == 0
        over = picture[..., :3] * alpha + background * (1 - alpha)
        assert np.abs(over - frame).mean() < 2
    assert max(picture[..., 3].max() for picture in found) == 255
    if name == "webm":
        with av.open(str(task.place)) as video:
            assert video.streams.video[0].metadata["ALPHA_MODE"] == "1"


def test_mov_is_made_anew_when_it_shall_be_transparent_or_no_more(
    see_through: Clip, finished: Clip
) -> None:
    assert has_alpha(see_through.file(".mov"))
    assert not Task(see_through, "mov").is_done()
    Task(finished, "mov")()
    assert not has_alpha(finished.file(".mov"))
    assert not Task(finished, "mov", transparent=True).is_done()


def test_a_transparent_clip_has_the_knobs_of_its_video(
    job: Job, make_clip: Callable[[Job], Job]
) -> None:
    made = make_clip(replace(job, settings={"STEPS": 1, "COLORS": ("#FFFFFF", "#FF0000")}))
    clip = read(made)
    with segments(clip, job.scene, 0.0) as parts, av.open(str(parts[-1])) as video:
        last = [frame.to_ndarray(format="rgba") for frame in video.decode(video=0)][-1]
    assert last[(last[..., 3] > 60) & (last[..., 1:3] == 0).all(axis=-1), 0].max() > 250  # red
    with (
        pytest.raises(StudioError, match="has changed since"),
        segments(replace(clip, frames=clip.frames - 1), job.scene, 0.0),
    ):
        pass


def test_segments_with_alpha_are_not_kept(see_through: Clip) -> None:
    assert not list(see_through.job.cache.glob("*.mkv"))


def test_colors_are_straight() -> None:
    drawn = np.array([[[0, 0, 0, 0], [64, 32, 0, 128], [10, 20, 30, 255], [9, 0, 0, 8]]], np.uint8)
    expected = [[[0, 0, 0, 0], [128, 64, 0, 128], [10, 20, 30, 255], [255, 0, 0, 8]]]
    np.testing.assert_array_equal(straight(drawn), expected)
