"""The empty deck that slides are put into: python-pptx's template, mended, and packed."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from scenes.kit.theme import Theme

WIDTH, HEIGHT = Inches(40 / 3), Inches(7.5)  # 16 : 9, as PowerPoint has it
FONT = "Georgia"  # which both Windows and macOS have
LAYOUTS = ("Title Slide", "Title Only")
TITLE_SIZE, CLAIM_SIZE = 48, 22  # points, on a title slide
SCHEMES = ("a:clrScheme", "a:fontScheme", "a:fmtScheme")  # what a theme consists of
LINE = 1.3  # from line to line there, as a multiple of the size
_APP = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>Microsoft Office PowerPoint</Application>
<PresentationFormat>Widescreen</PresentationFormat>
<Slides>{slides}</Slides>
<Notes>{slides}</Notes>
<Company>{author}</Company>
</Properties>
"""
_AUTHOR = "Misty Hill"
_VIEW = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<p:viewPr xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">
<p:normalViewPr><p:restoredLeft sz="15000"/><p:restoredTop sz="80000"/></p:normalViewPr>
</p:viewPr>
"""  # with the notes in sight; PowerPoint is reported to offer a repair where there is none
_STYLE = Template("""
<a:lstStyle xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <a:lvl1pPr marL="0" indent="0" algn="l">
    <a:lnSpc><a:spcPct val="110000"/></a:lnSpc>
    <a:buNone/>
    <a:defRPr sz="${size}00"><a:solidFill><a:schemeClr val="$color"/></a:solidFill></a:defRPr>
  </a:lvl1pPr>
</a:lstStyle>
""")


def new_deck(theme: Theme) -> Any:
    """Return a deck of 16 : 9 without slides, in the colors and the font of `theme`.

    Of the template only what fits it stays: two layouts, and neither the settings of a
    printer and a window, nor a picture of another deck, nor a date.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.part._element.sldSz.attrib.pop("type")  # it says 4 : 3
    for layout in list(deck.slide_layouts):
        if layout.name not in LAYOUTS:
            deck.slide_layouts.remove(layout)
    _drop(deck.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    _drop(deck.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
    deck.part.part_related_by(RELATIONSHIP_TYPE.VIEW_PROPS)._blob = _VIEW
    _widen(deck)
    _style_title_slide(deck.slide_layouts.get_by_name("Title Slide"))
    _paint(deck, theme)
    _list_notes_master(deck)
    for page in (deck.slide_master, *deck.slide_layouts, deck.notes_master):
        for shape in list(page.placeholders):
            if shape.element.ph.get("type") in ("dt", "ftr", "hdr"):
                shape.element.getparent().remove(shape.element)
    return deck


def save_deck(deck: Any, target: Path, title: str, about: str, changed: datetime) -> None:
    """Write `deck` into the file `target`; the same slides give the same bytes.

    `title` and `about` are what a computer shows of the file, `changed` when the clips were made.
    """
    facts = deck.core_properties
    facts.title, facts.comments, facts.subject = title[:255], about[:255], "Gradient descent"
    facts.author, facts.last_modified_by, facts.language = _AUTHOR, _AUTHOR, "en"
    facts.created = facts.modified = changed.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    app = deck.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    app._blob = _APP.format(slides=len(deck.slides), author=escape(_AUTHOR)).encode()
    loose = target.with_suffix(".loose")
    deck.save(str(loose))
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(target, "w") as packed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name)  # of 1980, where python-pptx writes today's date
            is_small = Path(name).suffix in {".mp4", ".png"}  # already
            entry.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts.read(name))
    loose.unlink()


def _drop(source: Any, *kinds: str) -> None:
    """Take away the parts that `source` names by a relationship of these kinds."""
    links = source._rels if hasattr(source, "_rels") else source.rels
    for identity in [identity for identity, link in links.items() if link.reltype in kinds]:
        links.pop(identity)


def _list_notes_master(deck: Any) -> None:
    """Name the master of the notes in the presentation, which python-pptx does not do itself."""
    identity = deck.part.relate_to(deck.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
    root = deck.part._element
    listed = root.makeelement(qn("p:notesMasterIdLst"))
    listed.append(listed.makeelement(qn("p:notesMasterId"), {qn("r:id"): identity}))
    root.find(qn("p:sldMasterIdLst")).addnext(listed)


def _widen(deck: Any) -> None:
    """Fit the layouts and the page of notes, which are made for 4 : 3, to the slides."""
    factor = WIDTH / Inches(10)
    for shape in _placed_shapes(deck):
        shape.left = Emu(int(shape.left * factor))
        shape.width = Emu(int(shape.width * factor))
    (picture,) = deck.notes_master.element.xpath(".//p:sp[.//p:ph[@type='sldImg']]")
    picture.x, picture.y, picture.cx, picture.cy = map(Inches, (0.75, 1.25, 6, 3.375))


def _style_title_slide(layout: Any) -> None:
    """Place and style the title and the claim here, as PowerPoint heeds no style of a paragraph."""
    title, claim = list(layout.placeholders)[:2]
    title.left, title.top, title.width, title.height = map(Inches, (1.1, 1.5, 11.1, 1.9))
    claim.left, claim.top, claim.width, claim.height = map(Inches, (1.1, 3.7, 11.1, 2.8))
    title.text_frame._txBody.bodyPr.set("anchor", "b")
    for shape, size, color in ((title, TITLE_SIZE, "tx1"), (claim, CLAIM_SIZE, "tx2")):
        old = shape.element.find(".//" + qn("a:lstStyle"))
        old.getparent().replace(old, parse_xml(_STYLE.substitute(size=size, color=color)))


def _placed_shapes(deck: Any) -> Iterator[Any]:
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.shapes:
            if shape.element.xpath(".//p:spPr/a:xfrm"):  # otherwise it is where the master's is
                yield shape


def _paint(deck: Any, theme: Theme) -> None:
    """Give the deck the colors and the font of `theme`: to slides that are added later, too."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(part.blob)
    for named in (root, *root.iter(*map(qn, SCHEMES))):
        named.set("name", f"{_AUTHOR}, {theme.name}")
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
