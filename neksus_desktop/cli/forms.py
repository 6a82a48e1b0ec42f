"""Commands about forms: check, convert, run, eval. They need no profile."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form

FORM_HAS_ERRORS = 4


def check_form(options: argparse.Namespace) -> int:
    """``neksus form check FILE``: every problem with its place and remedy; 4 when one of them is an error."""
    from neksus_desktop.cli.progress import progress_bar
    from neksus_desktop.forms.reading import check

    language = user_language(options)
    problems = check(Path(options.file), language, progress_bar(text(language, "cli.checking")))
    if options.json:
        print_json([problem.as_json() for problem in problems])
    else:
        headings = tuple(text(language, f"cli.column.{name}") for name in ("severity", "where", "message", "remedy"))
        print_table([(p.severity, p.where, p.message, p.remedy) for p in problems], headings)
    return FORM_HAS_ERRORS if any(problem.severity == "error" for problem in problems) else 0


def convert_form(options: argparse.Namespace) -> int:
    """``neksus form convert IN OUT``."""
    from neksus_desktop.forms.reading import convert

    convert(Path(options.source), Path(options.target))
    return 0


def run_form(options: argparse.Namespace) -> int:
    """``neksus form run``: answer by steps; one form, or a batch of lines."""
    from neksus_desktop.forms import FormSession, run
    from neksus_desktop.forms.library import load_form

    if options.batch:
        with _readable(options.batch) as lines:
            _print_lines(run.run_batch(lines, _loader(options.batch), options.lang))
        return 0
    if not options.form:
        raise UsageError(reason="no_form")
    steps = _steps(options.steps)
    with _watched(options) as watch:
        form = load_form(Path(options.form), watch=watch)
        if options.xml:
            session = FormSession(form, language=options.lang)
            run.perform(session, steps)
            answer: Any = session.to_xml()
        else:
            answer = run.run_steps(form, steps, options.lang)
    print(answer) if options.xml else print_json(answer)
    return 0


def eval_form(options: argparse.Namespace) -> int:
    """``neksus form eval``: one expression, or a batch of lines."""
    from neksus_desktop.forms import run
    from neksus_desktop.forms.library import load_form

    if options.batch:
        with _readable(options.batch) as lines:
            _print_lines(run.eval_batch(lines, _loader(options.batch)))
        return 0
    if options.expression is None:
        raise UsageError(reason="no_expression")
    steps = _steps(options.steps)
    with _watched(options) as watch:
        form = load_form(Path(options.form), watch=watch) if options.form else None
        answer = run.evaluate(options.expression, form=form, context=options.context, steps=steps)
    print_json(answer)
    return 0


@contextmanager
def _watched(options: argparse.Namespace) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar for loading a form and, as its last step, what is done with it."""
    from neksus_desktop.cli.progress import progress_bar

    draw = progress_bar(text(user_language(options), "cli.running"))
    if draw is None:
        yield None
        return
    steps = 0

    def watch(at: int, of: int) -> None:
        nonlocal steps
        steps = of + 1
        draw(at, steps)

    try:
        yield watch
    finally:
        if steps:
            draw(steps, steps)


def _loader(batch: str) -> Callable[[Path], Form]:
    """Forms named in a batch are looked for from here first, then beside the batch file."""
    from neksus_desktop.forms.library import load_form

    def load(path: Path) -> Form:
        beside = Path(batch).parent / path
        return load_form(beside if not path.exists() and beside.exists() else path)

    return load


def _readable(file_name: str) -> TextIO:
    try:
        return Path(file_name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(reason="file_unreadable", file=file_name) from error


def _steps(file_name: str | None) -> list[dict[str, Any]]:
    if file_name is None:
        return []
    try:
        found = json.loads(Path(file_name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(reason="file_unreadable", file=file_name) from error
    if not isinstance(found, list):
        raise UsageError(reason="file_unreadable", file=file_name)
    return found


def _print_lines(answers: Iterable[str]) -> None:
    for answer in answers:
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
