"""What an address says: views, ways to fail, and the command that renders what is seen."""

import json
import random
import shlex
import shutil
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from gd_math import descend, from_formula, losses, optimizers
from studio.job import ROOT
from studio.outputs.explorer.facts import library
from studio.outputs.explorer.presets import FIRST, PRESETS
from studio.scene.knobs import read_knobs
from studio.scene.settings import fit_settings, parse_settings
from tests.end_to_end.project_copy import Copy, copy_project

RANDOM = random.Random(18)
FORMULAS = ("x^2 + y^2", "|x| + 2·y²", "sin(x) + y^2/2", "2 - 2 tanh x + e^(8 x - 16) + y^2/2")


def random_state() -> dict[str, Any]:
    """A state with numbers as they come, of a library loss or of a typed formula."""
    window = [-round(RANDOM.uniform(1, 9), 3), -2, round(RANDOM.uniform(1, 9), 2), 1e-3]
    walkers = []
    for _ in range(RANDOM.randint(1, 4)):
        name = RANDOM.choice(["gradient_descent", "momentum", "rmsprop", "adam", "adamw"])
        rate = {"learning_rate": 10 ** RANDOM.uniform(-5, 1)}
        more = {"momentum": {"beta": 0.5}, "adamw": {"decay": 0.2, "beta2": 0.9}}.get(name, {})
        walkers.append({"optimizer": name, "parameters": rate | more})
    typed = RANDOM.random() < 0.5
    return {
        "loss": "" if typed else RANDOM.choice(list(library())).lower(),
        "formula": RANDOM.choice(FORMULAS),
        "window": window,
        "start": [RANDOM.gauss(0, 1), RANDOM.gauss(0, 1e-7)],
        "walkers": walkers,
        "steps": RANDOM.randint(0, 1000),
        "eye": RANDOM.choice([None, [-30, 40.5, 1.25], [-30, 40.5, 3, 0.25, -0.1]]),
        "hiker": RANDOM.random() < 0.5,
    }


def test_an_address_says_all_of_a_view(plain: Page) -> None:
    states = [random_state() for _ in range(60)]
    for state in states:
        if state["loss"]:
            state["formula"] = library()[state["loss"].upper()].formula
    back = plain.evaluate(
        """states => states.map((state) => {
            state.walkers = state.walkers.map(({ optimizer, parameters }) => {
                const walker = explorer.State.walkerOf(optimizer);
                return { optimizer, parameters: { ...walker.parameters, ...parameters } };
            });
            return [state, explorer.State.read("#" + explorer.State.write(state))];
        })""",
        states,
    )
    for sent, read in back:
        assert read == sent


def test_an_address_can_be_read_and_written_by_hand(plain: Page) -> None:
    address = "steps=9&walk=momentum,0.1&start=1,-2&formula=x^2 + y^4&window=-2,-2,2,2&mode=hiker"
    state = plain.evaluate("text => explorer.State.read(text)", address)
    assert (state["loss"], state["formula"], state["window"]) == ("", "x^2 + y^4", [-2, -2, 2, 2])
    assert (state["start"], state["steps"], state["hiker"]) == ([1, -2], 9, True)
    assert state["walkers"] == [
        {"optimizer": "momentum", "parameters": {"learning_rate": 0.1, "beta": 0.9}}
    ]
    written = plain.evaluate("state => explorer.State.write(state)", state)
    assert written == (
        "formula=x^2%20+%20y^4&window=-2,-2,2,2&start=1,-2&walk=momentum,0.1&steps=9&mode=hiker"
    )


def test_page_begins_with_the_walk_of_the_clip(plain: Page) -> None:
    knobs = {knob.name: knob.value for knob in read_knobs(ROOT / "scenes" / "misty_hill.py")}
    assert knobs["LOSS"].lower() == FIRST["loss"]
    assert (knobs["START"], knobs["LEARNING_RATE"]) == (FIRST["start"], FIRST["rate"])
    assert knobs["STEPS"] == FIRST["steps"]
    plain.evaluate("explorer.open('')")
    walk = descend(losses.HILLS, optimizers.gradient_descent(0.7), (1.33, 1.19), 14)
    assert walk_of(plain)[-1] == pytest.approx(walk.x[-1], abs=1e-12)


