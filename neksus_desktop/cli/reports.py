"""The command that prints documents."""

from __future__ import annotations

import argparse
from pathlib import Path

from neksus_desktop.cli.session import opened


def report(options: argparse.Namespace) -> int:
    """``neksus report KIND ID -o F.pdf``."""
    from neksus_desktop.usecases.report import make_report

    with opened(options) as profile:
        make_report(
            profile,
            options.kind,
            options.id,
            language=options.lang or profile.settings.language,
            edition=options.edition,
            destination=Path(options.output),
        )
    return 0
