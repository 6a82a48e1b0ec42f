"""Send forms: headquarters gives its posts a new form, or a new version of one, as a signed file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeCardError, ExchangeNothingError
from neksus_desktop.usecases.export import ExportResult

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


def export_forms(profile: Profile, form_ids: Sequence[str], destination: Path) -> ExportResult:
    """Sign forms for everybody who trusts this workplace; forms are no secret, so they are not sealed.

    Each goes in the version that a new assessment here would take: the newest, shipped or installed.

    Raises:
        ExchangeCardError: this is not headquarters.
        ExchangeNothingError: no forms.
        NotFoundError: no such form, shipped or installed.
        ExchangeFileError: it could not be written.
    """
    from neksus_desktop.bundles.payload import FormEntry, as_canonical
    from neksus_desktop.exchange.groups import Group, Line
    from neksus_desktop.exchange.outbox import Sending
    from neksus_desktop.storage import forms as stored
    from neksus_desktop.usecases.export import write_files
    from neksus_desktop.usecases.forms import keep_form, load_form

    if profile.card.role != "norad":
        raise ExchangeCardError(name=profile.card.name, reason="not_headquarters")
    if not form_ids:
        raise ExchangeNothingError
    chosen = [load_form(profile, form_id) for form_id in dict.fromkeys(form_ids)]
    groups = []
    for form in chosen:
        keep_form(profile, form)
        kept = stored.installed_forms(profile.store)
        row = next(one for one in kept if (one.id, one.version) == (form.id, form.version))
        source = base64.b64encode(stored.form_source(profile.store, row.id, row.version)).decode()
        entry = FormEntry(
            id=row.id, version=row.version, content_hash=row.content_hash, file_name=row.file_name, source=source
        )
        groups.append(Group((Line("form", as_canonical(entry)),)))
    sending = Sending("forms", (), profile.now(), invented=profile.invented is True, plain=True)
    with profile.store.write():
        written = write_files(profile, sending, groups, destination)
    return ExportResult(written.files, len(groups), written.sequence)
