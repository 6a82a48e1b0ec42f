"""Attributes that a form binds, sets or preloads are questions of their own; written out as attributes."""

from __future__ import annotations

from neksus_desktop.forms import FormSession, run
from tests.forms.small import bind, field, repeat, session, small

ENTITY = '<entity dataset="trees" id="" create="1" baseVersion=""><label/></entity>'


def test_an_attribute_of_a_leaf_is_computed_and_read() -> None:
    live = session(
        '<edition/><note edition="old">x</note><seen/>',
        bind("note/@edition", calculate="../../edition", readonly="true()")
        + bind("seen", calculate="concat(/data/note/@edition, ' ', count(//@edition))"),
        field("edition") + field("note"),
    )
    live.set("/data/edition", "2")
    assert live.value("/data/note/@edition") == "2"
    assert live.value("/data/seen") == "2 1"
    assert '<note edition="2">x</note>' in live.to_xml()


def test_an_entity_is_declared_as_a_server_expects_it() -> None:
    live = session(
        f"<height/><meta><instanceID/>{ENTITY}</meta>",
        bind("meta/entity/@create", calculate="if(/data/height > 2, '1', '')")
        + bind("meta/entity/label", calculate="concat(/data/height, ' m')")
        + '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>',
        field("height"),
    )
    made = live.value("/data/meta/entity/@id")
    assert len(made) == 36
    live.set("/data/height", "3")
    assert f'<entity dataset="trees" id="{made}" create="1" baseVersion=""><label>3 m</label></entity>' in live.to_xml()
    assert live.output()["data"]["meta"]["entity"] == {"label": "3 m", "@id": made, "@create": "1"}
    again = FormSession(live.form, live.answers())
    assert again.answers() == live.answers()
    assert again.orphans() == {}


def test_an_attribute_is_preloaded_and_set_by_a_machine() -> None:
    form = small('<a code=""/>', bind("a/@code", preload="uid"), field("a"))
    first = run.run_steps(form, [])["values"]["/data/a/@code"]
    assert first.startswith("uuid:")
    assert run.run_steps(form, [{"set": "/data/a/@code", "value": "7"}])["values"]["/data/a/@code"] == "7"
    asked = run.evaluate("string(@code)", form, context="/data/a", steps=[{"set": "/data/a/@code", "value": "8"}])
    assert asked == {"type": "string", "value": "8"}


def test_rows_have_attributes_of_their_own() -> None:
    live = session(
        '<row n="0"><x/></row>', bind("row/@n", calculate="position(..) * 10"), repeat("row", field("row/x"))
    )
    live.add_row("/data/row")
    assert live.to_xml().count('<row n="10"><x/></row><row n="20"><x/></row>') == 1


def test_an_attribute_that_is_not_there_is_told() -> None:
    form = small("<a/>", bind("a/@code", calculate="1"), field("a"))
    assert ("bind_without_node", "/data/a/@code") in form.notices
