"""A scene as it is drawn, looked over a few times a second: what is in the pixels themselves.

One drawing of a frame serves all checks. It leaves the texts out, so that the ground below them
can be measured; which color they have on it is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from manim import Mobject

from engine.cache import key
from engine.camera import StageCamera, configured
from engine.looks import Look
from engine.recorder import Recorder
from scenes.kit import Lesson, use_theme
from scenes.kit.beat import Beat, reading_time
from scenes.kit.landscape import Landscape
from scenes.kit.landscape.marks import Ball
from scenes.kit.landscape.place import position
from scenes.kit.legibility import SEEN, Words, _seen, is_seen
from scenes.kit.lesson import IDLE
from scenes.kit.maps.trails import Trail
from scenes.kit.theme import DOT_RADIUS
from tests.scenes.conftest import BlindCamera, in_its_place, lesson_class, watched_at_ends
from tests.scenes.contrast import luminance, ratio

WIDTH, HEIGHT = 800, 450
FRAME_RATE = 2
LOOKS = {"dark": 2, "light": 1}  # a second: what moves is the same in both
MISSED = {"dark": 2 / 3, "light": 2.0}  # seconds in which a motion may fall between two looks
TEXT, MARK = 4.5, 3.0  # the least contrast
BLUR = 0.97  # of it: what edges that fall between two pixels may take away
OPEN = 0.35  # share of a walker's outline that is looked at: its trail may hide the rest
ROUND = np.stack([f(np.arange(16) * np.pi / 8) for f in (np.cos, np.sin)], axis=-1)
FARTHEST = 0.4  # units of the frame from the middle of a walker to its edge
LARGE = 20  # a change of a color, in 0 … 255
FAINT = 10  # the alpha of a letter's edge that is no part of it
FEW = 2e-4  # of the pixels: to change no more is no motion

Pixels = np.ndarray


@dataclass
class Film:
    """What is wrong with the frames of a scene: sentences, with the second they are about."""

    scene: str
    theme: str
    findings: list[str] = field(default_factory=list)
    looks: int = 0
    ends: list[Any] = field(default_factory=list)  # each beat, and what is in its place as it ends
    remarks: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # of its segments, as the cache has them

    def note(self, what: str, about: str, second: float) -> None:
        """Note something once, however long it lasts."""
        if not any(known.startswith(what) for known in self.findings):
            self.findings.append(f"{what}{about}, at {second:.1f} s of {self.scene} ({self.theme})")


@cache
def filmed(scene: str, theme: str) -> Film:
    """Return the film of a scene as its file has it; once for all tests, which only look at it."""
    return film(scene, lesson_class(scene), theme)


def film(name: str, lesson: type[Lesson], theme: str) -> Film:
    """Play `lesson` and look over what is drawn."""
    shown = Film(name, theme)

    def note(scene: Lesson, beat: Beat) -> None:
        shown.ends.append((beat, *in_its_place(scene)))

    class Watched(watched_at_ends(lesson, note)):  # type: ignore[misc]
        def setup(self) -> None:
            super().setup()
            self.eye = Eye(shown, self.camera.background_color)

        def update_to_time(self, t: float) -> None:
            super().update_to_time(t)
            if t > 0 and round(t * FRAME_RATE) % (FRAME_RATE // LOOKS[theme]) == 0:
                self.eye.look(self, self.frames / FRAME_RATE + t, at_rest=False)

        def play(self, *animations: Any, **settings: Any) -> None:
            self.eye.look(self, self.frames / FRAME_RATE, at_rest=False)
            super().play(*animations, **settings)
            self.eye.look(self, self.frames / FRAME_RATE, at_rest=True)

    # (The keys of the light theme would say no more than those of the dark one.)
    scene = played(Watched, theme, shown.keys if theme == "dark" else None)
    shown.remarks += scene.remarks
    return shown


def played(lesson: type[Lesson], theme: str, keys: list[str] | None = None) -> Lesson:
    """Play all frames of `lesson`; `keys` gets those by which the cache has its segments."""
    settings = {
        "format": "none" if keys is None else "mp4", "progress_bar": "none",
        "disable_caching": True,
        "pixel_width": WIDTH, "pixel_height": HEIGHT, "frame_rate": FRAME_RATE,
    }  # fmt: skip
    use_theme(theme)
    try:
        with configured(settings):
            if keys is None:
                scene = lesson(camera_class=BlindCamera)
            else:
                scene = lesson(renderer=Recorder(lambda segment: keys.append(key(segment, ""))))
            scene.render()
    finally:
        use_theme("dark")
    return scene


class Canvas:
    """Draws mobjects on an empty frame, and nothing anew when all look as they did before."""

    def __init__(self, background: Any, opacity: float = 1.0) -> None:
        self.camera = StageCamera(background_color=background, background_opacity=opacity)
        self.camera.reset()
        self.empty = self.camera.pixel_array.copy()
        self.looks: list[Look] | None = None
        self.picture = self.empty

    def draw(self, mobjects: Iterable[Mobject]) -> Pixels:
        """Return the picture of `mobjects`, (height, width, 4) in 0 … 255."""
        looks = self.camera._observer.looks_at(mobjects)
        if looks != self.looks:
            self.camera.set_pixel_array(self.empty)
            self.camera.show(looks)
            self.looks, self.picture = looks, self.camera.pixel_array.copy()
        return self.picture


class Eye:
    """Draws frames, and compares them."""

    def __init__(self, shown: Film, background: Any) -> None:
        self.film = shown
        self.things, self.letters = Canvas(background), Canvas(background, 0.0)
        self.background = planes(self.things.empty[:1, :1])
        self.drawn: tuple[Pixels | None, Pixels | None] = None, None  # things and letters
        self.was_at_rest = False  # when they were looked over
        self.now: tuple[Pixels, Any]  # what is compared of this look: a sparse picture, and words
        self.before: tuple[Pixels, Any] | None = None  # the look before this one
        self.changed: tuple[Pixels, Any] | None = None  # that of the last change
        self.last = -1.0  # its time
        self.since = 0.0  # the time of the last change

    def look(self, scene: Lesson, second: float, at_rest: bool) -> None:
        """Look over the frame that is now on `scene`."""
        self.film.looks += 1
        texts = _seen(scene.mobjects)[0]
        glyphs = {part for text in texts for part in text.mobject.get_family()}
        every = self.things.camera.get_mobjects_to_display(scene.mobjects)
        drawn = self.things.draw(part for part in every if part not in glyphs)
        lettered = self.letters.draw(part for part in every if part in glyphs)
        is_known = drawn is self.drawn[0] and lettered is self.drawn[1]
        self.drawn = drawn, lettered
        if not is_known:
            words = [(text.box.tobytes(), [part.fill_rgbas.tobytes() for part in parts(text)])
                     for text in texts]  # fmt: skip
            self.now = planes(drawn[::2, ::2]), words
        if second == self.last:
            self._look_at_cut(*self.now, second)
        self._look_at_change(scene, *self.now, second)
        self.before, self.last = self.now, second
        if is_known and self.was_at_rest >= at_rest:
            return  # all there is to see was seen
        self.was_at_rest = at_rest
        picture, near = drawn[..., :3], widened(widened(lettered[..., 3] > FAINT))
        for text in texts:
            self._look_at_text(text, picture, near, second, at_rest)
        for name, place, color in walkers(scene.mobjects):
            if not self._is_covered(place, color, picture):
                self._look_at_walker(name, place, picture, second)

    def _look_at_cut(self, picture: Pixels, words: Any, second: float) -> None:
        """Compare a frame with the one before it, as one play ends and the next begins."""
        assert self.before is not None
        last, last_words = self.before
        if picture is last:
            return
        had = changes(last, self.background) > LARGE
        kept = had & (changes(picture, last) <= LARGE)
        if had.mean() > FEW and kept.sum() < 0.02 * had.sum() and not _shared(words, last_words):
            self.film.note("nothing is carried over a cut", "", second)

    def _look_at_change(self, scene: Lesson, picture: Pixels, words: Any, second: float) -> None:
        content = changes(picture, self.background) > LARGE
        if self.before is not None and not words and content.mean() < FEW:
            self.film.note("nothing is in the frame", "", second)
        moved = self.changed is None or (
            picture is not self.changed[0]
            and (words != self.changed[1] or np.mean(changes(picture, self.changed[0]) > 8) > FEW)
        )
        beat = scene._open
        if moved or beat is None or beat.kind == "question":
            self.changed, self.since = (picture, words), second
            return
        read = beat.caption_start / FRAME_RATE + reading_time(beat.caption)
        idle = second - max(self.since, read)
        if idle > IDLE + MISSED[self.film.theme]:
            self.film.note(
                f"nothing moves in beat {scene.beat_number}", f" for {idle:.1f} s", second
            )

    def _look_at_text(
        self, text: Words, picture: Pixels, near: Pixels, second: float, at_rest: bool
    ) -> None:
        groups: dict[bytes, list[Any]] = {}
        for part in parts(text):
            groups.setdefault(part.fill_rgbas[0].tobytes(), []).append(part)
        for members in groups.values():
            red, green, blue, opacity = members[0].fill_rgbas[0]
            if opacity < (SEEN if at_rest else 0.99):
                continue
            ground = np.concatenate([below(part, picture, near) for part in members])
            if not len(ground):
                continue
            own = opacity * np.array([red, green, blue]) + (1 - opacity) * ground.mean(axis=0)
            met = np.quantile(luminance(ground), [0.03, 0.97])
            least = float(ratio(luminance(own), met).min())
            if least < BLUR * TEXT:
                self.film.note(f"{text.name} has a contrast of ", f"{least:.1f} : 1", second)

    def _is_covered(self, place: Pixels, color: Pixels | None, picture: Pixels) -> bool:
        """Say whether another color is seen in the middle of a walker: others have come there."""
        x, y = np.rint([WIDTH / 2 + HEIGHT / 8 * place[0], HEIGHT / 2 - HEIGHT / 8 * place[1]])
        if color is None or not (0 <= x < WIDTH and 0 <= y < HEIGHT):
            return False
        return bool(np.abs(picture[int(y), int(x)] - color).max() > LARGE)

    def _look_at_walker(self, name: str, place: Pixels, picture: Pixels, second: float) -> None:
        unit = HEIGHT / 8
        middle = np.array([WIDTH / 2 + unit * place[0], HEIGHT / 2 - unit * place[1]])
        steps = np.arange(1, int(FARTHEST * unit) + 4)
        rays = np.rint(middle + steps[:, None, None] * ROUND).astype(int)  # (steps, 16, 2)
        if np.any(rays < 0) or np.any(rays >= (WIDTH, HEIGHT)):
            return
        seen = picture[rays[..., 1], rays[..., 0]].astype(float)
        edges = np.abs(np.diff(seen, axis=0)).max(axis=-1) > LARGE
        edges[:2] = False
        light = luminance(seen / 255)
        found = []
        for i in np.flatnonzero(edges.any(axis=0)):
            edge = int(edges[:, i].argmax())
            found.append(float(ratio(light[edge - 1, i], light[edge : edge + 5, i]).max()))
        if not found or np.mean(np.array(found) >= MARK) * len(found) / len(ROUND) < OPEN:
            least = np.median(found) if found else 1.0
            self.film.note(f"{name} has a contrast of ", f"{least:.1f} : 1", second)


def parts(text: Words) -> list[Any]:
    return [part for part in text.mobject.family_members_with_points() if is_seen(part)]


def below(part: Any, picture: Pixels, near: Pixels) -> Pixels:
    """Return the colors under and next to a glyph, (n, 3) in 0 … 1; `near` is where letters are."""
    unit, points = HEIGHT / 8, part.points
    (left, low), (right, high) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    columns = slice(max(int(WIDTH / 2 + unit * left) - 2, 0), int(WIDTH / 2 + unit * right) + 3)
    rows = slice(max(int(HEIGHT / 2 - unit * high) - 2, 0), int(HEIGHT / 2 - unit * low) + 3)
    return picture[rows, columns][near[rows, columns]] / 255


def widened(mask: Pixels) -> Pixels:
    """Return where `mask` is true, or a neighbor above, below, left or right of it is."""
    wide = mask.copy()
    for one, other in ((wide, mask), (wide.T, mask.T)):
        one[1:] |= other[:-1]
        one[:-1] |= other[1:]
    return wide


def walkers(mobjects: Iterable[Mobject]) -> list[tuple[str, Pixels, Pixels | None]]:
    """Return the walkers in view, where they are seen, and the colors of the flat ones."""
    found: list[tuple[str, Pixels, Pixels | None]] = []
    for mobject in (part for one in mobjects for part in one.get_family()):
        if isinstance(mobject, Landscape):
            ground = mobject.ground()
            for ball in (mark for mark in mobject.marks if isinstance(mark, Ball)):
                center, radius = ball.center(ground)
                if ball.share() > 0.9 and not mobject.is_hidden(*position(ball.at), radius):
                    found.append((f"a {ball.shape}", mobject.world_to_frame(center), None))
        elif isinstance(mobject, Trail) and mobject.walker.get_fill_opacity() > 0.95:
            color = 255 * mobject.walker.fill_rgbas[0, :3]
            found += [(*mark, color) for mark in mobject.must_see()]
    # Of some that have come to one place, only the last is seen.
    return [
        one
        for i, one in enumerate(found)
        if all(np.linalg.norm(one[1] - other[1]) > 2 * DOT_RADIUS for other in found[i + 1 :])
    ]


def planes(picture: Pixels) -> Pixels:
    """Return red, green and blue of a picture, (3, height, width), which are quick to compare."""
    return np.ascontiguousarray(np.moveaxis(picture[..., :3], -1, 0))


def changes(one: Pixels, other: Pixels) -> Pixels:
    """Return the largest change of a channel, (height, width), between two sets of planes."""
    apart: Pixels = (np.maximum(one, other) - np.minimum(one, other)).max(axis=0)
    return apart


def _shared(words: list[Any], others: list[Any]) -> bool:
    return any(box == other for box, _ in words for other, _ in others)
