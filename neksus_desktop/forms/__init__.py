"""What is asked: XLSForm to XForm to Form, and the live FormSession.

Importing this is cheap; the engine is read when one of its names is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neksus_desktop.forms.form import Form, form_from_xform
    from neksus_desktop.forms.library import load_form
    from neksus_desktop.forms.markdown import plain
    from neksus_desktop.forms.model import ChangeSet, Choice, NodeView, Point, Problem, SessionContext
    from neksus_desktop.forms.session import FormSession

_HOMES = {
    "ChangeSet": "model",
    "Choice": "model",
    "Form": "form",
    "FormSession": "session",
    "NodeView": "model",
    "Point": "model",
    "Problem": "model",
    "SessionContext": "model",
    "form_from_xform": "form",
    "load_form": "library",
    "plain": "markdown",
}

__all__ = [
    "ChangeSet",
    "Choice",
    "Form",
    "FormSession",
    "NodeView",
    "Point",
    "Problem",
    "SessionContext",
    "form_from_xform",
    "load_form",
    "plain",
]


def __getattr__(name: str) -> Any:
    """Read the module of a name when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"neksus_desktop.forms.{home}"), name)
