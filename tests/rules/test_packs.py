"""Packs are data: no code knows one by name, and what belongs to one is not seen in another."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator

from neksus_desktop.forms.packs import pack_of_role, packs, roles_with_registers, shipped_file
from tests.rules.source import ROOT, modules

ROLE_IS_NAMED = {
    "neksus_desktop/settings.py", "neksus_desktop/records/workplace.py", "neksus_desktop/cli/parser.py",
    "neksus_desktop/ui/places.py", "neksus_desktop/ui/start/workplace_step.py",
}  # fmt: skip
"""Where kinds of workplace and packs are listed by name; nothing is decided there by what the name is."""


def test_no_code_knows_the_governance_pack() -> None:
    found = []
    for path, tree in modules():
        name = path.relative_to(ROOT).as_posix()
        found += [
            f"{name}: {text[:60]}"
            for text in _names_and_texts(tree)
            if "norec" in text.lower() and not (text == "norec" and name in ROLE_IS_NAMED)
        ]
    assert not found


def _names_and_texts(tree: ast.AST) -> Iterator[str]:
    """Names and texts of a module, but for its comments and documentation."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
        yield from (value for value in (getattr(node, "name", ""), getattr(node, "id", "")) if isinstance(value, str))


def test_each_kind_of_workplace_has_one_pack() -> None:
    roles = [role for pack in packs().values() for role in pack.roles]
    assert sorted(roles) == sorted(set(roles)) == ["norad", "norec", "post"]


def test_registers_are_never_at_a_post_nor_the_checklist_in_the_governance_pack() -> None:
    assert packs()[pack_of_role("post")].registers == ()
    assert "post" not in roles_with_registers()
    assert all("post" not in pack.read_by for pack in packs().values() if pack.registers)
    forms = [set(pack.forms) for pack in packs().values()]
    assert not forms[0] & forms[1]


def test_every_form_of_a_pack_is_shipped() -> None:
    assert all((shipped_file(form_id) or ROOT).is_file() for pack in packs().values() for form_id in pack.forms)
    known = json.loads((ROOT / "forms" / "packs.json").read_text(encoding="utf-8"))
    assert all(set(pack["registers"]) <= set(pack["forms"]) for pack in known.values())
