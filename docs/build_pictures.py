"""The pictures of the documents, drawn from the code that stands right above them.

What code stands for in `docs/*.md`:

- Python with a lesson in it is a whole scene; its picture is the last frame;
- Python with a plain scene of Manim's, too; Manim's own command draws it;
- a diff changes the scene before it: what begins with ``-`` gives way to what begins with ``+``;
- Python with a picture, but without a lesson, stands in the `construct` of one;
- Python with neither stands above all that follows: imports, say;
- ``make still …`` is the picture of that beat, and ``make new …`` a scene.

The diagram of `docs/architecture.md` is set with Typst, from `docs/architecture.typ`.
"""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst
from PIL import Image, ImageChops, ImageStat

from studio.command import Parser
from studio.exit_code import exit_code
from studio.job import ROOT, Job, Quality, StudioError
from studio.scene.settings import parse_settings
from studio.scene.source import file_name

DOCUMENTS = tuple(Path("docs", f"{name}.md") for name in ("kit", "gd_math", "editing", "manim"))
DIAGRAM = Path("docs/architecture.webp")
SIZE = Quality("docs", 640, 360, 15)
MARGIN = 24  # pixels that stay above and below
SHARPNESS = 82  # of WebP, from 0 to 100

_FENCED = re.compile(
    r"^```(\w+)\n(.*?)^```\n(?:\n!\[[^]]+\]\(([^)]+)\)$)?", flags=re.MULTILINE | re.DOTALL
)
_SCENE = re.compile(r"^class (\w+)\((?:Lesson|Scene)\):$", flags=re.MULTILINE)
_DRAWING = '''

class Drawing(Lesson):
    """A drawing."""

    def construct(self) -> None:
        self.beat("A drawing.")
'''


@dataclass(frozen=True)
class Block:
    """Code in a document, and the picture right below it, if there is one."""

    language: str
    code: str
    picture: Path | None


@dataclass(frozen=True)
class Illustration:
    """A picture of a document: the last frame of a beat of a scene.

    `code` is the text of the scene's file, called `name`; without it, it is one of the shelf.
    """

    picture: Path
    name: str
    code: str | None
    beat: int
    settings: str = ""


def read_blocks(document: Path) -> list[Block]:
    """Return the fenced code of a document, from top to bottom."""
    found = _FENCED.findall(document.read_text(encoding="utf-8"))
    return [
        Block(language, code, document.parent / picture if picture else None)
        for language, code, picture in found
    ]


def illustrations(document: Path) -> Iterator[Illustration]:
    """Yield the pictures of a document.

    Raises StudioError for a picture below code that does not draw, and for a diff of lines that
    the scene before it does not have exactly once.
    """
    above = scene = ""
    for block in read_blocks(document):
        if block.language == "diff":
            scene = change(scene, block.code)
        elif block.language == "python" and _SCENE.search(block.code):
            scene = block.code
        elif block.language == "python" and block.picture:
            drawing = textwrap.indent(block.code, 8 * " ")
            beat = 2 if "self.ask(" in drawing else 1  # a question is shown while it is held
            yield Illustration(block.picture, "drawing", above + _DRAWING + drawing, beat)
            continue
        elif block.language == "python":
            above += block.code
        elif block.code.startswith("make new "):
            scene = _template(block.code)
        elif block.picture:
            yield _still(block.picture, block.code)
            continue
        if block.picture:
            beats = scene.count("self.beat(") + 2 * scene.count("self.ask(")
            yield Illustration(block.picture, scene_name(scene), scene, beats)


