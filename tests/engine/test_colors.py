"""The conversion from the colors of pixels to those of video."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from manim._config.video_encoder import VideoEncoderSpec

from engine.colors import yuv_frame
from engine.encoder import BAND, segment_encoder

WIDTH, HEIGHT = 96, 54


def plane(frame: av.VideoFrame, number: int) -> np.ndarray:
    content = frame.planes[number]
    rows = np.frombuffer(content, np.uint8).reshape(-1, content.line_size)
    return rows[: content.height, : content.width]


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (20, 200, 90)])
def test_colors_follow_bt_709(color: tuple[int, int, int]) -> None:
    frame = yuv_frame(np.full((HEIGHT, WIDTH, 4), (*color, 255), np.uint8))
    red, green, blue = np.array(color) / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    blueness, redness = (blue - luma) / 1.8556, (red - luma) / 1.5748
    expected = 16 + 219 * luma, 128 + 224 * blueness, 128 + 224 * redness
    for number, value in enumerate(expected):
        np.testing.assert_allclose(plane(frame, number), value, atol=1)


def test_a_square_of_four_pixels_has_the_mean_of_their_colors() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    frame = yuv_frame(pixels)
    means = pixels[..., :3].reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3)) / 255
    luma = means @ (0.2126, 0.7152, 0.0722)
    for number, color, scale in ((1, 2, 1.8556), (2, 0, 1.5748)):
        expected = 128 + 224 * (means[..., color] - luma) / scale
        np.testing.assert_allclose(plane(frame, number), expected, atol=1)


def test_frames_of_another_size_and_earlier_frames_stay_as_they_are() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    first = yuv_frame(pixels)
    before = [plane(first, number).copy() for number in range(3)]
    yuv_frame(np.zeros((HEIGHT, WIDTH, 4), np.uint8))
    yuv_frame(np.zeros((16, 32, 4), np.uint8))
    again = yuv_frame(pixels)
    for number, expected in enumerate(before):
        np.testing.assert_array_equal(plane(first, number), expected)
        np.testing.assert_array_equal(plane(again, number), expected)


@pytest.mark.parametrize("height", [90, 2 * BAND, 3 * BAND + 90])
def test_a_frame_is_the_same_whatever_was_before_it(height: int, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    pixels = random.integers(0, 256, (height, WIDTH, 4), dtype=np.uint8)
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", WIDTH, height, Fraction(10), ())
    encoder = segment_encoder(tmp_path / "frames.mp4", spec)
    for first, last in ((0, height), (0, 1), (height - 1, height), (0, 0), (17, BAND + 1)):
        pixels[first:last] = random.integers(0, 256, pixels[first:last].shape, dtype=np.uint8)
        frame = encoder._converted(pixels, slice(first, last))
        for number in range(3):
            expected = plane(yuv_frame(pixels), number)
            np.testing.assert_array_equal(plane(frame, number), expected)
    encoder.abort()
