"""Reveal.js, which shows slides in a browser: a copy from its npm package, or the public one."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VERSION = "6.0.2"
PUBLIC = f"https://cdn.jsdelivr.net/npm/reveal.js@{VERSION}/dist"
FILES = ("reset.css", "reveal.css", "reveal.js", "plugin/notes.js")
_SHA512 = "JYIg5D9aoxoaLeb84O+OvAwsKWdIavVgEDScxtYEXFCT6t6TQrhNtSgogcjdCpdLsWglhJn3zyE3fUOwiH5KEg=="
_PATIENCE = 60  # seconds


class UnavailableError(Exception):
    """There is no copy of Reveal.js to be had."""


def copy_reveal(work: Path, folder: Path) -> None:
    """Put what a deck needs of Reveal.js into `folder`.

    The package is fetched with npm once and kept in `work`; it must be the very one that this
    module knows.

    Raises UnavailableError when there is neither a kept package nor a way to fetch it.
    """
    package = work / f"reveal.js-{VERSION}.tgz"
    if not _is_genuine(package):
        _fetch(package)
    with tarfile.open(package) as archive:
        for name in (*(f"dist/{file}" for file in FILES), "LICENSE"):
            content = archive.extractfile(f"package/{name}")
            assert content is not None
            target = folder / name.removeprefix("dist/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())


def _is_genuine(package: Path) -> bool:
    try:
        digest = hashlib.sha512(package.read_bytes()).digest()
    except FileNotFoundError:
        return False
    return base64.b64encode(digest).decode() == _SHA512


def _fetch(package: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("there is no npm to fetch Reveal.js with")
    with tempfile.TemporaryDirectory(prefix="npm.", dir=package.parent) as folder:
        command = [npm, "pack", f"reveal.js@{VERSION}", "--pack-destination", "."]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnavailableError(f"npm could not fetch Reveal.js ({error})") from None
        fetched = Path(folder) / package.name
        if done.returncode or not fetched.exists():
            errors = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
            reason = errors[0] if errors else "it did not say why"
            raise UnavailableError(f"npm could not fetch Reveal.js ({reason})")
        if not _is_genuine(fetched):
            raise UnavailableError(
                f"what npm fetched as Reveal.js {VERSION} is not the known package"
            )
        os.replace(fetched, package)
