"""The PowerPoint deck: a title slide for each clip, then one slide for each of its beats."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from scenes.kit.theme import Theme
from studio.slides.cuts import Cut, CutClip

WIDTH, HEIGHT = Inches(40 / 3), Inches(7.5)  # 16 : 9, as PowerPoint has it
FONT = "Georgia"  # which both Windows and macOS have
_AUTOPLAY = Template(Path(__file__).with_name("autoplay.xml").read_text(encoding="utf-8"))
_SECTIONS = """
<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
    uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">
  <p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>
</p:ext>
"""


def write_deck(clips: Sequence[CutClip], theme: Theme, target: Path) -> None:
    """Write the clips, in that order, into the presentation `target`."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    facts = deck.core_properties
    facts.title = ", ".join(clip.title for clip in clips)[:255]
    facts.author, facts.last_modified_by, facts.language = "Misty Hill", "Misty Hill", "en"
    _widen(deck)
    _paint(deck, theme)
    for clip in clips:
        slides = [_title_slide(deck, clip, theme)]
        slides += [_beat_slide(deck, clip, cut) for cut in clip.cuts]
        _add_section(deck, clip, slides)
    deck.save(str(target))


def _widen(deck: Any) -> None:
    """Fit the layouts, which are made for 4 : 3, to the slides, and set the title slide's."""
    factor = WIDTH / Inches(10)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.shapes:
            if shape.element.xpath(".//p:spPr/a:xfrm"):  # otherwise it is where the master's is
                shape.left = Emu(int(shape.left * factor))
                shape.width = Emu(int(shape.width * factor))
    title, claim = list(deck.slide_layouts.get_by_name("Title Slide").placeholders)[:2]
    title.left, title.top, title.width, title.height = map(Inches, (1.1, 1.5, 11.1, 1.9))
    claim.left, claim.top, claim.width, claim.height = map(Inches, (1.1, 3.7, 11.1, 2.8))


def _paint(deck: Any, theme: Theme) -> None:
    """Give the deck the colors and the font of `theme`: to slides that are added later, too."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(part.blob)
    accents = (theme.walker, theme.gradient, theme.good, theme.careful, theme.wrong, theme.second)
    colors = {"lt1": theme.background, "dk1": theme.ink, "lt2": theme.grid, "dk2": theme.muted}
    colors |= {f"accent{number}": color for number, color in enumerate(accents, 1)}
    colors |= {"hlink": theme.gradient, "folHlink": theme.second}
    scheme = root.find(".//" + qn("a:clrScheme"))
    for name, color in colors.items():
        (old,) = scheme.find(qn(f"a:{name}"))
        new = old.makeelement(qn("a:srgbClr"), {"val": color.lstrip("#")})
        old.getparent().replace(old, new)
    for kind in ("a:majorFont", "a:minorFont"):
        root.find(f".//{qn(kind)}/{qn('a:latin')}").set("typeface", FONT)
    part._blob = serialize_part_xml(root)


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
