"""Tests that share work are run by one process."""

import os
import re
import subprocess
import sys
from collections import defaultdict

import pytest

from studio.job import ROOT
from tests.by_scene import scope

RUN = re.compile(r"^\[(gw\d)\] .* PASSED ([\w/]+\.py)::", re.MULTILINE)


def test_those_of_a_file_have_one_process_and_files_are_shared_out() -> None:
    files = [f"tests/gd_math/test_{name}.py" for name in ("checks", "fields", "random_hessians")]
    words = [sys.executable, "-m", "pytest", "-v", "-n", "2", "-p", "no:cacheprovider", *files]
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    processes = defaultdict(set)
    for process, file in RUN.findall(done.stdout):
        processes[file].add(process)
    assert sorted(processes) == files
    assert [len(found) for found in processes.values()] == [1] * len(files)
    assert set.union(*processes.values()) == {"gw0", "gw1"}


@pytest.mark.parametrize(
    ("test", "shares"),
    [
        ("scenes/test_drawn.py::test_that[momentum-dark]", "momentum"),
        ("scenes/test_knobs.py::test_that[momentum-BETA=0.5 START=(0.0, -1.0)]", "momentum"),
        ("scenes/test_momentum.py::test_that", "momentum"),
        ("scenes/test_momentum.py::test_that[0.5]", "momentum"),
        ("docs/test_commands.py::test_that[docs/editing.md]", "docs/test_commands.py"),
    ],
)
def test_those_of_a_scene_share_its_process(test: str, shares: str) -> None:
    assert scope(test) == shares
