"""What the tests of the clip on momentum share: its valley and both of its walks."""

from gd_math import losses
from scenes import momentum as scene
from scenes.kit import RollStage, valley_of

HESSIAN = losses.RAVINE.hessian([0.0, 0.0])


def roll_stage() -> RollStage:
    """Return the stage of the clip, with its knobs as they are."""
    valley = valley_of("LOSS", losses.RAVINE, scene.START)
    rates = scene.LEARNING_RATE, scene.LEARNING_RATE
    return RollStage(valley, rates, scene.BETA)
