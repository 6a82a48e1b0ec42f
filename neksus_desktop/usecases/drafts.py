"""Texts of dialogs and remarks that were not handed in yet: kept while one types, found again after a power cut.

Rule kept here: a draft is the user's own until it is handed in; it is in no record, no print and no file that is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


def draft(profile: Profile, place: str) -> dict[str, str]:
    """The texts kept for a place (``kind/record/where``), by the name of their field; empty for none."""
    from neksus_desktop.storage.drafts import load_draft

    return dict(json.loads(load_draft(profile.store, place) or "{}"))


def keep_drafts(profile: Profile, drafts: Mapping[str, Mapping[str, str]]) -> None:
    """Keep texts by place and field; a place without texts is forgotten.

    Raises:
        StorageError: nothing was kept.
    """
    from neksus_desktop.storage.drafts import save_drafts

    kept = {place: json.dumps(texts, ensure_ascii=False) if texts else "" for place, texts in drafts.items()}
    save_drafts(profile.store, kept)
