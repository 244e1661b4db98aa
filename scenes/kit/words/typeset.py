"""What Typst has set, read into Manim: the outline of a glyph is parsed once, wherever it stands.

Manim reads SVG of any kind, through a library that parses a letter anew for each place where it
stands, and builds a group for every element.  That took half of the time that a scene needs before
its first frame.  Typst writes nothing but groups, glyphs and lines.
"""

from functools import cache
from typing import Any, Self
from xml.etree import ElementTree

import numpy as np
import typst
from manim import RIGHT, VGroup, VMobject
from manim.mobject.svg.svg_mobject import SVGMobject, VMobjectFromSVGPath
from svgelements import Matrix, Path

from scenes.kit.anchors import anchors

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
GLYPH, LINE = f"{SVG}use", f"{SVG}path"
GROUPS = ("svg", "g", f"{SVG}g")
UNIT = 100  # the stroke width that is one unit of the frame
DEFINITIONS, SYMBOL = f"{SVG}defs", f"{SVG}symbol"


@cache
def fonts() -> typst.Fonts:
    """Return the fonts that texts are set in, which are looked for once and not for each text."""
    return typst.Fonts()


class Typeset(SVGMobject):
    """Has one submobject for each glyph and line, and groups of those that have a name."""

    def __init__(self, written: str, **how: Any) -> None:
        super().__init__(written, font_paths=fonts(), **how)

    def init_svg_mobject(self, use_svg_cache: bool) -> Self:
        """Know the lines among the parts also where a text was read before, and is copied."""
        super().init_svg_mobject(use_svg_cache)
        parts: list[Any] = self.family_members_with_points()
        self._lines = [part for part in parts if "_typst_reference_size" in vars(part)]
        return self

    def get_points_defining_boundary(self) -> np.ndarray:
        """Return what its place and its size are found by."""
        return anchors(self)

    def _refresh_svg_stroke_widths(self) -> None:
        """Make lines, as those of fractions and roots, as wide as Typst has them beside letters.

        (Manim's are wider the more pixels a frame has, and of no size where a text is copied.)
        """
        for line in self._lines:
            grown = max(line.width, line.height) / line._typst_reference_size
            line.set_stroke(width=UNIT * line._typst_source_stroke_width * grown, family=False)

    def generate_mobject(self) -> Self:
        """Read the file, or leave that to Manim when it holds anything else."""
        file = ElementTree.parse(self.get_file_path())
        root = self.modify_xml_tree(file).getroot()  # type: ignore[arg-type]
        assert root is not None
        symbols = [*root.iter(SYMBOL)]
        expected = {*GROUPS, GLYPH, LINE, DEFINITIONS, SYMBOL}
        if any(each.tag not in expected for each in root.iter()):
            return super().generate_mobject()
        outlines = {f"#{symbol.get('id')}": symbol[0].get("d", "") for symbol in symbols}
        self.id_to_vgroup_dict = {"root": VGroup()}
        self._read(root, Matrix(), [self.id_to_vgroup_dict["root"]], outlines)
        return self.flip(RIGHT)

    def _read(
        self,
        element: ElementTree.Element,
        around: Matrix,
        groups: list[VGroup],
        outlines: dict[str, str],
    ) -> None:
        """Add what `element` draws, which stands in `groups`, and in the frame `around` it."""
        place = Matrix(element.get("transform", "")) * around
        if element.tag == LINE:
            self._add(element, element.get("d", ""), place, groups)
        elif element.tag == GLYPH:
            offset = Matrix.translate(float(element.get("x", 0)), float(element.get("y", 0)))
            self._add(element, outlines[element.attrib[LINK]], offset * place, groups)
        elif element.tag in GROUPS:
            if name := element.get("id"):
                group = self.id_to_vgroup_dict.setdefault(name, VGroup())
                groups = [*groups, group]
            for part in element:
                self._read(part, place, groups, outlines)

    def _add(
        self, element: ElementTree.Element, drawn: str, place: Matrix, groups: list[VGroup]
    ) -> None:
        """Add the outline `drawn` in the style of `element`, as Manim adds a shape."""
        shape = Path(
            fill=element.get("fill", "none"),
            stroke=element.get("stroke", "none"),
            stroke_width=float(element.get("stroke-width", 0)) * abs(place.determinant) ** 0.5,
            transform=place,
        )
        shape.drawn = drawn
        mobject = self.get_mob_from_shape_element(shape)
        if mobject is not None:
            self.add(mobject)
            for group in groups:
                group.add(mobject)

    def path_to_mobject(self, path: Path) -> VMobject:  # type: ignore[override]
        """Return what `path` draws, before it is moved to its place."""
        if not hasattr(path, "drawn"):
            return super().path_to_mobject(path)
        return VMobject().set_points(outline(path.drawn))


@cache
def outline(drawn: str) -> np.ndarray:
    """Return the points of an SVG path, (n, 3)."""
    return VMobjectFromSVGPath(Path(drawn)).points
