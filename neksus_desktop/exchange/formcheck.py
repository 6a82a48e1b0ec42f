"""Whether a form that came in a file can be used: it compiles, and is what the file says it is.

A receipt speaks of forms as of records: ``record`` is the form's id, ``version`` the SHA-256 of the form's line.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from neksus_desktop.bundles.payload import FormEntry
from neksus_desktop.errors import FormError
from neksus_desktop.forms.packs import shipped_file
from neksus_desktop.records.ids import RecordId, VersionHash
from neksus_desktop.records.version import hash_of
from neksus_desktop.storage.forms import form_source, installed_forms
from neksus_desktop.storage.forms import in_use as form_in_use
from neksus_desktop.storage.settings import load_settings
from neksus_desktop.storage.store import Store

if TYPE_CHECKING:
    from neksus_desktop.forms import Form

_LIKE_A_RECORD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class FormVerdict(NamedTuple):
    """What is done with a form that came: taken in, here already, or refused; ``code`` says why."""

    action: Literal["new", "have", "refused"]
    code: str
    title: str = ""


def judge_form(store: Store, entry: FormEntry) -> FormVerdict:
    """What taking a form in means here; a version that came with the program or that records answer never changes."""
    found = opened_form(entry)
    if found is None:
        return FormVerdict("refused", "plan_form_faulty", f"{entry.id} {entry.version}")
    source, form = found
    title = f"{form.title(load_settings(store).language)} · {form.version}"
    shipped = _shipped(entry)
    here = any((one.id, one.version) == (entry.id, entry.version) for one in installed_forms(store))
    if here and form_source(store, entry.id, entry.version) == source:
        return FormVerdict("have", "", title)
    if shipped is not None and shipped.content_hash == form.content_hash:
        return FormVerdict("have", "", title)
    if shipped is not None or (here and form_in_use(store, entry.id, entry.version)):
        return FormVerdict("refused", "plan_form_in_use", title)
    return FormVerdict("new", "plan_form", title)


def opened_form(entry: FormEntry) -> tuple[bytes, Form] | None:
    """The form and its source, or None when it is faulty or another form than it claims to be."""
    from neksus_desktop.forms.library import load_form_source

    try:
        source = base64.b64decode(entry.source, validate=True)
        form = load_form_source(entry.file_name, source)
    except (binascii.Error, FormError):
        return None
    return (source, form) if (form.id, form.version) == (entry.id, entry.version) else None


def named_in_receipts(form_id: str, line: bytes) -> tuple[RecordId, VersionHash]:
    """How a receipt names the form in a line; an id that no record could have is told by the hash alone."""
    found = hash_of(line)
    return RecordId(form_id if _LIKE_A_RECORD.fullmatch(form_id) else found), found


def _shipped(entry: FormEntry) -> Form | None:
    """The form of this very version that came with the program."""
    from neksus_desktop.forms.library import load_form

    path = shipped_file(entry.id)
    form = load_form(path) if path is not None else None
    return form if form is not None and form.version == entry.version else None
