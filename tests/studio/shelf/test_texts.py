"""Captions and storyboard."""

import io

import av
import numpy as np
import pytest
from hypothesis import given, strategies as st

from scenes.kit.beat import Beat
from scenes.kit.theme import THEMES
from studio.shelf.captions import LINE_LENGTH, sub_rip, titles, web_vtt, wrap
from studio.shelf.storyboard import columns_for, draw_storyboard

TWO_LINES = "A caption of so many words that it is set in two lines."
WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1, max_size=18)


@given(WORDS.map(" ".join))
def test_wrapping_keeps_the_words_in_two_lines_of_like_length(caption: str) -> None:
    lines = wrap(caption).split("\n")
    assert " ".join(lines) == caption
    assert len(lines) <= 2
    longest_word = max(map(len, caption.split()))
    assert max(map(len, lines)) <= max(LINE_LENGTH, len(caption) / 2 + longest_word)


def test_web_vtt_reads_back() -> None:
    beats = [Beat("One & two", 0, 7), Beat(TWO_LINES, 7, 11100)]
    with av.open(io.BytesIO(web_vtt(beats, 3).encode()), format="webvtt") as source:
        read = [(p.pts, p.duration, bytes(p).decode()) for p in source.demux() if p.size]
    assert read == [(0, 2333, "One &amp; two"), (2333, 3_697_667, wrap(TWO_LINES))]


def test_sub_rip_reads_back() -> None:
    beats = [Beat("One & <two>", 0, 7), Beat(TWO_LINES, 7, 11100)]
    text = sub_rip(beats, 3)
    assert text.startswith("1\n00:00:00,000 --> 00:00:02,333\nOne & <two>\n\n2\n")
    with av.open(io.BytesIO(text.encode()), format="srt") as source:
        read = [(p.pts, p.duration, bytes(p).decode()) for p in source.demux() if p.size]
    assert read == [(0, 2333, "One & <two>"), (2333, 3_697_667, wrap(TWO_LINES))]


ASKED = [
    Beat("See this.", 0, 7),
    Beat("Which way?", 7, 20, "question", choices=("left", "right")),
    Beat("To the right.", 20, 50, "answer", 35),
]


def test_an_answer_is_a_caption_only_when_it_has_been_seen() -> None:
    for text, form in ((web_vtt(ASKED, 10), "webvtt"), (sub_rip(ASKED, 10), "srt")):
        with av.open(io.BytesIO(text.encode()), format=form) as source:
            read = [(p.pts, p.duration, bytes(p).decode()) for p in source.demux() if p.size]
        assert read == [
            (0, 700, "See this."),
            (700, 1300, "Which way?"),
            (3500, 1500, "To the right."),
        ]


def test_no_title_tells_an_answer() -> None:
    assert titles(ASKED) == ["See this.", "Which way?", "The answer to: Which way?"]


def test_a_question_has_a_badge_on_the_storyboard() -> None:
    def marked(beats: list[Beat]) -> list[int]:
        """Return how much of each cell's text is in the color of the badge."""
        frames = [np.zeros((90, 160, 3), np.uint8)] * len(beats)
        board = np.asarray(draw_storyboard("A title", frames, beats, 10, THEMES["dark"]))
        orange = (np.abs(board - np.array((0xE6, 0x9F, 0x00))) < 60).all(axis=-1)
        half = board.shape[1] // 2
        rows = np.array_split(orange[150:], 2)  # below the title
        return [int(cell.sum()) for row in rows for cell in (row[:, :half], row[:, half:])]

    numbered, asked, answered, _ = marked(ASKED)
    assert asked > 5 * max(numbered, answered) > 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("beats", [1, 4, 5, 8])
def test_storyboard_has_one_cell_a_beat(theme: str, beats: int) -> None:
    colors = [(25 * number + 20, 255 - 25 * number, 77) for number in range(beats)]
    frames = [np.full((90, 160, 3), color, np.uint8) for color in colors]
    told = [Beat(f"Beat #{number} *of* $many$", number, number + 1) for number in range(beats)]
    board = np.asarray(draw_storyboard("A title", frames, told, 1, THEMES[theme]))
    assert 1600 <= board.shape[1] <= 1900
    places = []
    for color in colors:
        rows, columns = np.nonzero((board == color).all(axis=-1))
        places.append((rows.min(), columns.min()))
        height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert len(rows) == width * height  # one whole rectangle
        assert width / height == pytest.approx(160 / 90, rel=0.02)
    assert places == sorted(places)  # in reading order
    assert len({column for _, column in places}) == min(beats, columns_for(beats))
