"""Commands about what is written and what is kept beside it: search in all texts; files of a record."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.cli.session import opened
from neksus_desktop.errors import UsageError
from neksus_desktop.records.statuses import STATUSES
from neksus_desktop.texts import text

Add = Callable[[str, str, str], argparse.ArgumentParser]
_FILTERS = ("country", "type", "point", "pillar", "status", "since", "until")
_LISTS = {"country": "land", "type": "objekttype", "pillar": "pilar"}
_DAYS = {"since", "until"}
_SHOWN = 12


def add_commands(add: Add) -> None:
    """Put these commands on the command line."""
    search = add("search", "neksus_desktop.cli.attachments:search_texts", "search in all texts of all records")
    search.add_argument("text", metavar="TEXT", help="words, and phrases in quotation marks: '\"felles analyse\"'")
    for name in _FILTERS:
        if name in _DAYS:
            search.add_argument(f"--{name}", default="", type=_day, metavar="DATE", help="ISO date, 2026-12-31")
        elif name == "status":
            search.add_argument("--status", default="", choices=STATUSES, help="only this status")
        else:
            search.add_argument(f"--{name}", default="", help="a code")
    search.add_argument("--limit", type=int, default=40, metavar="N", help="hits at most (default 40)")
    search.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")
    attach = add("attach", "neksus_desktop.cli.attachments:attach", "files of a record: list, add, save, remove")
    attach.add_argument("step", choices=("list", "add", "save", "remove"))
    attach.add_argument("id", metavar="ID", help="the record")
    attach.add_argument("what", nargs="?", default="", metavar="FILE|ATTACHMENT", help="add: a file; else its id")
    attach.add_argument("--ground", default="", metavar="G", help="add: id of the ground it belongs to")
    attach.add_argument("--question", default="", metavar="PATH", help="add: the upload question that it answers")
    attach.add_argument("--keep-metadata", action="store_true", help="add: leave place, time and camera in a picture")
    attach.add_argument("-o", "--output", metavar="FILE", help="save: where to")
    attach.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")


def _day(typed: str) -> str:
    """A date as it is kept; anything else is not understood, rather than finding nothing."""
    return date.fromisoformat(typed).isoformat() if typed else ""


def _code(name: str, typed: str) -> str:
    """A code of the shipped list that the filter goes by; anything else is told, rather than finding nothing."""
    from neksus_desktop.forms.codelists import codelist

    codes = codelist(_LISTS[name]).codes
    found = next((code for code in codes if code.casefold() == typed.casefold()), None)
    if found is None:
        shown = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        raise UsageError(reason="unknown_code", option=f"--{name}", code=typed, codes=shown)
    return found


def search_texts(options: argparse.Namespace) -> int:
    """``neksus search TEXT``: newest text first."""
    from neksus_desktop.usecases.search import FilterChoice, TextSearch

    language = user_language(options)
    chosen = {name: getattr(options, name) for name in _FILTERS}
    chosen |= {name: _code(name, chosen[name]) for name in _LISTS if chosen[name]}
    with opened(options) as profile:
        within = FilterChoice(**chosen, period="between").narrowing(profile.now().date())
        page = TextSearch(profile).page(options.text, within, language, limit=max(options.limit, 1))
    if options.json:
        print_json({"hits": [_hit(hit) for hit in page.hits], "more": page.next is not None})
        return 0
    rows = [(hit.record, hit.title, " · ".join(filter(None, (hit.place, hit.what))), _marked(hit)) for hit in page.hits]
    print_table(rows, tuple(text(language, f"cli.column.{name}") for name in ("id", "title", "place", "text")))
    return 0


def attach(options: argparse.Namespace) -> int:
    """``neksus attach list|add|save|remove ID``.

    Raises:
        UsageError: no file or attachment is named, or no place for it.
    """
    from neksus_desktop.usecases import attachments as use

    if options.step != "list" and not options.what:
        raise UsageError(reason="no_file")
    if (options.step == "add" and bool(options.ground) == bool(options.question)) or (
        options.step == "save" and not options.output
    ):
        raise UsageError(reason="no_place_for_file")
    with opened(options) as profile:
        if options.step == "add":
            use.attach(
                profile, options.id, Path(options.what), ground=options.ground, question=options.question,
                keep_metadata=options.keep_metadata,
            )  # fmt: skip
        elif options.step == "save":
            use.save_as(profile, options.what, Path(options.output))
        elif options.step == "remove":
            use.detach(profile, options.id, options.what)
        found = use.attachments(profile, options.id)
    if options.json:
        print_json([{**kept.facts._asdict(), "here": kept.here, "stripped": kept.stripped} for kept in found])
        return 0
    language = user_language(options)
    rows = [(kept.facts.id, kept.facts.name, str(kept.facts.size), kept.facts.owner) for kept in found]
    print_table(rows, tuple(text(language, f"cli.column.{name}") for name in ("id", "name", "bytes", "owner")))
    return 0


def _hit(hit: Any) -> dict[str, Any]:
    facts = {name: getattr(hit, name) for name in ("record", "title", "country", "status", "point", "place", "what")}
    return {**facts, "path": hit.path, "text": [[span.text, span.hit] for span in hit.spans]}


def _marked(hit: Any) -> str:
    return "".join(f"[{span.text}]" if span.hit else span.text for span in hit.spans)
