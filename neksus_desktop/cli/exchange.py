"""Commands about transfer files: card, trust, export, verify, import."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.cli.session import opened, profile_folder
from neksus_desktop.errors import UsageError
from neksus_desktop.paths import write_atomically
from neksus_desktop.texts import text

NOT_TRUSTED = 3
REFUSED = 4


def card(options: argparse.Namespace) -> int:
    """``neksus card -o FILE``: own public keys, to be compared by voice."""
    from neksus_desktop.usecases.keys import fingerprint, own_card

    with opened(options) as profile:
        own = own_card(profile)
        write_atomically(Path(options.output), (own.model_dump_json(indent=2) + "\n").encode())
        print(fingerprint(own).digits)
    return 0


def trust(options: argparse.Namespace) -> int:
    """``neksus trust CARD``: trust the workplace whose card this is; prints its fingerprint for comparing."""
    from neksus_desktop.usecases.keys import fingerprint, read_card, trust_card

    with opened(options) as profile:
        trusted = read_card(Path(options.card))
        trust_card(profile, Path(options.card))
        digits = fingerprint(trusted).digits
    if options.json:
        print_json({"name": trusted.name, "role": trusted.role, "thumbprint": trusted.thumbprint, "digits": digits})
    else:
        print(f"{trusted.name}  {digits}")
    return 0
