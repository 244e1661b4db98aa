"""docs/gd_math.md: each line's call can be typed, no public name is left out, records are short."""

import re
from dataclasses import is_dataclass
from inspect import ismodule
from types import ModuleType
from typing import Any

import pytest

import gd_math
from docs.build_pictures import read_blocks
from gd_math import datasets, losses, network, optimizers, schedules
from studio.job import ROOT

PAGE = ROOT / "docs" / "gd_math.md"
CALLS = [
    call
    for cell in re.findall(r"^\| (`.*?`) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for call in re.findall("`(.*?)`", cell)
]
FAMILIES = (datasets, losses, network, optimizers, schedules)
LONGEST = 100  # characters of a record


def public(module: ModuleType) -> set[str]:
    """Return the public names of a module that stand for something in `gd_math`."""
    own = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (getattr(value, "__module__", "") == module.__name__ or isinstance(value, DATA))
    ]
    names = getattr(module, "__all__", own)
    return {name for name in names if not ismodule(getattr(module, name))}


DATA = (gd_math.Dataset, datasets.np.ndarray)


@pytest.fixture(scope="module")
def typed() -> dict[str, Any]:
    """What each line's call returns, after the lines above all of them."""
    names: dict[str, Any] = {}
    for block in read_blocks(PAGE):
        if block.language == "python" and not block.picture and "scenes.kit" not in block.code:
            exec(block.code, names)
    return {call: eval(call, names) for call in CALLS}


def test_each_line_can_be_typed_once(typed: dict[str, Any]) -> None:
    assert len(typed) == len(CALLS) > 100


@pytest.mark.parametrize("module", [gd_math, *FAMILIES], ids=lambda module: module.__name__)
def test_no_public_name_is_left_out(module: ModuleType) -> None:
    begins = {call.split("(")[0].split("[")[0].rpartition(".")[2] for call in CALLS}
    assert len(public(module)) > 5
    assert public(module) <= begins


def test_a_record_is_written_on_one_short_line(typed: dict[str, Any]) -> None:
    records = [
        value
        for value in typed.values()
        if not isinstance(value, type) and (is_dataclass(value) or hasattr(value, "_fields"))
    ]
    kinds = {
        getattr(module, name)
        for module in (gd_math, network)
        for name in public(module)
        if isinstance(getattr(module, name), type)
    }
    xor, loss = network.XOR, losses.HIMMELBLAU
    net, passes = xor.network, xor.network.passes(xor.start, xor.inputs, xor.targets)
    inner = [*loss.minima, *gd_math.stationary_points(loss), *passes.layers]
    inner += [*net.layers, *net.named_parameters, *net.unpack(xor.start)]
    every = [*records, *inner]
    assert {type(record) for record in every} >= kinds
    for record in every:
        assert re.fullmatch(rf"{type(record).__name__}\(.*\)", repr(record))
        assert len(repr(record)) <= LONGEST