BAD = {
    "loss=himmelblua": "There is no landscape “himmelblua”",
    "formula=x^2 +&start=0,0": "formula",
    "formula=%E0%A4%A": "cut off or damaged",
    "formula=x^2": "x and y",
    "start=1": "start is “1”, and must be 2 numbers",
    "start=1,two": "start is “two”, and must be a number",
    "window=3,0,-3,1": "from a low to a high x",
    "walk=gradient_descend,0.1": "There is no optimizer “gradient_descend”",
    "walk=gradient_descent,0": "α is 0, and must be above 0",
    "walk=momentum,0.1,1": "β is 1, and must be at least 0 and below 1",
    "walk=momentum,0.1,0.9,3": "has 2 numbers",
    "&".join(["walk=adam,0.1"] * 5): "room for 4 walkers",
    "steps=1e9": "from 0 to 1000",
    "steps=2.5": "whole number",
    "mode=diver": "There is no mode “diver”",
    "nonsense": "“nonsense”, which this page does not know",
    "__proto__=1": "“__proto__”",
    "loss=hasOwnProperty": "There is no landscape",
    "formula=ln(x) + y&window=-1,-1,1,1": "",
    "formula=ln(x) + y^2&window=1,1,2,2&start=-1,0": "start must be where",
}


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_cannot_be_read_gives_a_sentence_and_the_first_view(
    plain: Page, address: str
) -> None:
    plain.evaluate("address => explorer.open(address)", address)
    sentence = plain.locator("#sentence")
    expect(sentence).to_contain_text(BAD[address])
    expect(sentence).to_contain_text("Here is the view with which the page begins.")
    assert plain.evaluate("explorer.state().loss") == "hills"
    assert len(walk_of(plain)) == 15


# ---- Ways to fail ------------------------------------------------------------------------------


def walk_of(page: Page, walker: int = 0) -> np.ndarray:
    flat = page.evaluate("i => Array.from(explorer.seen().results[i].walk.x)", walker)
    return np.array(flat).reshape(-1, 2)


def seen(page: Page, name: str) -> dict[str, Any]:
    """Go to a preset by its link; return walks, slopes, ends, and 2/λmax."""
    page.get_by_role("link", name=name, exact=True).click()
    preset = next(preset for preset in PRESETS if preset.name == name)
    expect(page.locator("#sentence")).to_have_text(preset.sentence)
    expect(page.locator(".presets [aria-current]")).to_have_text(name)
    count = page.evaluate("explorer.state().walkers.length")
    gradients = page.evaluate(
        "explorer.seen().results.map(({ walk }) => Array.from(walk.gradient))"
    )
    return {
        "x": [walk_of(page, i) for i in range(count)],
        "slope": [np.linalg.norm(np.reshape(flat, (-1, 2)), axis=-1) for flat in gradients],
        "end": page.evaluate("explorer.seen().results.map(({ end }) => end.kind)"),
        "limit": page.evaluate("explorer.seen().limit"),
        "rate": page.evaluate("explorer.state().walkers[0].parameters.learning_rate"),
        "minima": page.evaluate("explorer.seen().ground.rings"),
    }


def test_crawl_is_slow_far_below_the_limit(plain: Page) -> None:
    view = seen(plain, "Crawl")
    assert view["end"] == ["moving"]
    assert len(view["x"][0]) == 61
    assert view["rate"] < view["limit"] / 10
    assert abs(view["x"][0][-1, 1]) > abs(view["x"][0][0, 1]) / 2


def test_zigzag_jumps_across_with_every_step_just_below_the_limit(plain: Page) -> None:
    view = seen(plain, "Zigzag")
    across = view["x"][0][:, 0]
    assert (across[1:] * across[:-1] < 0).all()
    assert 0.9 * view["limit"] < view["rate"] < view["limit"]
    assert view["end"] == ["converged"]


def test_diverge_goes_farther_out_with_every_step_above_the_limit(plain: Page) -> None:
    view = seen(plain, "Diverge")
    assert view["limit"] == pytest.approx(0.4, rel=1e-9)
    assert view["rate"] > view["limit"]
    assert (np.diff(np.abs(view["x"][0][:, 0])) > 0).all()
    assert view["end"] == ["diverged"]


def test_local_trap_holds_gradient_descent_and_not_momentum(plain: Page) -> None:
    view = seen(plain, "Local trap")
    deep, shallow = (np.array(minimum["x"]) for minimum in view["minima"])
    assert [minimum["global"] for minimum in view["minima"]] == [True, False]
    assert view["end"] == ["converged", "converged"]
    assert view["x"][0][-1] == pytest.approx(shallow, abs=0.01)
    assert view["x"][1][-1] == pytest.approx(deep, abs=0.01)


def test_plateau_holds_gradient_descent_and_not_adam(plain: Page) -> None:
    view = seen(plain, "Plateau")
    valley = np.array(view["minima"][0]["x"])
    left = [np.linalg.norm(x - valley, axis=-1) for x in view["x"]]
    assert view["end"] == ["moving", "converged"]
    assert left[0][-1] > 0.8 * abs(view["x"][0][0, 0] - valley[0])
    assert view["slope"][0][-1] < 0.05
    assert left[1][-1] < 0.02


