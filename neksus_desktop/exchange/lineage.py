"""Which Version grew out of which: «older», «newer» and «grown apart» are told by parents alone, never by clocks.

Parents of Versions that are here stand in them; those of Versions that only others have come along as lineage and are
kept as a fact of the profile, so that a head can be placed without its whole past being sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from neksus_desktop.records.ids import RecordId, VersionHash
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.versions import versions

Links = dict[VersionHash, tuple[VersionHash, ...]]


def load_links(store: Store, record: RecordId) -> Links:
    """Every known Version of a record with its parents."""
    known = get_value(store, _name(record))
    found: Links = {version: tuple(parents) for version, parents in json.loads(known).items()} if known else {}
    found.update({row.hash: row.parents for row in versions(store, record)})
    return found


def keep_links(store: Store, record: RecordId, links: Mapping[VersionHash, tuple[VersionHash, ...]]) -> None:
    """Keep the lineage of Versions that are not here."""
    have = {row.hash for row in versions(store, record)}
    missing = {version: parents for version, parents in links.items() if version not in have}
    if missing:
        name = _name(record)
        known = get_value(store, name)
        before = json.loads(known) if known else {}
        if missing.keys() - before.keys():
            set_value(store, name, json.dumps(dict(sorted({**before, **missing}.items()))))


def ancestors(links: Mapping[VersionHash, tuple[VersionHash, ...]], version: VersionHash) -> set[VersionHash]:
    """All Versions that this one grew out of, not itself."""
    found: set[VersionHash] = set()
    waiting = list(links.get(version, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(links.get(parent, ()))
    return found


def common_base(
    links: Links, one: VersionHash, other: VersionHash, having: Iterable[VersionHash]
) -> VersionHash | None:
    """The nearest Version that both grew out of and whose content is here.

    Where the past crosses, several are equally near; the one of the lowest hash is taken, in every workplace alike.
    """
    shared = (ancestors(links, one) | {one}) & (ancestors(links, other) | {other}) & set(having)
    if not shared:
        return None
    behind = set().union(*(ancestors(links, version) for version in shared))
    return min(shared - behind)


def tips(links: Mapping[VersionHash, tuple[VersionHash, ...]], among: Iterable[VersionHash]) -> list[VersionHash]:
    """Those of ``among`` that no other of them grew out of."""
    chosen = list(among)
    if len(chosen) == 1:
        return chosen
    behind = set().union(*(ancestors(links, version) for version in chosen)) if chosen else set()
    return [version for version in chosen if version not in behind]


def _name(record: RecordId) -> str:
    return f"lineage/{record}"
