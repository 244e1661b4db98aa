"""The set-up takes what the lock has, whatever else there is, and all that is imported is in it."""

import ast
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[2]
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
# The pip that the first release of each Python brings along.
OLDEST_PIP = {
    (3, 11): "22.3 --hash=sha256:1daab4b8d3b97d1d763caeb01a4640a2250a0ea899e257b1e44b9eded91e15ab",
    (
        3,
        12,
    ): "23.2.1 --hash=sha256:7ccf472345f20d35bdc9d1841ff5f313260c2c33fe417f48c30ac46cccabf5be",
    (3, 13): "24.2 --hash=sha256:2cd581cf58ab7fcfca4ce8efa6dcacd0de5bf8d0a3eb9ec927e07405f4d9e2a2",
    (3, 14): "25.2 --hash=sha256:6d67a2b4e7f14d8b31b8b52648866fa717f45a1eb70e83002f4331d07e953717",
}


def _layers() -> dict[str, list[Requirement]]:
    layers: dict[str, list[Requirement]] = {}
    for line in (PROJECT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ---- layer: "):
            layers[line.removeprefix("# ---- layer: ")] = []
        elif re.match(r"\w", line):
            [*layers.values()][-1].append(Requirement(line.removesuffix("\\")))
    return layers


LAYERS = _layers()


def _versions(*layers: str) -> dict[str, str]:
    """Return what these layers install on this machine."""
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for layer in layers
        for requirement in LAYERS[layer]
        if requirement.marker is None or requirement.marker.evaluate()
    }


@dataclass
class Index:
    """An index of packages that has a newer release of whatever it is asked for."""

    url: str = ""
    asked: set[str] = field(default_factory=set)
    handed_out: list[str] = field(default_factory=list)


@pytest.fixture
def newer() -> Iterator[Index]:
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/").rpartition("/")[2]
            if self.path.startswith("/simple/"):
                index.asked.add(canonicalize_name(name))
                files = [f"{name.replace('-', '_')}-9999-py3-none-any.whl", f"{name}-9999.tar.gz"]
                page = "".join(f'<a href="/files/{file}">{file}</a>\n' for file in files)
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(f"<!DOCTYPE html><html><body>{page}</body></html>".encode())
            else:
                index.handed_out.append(name)
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    index.url = f"http://127.0.0.1:{server.server_port}/simple"
    yield index
    server.shutdown()
    server.server_close()


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The project without an environment."""
    root = tmp_path / "project"
    tracked = (
        "Makefile",
        "README.md",
        "LICENSE",
        "manim.cfg",
        "pyproject.toml",
        "requirements.lock",
    )
    root.mkdir()
    for name in tracked:
        shutil.copy2(PROJECT / name, root / name)
    for package in ("engine", "gd_math", "scenes", "studio"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / package, root / package, ignore=ignored)
    return root


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """A Python like this one, that puts the oldest pip into the environments it makes."""
    wanted = tmp_path / "pip.txt"
    wanted.write_text(f"pip=={OLDEST_PIP[sys.version_info[:2]]}\n")
    program = tmp_path / "old python"
    program.write_text(f"""#!/bin/sh
set -e
'{sys.executable}' "$@"
[ "$1 $2" != "-m venv" ] || .venv/bin/python -m pip install --quiet --no-deps --require-hashes \
    --force-reinstall --requirement '{wanted}'
""")
    program.chmod(0o755)
    return program


def _installed(root: Path) -> dict[str, str]:
    listed = subprocess.run(
        [root / ".venv/bin/python", "-m", "pip", "list", "--format=freeze"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pairs = (line.split("==") for line in listed.splitlines() if "==" in line)
    return {canonicalize_name(name): version for name, version in pairs}


def test_newer_releases_and_an_old_pip_change_nothing(
    fresh: Path, old_python: Path, newer: Index
) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    } | {
        "PYTHON": str(old_python),
        "PIP_EXTRA_INDEX_URL": newer.url,
        # What a machine may have been told for other work.
        "PIP_CONSTRAINT": "none.txt",
        "PIP_TARGET": "elsewhere",
        "PIP_USER": "1",
        "PIP_PRE": "1",
        "PIP_COMPILE": "0",  # half of the time, and nothing of it is looked at
    }

    def set_up(*what: str) -> None:
        done = subprocess.run(
            ["sh", "studio/setup.sh", *what],
            cwd=fresh,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    set_up()
    project = {"misty-hill": DECLARED["project"]["version"]}
    assert (fresh / ".venv/.ready").exists()
    assert _installed(fresh) == _versions("tools", "videos") | project
    set_up("tests")
    assert (fresh / ".venv/.ready-for-tests").exists()
    assert _installed(fresh) == _versions("tools", "videos", "tests") | project
    assert newer.asked  # so it was at hand
    assert newer.asked <= _versions("tools", "videos", "tests").keys()
    assert newer.handed_out == []
    assert not (fresh / "elsewhere").exists()
    # With nothing resolved, it is the lock that must be whole.
    subprocess.run([fresh / ".venv/bin/python", "-m", "pip", "check"], check=True)


def test_each_locked_package_has_one_version_and_hashes() -> None:
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text)
    assert [*LAYERS] == ["tools", "videos", "tests"]
    assert "://" not in text
    versions: dict[str, set[str]] = {}
    for entry in entries:
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry
            requirement = Requirement(entry.split("\\")[0])
            versions.setdefault(requirement.name, set()).add(str(requirement.specifier))
            assert str(requirement.specifier).startswith("==")
    assert all(len(found) == 1 for found in versions.values())


@pytest.mark.parametrize(
    ("layer", "declared"),
    [
        ("tools", DECLARED["dependency-groups"]["tools"]),
        ("tools", DECLARED["build-system"]["requires"]),
        ("videos", DECLARED["project"]["dependencies"]),
        ("tests", DECLARED["dependency-groups"]["test"]),
    ],
)
def test_the_lock_has_what_is_declared(layer: str, declared: list[str]) -> None:
    layers = [*LAYERS]
    locked = _versions(*layers[: layers.index(layer) + 1])
    for requirement in map(Requirement, declared):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def _imported(*folders: str) -> set[str]:
    """Return the distributions of all that the Python files in some folders import."""
    modules = set()
    for folder in folders:
        for file in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.Import):
                    modules |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
    found = packages_distributions()
    return {
        canonicalize_name(found[module][0])
        for module in modules - {"engine", "gd_math", "scenes", "studio"}
        if module in found
    }


def test_what_videos_import_is_declared_and_nothing_else_is() -> None:
    declared = {
        canonicalize_name(Requirement(text).name) for text in DECLARED["project"]["dependencies"]
    }
    assert _imported("engine", "gd_math", "scenes", "studio") == declared


def test_what_tests_import_is_declared() -> None:
    declared = {
        canonicalize_name(Requirement(text).name)
        for text in [
            *DECLARED["project"]["dependencies"],
            *DECLARED["dependency-groups"]["test"],
        ]
    }
    assert _imported("tests") <= declared


def test_this_environment_is_that_of_the_lock() -> None:
    assert default_environment()["python_full_version"] >= "3.11"
    installed = _installed(PROJECT)
    for name, version in _versions(*LAYERS).items():
        assert installed[name] == version
