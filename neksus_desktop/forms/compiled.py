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
        plain["graph"] = graph_of(Definition(plain, dict(media or {})))
    return plain


def graph_of(definition: Definition) -> dict[str, Any]:
    """The graph of what was just read; takes the texts out of most expressions. See ``graph.build`` for its faults."""
    definition.plans = {}
    return graph.build(definition)
