"""What commands have in common: their options."""

import argparse
from pathlib import Path
from typing import Any

from studio.job import MOST_SHARDS, QUALITIES, ROOT, Job


def add_job_options(command: argparse.ArgumentParser) -> None:
    """Add the options that tell which scene is rendered, and how."""
    command.add_argument("scene", type=Path, help="scene file, such as scenes/misty_hill.py")
    command.add_argument("--quality", choices=QUALITIES, default="720p30")
    command.add_argument("--theme", choices=["dark", "light"], default="dark")
    command.add_argument("--name", help="name of the video's files (default: the scene's)")
    command.add_argument("--set", default="", dest="settings", metavar='"KNOB=value …"')
    command.add_argument("--media", type=Path, default=Path("media"))
    counts = ["auto", *map(str, range(1, MOST_SHARDS + 1))]
    command.add_argument("--shards", choices=counts, default="auto", help="processes that draw")


def take_job(given: dict[str, Any]) -> Job:
    """Take what `add_job_options` added out of the options `given`; return it as a job."""
    scene, name, shards = given.pop("scene"), given.pop("name"), given.pop("shards")
    return Job(
        scene,
        QUALITIES[given.pop("quality")],
        given.pop("theme"),
        name or scene.stem,
        given.pop("media"),
        given.pop("settings"),
        None if shards == "auto" else int(shards),
    )


def shelf_parser(command: str) -> argparse.ArgumentParser:
    """Return a parser of what all commands want that make something of finished clips."""
    parser = argparse.ArgumentParser(prog=f"python -m studio {command}")
    parser.add_argument("names", nargs="*", metavar="clip", help="in this order (default: all)")
    parser.add_argument(
        "--shelf", type=Path, required=True, help="folder of the clips, such as media/720p30"
    )
    parser.add_argument(
        "--scenes", type=Path, default=ROOT / "scenes", help="folder of the clips' scenes"
    )
    return parser
