"""With some settings of its knobs a scene has room for all its texts, others it refuses."""

import pytest

from studio.job import StudioError
from tests.scenes.checks import OF_EVERY_SCENE
from tests.scenes.conftest import Staged
from tests.scenes.knobs import fitting, refused


@pytest.mark.parametrize(("scene", "settings"), fitting())
def test_settings_that_fit_leave_room_for_all_texts(
    scene: str, settings: str, staged: Staged
) -> None:
    staging = staged(scene, settings)
    for check in OF_EVERY_SCENE:
        check(staging)


@pytest.mark.parametrize(("scene", "settings", "message"), refused())
def test_settings_that_cannot_work_are_refused_by_name(
    scene: str, settings: str, message: str, staged: Staged
) -> None:
    with pytest.raises((ValueError, StudioError), match=message):
        staged(scene, settings)
