"""The package of a deck, read without the library that writes it, is as ECMA-376 wants it."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from studio.outputs.slides import COURSE

DECKS = ("small_walk.pptx", "other.pptx", COURSE)
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# The children that an element may have, in the order of ECMA-376, part 1, annex A.
STYLE = (
    "lnSpc spcBef spcAft buClrTx buClr buSzTx buSzPct buFontTx buFont buNone buChar tabLst defRPr"
)
CHILDREN = {
    "presentation": "sldMasterIdLst notesMasterIdLst sldIdLst sldSz notesSz defaultTextStyle"
    " extLst",
    "sldMaster": "cSld clrMap sldLayoutIdLst transition timing hf txStyles extLst",
    "sldLayout": "cSld clrMapOvr transition timing hf extLst",
    "notesMaster": "cSld clrMap hf notesStyle extLst",
    "sld": "cSld clrMapOvr transition timing extLst",
    "notes": "cSld clrMapOvr extLst",
    "cSld": "bg spTree custDataLst controls extLst",
    "sp": "nvSpPr spPr style txBody extLst",
    "pic": "nvPicPr blipFill spPr style extLst",
    "nvPr": "ph videoFile custDataLst extLst",
    "txBody": "bodyPr lstStyle p",
    "p": "pPr r br fld endParaRPr",
    "lvl1pPr": STYLE,
    "pPr": STYLE,
    "timing": "tnLst bldLst extLst",
    "cTn": "stCondLst endCondLst endSync iterate childTnLst subTnLst",
    "seq": "cTn prevCondLst nextCondLst",
    "par": "cTn",
    "cmd": "cBhvr",
    "cBhvr": "cTn tgtEl attrNameLst",
    "video": "cMediaNode",
    "cMediaNode": "cTn tgtEl",
    "viewPr": "normalViewPr slideViewPr notesTextViewPr gridSpacing extLst",
    "theme": "themeElements objectDefaults extraClrSchemeLst custClrLst extLst",
    "clrScheme": "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink",
}


@pytest.fixture(params=DECKS)
def package(finished: Path, request: pytest.FixtureRequest) -> Iterator[zipfile.ZipFile]:
    """Each of the decks, as an archive."""
    with zipfile.ZipFile(finished / request.param) as opened:
        yield opened


def links_of(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return what a part of a package names, by its identity: another part each."""
    folder, _, name = part.rpartition("/")
    try:
        content = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    except KeyError:
        return {}
    links = etree.fromstring(content)
    assert {link.get("TargetMode", "Internal") for link in links} <= {"Internal"}
    return {
        link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target")))[1:]
        for link in links
    }


def read(package: zipfile.ZipFile, pattern: str = r".*\.xml") -> dict[str, etree._Element]:
    """Return the parts whose whole name matches, each with its root."""
    names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
    return {name: etree.fromstring(package.read(name)) for name in names}


