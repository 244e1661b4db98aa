"""The conversion from the colors of pixels to those of video."""

import av
import numpy as np
import pytest

from engine.boxes import Box
from engine.yuv import YuvFrame, plane

WIDTH, HEIGHT = 96, 54
WHOLE = Box(0, 0, WIDTH, HEIGHT)


def planes(frame: av.VideoFrame) -> np.ndarray:
    return np.concatenate([plane(frame, number).ravel() for number in range(3)])


def test_changed_boxes_give_the_frame_that_the_whole_picture_gives() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    frame = YuvFrame(WIDTH, HEIGHT)
    frame.convert(pixels, WHOLE)
    for _ in range(200):
        left, top = int(rng.integers(WIDTH)), int(rng.integers(HEIGHT))
        right, bottom = int(rng.integers(left, WIDTH)) + 1, int(rng.integers(top, HEIGHT)) + 1
        pixels[top:bottom, left:right, :3] = rng.integers(0, 256, 3)
        frame.convert(pixels, Box(left, top, right, bottom))
        whole = YuvFrame(WIDTH, HEIGHT)
        whole.convert(pixels, WHOLE)
        np.testing.assert_array_equal(planes(frame.frame), planes(whole.frame))


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (20, 200, 90)])
def test_colors_follow_bt_709(color: tuple[int, int, int]) -> None:
    pixels = np.full((HEIGHT, WIDTH, 4), (*color, 255), np.uint8)
    frame = YuvFrame(WIDTH, HEIGHT)
    frame.convert(pixels, WHOLE)
    red, green, blue = np.array(color) / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    blueness, redness = (blue - luma) / 1.8556, (red - luma) / 1.5748
    expected = 16 + 219 * luma, 128 + 224 * blueness, 128 + 224 * redness
    for number, value in enumerate(expected):
        np.testing.assert_allclose(plane(frame.frame, number), value, atol=1)


def test_a_square_of_four_pixels_has_the_mean_of_their_colors() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    frame = YuvFrame(WIDTH, HEIGHT)
    frame.convert(pixels, WHOLE)
    means = pixels[..., :3].reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3)) / 255
    luma = means @ (0.2126, 0.7152, 0.0722)
    for number, color, scale in ((1, 2, 1.8556), (2, 0, 1.5748)):
        expected = 128 + 224 * (means[..., color] - luma) / scale
        np.testing.assert_allclose(plane(frame.frame, number), expected, atol=1)
