"""Pages of text as pictures, set by Typst with the fonts that come with it."""

import io
import json
from typing import Any

import typst
from PIL import Image


def typeset_pages(template: str, facts: dict[str, Any]) -> list[Image.Image]:
    """Return the pages of a Typst `template`, RGBA, a pixel for each of its points.

    It reads the `facts` with ``json(bytes(sys.inputs.facts))``.
    """
    made: Any = typst.compile(
        template.encode(),
        format="png",
        ppi=72,
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(facts)},
    )
    pages = made if isinstance(made, list) else [made]  # a single one comes as it is
    return [Image.open(io.BytesIO(page)).convert("RGBA") for page in pages]
