"""Options: any text is a value, and what is unfit is answered in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from studio.__main__ import COMMANDS, main
from studio.command import Parser, add_job_options, shelf_parser, take_job
from studio.job import ROOT, Job

HOSTILE = [
    "-x",
    "--set",
    "--",
    "-1",
    "=",
    "a=b",
    " ",
    "a\nb",
    "$(id)",
    "';id;'",
    "%",
    "é\u0301",
    "\t",
]


def parser() -> Parser:
    made = Parser("render")
    add_job_options(made)
    return made


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("option", ["--set", "--media"])
def test_any_text_is_the_value_of_an_option(option: str, value: str) -> None:
    for arguments in ([option, value, "x.py"], ["x.py", f"{option}={value}"]):
        given = parser().parse(arguments)
        assert given.scene == Path("x.py")
        assert {"--set": given.settings, "--media": str(given.media)}[option] == value


@pytest.mark.parametrize("value", HOSTILE)
def test_any_text_is_the_value_of_an_option_of_a_shelf(value: str) -> None:
    for option in ("--shelf", "--scenes"):
        given = shelf_parser("gallery").parse([option, value, "--shelf=x", "a", "--", "-b"])
        assert given.names == ["a", "-b"]
        assert str(given.scenes if option == "--scenes" else value) == value


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "a\nb", "x.y", "a" * 101, "a b"])
def test_a_name_that_no_file_should_have_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "":
        assert take_job(vars(parser().parse(["x.py", "--name="]))).name == "x"
        return
    with pytest.raises(SystemExit) as raised:
        take_job(vars(parser().parse(["x.py", "--name", name])))
    assert raised.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "python -m studio: the following arguments are required: command."),
        (["nope"], "python -m studio: argument command: invalid choice: 'nope'"),
        (["render"], "render: the following arguments are required: scene."),
        (["render", "x.py", "--quality", "360p"], "invalid choice: '360p'"),
        (["render", "x.py", "--qual", "360p"], "unrecognized arguments: --qual"),
        (["render", "x.py", "--set"], "expected one argument"),
        (["preview", "x.py", "--beat", "two"], "invalid int value: 'two'"),
        (["preview", "x.py", "--beat", "9" * 9000], "characters are left out here"),
        (["clips", "--shelf", "x", "--formats=-x"], "FORMATS has '-x'"),
        (["new", "-x"], "unrecognized arguments: -x"),
        (["knobs", "--scenes=-x"], "there is no scene in -x."),
    ],
)
def test_what_is_unfit_is_answered_in_one_sentence(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(arguments)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr().err
    assert code == 2
    assert told in said
    assert "usage" not in said
    assert len(said.splitlines()) == 1
    assert len(said) < 1500


def test_a_message_of_a_hundred_thousand_signs_is_not_printed_whole(
    job: Job, scene_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "raise ValueError(f'the formula {20_000 * \"x + y\"!r} has no minimum')"
    job.scene.write_text(scene_text.replace("TOTAL =", f"{wrong}\nTOTAL ="), encoding="utf-8")
    assert main(["render", str(job.scene), "--media", str(job.media)]) == 1
    said = capsys.readouterr().err
    assert "ValueError: the formula 'x + y" in said
    assert "' has no minimum" in said
    assert "characters are left out here" in said
    assert len(said) < 3000


def test_no_command_waits_for_manim_before_it_needs_it() -> None:
    modules = [*COMMANDS.values(), "studio.outputs.clips.tasks"]
    asked = f"import sys; import {', '.join(modules)}; sys.exit('manim' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT).returncode == 0
