"""Beats, captions and whole frames."""

from pathlib import Path

import pytest
from manim import Circle, Create, Dot, ValueTracker, tempconfig

from scenes.kit import Lesson
from scenes.kit.lesson import reading_time
from tests.scenes.conftest import BlindCamera

SHORT = "A dot."
LONG = "A caption that takes a good while to read, since it has all of its eighty-six characters."


def told(lesson: type[Lesson], frame_rate: float, media: Path) -> Lesson:
    settings = {"frame_rate": frame_rate, "progress_bar": "none", "format": "none"}
    with tempconfig(settings | {"media_dir": str(media)}):
        scene = lesson(camera_class=BlindCamera)
        scene.render()
    return scene


class TwoBeats(Lesson):
    """Two beats: a short and a long one.

    Something is said of each.
    """

    def construct(self) -> None:
        self.beat(SHORT)
        self.play(Create(Circle()), run_time=2.03)
        self.beat(LONG)
        self.add(Dot())
        self.wait(0.4)


@pytest.mark.parametrize("frame_rate", [10, 15, 24, 30, 60])
def test_beats_are_whole_frames_and_end_with_a_second_of_rest(
    frame_rate: int, tmp_path: Path
) -> None:
    lesson = told(TwoBeats, frame_rate, tmp_path)
    first, second = lesson.beats
    assert (first.start, first.end) == (0, round(2.03 * frame_rate) + frame_rate)
    assert second.end - second.start == round(reading_time(LONG) * frame_rate)
    assert lesson.frames == second.end


def test_rest_that_the_scene_itself_takes_is_not_taken_twice(tmp_path: Path) -> None:
    class Rests(Lesson):
        """Rests by itself."""

        def construct(self) -> None:
            self.beat(SHORT)
            self.play(Create(Circle()), run_time=1)
            self.wait(1.5)

    assert told(Rests, 10, tmp_path).frames == 25


@pytest.mark.parametrize("skipped", [False, True])
def test_after_a_play_all_that_follows_is_where_it_belongs(skipped: bool, tmp_path: Path) -> None:
    class Follows(Lesson):
        """A number follows a tracker for a play that is no whole number of frames."""

        def construct(self) -> None:
            tracker = ValueTracker(0.0)
            follower = Dot()
            follower.add_updater(lambda dot: dot.set_x(tracker.get_value()))
            self.add(follower)
            self.play(tracker.animate.set_value(3), run_time=1.5)
            seen.append(float(follower.get_x()))

    seen: list[float] = []
    settings = {"frame_rate": 15, "progress_bar": "none", "format": "none"}
    with tempconfig(settings | {"media_dir": str(tmp_path)}):
        Follows(camera_class=BlindCamera, skip_animations=skipped).render()
    assert seen == [pytest.approx(3)]


def test_title_and_description_come_from_the_docstring() -> None:
    assert TwoBeats.title() == "Two beats: a short and a long one"
    assert TwoBeats.description() == "Something is said of each."


def test_a_title_alone_is_no_description() -> None:
    class Bare(Lesson):
        """Only a title."""

    assert (Bare.title(), Bare.description()) == ("Only a title", "")


@pytest.mark.parametrize("caption", ["", "   ", 121 * "x"])
def test_a_caption_must_fit_on_two_lines(caption: str, tmp_path: Path) -> None:
    class Speaks(Lesson):
        """Speaks."""

        def construct(self) -> None:
            self.beat(caption)

    with pytest.raises(ValueError, match="must have 1 to 120"):
        told(Speaks, 10, tmp_path)


def test_reading_takes_17_characters_a_second_and_never_under_a_second_and_a_half() -> None:
    assert reading_time("x" * 34) == 2
    assert reading_time("x") == 1.5
