"""Commands for whoever installs the program: selftest, and the versions of what it is made of."""

from __future__ import annotations

import argparse
from pathlib import Path

from neksus_desktop.cli.say import print_json, user_language
from neksus_desktop.texts import text

NOT_WELL = 4


def selftest(options: argparse.Namespace) -> int:
    """``neksus selftest``: 4 when a part fails. With ``--package``: checks the file; a fault is told as an error."""
    if options.package:
        return _check_package(options)
    from neksus_desktop.usecases.selftest import CheckResult, self_test

    language = user_language(options)
    results: list[CheckResult] = []
    for result in self_test():
        results.append(result)
        if not options.json:
            outcome = text(language, "package.selftest.ok" if result.works else "package.selftest.failed")
            name = text(language, f"package.selftest.{result.name}")
            print(f"· {name}: {outcome}. {result.detail}", flush=True)
    well = all(result.works for result in results)
    if options.json:
        print_json({"sound": well, "parts": [result._asdict() for result in results]})
    else:
        print(text(language, "package.selftest.all_well" if well else "package.selftest.not_well"))
    return 0 if well else NOT_WELL


def _check_package(options: argparse.Namespace) -> int:
    from neksus_desktop.usecases.release import check_package

    language = user_language(options)
    key = Path(options.release_key) if options.release_key else None
    found = check_package(Path(options.package), key)
    if options.json:
        print_json({**found._asdict(), "file": str(found.file)})
        return 0
    print(text(language, "package.good", file=found.file.name, version=found.version, signer=found.signer))
    if found.older:
        print(text(language, "package.older"))
    return 0


def print_versions() -> int:
    """``neksus --version --json``: what this installation is made of."""
    from neksus_desktop.usecases.versions import versions

    print_json(versions())
    return 0
