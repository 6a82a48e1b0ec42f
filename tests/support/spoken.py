"""What assistive technology is told of what is in sight: the same tree that it reads, asked for in our own process."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

_ROLES = QAccessible.Role
_TOLD = {
    _ROLES.Button, _ROLES.ButtonMenu, _ROLES.CheckBox, _ROLES.RadioButton, _ROLES.ComboBox, _ROLES.EditableText,
    _ROLES.List, _ROLES.ListItem, _ROLES.Table, _ROLES.ColumnHeader, _ROLES.Dialog, _ROLES.Link, _ROLES.SpinBox,
    _ROLES.Graphic, _ROLES.MenuItem, _ROLES.PageTab, _ROLES.Slider, _ROLES.Tree,
}  # fmt: skip
"""What cannot be understood without a name; an empty cell is one."""
_MNEMONIC = re.compile(r"&\w")


def faults(root: QWidget) -> list[str]:
    """What has no name, one of signs alone or with a mnemonic, and what is named by its value alone."""
    found = []
    for one, path in _shown(QAccessible.queryAccessibleInterface(root), ""):
        name = one.text(QAccessible.Text.Name)
        about = one.text(QAccessible.Text.Description)
        by_value = one.role() == _ROLES.ComboBox and not one.state().editable
        air = one.role() == _ROLES.ListItem and not one.state().selectable
        if one.role() in _TOLD and not (by_value or air) and not any(letter.isalnum() for letter in name):
            found.append(f"{path} is called «{name}»")
        if _MNEMONIC.search(name):
            found.append(f"{path} has a mnemonic in its name «{name}»")
        if by_value and not about and not _labelled(one):
            found.append(f"{path} is called by its value «{name}» and by nothing else")
    return found


def _shown(one: QAccessibleInterface | None, above: str) -> Iterator[tuple[QAccessibleInterface, str]]:
    if one is None or not one.isValid() or one.state().invisible:
        return
    widget = one.object()
    path = f"{above}/{widget.objectName() or type(widget).__name__}" if widget is not None else above
    yield one, path
    if one.role() in {_ROLES.ComboBox, _ROLES.ScrollBar}:
        return  # what drops down is in sight when it does
    for at in range(one.childCount()):
        yield from _shown(one.child(at), path)


def _labelled(one: QAccessibleInterface) -> bool:
    return any(kind & QAccessible.RelationFlag.Label for _other, kind in one.relations())
