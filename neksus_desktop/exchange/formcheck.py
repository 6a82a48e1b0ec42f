"""Whether a form that came in a file can be used: it compiles, and is what the file says it is."""

from __future__ import annotations

import base64
import binascii
from typing import Literal, NamedTuple

from neksus_desktop.bundles.payload import FormEntry
from neksus_desktop.errors import FormError
from neksus_desktop.storage.forms import form_source, installed_forms
from neksus_desktop.storage.forms import in_use as form_in_use
from neksus_desktop.storage.store import Store


class FormVerdict(NamedTuple):
    """What is done with a form that came: taken in, here already, or refused; ``code`` says why."""

    action: Literal["new", "have", "refused"]
    code: str


def judge_form(store: Store, entry: FormEntry) -> FormVerdict:
    """What taking a form in means here; a version that records answer never changes its content."""
    source = check_form(entry)
    if source is None:
        return FormVerdict("refused", "plan_form_faulty")
    here = any((one.id, one.version) == (entry.id, entry.version) for one in installed_forms(store))
    if here and form_source(store, entry.id, entry.version) == source:
        return FormVerdict("have", "")
    if here and form_in_use(store, entry.id, entry.version):
        return FormVerdict("refused", "plan_form_in_use")
    return FormVerdict("new", "plan_form")


def check_form(entry: FormEntry) -> bytes | None:
    """The form's source, or None when it is faulty or another form than it claims to be."""
    from neksus_desktop.forms.library import load_form_source

    try:
        source = base64.b64decode(entry.source, validate=True)
        form = load_form_source(entry.file_name, source)
    except (binascii.Error, FormError):
        return None
    return source if (form.id, form.version) == (entry.id, entry.version) else None
