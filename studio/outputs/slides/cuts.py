"""What a slide of a beat shows: its own video, and the first frame of that."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from scenes.kit.beat import Beat
from studio.shelf.beats import cut_beats
from studio.shelf.media import read_frames
from studio.shelf.shelf import Clip

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Cut:
    """One beat: its number (from 1), what is said, its video, its first frame as a picture.

    `notes` are for the speaker: what is said and, of a question, between what one may choose.
    """

    number: int
    caption: str
    notes: tuple[str, ...]  # lines
    seconds: float
    video: Path
    poster: Path


@dataclass(frozen=True)
class CutClip:
    """A clip in pieces, and when its video was made."""

    name: str
    title: str
    chapter: str
    alt: str
    made: datetime
    cuts: tuple[Cut, ...]


def cut_clip(clip: Clip, chapter: str, folder: Path) -> CutClip:
    """Cut `clip` of a `chapter` into its beats, in a new folder of its name in `folder`.

    Raises StudioError when the clip's video is not whole.
    """
    place = folder / clip.name
    place.mkdir(parents=True)
    cuts = []
    for number, (beat, video) in enumerate(zip(clip.beats, cut_beats(clip, place), strict=True), 1):
        poster = video.with_suffix(".png")
        Image.fromarray(read_frames(video, [0])[0]).save(poster)
        seconds = clip.seconds(beat.frames)
        caption, notes = _line(beat.caption), tuple(map(_line, _notes(beat)))
        cuts.append(Cut(number, caption, notes, seconds, video, poster))
    made = datetime.fromtimestamp(clip.video.stat().st_mtime, UTC)
    return CutClip(clip.name, _line(clip.title), _line(chapter), _line(clip.alt), made, tuple(cuts))


def _notes(beat: Beat) -> list[str]:
    match beat.kind:
        case "question":
            choices = [f"• {choice}" for choice in beat.choices]
            return [f"Question: {beat.caption}", *choices, "The next slide shows what happens."]
        case "answer":
            return [f"Answer: {beat.caption}"]
    return [beat.caption]


def _line(text: str) -> str:
    """Return `text` on one line, without the characters that no XML can hold."""
    return " ".join(_NOT_IN_XML.sub(" ", text).split())
