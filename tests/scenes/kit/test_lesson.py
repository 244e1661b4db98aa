"""Beats, questions and answers, captions and whole frames."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from manim import RIGHT, Circle, Create, Dot, ValueTracker

from engine.camera import configured
from scenes.kit import Lesson, appear, leave
from scenes.kit.beat import Beat, reading_time
from tests.scenes.conftest import BlindCamera, stage

SHORT = "A dot."
LONG = "A caption that takes a good while to read, since it has all of its eighty-six characters."


def told(lesson: type[Lesson], frame_rate: float, media: Path, skipped: bool = False) -> Lesson:
    settings = {"frame_rate": frame_rate, "progress_bar": "none", "format": "none"}
    with configured(settings | {"media_dir": str(media)}):
        scene = lesson(camera_class=BlindCamera, skip_animations=skipped)
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
    with configured(settings | {"media_dir": str(tmp_path)}):
        Follows(camera_class=BlindCamera, skip_animations=skipped).render()
    assert seen == [pytest.approx(3)]


def test_title_and_description_come_from_the_docstring() -> None:
    assert TwoBeats.title() == "Two beats: a short and a long one"
    assert TwoBeats.description() == "Something is said of each."


STEPS, TURN, RATES = 50, 45.0, (0.1, -0.2)


def test_a_description_says_what_the_knobs_are_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    class Walks(Lesson):
        """A walk.

        It takes {STEPS} steps with {RATES}, turned by {TURN}°; {MISSING} and {x} stay.
        """

    rest = "steps with 0.1, −0.2, turned by 45°; {MISSING} and {x} stay."
    assert Walks.description() == f"It takes 50 {rest}"
    monkeypatch.setitem(globals(), "STEPS", 80)
    assert Walks.description() == f"It takes 80 {rest}"


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


def test_reading_takes_13_characters_a_second_and_one_second_to_look() -> None:
    assert reading_time("x" * 26) == 3
    assert reading_time("") == 1


QUESTION, CHOICES, ANSWER = "Which way does it go?", ("left", "right"), "It goes to the right."


class Asks(Lesson):
    """A question, what happens, and a beat after it."""

    def construct(self) -> None:
        dot = Dot()
        self.add(dot)
        self.ask(f"  {QUESTION}\n", *CHOICES)
        self.play(dot.animate.shift(RIGHT), run_time=2)
        self.answer(ANSWER)
        self.beat(SHORT)
        self.play(dot.animate.shift(RIGHT), run_time=1)


@pytest.mark.parametrize("skipped", [False, True])
@pytest.mark.parametrize("rate", [10, 15, 60])
def test_a_question_is_held_for_a_guess_and_answered_when_it_was_seen(
    rate: int, skipped: bool, tmp_path: Path
) -> None:
    question, answer, after = told(Asks, rate, tmp_path, skipped).beats
    words = len(" ".join([QUESTION, *CHOICES]))
    held = round(0.7 * rate) + round((words / 13 + 1.5) * rate)
    assert question == Beat(QUESTION, 0, held, "question", 0, CHOICES)
    said = held + round(0.4 * rate) + 2 * rate
    read = said + round(reading_time(ANSWER) * rate)
    assert answer == Beat(ANSWER, held, read, "answer", said)
    assert (after.kind, after.start, after.caption_start) == ("statement", read, read)


def test_the_question_and_its_choices_are_there_until_the_answer_begins() -> None:
    (asked, seen), (_, later), _ = stage(Asks).texts
    assert asked == QUESTION
    words = " ".join(box.what for box in seen)
    assert all(word in words for word in (QUESTION, *CHOICES))
    assert later == []


def test_a_question_may_stand_elsewhere_and_offer_nothing() -> None:
    class Below(Lesson):
        """A question at another place."""

        def construct(self) -> None:
            self.ask(QUESTION, at=(0, -2, 0))
            self.play(Create(Circle()))
            self.answer(ANSWER)

    staging = stage(Below)
    assert staging.lesson.beats[0].choices == ()
    (box,) = staging.texts[0][1]
    assert (box.bottom + box.top) / 2 == pytest.approx(-2, abs=0.1)


def test_what_is_asked_about_may_come_with_the_question() -> None:
    class Comes(Lesson):
        """A dot comes with the question about it."""

        def construct(self) -> None:
            self.ask(QUESTION, show=appear(dot := Dot()))
            self.came = dot in self.mobjects
            self.answer(ANSWER)

    lesson = stage(Comes).lesson
    assert lesson.came  # type: ignore[attr-defined]
    assert lesson.beats[0].frames == round(0.7 * 15) + round((len(QUESTION) / 13 + 1.5) * 15)


def test_what_stands_in_the_way_leaves_before_the_question_comes() -> None:
    class Leaves(Lesson):
        """A dot leaves, and then the question comes."""

        def construct(self) -> None:
            self.add(dot := Dot())
            self.ask(QUESTION, first=leave(dot))
            self.left = dot not in self.mobjects
            self.answer(ANSWER)

    lesson = stage(Leaves).lesson
    assert lesson.left  # type: ignore[attr-defined]
    held = round(0.7 * 15) + round((len(QUESTION) / 13 + 1.5) * 15)
    assert lesson.beats[0].frames == round(0.4 * 15) + held


def test_what_never_rests_goes_on_where_a_beat_would_rest(tmp_path: Path) -> None:
    class GoesOn(Lesson):
        """A dot that moves on while a question is held, and to the end of its answer."""

        def construct(self) -> None:
            gone = ValueTracker(0.0)

            def move_on(seconds: float) -> Any:
                return gone.animate.set_value(gone.get_value() + seconds)

            self.ask(QUESTION, meanwhile=move_on)
            self.held = gone.get_value()
            self.play(Create(Circle()))
            self.answer(ANSWER, meanwhile=move_on)
            self.beat(SHORT, meanwhile=move_on)
            self.read = gone.get_value() - self.held
            self.play(Create(Dot()), run_time=0.4)

    lesson: Any = told(GoesOn, 10, tmp_path)
    question, answer, last = lesson.beats
    assert question.frames == round(0.7 * 10) + round(lesson.held * 10)
    assert lesson.held == pytest.approx(len(QUESTION) / 13 + 1.5)
    assert answer.end - answer.caption_start == round(lesson.read * 10)
    assert last.frames == round(reading_time(SHORT) * 10)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (lambda scene: scene.answer(ANSWER), r"answer\(…\) belongs after self.ask"),
        (lambda scene: (scene.beat(SHORT), scene.answer(ANSWER)), "belongs after self.ask"),
        (
            lambda scene: (scene.ask(QUESTION), scene.answer(ANSWER), scene.answer(ANSWER)),
            "belongs after self.ask",
        ),
        (
            lambda scene: (
                scene.ask(QUESTION), scene.answer(ANSWER), scene.beat(SHORT), scene.answer(ANSWER)
            ),
            "belongs after self.ask",
        ),
        (lambda scene: scene.ask(QUESTION), f"question '{QUESTION[:-1]}.' has no answer"),
        (lambda scene: (scene.ask(QUESTION), scene.beat(SHORT)), "has no answer: call self.answer"),
        (lambda scene: (scene.ask(QUESTION), scene.ask(QUESTION)), "has no answer"),
        (lambda scene: (scene.ask(QUESTION), scene.answer(" ")), "has 0 char.* must have 1 to 120"),
        (lambda scene: scene.ask(""), "must have 1 to 120"),
        (lambda scene: scene.ask(100 * "x", 20 * "y"), "has 121 characters"),
    ],
)  # fmt: skip
def test_questions_and_answers_come_in_pairs(
    steps: Callable[[Lesson], object], message: str, tmp_path: Path
) -> None:
    class Wrong(Lesson):
        """Something is missing."""

        def construct(self) -> None:
            steps(self)

    with pytest.raises(ValueError, match=message):
        told(Wrong, 10, tmp_path, skipped=True)


def test_a_mistake_after_a_question_is_told_with_it(tmp_path: Path) -> None:
    class Fails(Lesson):
        """A question, and then a mistake."""

        def construct(self) -> None:
            self.ask(QUESTION)
            raise KeyError("no such thing")

    with pytest.raises(KeyError) as error:
        told(Fails, 10, tmp_path, skipped=True)
    assert error.value.__notes__ == [f"beat 2, “after {QUESTION}”"]


def test_a_beat_alone_begins_at_0_with_its_caption_as_late_as_before() -> None:
    assert Beat("So.", 30, 90, "answer", 50).alone() == Beat("So.", 0, 60, "answer", 20)
    assert Beat("So.", 30, 90, "answer", 50).caption_seconds(10) == (5, 9)