def change(scene: str, diff: str) -> str:
    """Return the text of a scene after a diff; its lines without a sign say where."""
    for part in re.split(r"^\s*…\s*\n", diff, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        old, new = (
            "".join(line[1:] or "\n" for line in lines if line[0] in signs)
            for signs in (" -", " +")
        )
        if scene.count(old) != 1:
            raise StudioError(f"the scene must have exactly once:\n{old}")
        scene = scene.replace(old, new)
    return scene


def scene_name(scene: str) -> str:
    """Return the name of the file in which a scene must stand.

    >>> scene_name("class FirstSteps(Lesson):")
    'first_steps'
    """
    found = _SCENE.search(scene)
    if found is None:
        raise StudioError("a picture needs a scene above it.")
    return file_name(found[1])


def _template(command: str) -> str:
    from studio.scene.new_scene import new_scene

    with tempfile.TemporaryDirectory() as folder:
        name = command.split("NAME=")[1].strip()
        return new_scene(name, Path(folder)).read_text(encoding="utf-8")


def _still(picture: Path, commands: str) -> Illustration:
    words = shlex.split(commands.splitlines()[-1], comments=True)
    given = dict(word.split("=", 1) for word in words if "=" in word)
    if words[:2] != ["make", "still"]:
        raise StudioError(f"{picture} stands below {commands!r}, which makes no picture.")
    return Illustration(picture, given["SCENE"], None, int(given["BEAT"]), given.get("SET", ""))


def draw(illustration: Illustration, size: Quality, folder: Path) -> Path:
    """Return the picture as a PNG, in a folder for this one alone."""
    from studio.editing.preview.beat import make_still  # imports Manim, which takes its time

    scene = ROOT / "scenes" / f"{illustration.name}.py"
    if illustration.code is not None:
        scene = folder / scene.name
        scene.write_text(illustration.code, encoding="utf-8")
        if "(Scene):" in illustration.code:
            return draw_with_manim(scene, size)
    settings = parse_settings(illustration.settings)
    job = Job(scene, size, "dark", scene.stem, folder / "media", settings)
    return make_still(job, illustration.beat)


def draw_with_manim(scene: Path, size: Quality, python: str = sys.executable) -> Path:
    """Return the last frame of a scene of Manim's as a PNG, beside it in a folder for it alone."""
    command = [python, "-m", "manim", "render", "-s", f"-r{size.width},{size.height}", scene.name]
    subprocess.run(command, cwd=scene.parent, check=True, capture_output=True)
    (picture,) = scene.parent.rglob("*.png")
    return picture


def diagram() -> Image.Image:
    """Return the diagram of the architecture."""
    source = ROOT / DIAGRAM.with_suffix(".typ")
    drawn = typst.compile(source, format="png", ppi=130, ignore_system_fonts=True)
    assert isinstance(drawn, bytes)
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def main(arguments: list[str]) -> int:
    """Draw the pictures of the documents anew; return the exit code."""
    parser = Parser("pictures")
    parser.add_argument("documents", nargs="*", type=Path, default=DOCUMENTS)
    given = parser.parse(arguments)

    def work() -> None:
        for document in given.documents:
            for illustration in illustrations(document):
                _put(illustration)
                print(illustration.picture)
        if given.documents == DOCUMENTS:
            diagram().save(DIAGRAM, lossless=True, method=6)
            print(DIAGRAM)

    return exit_code("pictures", work)


def cropped(picture: Image.Image) -> Image.Image:
    """Return the picture without the empty rows above and below what is to be seen."""
    picture = picture.convert("RGB")
    left, top, right, bottom = 0, 0, *picture.size
    ground = picture.getpixel((left, top))
    if picture.getpixel((right - 1, bottom - 1)) == ground:
        empty = Image.new("RGB", picture.size, ground)
        if seen := ImageChops.difference(picture, empty).getbbox():
            top, bottom = max(top, seen[1] - MARGIN), min(bottom, seen[3] + MARGIN)
    return picture.crop((left, top, right, bottom))


def is_shown(drawn: Path, document: Path) -> bool:
    """Say whether a document's picture is that drawn, but for WebP and another machine's OpenGL."""
    ours, kept = cropped(Image.open(drawn)), Image.open(document).convert("RGB")
    if ours.width != kept.width or abs(ours.height - kept.height) > 2:
        return False
    difference = ImageChops.difference(ours.resize(kept.size), kept)
    return sum(ImageStat.Stat(difference).mean) < 9  # of three colors, of 255 each


def _put(illustration: Illustration) -> None:
    illustration.picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        picture = cropped(Image.open(draw(illustration, SIZE, Path(folder))))
        part = illustration.picture.with_suffix(".part")
        picture.save(part, format="webp", quality=SHARPNESS, method=6)
        os.replace(part, illustration.picture)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
