"""The PowerPoint deck: a title slide for each clip, then one slide for each of its beats."""

import uuid
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from string import Template
from typing import Any

from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from scenes.kit.theme import Theme
from studio.outputs.slides.cuts import Cut, CutClip
from studio.outputs.slides.template import (
    CLAIM_SIZE,
    HEIGHT,
    LINE,
    TITLE_SIZE,
    WIDTH,
    new_deck,
    save_deck,
)

SMALLEST = 10  # points; a text that would have to be smaller runs over
_AUTOPLAY = Template(Path(__file__).with_name("autoplay.xml").read_text(encoding="utf-8"))
_SECTIONS = """
<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
    uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">
  <p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>
</p:ext>
"""


def write_deck(clips: Sequence[CutClip], theme: Theme, target: Path, title: str = "") -> None:
    """Write the clips, in that order, into the presentation `target`.

    Without a `title` of its own it is called what the clips are.
    """
    deck = new_deck(theme)
    for clip in clips:
        slides = [_title_slide(deck, clip)]
        slides += [_beat_slide(deck, clip, cut) for cut in clip.cuts]
        _add_section(deck, clip, slides)
    title = title or ", ".join(clip.title for clip in clips)
    about = clips[0].alt if len(clips) == 1 else f"{len(clips)} clips, one slide a beat"
    save_deck(deck, target, title, about, max(clip.made for clip in clips))


def _title_slide(deck: Any, clip: CutClip) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Slide"))
    title, claim = slide.placeholders
    _write(title, clip.title, TITLE_SIZE)
    _write(claim, clip.alt, CLAIM_SIZE)
    _write(slide.notes_slide.notes_placeholder, clip.alt)
    return slide


def _write(shape: Any, text: str, size: int | None = None) -> None:
    """Put `text` into `shape`, in letters of `size` points, or so small that it fits."""
    shape.text_frame.text = text
    for run in (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
        run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_US
        if size is not None:
            # On average a letter is half as wide as high; of the lines a fifth stays empty.
            area = 0.8 * Emu(shape.width).pt * Emu(shape.height).pt
            fitting = int(sqrt(area / (0.5 * LINE * len(text))))
            run.font.size = Pt(min(size, max(fitting, SMALLEST)))


def _beat_slide(deck: Any, clip: CutClip, cut: Cut) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    # Above the slide: for the list of slides and for screen readers, and not for the room.
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = 0, -Inches(1), WIDTH, Inches(0.9)
    _write(title, cut.caption, 20)
    movie = slide.shapes.add_movie(
        str(cut.video), 0, 0, WIDTH, HEIGHT, str(cut.poster), mime_type="video/mp4"
    )
    movie.name = f"{clip.title} {cut.number}"
    alt = f"{clip.title}, {cut.number} of {len(clip.cuts)}: {cut.caption}"
    movie.element.xpath(".//p:cNvPr")[0].set("descr", alt)
    timing = _AUTOPLAY.substitute(shape=movie.shape_id, milliseconds=round(cut.seconds * 1000))
    for old in slide.element.xpath("./p:timing"):
        slide.element.replace(old, parse_xml(timing))
    _write(slide.notes_slide.notes_placeholder, "\n".join(cut.notes))
    return slide


def _add_section(deck: Any, clip: CutClip, slides: Sequence[Any]) -> None:
    """Gather the slides of a clip in a section of the deck, to be found and copied together."""
    presentation = deck.part._element
    if not presentation.xpath("./p:extLst"):
        presentation.append(presentation.makeelement(qn("p:extLst")))
    extensions = presentation.xpath("./p:extLst")[0]
    if not extensions.xpath(".//*[local-name()='sectionLst']"):
        extensions.append(parse_xml(_SECTIONS))
    sections = extensions.xpath(".//*[local-name()='sectionLst']")[0]
    space = "{" + sections.nsmap["p14"] + "}"
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, clip.name)).upper()
    name = f"{clip.chapter} · {clip.title}" if clip.chapter else clip.title
    section = sections.makeelement(space + "section", {"name": name, "id": "{" + identity + "}"})
    listed = section.makeelement(space + "sldIdLst")
    for slide in slides:
        listed.append(listed.makeelement(space + "sldId", {"id": str(slide.slide_id)}))
    section.append(listed)
    sections.append(section)
