import json
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from studio.job import Job
from studio.outputs.gallery.page import build_gallery

RATE = 15  # frames a second of the counting clip
BEATS = ((0, 12), (12, 27), (27, 45))  # its beats, in frames
KINDS = ("statement", "question", "answer")
SEEN = 37  # the frame in which the answer has been seen
HOSTILE = """</script><img src=x onerror=alert(1)>"'&amp; {{ 7*7 }} `${1}` ```"""


def write_counting_clip(folder: Path, name: str, title: str) -> None:
    """Make a clip in which the brightness of a frame tells its number, with nothing at rest."""
    with av.open(folder / f"{name}.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(BEATS[-1][1]):
            gray = np.full((90, 160, 3), 5 * number, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(gray)))
        container.mux(stream.encode())
    facts = {
        "name": name,
        "scene": name,
        "title": title,
        "alt": f"Frames, counted {HOSTILE}",
        "theme": "light",
        "quality": "480p15",
        "width": 160,
        "height": 90,
        "frame_rate": RATE,
        "frames": BEATS[-1][1],
        "beats": [
            {
                "start": start,
                "end": end,
                "caption": f"Beat {number} {HOSTILE}",
                "kind": kind,
                "caption_start": SEEN if kind == "answer" else start,
                "choices": ["<b>yes</b>", "no"] if kind == "question" else [],
            }
            for number, ((start, end), kind) in enumerate(zip(BEATS, KINDS, strict=True), 1)
        ],
        "formulas": [],
        "knobs": {},
    }
    (folder / f"{name}.json").write_text(json.dumps(facts), encoding="utf-8")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, clip: Job) -> Path:
    """A folder with a rendered clip, a hostile one that counts, a deck and a page; leave it so."""
    folder = tmp_path_factory.mktemp("gallery") / "480p15"
    shutil.copytree(clip.result(".mp4").parent, folder)
    write_counting_clip(folder, "counting", f"Counting {HOSTILE}")
    (folder / "whole-course.pptx").write_bytes(b"a deck")
    build_gallery(folder)
    return folder


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, shelf: Path, serve: Callable[[Path], str]) -> str:
    """The page's address, once in a folder and once on a web server."""
    if request.param == "file":
        return (shelf / "index.html").as_uri()
    return f"{serve(shelf)}/index.html"


@pytest.fixture
def start(shelf: Path) -> str:
    """The page's address in a folder, where it does not matter which of the two it is."""
    return (shelf / "index.html").as_uri()
