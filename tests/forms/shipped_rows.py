"""The shipped checklist as rows with their paths, read with nothing but a YAML parser: the tests' own eyes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"nb", "nn", "en"}


class Node(NamedTuple):
    path: str
    type: str
    row: dict[str, Any]

    @property
    def own(self) -> dict[str, str]:
        found: dict[str, str] = self.row.get("neksus", {})
        return found


@cache
def form() -> dict[str, Any]:
    found: dict[str, Any] = load("forms", "neksus", "veileder.yaml")
    return found


def load(*parts: str) -> Any:
    text = ROOT.joinpath(*parts).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


@cache
def nodes() -> tuple[Node, ...]:
    found, stack = [], ["/data"]
    for row in form()["survey"]:
        if row["type"].startswith("end_"):
            stack.pop()
            continue
        path = f"{stack[-1]}/{row['name']}"
        found.append(Node(path, row["type"], row))
        if row["type"].startswith("begin_"):
            stack.append(path)
    return tuple(found)


def points() -> list[Node]:
    return [node for node in nodes() if "point" in node.own]


def quoted() -> list[Node]:
    return [node for node in nodes() if "question" in node.own]
