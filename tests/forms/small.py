"""Small XForms written inside tests."""

from __future__ import annotations

import datetime as dt

from neksus_desktop.forms import Form, FormSession, SessionContext, form_from_xform

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def xform(instance: str, binds: str = "", body: str = "", *, model: str = "", itext: str = "") -> str:
    """An XForm whose primary instance is ``<data>instance</data>``."""
    text = f"<itext>{itext}</itext>" if itext else ""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
        'xmlns:odk="http://www.opendatakit.org/xforms" xmlns:neksus="urn:neksus:xforms">'
        f"<h:head><h:title>Small</h:title><model>{text}<instance>"
        f'<data id="small" version="7">{instance}</data></instance>{model}{binds}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    )


def bind(path: str, **attributes: str) -> str:
    """A bind of ``/data/path``; ``constraint_msg`` becomes ``jr:constraintMsg``."""
    names = {
        "constraint_msg": "jr:constraintMsg",
        "required_msg": "jr:requiredMsg",
        "preload": "jr:preload",
        "params": "jr:preloadParams",
    }
    pairs = "".join(
        f' {names.get(name, name)}="{value.replace("&", "&amp;").replace("<", "&lt;").replace(chr(34), "&quot;")}"'
        for name, value in attributes.items()
    )
    return f'<bind nodeset="/data/{path}"{pairs}/>'


def field(path: str, inner: str = "", control: str = "input") -> str:
    """A control."""
    return f'<{control} ref="/data/{path}"><label>{path}</label>{inner}</{control}>'


def repeat(path: str, inner: str, attributes: str = "") -> str:
    """A repeat in its group."""
    rows = f'<repeat nodeset="/data/{path}"{attributes}>{inner}</repeat>'
    return f'<group ref="/data/{path}"><label>{path}</label>{rows}</group>'


def small(instance: str, binds: str = "", body: str = "", *, model: str = "", itext: str = "") -> Form:
    """The compiled form."""
    return form_from_xform(xform(instance, binds, body, model=model, itext=itext))


def session(instance: str, binds: str = "", body: str = "", *, model: str = "", itext: str = "") -> FormSession:
    """A new record of it, at noon UTC on 23 November 2026."""
    return FormSession(small(instance, binds, body, model=model, itext=itext), context=SessionContext(now=lambda: NOON))
