"""Packs: which shipped forms belong together, for which kinds of workplace; read from ``forms/packs.json``.

Rules kept here:

* a pack is data: no code knows a pack's forms or registers by name;
* a workplace sees the forms of its own pack and no other's;
* nothing is compiled to know which forms there are (this is on the path of every start).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.paths import shipped


class Pack(NamedTuple):
    """One pack.

    ``roles`` are the workplaces that begin with it, ``writers`` the role that usually writes at each, ``read_by`` the
    workplaces that take in records of it; ``forms`` maps ids to files under ``forms``, ``registers`` are the ids shown
    as tables.
    """

    name: str
    roles: tuple[str, ...]
    read_by: tuple[str, ...]
    forms: Mapping[str, str]
    registers: tuple[str, ...]
    samples: str
    writers: Mapping[str, str]


@cache
def packs() -> Mapping[str, Pack]:
    """All packs by name."""
    found = json.loads(shipped("forms", "packs.json").read_text(encoding="utf-8"))
    return {
        name: Pack(
            name,
            tuple(row["roles"]),
            tuple(row["read_by"]),
            row["forms"],
            tuple(row["registers"]),
            row["samples"],
            row["writers"],
        )
        for name, row in found.items()
    }


def pack_of_role(role: str) -> str:
    """The pack that a kind of workplace begins with."""
    return next(pack.name for pack in packs().values() if role in pack.roles)


def usual_writer(role: str) -> str:
    """The role that whoever writes at a kind of workplace begins with; another is chosen in the settings."""
    return packs()[pack_of_role(role)].writers[role]


def shipped_file(form_id: str) -> Path | None:
    """Where a shipped form lies, in whichever pack; None for any other."""
    where = next((pack.forms[form_id] for pack in packs().values() if form_id in pack.forms), None)
    return None if where is None else shipped("forms", *where.split("/"))


def roles_with_registers() -> tuple[str, ...]:
    """The kinds of workplace that keep registers."""
    return tuple(role for pack in packs().values() if pack.registers for role in pack.roles)
