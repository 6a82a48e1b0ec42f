"""Which forms a workplace takes records of: those of packs that are for its kind, and those that were installed here.

Rules kept here:

* a record of a form that is for other workplaces, or of a form that is nowhere here, is not taken in unless somebody
  says so; its sender is told why;
* a record that is here already stays welcome, whatever its form.
"""

from __future__ import annotations

from collections.abc import Callable

from neksus_desktop.forms.packs import packs, shipped_file
from neksus_desktop.storage.forms import installed_forms
from neksus_desktop.storage.settings import get_value, load_settings
from neksus_desktop.storage.store import Store

OTHER_PACK, UNKNOWN_FORM = "other_workplace", "unknown_form"


def unwelcome(store: Store) -> Callable[[str], str]:
    """What tells, for a form's id, why records of it are not taken in; "" when they are."""
    role = get_value(store, "workplace_role")
    shipped = {form for pack in packs().values() if role in pack.read_by for form in pack.forms}
    known = {*shipped, *packs()[load_settings(store).pack].forms, *(form.id for form in installed_forms(store))}

    def why(form: str) -> str:
        if form in known:
            return ""
        return UNKNOWN_FORM if shipped_file(form) is None else OTHER_PACK

    return why
