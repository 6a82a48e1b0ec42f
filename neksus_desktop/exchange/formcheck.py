"""Whether a form that came in a file can be used: it compiles, and is what the file says it is."""

from __future__ import annotations

import base64
import binascii

from neksus_desktop.bundles.payload import FormEntry
from neksus_desktop.errors import FormError


def check_form(entry: FormEntry) -> bytes | None:
    """The form's source, or None when it is faulty or another form than it claims to be."""
    from neksus_desktop.forms.library import load_form_source

    try:
        source = base64.b64decode(entry.source, validate=True)
        form = load_form_source(entry.file_name, source)
    except (binascii.Error, FormError):
        return None
    return source if (form.id, form.version) == (entry.id, entry.version) else None
