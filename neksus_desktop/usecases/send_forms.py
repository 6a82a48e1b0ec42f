"""Send forms: headquarters gives its posts a new form, or a new version of one, as a signed file."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeCardError, ExchangeFormError, ExchangeNothingError
from neksus_desktop.usecases.export import ExportResult

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import FormEntry
    from neksus_desktop.usecases.profile import Profile

_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_LARGEST = 11 * 1024 * 1024
"""Bytes of a form's source: what one line of a transfer file holds, as text of base64."""


def export_forms(
    profile: Profile, form_ids: Sequence[str], destination: Path, *, to: Sequence[str] = (), plain: bool = False
) -> ExportResult:
    """Sign forms for workplaces, or for everybody who trusts this one.

    Each goes in the version that a new assessment here would take: the newest, shipped or installed.

    Args:
        profile: the open profile, of headquarters.
        form_ids: the forms.
        destination: a folder, in which the file gets its own name, or a file.
        to: names or thumbprints of workplaces. The file is numbered and sealed for them, and they send receipts for
            it. None: for everybody, signed only, and nobody's receipt is waited for.
        plain: not sealed for the recipients either; a form is no secret.

    Raises:
        ExchangeCardError: this is not headquarters.
        ExchangeNothingError: no forms.
        ExchangeRecipientError: a recipient is unknown or revoked.
        ExchangeFormError: a form has an id that cannot travel, or is too large.
        NotFoundError: no such form, shipped or installed.
        ExchangeFileError: it could not be written.
    """
    from neksus_desktop.bundles.payload import as_canonical
    from neksus_desktop.exchange.formcheck import named_in_receipts
    from neksus_desktop.exchange.groups import Group, Line
    from neksus_desktop.exchange.outbox import Sending
    from neksus_desktop.usecases.export import recipients, write_files

    if profile.card.role != "norad":
        raise ExchangeCardError(name=profile.card.name, reason="not_headquarters")
    if not form_ids:
        raise ExchangeNothingError
    cards = recipients(profile, to) if to else ()
    groups = []
    for form_id in dict.fromkeys(form_ids):
        entry = _entry(profile, form_id)
        line = Line("form", as_canonical(entry))
        groups.append(Group((line,), (named_in_receipts(entry.id, line.content),)))
    sending = Sending("forms", cards, profile.now(), invented=profile.invented is True, plain=plain or not cards)
    with profile.store.write():
        written = write_files(profile, sending, groups, destination)
    return ExportResult(written.files, len(groups), written.sequence, tuple(card.name for card in cards))


def _entry(profile: Profile, form_id: str) -> FormEntry:
    from neksus_desktop.bundles.payload import FormEntry
    from neksus_desktop.exchange.outbox import ascii_name
    from neksus_desktop.storage import forms as stored
    from neksus_desktop.usecases.forms import keep_form, load_form

    form = load_form(profile, form_id)
    if not _ID.fullmatch(form.id):
        raise ExchangeFormError(form=form.id, reason="id")
    keep_form(profile, form)
    row = next(one for one in stored.installed_forms(profile.store) if (one.id, one.version) == (form.id, form.version))
    source = stored.form_source(profile.store, row.id, row.version)
    if len(source) > _LARGEST:
        raise ExchangeFormError(form=form.id, reason="size")
    file = PurePath(row.file_name)
    return FormEntry(
        id=row.id, version=row.version, content_hash=row.content_hash,
        file_name=f"{ascii_name(file.stem)}{file.suffix.lower()}", source=base64.b64encode(source).decode(),
    )  # fmt: skip
