"""What commands have in common: their options."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from studio.job import MOST_SHARDS, QUALITIES, ROOT, Job, StudioError
from studio.scene.settings import read_settings

_NAME = re.compile(r"[\w-]{1,100}")


class Parser(argparse.ArgumentParser):
    """Parses the arguments of one command, in which any text may be the value of an option."""

    def __init__(self, command: str) -> None:
        super().__init__(prog=command, allow_abbrev=False)

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """Return what the options are set to; end the program with a sentence if one is unfit.

        A value may begin with a dash, as any text may; options and other words may be mixed.
        """
        # Mixing, argparse would forget which words stand behind a --.
        parse = self.parse_args if "--" in arguments else self.parse_intermixed_args
        return parse(list(self._joined(arguments)))

    def _joined(self, arguments: list[str]) -> Iterator[str]:
        """Yield ``--set=-x`` for ``--set -x``, which argparse would take for two options."""
        rest = iter(arguments)
        for argument in rest:
            if argument == "--":
                yield argument
                yield from rest
                return
            action = self._option_string_actions.get(argument)
            value = next(rest, None) if action is not None and action.nargs is None else None
            yield argument if value is None else f"{argument}={value}"

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        if action.option_strings and arg_strings == ["--"]:  # which argparse would take away
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def error(self, message: str) -> NoReturn:
        """End the program with this one sentence."""
        self.exit(2, f"{self.prog}: {StudioError(message)}.\n")


def add_job_options(command: argparse.ArgumentParser) -> None:
    """Add the options for which scene is rendered, and how."""
    command.add_argument("scene", type=Path, help="scene file, such as scenes/misty_hill.py")
    command.add_argument("--quality", choices=QUALITIES, default="720p30")
    command.add_argument("--theme", choices=["dark", "light"], default="dark")
    command.add_argument("--name", help="name of the video's files (default: the scene's)")
    command.add_argument("--set", default="", dest="settings", metavar='"KNOB=value …"')
    command.add_argument("--media", type=Path, default=Path("media"))
    counts = ["auto", *map(str, range(1, MOST_SHARDS + 1))]
    command.add_argument("--shards", choices=counts, default="auto", help="processes that draw")


def take_job(given: dict[str, Any]) -> Job:
    """Take what `add_job_options` added out of the options `given`; return it as a job.

    Raises SystemExit, with a sentence, for a name that no file should have, and for settings that
    cannot be read.
    """
    scene, name, shards = given.pop("scene"), given.pop("name"), given.pop("shards")
    name, settings = name or scene.stem, given.pop("settings")
    try:
        if name != scene.stem and not _NAME.fullmatch(name):  # loading refuses a bad stem
            must = "must be 1 to 100 of letters, digits, _ and -."
            raise StudioError(f"NAME is {name!r}, and {must}")
        values = read_settings(settings, scene)
    except StudioError as error:
        print(f"{scene.stem}: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    return Job(
        scene,
        QUALITIES[given.pop("quality")],
        given.pop("theme"),
        name,
        given.pop("media"),
        values,
        None if shards == "auto" else int(shards),
    )


def shelf_parser(command: str) -> Parser:
    """Return a parser of what all commands want that make something of finished clips."""
    parser = Parser(command)
    parser.add_argument("names", nargs="*", metavar="clip", help="in this order (default: all)")
    parser.add_argument(
        "--shelf", type=Path, required=True, help="folder of the clips, such as media/720p30"
    )
    parser.add_argument(
        "--scenes", type=Path, default=ROOT / "scenes", help="folder of the clips' scenes"
    )
    parser.add_argument("--course", type=Path, help="a course file of one's own")
    return parser
