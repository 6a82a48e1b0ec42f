"""FormSession: the one live object of a form being answered.

Keys are XForm paths in which a row is named by its id: ``/data/givere/forum[k3f9a2]/navn``. A repeat's own key
(``/data/givere/forum``) holds its row ids. Rules kept: input is never blocked; nothing typed is dropped, be it
ill-typed, not relevant, in a row that a count took away, or under a key the form does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from neksus_desktop.errors import NotFoundError
from neksus_desktop.forms import actions, output, saved, views
from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.definition import Template
from neksus_desktop.forms.engine import Engine
from neksus_desktop.forms.form import Form
from neksus_desktop.forms.instance import Node, Rows
from neksus_desktop.forms.labels import Labels
from neksus_desktop.forms.marking import Changes
from neksus_desktop.forms.model import ChangeSet, NodeView, Problem, SessionContext
from neksus_desktop.forms.world import SessionWorld

MAX_UNDO = 1000
Step = tuple[Any, ...]


class FormSession:
    """A new or saved record being answered. ``answers`` is what ``answers()`` gave, or None for a new one."""

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, str] | None = None,
        *,
        language: str | None = None,
        context: SessionContext | None = None,
    ) -> None:
        with collector_at_rest():
            self._open(form, answers, language, context or SessionContext())

    def _open(
        self, form: Form, answers: Mapping[str, str] | None, language: str | None, context: SessionContext
    ) -> None:
        self.form = form
        self.language = language if language in form.language_names else form.default_language
        world = SessionWorld(form.definition, context)
        self.world = world
        self.engine = Engine.__new__(Engine)
        self.labels = Labels(form.definition, self.engine, form.language_names.get(self.language, ""))
        self.labels.short = self.language
        self.engine.__init__(form.definition, world)  # type: ignore[misc]  # the labels had to know it before it began
        world.engine, world.labels, world.slots = self.engine, self.labels, self.engine.slots
        self.unknown: dict[str, str] = {}
        self.row_actors: dict[int, list[Template]] = {}
        self.done: list[list[Step]] = []
        self.undone: list[list[Step]] = []
        self.journal: list[Step] = []
        self.waiting: list[Node] = []
        self.engine.on_new_row = partial(actions.on_new_row, self)
        saved.start(self, answers)

    def node(self, key: str) -> Any:
        """The node or rows at a key.

        Raises:
            NotFoundError: there is none.
        """
        template = self.form.definition.by_path.get(key)
        if template is not None and template.repeat is None:
            return self.engine.slots[template.index]
        found = self.engine.by_key.get(key)
        if found is None:
            raise NotFoundError(kind="node", id=key)
        return found

    def _begin(self) -> None:
        self.engine.changes = Changes()
        self.journal = []

    def _end(self) -> ChangeSet:
        self.engine.run()
        if self.waiting:
            actions.settle(self)
        if self.journal:
            self.done.append(self.journal)
            if len(self.done) > MAX_UNDO:
                del self.done[0]
            self.undone.clear()
        return ChangeSet(self.engine.changes)

    def set(self, key: str, value: str) -> ChangeSet:
        """Answer a question; "" clears. What does not fit the type is kept and reported as a problem."""
        node = self.node(key)
        if type(node) is not Node or not node.template.leaf:
            raise NotFoundError(kind="question", id=key)
        self._begin()
        if node.value != value:
            self.write(node, value)
            if "changed" in node.template.told and "changed" in node.template.extras:
                actions.on_change(self, node)
        return self._end()

    def write(self, node: Node, value: str) -> None:
        """Set a value and remember the old one."""
        self.journal.append(("set", node.key, node.value, value))
        self.engine.write(node, value)

    def add_row(self, repeat_key: str, row_id: str | None = None, at: int | None = None) -> tuple[str, ChangeSet]:
        """Add a row, last or at a 0-based place; returns its key."""
        rows = self.node(repeat_key)
        if type(rows) is not Rows:
            raise NotFoundError(kind="repeat", id=repeat_key)
        self._begin()
        made = row_id or self.engine.new_row_id(rows)
        if row_id and f"{rows.key}[{made}]" in self.engine.by_key:
            raise NotFoundError(kind="free_row_id", id=made)
        place = len(rows.items) if at is None else max(0, min(at, len(rows.items)))
        row = self.engine.add_row(rows, made, place)
        self.journal.append(("add", rows.key, place, row))
        self.engine.on_new_row(row)
        return row.key, self._end()

    def remove_row(self, row_key: str) -> ChangeSet:
        """Remove a row and what is in it; ``undo`` brings it back."""
        row = self._row(row_key)
        self._begin()
        rows = row.rows
        assert rows is not None
        place = row.index
        self.engine.take_row(rows, place)
        self.journal.append(("remove", rows.key, place, row))
        return self._end()

    def move_row(self, row_key: str, position: int) -> ChangeSet:
        """Move a row to a 0-based place."""
        row = self._row(row_key)
        assert row.rows is not None
        self._begin()
        place = max(0, min(position, len(row.rows.items) - 1))
        if place != row.index:
            self.journal.append(("move", row_key, row.index, place))
            self._move(row, place)
        return self._end()

    def _move(self, row: Node, place: int) -> None:
        rows = row.rows
        assert rows is not None
        rows.items.insert(place, rows.items.pop(row.index))
        rows.renumber()
        self.engine.rows_changed(rows)

    def _row(self, key: str) -> Node:
        found = self.node(key)
        if type(found) is not Node or found.rows is None:
            raise NotFoundError(kind="row", id=key)
        return found

    def set_language(self, language: str) -> ChangeSet:
        """Show labels and messages in another of the form's languages."""
        if language not in self.form.language_names:
            language = next(
                (short for short, name in self.form.language_names.items() if name == language), self.language
            )
        self._begin()
        if language == self.language:
            return ChangeSet()
        self.language = self.labels.short = language
        self.labels.language = self.form.language_names[language]
        changes = self.engine.changes
        for key, node in self.nodes():
            if type(node) is Node and node.template.control:
                changes.note("labels", key)
                if "items" in node.template.extras or "itemset" in node.template.extras:
                    changes.note("choices", key)
        views.mark_translated(self)
        return self._end()

    def undo(self) -> ChangeSet | None:
        """Take back the last change; None when there is none."""
        return self._replay(self.done, self.undone, back=True)

    def redo(self) -> ChangeSet | None:
        """Do again what was taken back."""
        return self._replay(self.undone, self.done, back=False)

    def _replay(self, source: list[list[Step]], target: list[list[Step]], *, back: bool) -> ChangeSet | None:
        if not source:
            return None
        self._begin()
        steps = source.pop()
        for step in reversed(steps) if back else steps:
            self._apply(step, back=back)
        self.engine.run()
        target.append(steps)
        return ChangeSet(self.engine.changes)

    def _apply(self, step: Step, *, back: bool) -> None:
        kind = step[0]
        if kind == "set":
            node = self.engine.by_key.get(step[1]) or self.node(step[1])
            self.engine.write(node, step[2] if back else step[3])
        elif kind == "move":
            self._move(self.node(step[1]), step[2] if back else step[3])
        elif (kind == "add") is back:
            rows = self.node(step[1])
            if step[3] in rows.items:
                self.engine.take_row(rows, step[3].index)
        else:
            self.engine.insert_row(self.node(step[1]), step[3], step[2])

    def view(self, key: str) -> NodeView:
        """All a screen needs to show one node."""
        return views.view(self, self.node(key))

    def children(self, key: str = "") -> list[str]:
        """Keys in form order: of a group or row what it shows, of a repeat its rows."""
        return views.children(self.node(key or self.form.definition.root.path))

    def value(self, key: str) -> str:
        """The value as text, relevant or not; of a repeat its row ids."""
        node = self.node(key)
        return " ".join(row.rid for row in node.items) if type(node) is Rows else str(node.value)

    def answers(self) -> dict[str, str]:
        """Everything that has a value, also where not relevant; a new session given this is the same."""
        return saved.answers(self)

    def orphans(self) -> dict[str, str]:
        """What was given but has no place in this form."""
        return saved.orphans(self)

    def output(self) -> dict[str, Any]:
        """The relevant answers as nested JSON, repeats as lists."""
        return output.as_json(self)

    def to_xml(self) -> str:
        """The relevant answers as an ODK instance."""
        return output.as_xml(self)

    def problems(self, keys: Iterable[str] | None = None) -> list[Problem]:
        """What is missing or wrong, in form order."""
        return views.problems(self, keys)

    def nodes(self) -> Iterable[tuple[str, Any]]:
        """Every node, row and repeat with its key, in form order."""
        return views.everything(self.engine.root)

    def template(self, key: str) -> Template:
        """The form's own node behind a key."""
        found: Template = self.node(key).template
        return found
