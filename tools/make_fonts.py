"""Make the static print fonts in ``resources/fonts`` from the variable Source Sans 3 (SIL Open Font License 1.1).

Needs ``fonttools`` and ``fontpkg-source-sans-3`` in the environment it is run with; the program itself needs neither.
The licence reserves the name «Source» for the unmodified fonts, so the instances carry the name «Neksus Sans».
"""

from __future__ import annotations

import importlib
import importlib.resources
import shutil
import sys
from pathlib import Path
from typing import Any

# Not among the project's own packages, so that the type checker must not look for it.
subset: Any = importlib.import_module("fontTools.subset")
instancer: Any = importlib.import_module("fontTools.varLib.instancer")
TTFont: Any = importlib.import_module("fontTools.ttLib").TTFont

FAMILY = "Neksus Sans"
INSTANCES = (
    ("SourceSans3[wght].ttf", 400, "Regular"),
    ("SourceSans3[wght].ttf", 600, "Semibold"),
    ("SourceSans3-Italic[wght].ttf", 400, "Italic"),
)
LAYOUT_TABLES = ("GPOS", "GSUB", "GDEF", "STAT")  # never read when printing


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "resources/fonts")
    package = importlib.resources.files("fontpkg_source_sans_3")
    for source, weight, style in INSTANCES:
        with importlib.resources.as_file(package / "files" / source) as path:
            font = instancer.instantiateVariableFont(TTFont(path), {"wght": weight})
        for table in LAYOUT_TABLES:
            if table in font:
                del font[table]
        _rename(font, style)
        _without_hints(font)
        font.save(target / f"NeksusSans-{style}.ttf")
    with importlib.resources.as_file(package / "LICENSE") as path:
        shutil.copyfile(path, target / "NeksusSans-LICENSE.txt")


def _rename(font: Any, style: str) -> None:
    full = f"{FAMILY} {style}"
    names = {1: full, 2: "Regular", 3: full, 4: full, 6: f"NeksusSans-{style}", 16: FAMILY, 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
        elif record.nameID not in {0, 5, 13, 14}:
            font["name"].removeNames(nameID=record.nameID)


def _without_hints(font: Any) -> None:
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)


if __name__ == "__main__":
    main()
