"""``python -m tools.package.compiling FORMS TARGET``: the forms that come with the program, compiled for a package.

A form takes some tenths of a second to compile; what a package carries compiled opens at once the first time too.
"""

from __future__ import annotations

import sys
from pathlib import Path

from neksus_desktop.forms.library import load_form


def compile_forms(forms: Path, target: Path) -> list[Path]:
    """Compile every form below ``forms`` into ``target``; YAML files that hold no form are passed over."""
    target.mkdir(parents=True, exist_ok=True)
    found = [p for p in sorted(forms.rglob("*.yaml")) if "\nsurvey:" in f"\n{p.read_text(encoding='utf-8')}"]
    for path in found:
        load_form(path, target)
    return found


if __name__ == "__main__":
    compile_forms(Path(sys.argv[1]), Path(sys.argv[2]))
