"""A ready XForm ``.xml``: safe to parse? then passed on as it is.

Rules kept: no DTD (so no entity can grow or reach out), nesting bounded, and the root is that of an XForm.
"""

from __future__ import annotations

from xml.parsers import expat

from neksus_desktop.errors import FormKindError, FormUnreadableError, FormUnsafeError
from neksus_desktop.forms.reading.decoding import xml_text
from neksus_desktop.forms.reading.opening import Opened

MAX_DEPTH = 2_000
_ROOTS = {"http://www.w3.org/1999/xhtml html", "http://www.w3.org/2002/xforms model"}


def read(opened: Opened) -> str:
    """The XForm's text.

    Raises:
        FormUnreadableError: not well-formed, not an XForm, or against one of the rules of this module.
    """
    try:
        text = xml_text(opened.data)
    except (UnicodeError, LookupError) as error:
        raise FormUnreadableError(file=opened.name, detail=str(error), line=0) from error
    _Guard(opened.name).check(text)
    return text


class _Guard:
    """Walks through the text once without building anything."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._parser = expat.ParserCreate("utf-8", " ")

    def check(self, text: str) -> None:
        parser = self._parser
        parser.StartDoctypeDeclHandler = self._no_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(text.encode(), True)  # noqa: FBT003
        except expat.ExpatError as error:
            detail = expat.ErrorString(error.code)
            raise FormUnreadableError(file=self._name, detail=detail, line=error.lineno) from error

    def _no_doctype(self, *_: object) -> None:
        raise FormUnsafeError(file=self._name, line=self._parser.CurrentLineNumber)

    def _start(self, name: str, _: object) -> None:
        if not self._depth and name not in _ROOTS:
            raise FormKindError(file=self._name)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormUnsafeError(file=self._name, line=self._parser.CurrentLineNumber)

    def _end(self, _: object) -> None:
        self._depth -= 1