def test_every_part_is_named_once_and_all_that_is_named_is_there(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    assert names[0] == "[Content_Types].xml"
    assert len(set(names)) == len(names)
    parts = {name for name in names[1:] if not name.endswith(".rels")}
    reached: set[str] = set()
    unread = [""]  # the package itself
    while unread:
        new = set(links_of(package, unread.pop()).values()) - reached
        reached |= new
        unread += new
    assert reached == parts


def test_every_part_has_the_type_of_its_content(package: zipfile.ZipFile) -> None:
    types = etree.fromstring(package.read("[Content_Types].xml"))
    by_ending = {entry.get("Extension"): entry.get("ContentType") for entry in types}
    by_name = {entry.get("PartName"): entry.get("ContentType") for entry in types}
    parts = [name for name in package.namelist()[1:] if not name.endswith(".rels")]
    assert {name[1:] for name in by_name if name} <= {*parts}
    for part in parts:
        said = by_name.get(f"/{part}") or by_ending[part.rpartition(".")[2]]
        content = package.read(part)
        if content[4:8] == b"ftyp":
            assert said == "video/mp4"
        elif content.startswith(b"\x89PNG"):
            assert said == "image/png"
        else:
            kind = etree.QName(etree.fromstring(content)).localname
            kinds = {"sld": "slide", "sldMaster": "slideMaster", "sldLayout": "slideLayout"}
            kinds |= {"presentation": "presentation.main", "presentationPr": "presProps"}
            kinds |= {"viewPr": "viewProps", "tblStyleLst": "tableStyles", "notes": "notesSlide"}
            kinds |= {"Properties": "extended-properties", "coreProperties": "core-properties"}
            assert said.endswith(f".{kinds.get(kind, kind)}+xml")


def test_every_identity_in_a_part_is_that_of_a_link(package: zipfile.ZipFile) -> None:
    for name, root in read(package).items():
        used = {
            value
            for element in root.iter(etree.Element)
            for key, value in element.attrib.items()
            if key.startswith(RELATIONS)
        }
        assert used - {""} <= links_of(package, name).keys()  # a click on a movie names none


def test_children_stand_in_the_order_of_the_standard(package: zipfile.ZipFile) -> None:
    for name, root in read(package, r"ppt/.*\.xml").items():
        for element in root.iter(etree.Element):
            kind = etree.QName(element).localname
            if kind in CHILDREN and len(element):
                order = CHILDREN[kind].split()
                places = [order.index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), f"{kind} in {name}"


def test_the_presentation_lists_its_masters_and_slides_and_is_wide(
    package: zipfile.ZipFile,
) -> None:
    root = etree.fromstring(package.read("ppt/presentation.xml"))
    assert [etree.QName(child).localname for child in root] == CHILDREN["presentation"].split()
    links = links_of(package, "ppt/presentation.xml")
    (notes,) = root.find("{*}notesMasterIdLst")
    assert links[notes.get(f"{RELATIONS}id")] == "ppt/notesMasters/notesMaster1.xml"
    size = root.find("{*}sldSz")
    assert "type" not in size.attrib
    assert int(size.get("cx")) * 9 == int(size.get("cy")) * 16
    slides = read(package, r"ppt/slides/\w+\.xml")
    assert {links[slide.get(f"{RELATIONS}id")] for slide in root.find("{*}sldIdLst")} == {*slides}
    for slide in slides:
        assert len([part for part in links_of(package, slide).values() if "notesSl" in part]) == 1


def test_the_page_of_notes_has_a_picture_of_the_shape_of_a_slide(package: zipfile.ZipFile) -> None:
    (master,) = read(package, r"ppt/notesMasters/\w+\.xml").values()
    (place,) = master.iterfind(".//{*}ph[@type='sldImg']")
    (picture,) = place.iterancestors("{*}sp")
    size = picture.find("{*}spPr/{*}xfrm/{*}ext")
    assert int(size.get("cx")) * 9 == int(size.get("cy")) * 16


def test_what_moves_is_on_its_slide_and_numbered_once(package: zipfile.ZipFile) -> None:
    moving = 0
    for root in read(package, r"ppt/slides/\w+\.xml").values():
        shapes = [element.get("id") for element in root.iterfind(".//{*}cNvPr")]
        assert len({*shapes}) == len(shapes)
        targets = {element.get("spid") for element in root.iterfind(".//{*}spTgt")}
        assert targets <= {*shapes}
        numbers = [element.get("id") for element in root.iterfind(".//{*}cTn")]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        moving += bool(targets)
    assert moving == len([name for name in package.namelist() if name.endswith(".mp4")])


def test_texts_say_their_language(package: zipfile.ZipFile) -> None:
    for root in read(package, r"ppt/(slides|notesSlides)/\w+\.xml").values():
        runs = list(root.iterfind(".//{*}r"))
        assert runs
        assert {run.find("{*}rPr").get("lang") for run in runs} == {"en-US"}


def test_nothing_of_the_template_stays_that_is_not_ours(package: zipfile.ZipFile) -> None:
    text = b"".join(package.read(name) for name in package.namelist() if "xml" in name)
    names = b"python-pptx", b"Canny", b"Macintosh", b"2013-", b"1/27/13", b"10/17/16", b"(4:3)"
    for foreign in (*names, b"snapToGrid"):
        assert foreign not in text
    assert package.read("ppt/theme/theme1.xml").count(b'name="Misty Hill, dark"') == 4
    assert not re.search("thumbnail|printerSettings", " ".join(package.namelist()))
    assert len(read(package, r"ppt/slideLayouts/\w+\.xml")) == 2
    assert (
        len(read(package, r"ppt/viewProps\.xml")) == 1
    )  # without one PowerPoint may want a repair


def test_every_deck_is_packed_without_a_date(package: zipfile.ZipFile) -> None:
    assert {entry.date_time[0] for entry in package.infolist()} == {1980}
