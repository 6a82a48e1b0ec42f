"""The command that walks the main job through on invented data and tells what it did."""

from __future__ import annotations

import argparse
from pathlib import Path

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.texts import text
from neksus_desktop.usecases.demo import Step, run_demo

NOT_REFUSED = 4


def demo(options: argparse.Namespace) -> int:
    """``neksus demo``: 4 if the forged file was not refused."""
    language = user_language(options)
    steps: list[Step] = []

    def told(step: Step) -> None:
        steps.append(step)
        if not options.json:
            print("· " + text(language, f"demo.{step.key}", **step.values), flush=True)

    folder = Path(options.folder)
    run_demo(folder, language, told)
    rows = [(text(language, f"demo.{step.key}", **step.values), str(step.file or "")) for step in steps]
    if options.json:
        print_json([{"step": step.key, **step.values, "file": str(step.file or "")} for step in steps])
    else:
        print()
        print_table(rows, (text(language, "cli.column.result"), text(language, "cli.column.file")))
        print()
        print(text(language, "cli.demo.done", folder=folder))
    return NOT_REFUSED if any(step.key == "not_refused" for step in steps) else 0
