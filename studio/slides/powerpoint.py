"""The PowerPoint deck: a title slide for each clip, then one slide for each of its beats."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from scenes.kit.theme import Theme
from studio.slides.cuts import Cut, CutClip
from studio.slides.template import HEIGHT, WIDTH, new_deck, save_deck

_AUTOPLAY = Template(Path(__file__).with_name("autoplay.xml").read_text(encoding="utf-8"))
_SECTIONS = """
<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
    uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">
  <p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>
</p:ext>
"""


def write_deck(clips: Sequence[CutClip], theme: Theme, target: Path) -> None:
    """Write the clips, in that order, into the presentation `target`."""
    deck = new_deck(theme)
    for clip in clips:
        slides = [_title_slide(deck, clip, theme)]
        slides += [_beat_slide(deck, clip, cut) for cut in clip.cuts]
        _add_section(deck, clip, slides)
    title = ", ".join(clip.title for clip in clips)
    about = clips[0].alt if len(clips) == 1 else f"{len(clips)} clips, one slide a beat"
    save_deck(deck, target, title, about, max(clip.made for clip in clips))


def _title_slide(deck: Any, clip: CutClip, theme: Theme) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Slide"))
    title, claim = slide.placeholders
    for shape, text, size, color in (
        (title, clip.title, 48, theme.ink),
        (claim, clip.alt, 22, theme.muted),
    ):
        shape.text_frame.text = text
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.font.size, paragraph.font.color.rgb = Pt(size), RGBColor.from_string(color[1:])
        paragraph.line_spacing = 1.1
        paragraph._p.get_or_add_pPr().set("algn", "l")
    title.text_frame._txBody.bodyPr.set("anchor", "b")
    slide.notes_slide.notes_text_frame.text = clip.alt
    return slide


def _beat_slide(deck: Any, clip: CutClip, cut: Cut) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title Only"))
    # Above the slide: for the list of slides and for screen readers, and not for the room.
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = 0, -Inches(1), WIDTH, Inches(0.9)
    title.text_frame.text = cut.caption
    title.text_frame.paragraphs[0].font.size = Pt(20)
    movie = slide.shapes.add_movie(
        str(cut.video), 0, 0, WIDTH, HEIGHT, str(cut.poster), mime_type="video/mp4"
    )
    movie.name = f"{clip.title} {cut.number}"
    alt = f"{clip.title}, {cut.number} of {len(clip.cuts)}: {cut.caption}"
    movie.element.xpath(".//p:cNvPr")[0].set("descr", alt)
    timing = _AUTOPLAY.substitute(shape=movie.shape_id, milliseconds=round(cut.seconds * 1000))
    for old in slide.element.xpath("./p:timing"):
        slide.element.replace(old, parse_xml(timing))
    slide.notes_slide.notes_text_frame.text = cut.caption
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
    section = sections.makeelement(
        space + "section", {"name": clip.title, "id": "{" + identity + "}"}
    )
    listed = section.makeelement(space + "sldIdLst")
    for slide in slides:
        listed.append(listed.makeelement(space + "sldId", {"id": str(slide.slide_id)}))
    section.append(listed)
    sections.append(section)
