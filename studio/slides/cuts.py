"""What a slide of a beat shows: its own video, and the first frame of that."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from studio.beats import cut_beats
from studio.media import read_frames
from studio.shelf import Clip


@dataclass(frozen=True)
class Cut:
    """One beat: its number (from 1), what is said, its video, its first frame as a picture."""

    number: int
    caption: str
    seconds: float
    video: Path
    poster: Path


@dataclass(frozen=True)
class CutClip:
    """A clip in pieces, and when its video was made."""

    name: str
    title: str
    alt: str
    made: datetime
    cuts: tuple[Cut, ...]


def cut_clip(clip: Clip, folder: Path) -> CutClip:
    """Cut `clip` into its beats, in a new folder of its name in `folder`.

    Raises StudioError when the clip's video is not whole.
    """
    place = folder / clip.name
    place.mkdir(parents=True)
    cuts = []
    for number, (beat, video) in enumerate(zip(clip.beats, cut_beats(clip, place), strict=True), 1):
        poster = video.with_suffix(".png")
        Image.fromarray(read_frames(video, [0])[0]).save(poster)
        cuts.append(Cut(number, beat.caption, clip.seconds(beat.frames), video, poster))
    made = datetime.fromtimestamp(clip.video.stat().st_mtime, UTC)
    return CutClip(clip.name, clip.title, clip.alt, made, tuple(cuts))