def test_cliff_throws_the_walker_over_the_valley_onto_the_plateau(plain: Page) -> None:
    view = seen(plain, "Cliff")
    valley = view["minima"][0]["x"][0]
    x = view["x"][0][:, 0]
    assert x[0] > valley > x[1] + 4
    assert view["slope"][0][-1] < 0.05
    assert view["end"] == ["moving"]


def test_saddle_holds_the_walker_for_long_and_then_it_slides_off(plain: Page) -> None:
    view = seen(plain, "Saddle")
    slope, x = view["slope"][0], view["x"][0]
    resting = np.flatnonzero(np.linalg.norm(x, axis=-1) < 0.1)
    assert len(resting) >= 10
    assert slope[resting].min() < 0.03 * slope[0]
    assert abs(x[-1, 1]) > 1


# ---- The command -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = copy_project(tmp_path_factory.mktemp("project"))
    for name in ("your_function", "misty_hill"):
        shutil.copy2(ROOT / "scenes" / f"{name}.py", copy.root / "scenes")
    return copy


def rendered(project: Copy, command: str) -> tuple[str, dict[str, Any]]:
    """Type a command into a real shell; return what would be rendered, and with which knobs."""
    code, said = project.shell(f"{command} LAUNCH='printf %s\\\\n'")
    assert code == 0, said
    words = said.splitlines()
    scene = next(word for word in words if word.startswith("scenes/"))
    settings = next(word for word in words if word.startswith("--set="))[len("--set=") :]
    knobs = read_knobs(ROOT / scene)
    return scene, fit_settings(parse_settings(settings), knobs)


ADDRESSES = {
    "loss=himmelblau&start=-1,2&walk=adam,0.1&steps=200": {
        "WINDOW": ((-5, -5), (5, 5)), "START": (-1, 2), "OPTIMIZER": "adam",
        "LEARNING_RATE": 0.1, "STEPS": 200, "FORMULA": losses.HIMMELBLAU.formula,
    },
    "formula=|x| + 2·y²&window=-1.5,-1,1.5,1&start=1e-7,-0.5&walk=gradient_descent,1e-5": {
        "FORMULA": "|x| + 2·y²", "WINDOW": ((-1.5, -1), (1.5, 1)), "START": (1e-7, -0.5),
        "LEARNING_RATE": 1e-5, "STEPS": 50,
    },
    "mode=hiker": {
        "LOSS": "HILLS", "START": (1.33, 1.19), "LEARNING_RATE": 0.7, "STEPS": 14,
    },
    "formula=x^2 + 3y^2&mode=hiker&start=1,1&walk=gradient_descent,0.05": {
        "LOSS": "x^2 + 3y^2", "START": (1, 1), "LEARNING_RATE": 0.05,
    },
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_command_renders_what_is_seen(plain: Page, project: Copy, address: str) -> None:
    command = plain.evaluate(
        """address => {
            const state = explorer.State.read(address);
            return explorer.Clip.command(state, explorer.makeLoss({ formula: state.formula }));
        }""",
        address,
    )
    scene, knobs = rendered(project, command)
    assert scene == f"scenes/{'misty_hill' if 'hiker' in address else 'your_function'}.py"
    assert {name: knobs[name] for name in ADDRESSES[address]} == ADDRESSES[address]


def test_whatever_is_typed_a_shell_takes_it_as_text(plain: Page, project: Copy) -> None:
    hostile = """x' ; touch gone; ' "$(touch gone)" `touch gone` \\ $HOME $$ %s é 𝑥 STEPS=3"""
    state = plain.evaluate("explorer.State.first()") | {"loss": "", "formula": hostile}
    command = plain.evaluate("state => explorer.Clip.command(state, null)", state)
    assert shlex.split(command)[0] == "make"
    knobs = rendered(project, command)[1]
    assert knobs["FORMULA"] == hostile
    assert not (project.root / "gone").exists()


def test_note_says_what_the_clip_does_not_show(plain: Page) -> None:
    note = "address => explorer.Clip.note(explorer.State.read(address))"
    assert plain.evaluate(note, "walk=gradient_descent,0.1") == ""
    assert "usual β" in plain.evaluate(note, "walk=momentum,0.1,0.5")
    assert "only the first" in plain.evaluate(note, "walk=adam,0.1&walk=momentum,0.1")


def test_formulas_of_the_library_are_what_gd_math_has(plain: Page) -> None:
    facts = json.loads(plain.locator("#explorer-facts").text_content() or "")
    assert {loss["key"] for loss in facts["losses"]} == {key.lower() for key in library()}
    for one in facts["losses"]:
        loss = library()[one["key"].upper()]
        typed = from_formula(one["formula"], loss.domain)
        points = np.random.default_rng(3).uniform(*loss.domain, (20, 2))
        np.testing.assert_allclose(typed.value(points), loss.value(points), rtol=1e-12, atol=1e-12)
