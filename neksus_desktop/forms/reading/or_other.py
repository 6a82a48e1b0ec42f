"""What «or_other» gives a question, in the form's languages: the choice «Annet» and a line to write it on.

The compiler writes both in English, and in English only. Here the choice is put into its list beforehand, where the
compiler then leaves it; what the line is called is put into the compiled form. A language that the program does not
speak keeps the compiler's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from neksus_desktop.forms.form import short_code
from neksus_desktop.forms.reading.languages import CODES
from neksus_desktop.forms.reading.rows import heading, rows_of
from neksus_desktop.forms.reading.source import Sheets, Table
from neksus_desktop.texts import LANGUAGES, text

_TYPE = re.compile(r"select.*\s(?P<list>\S+)\s+(?:or specify other|or_other|or other)", re.IGNORECASE)
_CHOICE, _ENDING = "other", "_other"
_PLAIN = "Specify other."
_LINE = re.compile(rf'<input ref="(?P<ref>[^"]+)"(?P<rest>[^>]*)><label>{re.escape(_PLAIN)}</label>')
_TRANSLATION = re.compile(r'<translation lang="(?P<language>[^"]*)"[^>]*>')
NOTE = "This form uses or_other and translations"
"""How the compiler's remark begins that is answered here."""


@dataclass(frozen=True, slots=True)
class OrOther:
    """The form as the compiler is to see it, and which of its questions have such a line."""

    sheets: Sheets
    questions: frozenset[str]

    def say(self, xform: str) -> str:
        """The compiled form with the lines named in its languages."""
        refs = [found["ref"] for found in _LINE.finditer(xform) if self._ours(found["ref"])]
        if not refs:
            return xform
        if _TRANSLATION.search(xform) is None:
            word = _word("specify", self.sheets.setting("default_language")) or _PLAIN
            return _LINE.sub(lambda m: m[0].replace(_PLAIN, word) if self._ours(m["ref"]) else m[0], xform)
        spoken = _LINE.sub(lambda m: _translated(m) if self._ours(m["ref"]) else m[0], xform)
        return _TRANSLATION.sub(lambda m: m[0] + "".join(_texts(refs, self._language(m["language"]))), spoken)

    def answers(self, note: str) -> bool:
        """Whether a remark of the compiler's says no more than what was mended here."""
        table = self.sheets.table("choices")
        languages = {language for column, language in map(heading, table.header) if column == "label"}
        return note.startswith(NOTE) and all(_word("choice", self._language(name)) for name in languages)

    def _ours(self, ref: str) -> bool:
        return ref.rpartition("/")[2] in self.questions

    def _language(self, name: str) -> str:
        return name if name not in {"", "default"} else self.sheets.setting("default_language")


def prepare(sheets: Sheets) -> OrOther:
    """Put «Annet» into the lists that need it; the same sheets where no question asks for it."""
    lists: dict[str, None] = {}
    questions = set()
    for row in rows_of(sheets, "survey"):
        found = _TYPE.fullmatch(row.get("type").strip())
        if found:
            lists[found["list"]] = None
            questions.add(f"{row.get('name')}{_ENDING}")
    if not lists:
        return OrOther(sheets, frozenset())
    choices = _with_choice(sheets, lists)
    return OrOther(replace(sheets, tables={**sheets.tables, "choices": choices}), frozenset(questions))


def _with_choice(sheets: Sheets, lists: Mapping[str, None]) -> Table:
    table = sheets.table("choices")
    columns = {key: heading(key) for key in table.header}
    key_of = {column: key for key, (column, _language) in columns.items() if column in {"name", "list_name"}}
    labels = {key: language for key, (column, language) in columns.items() if column == "label"}
    if len(key_of) < len(("name", "list_name")) or not labels:
        return table  # the compiler says what is missing
    known: dict[str, set[str]] = {}
    for row in table.rows:
        known.setdefault(row.get(key_of["list_name"], ""), set()).add(row.get(key_of["name"], ""))
    new = []
    for name in lists:
        if name in known and _CHOICE not in known[name]:
            words = {key: _choice(language or sheets.setting("default_language")) for key, language in labels.items()}
            new.append({key_of["list_name"]: name, key_of["name"]: _CHOICE, **words})
    return Table(table.header, (*table.rows, *new), (*table.lines, *(table.lines[-1] for _row in new)))


def _choice(language: str) -> str:
    return _word("choice", language) or text("en", "form.or_other.choice")


def _word(which: str, language: str) -> str:
    code = CODES.get(language, short_code(language)).lower()
    spoken = next((one for one in LANGUAGES if one == code), None)
    return text(spoken, f"form.or_other.{which}") if spoken is not None else ""


def _translated(found: re.Match[str]) -> str:
    return f'<input ref="{found["ref"]}"{found["rest"]}><label ref="jr:itext(\'{found["ref"]}:label\')"/>'


def _texts(refs: list[str], language: str) -> Iterator[str]:
    for ref in refs:
        yield f'<text id="{ref}:label"><value>{_word("specify", language) or _PLAIN}</value></text>'
