"""The code is in the house style, and its types agree: a test like all others, and beside them."""

from tests.end_to_end.project_copy import PROJECT, Copy


def test_nothing_is_to_be_said_of_style_and_types() -> None:
    checks = Copy(PROJECT).start_command("make", "lint")
    said, _ = checks.communicate()
    assert checks.returncode == 0, said
