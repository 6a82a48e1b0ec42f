"""XForm → the complete plain description: what ``xform`` reads, and the graph of its expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neksus_desktop.forms import graph
from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.definition import Definition
from neksus_desktop.forms.xform import read_xform


def compile_xform(xml: str | bytes, media: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """The description of an XForm, with its graph; see ``form_from_xform`` for what it raises."""
    with collector_at_rest():
        plain = read_xform(xml)
        definition = Definition(plain, dict(media or {}))
        definition.plans = {}
        plain["graph"] = graph.build(definition)
    return plain
