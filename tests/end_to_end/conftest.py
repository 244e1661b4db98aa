from pathlib import Path

import pytest

from tests.end_to_end.project_copy import Copy, copy_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy whose three videos are made."""
    copy = copy_project(tmp_path_factory.mktemp("project"))
    copy.made("-j2", "videos")
    return copy


@pytest.fixture
def bare_project(tmp_path: Path) -> Copy:
    """A copy in which nothing is made yet."""
    return copy_project(tmp_path)
