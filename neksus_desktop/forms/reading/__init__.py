"""Reading a form file of any kind into the XForm that the engine runs: step 1 of the data path.

``.yaml`` (ours), ``.xlsx``, ``.xlsm``, ``.xls``, ``.md`` and ``.csv`` become ``Sheets`` and are compiled by pyxform;
``.xml`` is passed on as it is; a ``.zip`` holds one of these and its media. The heavy libraries are imported only when
a file is read, so importing this package costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.source import CompiledSource, Sheets, Table
from neksus_desktop.texts import Language

__all__ = ["CompiledSource", "FormProblem", "Sheets", "Table", "check", "convert", "to_xform"]


def to_xform(path: Path, step: Callable[[], None] = lambda: None) -> CompiledSource:
    """Read the form at ``path`` and give its XForm, the media it names and the notices about it.

    ``step`` is called when the file was opened and when its sheets were read.

    Raises:
        FormUnreadableError: the file is not a form, is too large, or is unsafe to read.
        FormFaultyError: the form has faults; the error lists them all.
    """
    from neksus_desktop.forms.reading.compiling import compile_file

    return compile_file(path, step)


def check(path: Path, language: Language = "nb", watch: Callable[[int, int], None] | None = None) -> list[FormProblem]:
    """List every problem of the form at ``path``, in sheet and row order; an unreadable file is one problem.

    ``watch`` hears how many steps of all are done: lists of a hundred thousand choices take seconds.
    """
    from neksus_desktop.forms.reading.checking import check_file

    return [problem.told_in(language) for problem in check_file(path, watch)]


def convert(source: Path, target: Path) -> None:
    """Write the form at ``source`` as ``target``: ``.xlsx`` or ``.yaml``, by the target's ending.

    Raises:
        FormUnreadableError: the source cannot be read, or is an XForm, which has no sheets.
        FormTargetError: the target's ending is neither.
        UsageError: the target cannot be written.
    """
    from neksus_desktop.forms.reading.converting import convert_file

    convert_file(source, target)
