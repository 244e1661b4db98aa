"""What the page takes from `gd_math` and the kit, as plain data: nothing of it is typed again."""

from dataclasses import asdict
from typing import Any

from gd_math import Loss, losses
from scenes.kit.landscape.drawing.colors import colors
from scenes.kit.theme import THEMES, theme, use_theme
from studio.outputs.explorer.presets import FIRST, PRESETS
from studio.outputs.explorer.programs import picture_programs

# The fourth walker, by theme: as far from all other meanings as they are from each other, with the
# common forms of color blindness too (at least 25 in CIELAB).
FOURTH = {"dark": "#9B70FF", "light": "#7B24FF"}


def explorer_facts() -> dict[str, Any]:
    """Return the losses, the themes, the ways to fail, and where the page begins."""
    return {
        "losses": [_facts(key, loss) for key, loss in library().items()],
        "themes": {
            name: asdict(look) | {"fourth": FOURTH[name]} | _ground(name)
            for name, look in THEMES.items()
        },
        "programs": picture_programs(),
        "presets": [preset._asdict() for preset in PRESETS],
        "first": FIRST,
    }


def library() -> dict[str, Loss]:
    """Return the losses of two variables by their names in `gd_math.losses`."""
    made = {key: getattr(losses, key) for key in losses.__all__}
    return {
        key: loss for key, loss in made.items() if isinstance(loss, Loss) and loss.dimension == 2
    }


def _facts(key: str, loss: Loss) -> dict[str, Any]:
    return {
        "key": key.lower(),
        "name": loss.name,
        "formula": loss.formula,
        "domain": [corner.tolist() for corner in loss.domain],
        "minima": [
            {"x": minimum.x.tolist(), "value": minimum.value, "global": minimum.is_global}
            for minimum in loss.minima
        ],
    }


def _ground(name: str) -> dict[str, Any]:
    """Return the colors of the ground, from low to high, in linear light."""
    before = theme.name
    use_theme(name)
    try:
        return {"ramp": colors()["ramp"].round(4).tolist()}
    finally:
        use_theme(before)
