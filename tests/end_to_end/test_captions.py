"""`CAPTIONS=1`: captions below the picture, in files beside those without."""

import pytest

from tests.end_to_end.project_copy import SHELF, Copy


def test_clips_and_slides_with_captions_lie_beside_those_without(project: Copy) -> None:
    project.made("slides", "SCENES=walk")
    asked = ("clips", "slides", "gallery", "CAPTIONS=1", "FORMATS=gif beats", "SCENES=walk")
    said = project.made(*asked)
    assert f"media/{SHELF}/walk.captions.pptx" in said.splitlines()
    names = ("walk.captions.gif", "walk.captions.beats", "walk.captions.pptx", "walk.pptx")
    assert all(project.media(name).exists() for name in names)
    page = project.media("index.html").read_text(encoding="utf-8")
    assert 'href="walk.captions.gif"' in page
    before = project.state()
    project.made(*asked)
    assert project.state() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("handout", "CAPTIONS=1"), "CAPTIONS=1 is for `make clips` and `make slides`"),
        (("clips", "CAPTIONS=1", "TRANSPARENT=1"), "without TRANSPARENT"),
        (("clips", "CAPTIONS=1", "FORMATS=webm"), "may have: gif webp beats"),
        (("clips", "CAPTIONS=yes"), "CAPTIONS is 'yes', and must be 0 or 1"),
    ],
)
def test_what_can_have_no_captions_is_refused(
    project: Copy, typed: tuple[str, ...], said: str
) -> None:
    code, told = project.make(*typed)
    assert code != 0
    assert said in told
