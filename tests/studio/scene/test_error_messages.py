"""What an editor of a scene is told: where, in which beat, and what to do."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.job import Job, StudioError
from studio.scene.scene_file import load_scene

BEAT_2 = "in beat 2, “It walks up in steps of one length & leaves <nothing> behind it.”"
IN_BEAT_2 = "for _ in range(STEPS):"

MISTAKES = {
    "name": (
        "thing = Sqare()",
        ["NameError: name 'Sqare' is not defined.", "Did you mean Square?"],
    ),
    "unknown name": ("thing = frobnicate", ["Define frobnicate above this line, or import it"]),
    "attribute": ("box.shfit(UP)", ["AttributeError: ", "Did you mean shift"]),
    "attribute of a module": (
        "from gd_math import losses; losses.HIMELBLAU",
        ["AttributeError: ", "Did you mean HIMMELBLAU?"],
    ),
    "import": ("from gd_math.losses import RAVIN", ["ImportError: ", "Did you mean RAVINE?"]),
    "module": ("import helprs", ["ModuleNotFoundError: ", "Is 'helprs' spelled right?"]),
    "shape": (
        "from gd_math import descend, losses, optimizers; "
        "descend(losses.HILLS, optimizers.gradient_descent(0.1), (1, 2, 3), 5)",
        ["ValueError: start must", "(..., 2)", "Correct this line or what it uses"],
    ),
    "arrays": (
        "import numpy as np; np.ones(2) + np.ones(3)",
        ["broadcast", "Correct this line or what it uses"],
    ),
    "formula": (
        "from gd_math import from_formula; from_formula('x + * y')",
        ["ValueError: formula must", "at character 5 of 'x + * y'"],
    ),
    "knob": (
        "from scenes.kit.knobs import check_range; check_range('STRIDE', STRIDE, 2, 3)",
        [
            "STRIDE is 1.5, and must be 2 to 3",
            "Change the knob there",
            "line 10: STRIDE = 1.5  # length of a step",
        ],
    ),
    "knob of the line": (
        "[0][STEPS]",
        ["IndexError", "line 9: STEPS = 2  # how many steps"],
    ),
    "math": (
        "from scenes.kit.words.text import formula; formula('alpha + bet')",
        ["unknown variable: bet", "$ alpha + bet $", "Hint: ", "`b e t`"],
    ),
    "markup": (
        "from scenes.kit.words.text import text; text('costs $5')",
        ["TypstError: unclosed delimiter", "a backslash before them"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line_its_beat_and_a_remedy(
    job: Job, scene_text: str, make_clip: Callable[[Job], Job], mistake: str
) -> None:
    line, words = MISTAKES[mistake]
    text = scene_text.replace(IN_BEAT_2, f"{line}\n        {IN_BEAT_2}", 1)
    job.scene.write_text(text, encoding="utf-8")
    with pytest.raises(StudioError) as raised:
        make_clip(job)
    said = str(raised.value)
    number = text[: text.index(line)].count("\n") + 1
    for part in [*words, f"small_walk.py, line {number}, in construct: {line[:20]}", BEAT_2]:
        assert part in said
    assert len(said.splitlines()) <= 9
    assert "/scenes/kit/text.py" not in said
    assert "/gd_math/" not in said.replace("from gd_math", "")


def test_debug_shows_the_whole_traceback(
    job: Job, scene_text: str, make_clip: Callable[[Job], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBUG", "1")
    job.scene.write_text(scene_text.replace(IN_BEAT_2, f"1 / 0\n        {IN_BEAT_2}"))
    with pytest.raises(StudioError, match=r"(?s)Traceback .*manim.*ZeroDivisionError.*beat 2"):
        make_clip(job)


def test_text_that_is_no_python_is_told_with_its_beat(tmp_path: Path, scene_text: str) -> None:
    scene = tmp_path / "small_walk.py"
    scene.write_text(scene_text.replace("range(STEPS):", "range(STEPS:"), encoding="utf-8")
    with pytest.raises(StudioError, match=r"(?s)line 31.*in the beat “It walks up.*Correct this"):
        load_scene(scene)


def test_a_mistake_in_a_module_beside_the_scene_is_told_with_both_lines(
    job: Job, scene_text: str, make_clip: Callable[[Job], Job]
) -> None:
    (job.scene.parent / "my_drawings.py").write_text("def ring(size):\n    return size.radius\n")
    text = scene_text.replace(IN_BEAT_2, f"my_drawings.ring(2)\n        {IN_BEAT_2}")
    job.scene.write_text(text.replace("from manim", "import my_drawings\nfrom manim", 1))
    with pytest.raises(StudioError, match=r"small_walk.py, line \d+(.|\n)*my_drawings.py, line 2"):
        make_clip(job)


CROWDED = '''
from manim import DOWN, LEFT, RIGHT, UP, FadeOut, VGroup

from scenes.kit import Lesson
from scenes.kit.words.labels import tag
from scenes.kit.words.text import Number, formula, halo, text


class SmallWalk(Lesson):
    """A crowd of words.

    Some lie over others.
    """

    def construct(self) -> None:
        self.beat("All is well.")
        title = text("a title").to_edge(UP)
        self.add(title, tag(text("size"), Number(lambda: 2.5)), halo(formula("x^2")).shift(2 * UP))
        self.add(text("gone").move_to(title).set_opacity(0), title.copy())
        self.beat("Two texts meet.")
        over = formula("alpha + beta").move_to(title)
        self.add(over)
        self.beat("One leaves, and one leaves the frame.")
        self.play(FadeOut(over), run_time=0.2)
        self.add(text("too far to the right").to_edge(RIGHT).shift(2 * RIGHT))
        self.add(Number(lambda: 0.5).shift(5 * DOWN))
        self.beat("One stands too near to the edge.")
        self.add(text("near the edge").to_edge(LEFT))
'''


def test_texts_that_cannot_be_read_are_told_and_the_video_is_made(
    job: Job, make_clip: Callable[[Job], Job], capsys: pytest.CaptureFixture[str]
) -> None:
    job.scene.write_text(CROWDED, encoding="utf-8")
    make_clip(replace(job))
    assert job.result(".mp4").exists()
    said = [line for line in capsys.readouterr().err.splitlines() if "warning" in line]
    assert len(said) == 4
    both, far, low, near = said
    assert both.startswith("small_walk 90p10: warning: the text ‘a title’ (")
    assert "small_walk.py, line 17) and the text ‘alpha + beta’ (" in both
    assert "line 21) overlap" in both
    assert both.endswith("let it go before, at 4.1 s in beat 2, “Two texts meet.”.")
    assert "‘too far to the right’" in far
    assert "line 25) leaves the frame (right): move it" in far
    assert "‘0.50’" in low
    assert "leaves the frame (bottom)" in low
    assert "beat 3" in low
    assert "‘near the edge’" in near
    assert "is nearer to the edge than 5% of the frame (left)" in near
