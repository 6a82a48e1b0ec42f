"""What a record is called in lists of transfer files: a register's row by its own title, any other by its subject.

Rules kept here: the question that holds the title says so itself (``means=title``); a form of a pack without registers
is not even opened, so that a plan of a thousand assessments costs nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from neksus_desktop.errors import FormError, NotFoundError
from neksus_desktop.forms.packs import packs

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register


class Titles:
    """Titles of records in one language; each form is asked once."""

    def __init__(self, profile: Profile, language: Language | None = None) -> None:
        self._profile = profile
        self._language = language or profile.settings.language
        self._asked: dict[str, Register | None] = {}

    def own(self, form_id: str) -> bool:
        """Whether records of this form have titles of their own."""
        return self._register(form_id) is not None

    def form(self, form_id: str) -> str:
        """The form's title; "" for a form whose records are called what their subject is."""
        register = self._register(form_id)
        return register.title if register is not None else ""

    def of(self, form_id: str, fields: Mapping[str, str], subject: str) -> str:
        """What a record is called."""
        register = self._register(form_id)
        column = register.meaning("title") if register is not None else None
        said = fields.get(column.path, "") if column is not None else ""
        return (column.labels.get(said, said) if column is not None else "") or subject

    def of_record(self, record: RecordId) -> str:
        """The same for a record that is here.

        Raises:
            NotFoundError: it is not.
        """
        from neksus_desktop.storage.records import load_record

        found = load_record(self._profile.store, record)
        return self.of(found.form.id, found.fields, found.subject.title)

    def _register(self, form_id: str) -> Register | None:
        if form_id not in self._asked:
            self._asked[form_id] = self._find(form_id)
        return self._asked[form_id]

    def _find(self, form_id: str) -> Register | None:
        from neksus_desktop.usecases.registers import describe

        pack = next((one for one in packs().values() if form_id in one.forms), None)
        if pack is not None and not pack.registers:
            return None
        try:
            register = describe(self._profile, form_id, self._language)
        except (NotFoundError, FormError):
            return None
        return register if register.meaning("title") is not None else None
