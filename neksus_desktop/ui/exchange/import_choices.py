"""What was decided for the rows of a plan before it is carried out: choices side by side, and refusals with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neksus_desktop.usecases.import_files import ImportPlan

_CHANGING = ("new", "update", "merge")


class Decisions:
    """Per record what was picked for each collision, or why it is not taken in."""

    def __init__(self, plan: ImportPlan | None = None) -> None:
        self.plan = plan
        self.picks: dict[Any, dict[str, tuple[Any, str]]] = {}
        self.refusals: dict[Any, str] = {}

    def settled(self, record: Any) -> bool:
        """Whether every collision of a record has an answer; a record decided on here needs one for the whole."""
        items = [item for item in self.plan.items if item.record == record] if self.plan else []
        picks = self.picks.get(record)
        return picks is not None and all(collision.path in picks for item in items for collision in item.collisions)

    def for_import(self) -> dict[Any, Any]:
        """As the import takes them; of what is only half answered nothing."""
        from neksus_desktop.usecases.collisions import record_choice, refusal

        decided: dict[Any, Any] = {record: refusal(reason) for record, reason in self.refusals.items()}
        for record, picks in self.picks.items():
            if record not in self.refusals and self.settled(record):
                decided[record] = record_choice(picks)
        return decided

    def answered(self) -> int:
        """How many rows that needed a choice have one."""
        decided = {record for record in self.picks if self.settled(record)} | set(self.refusals)
        items = self.plan.items if self.plan is not None else ()
        return sum(item.action == "conflict" and item.record in decided for item in items)

    def changing(self) -> int:
        """How many rows and files the import would do something with."""
        if self.plan is None:
            return 0
        rows = sum(item.action in _CHANGING and item.record not in self.refusals for item in self.plan.items)
        return rows + self.answered() + sum(file.error is None and not file.items for file in self.plan.files)
