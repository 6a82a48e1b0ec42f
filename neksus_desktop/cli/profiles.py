"""Commands about the profile itself: init and doctor."""

from __future__ import annotations

import argparse

from neksus_desktop.cli.say import print_json, user_language
from neksus_desktop.cli.session import ask_passphrase, opened, profile_folder
from neksus_desktop.texts import text

NOT_SOUND = 4


def init(options: argparse.Namespace) -> int:
    """``neksus init``: a workplace with its own keys; the recovery code is printed once."""
    from neksus_desktop.usecases.keys import fingerprint
    from neksus_desktop.usecases.profile import create_profile

    language = user_language(options)
    profile, recovery_code = create_profile(
        profile_folder(options),
        role=options.role,
        name=options.name,
        language=language,
        passphrase=None if options.unprotected else ask_passphrase(options),
        invented=True if options.invented else None,
    )
    try:
        card = profile.card
        digits = fingerprint(card).digits
        if options.json:
            print_json(
                {
                    "folder": str(profile.folder),
                    "name": card.name,
                    "role": card.role,
                    "thumbprint": card.thumbprint,
                    "digits": digits,
                    "protected": profile.protected,
                    "recovery_code": recovery_code,
                }
            )
            return 0
        print(text(language, "cli.init.done", folder=profile.folder))
        print(text(language, "cli.init.fingerprint", digits=digits))
        print(text(language, "cli.init.recovery"))
        print(recovery_code)
    finally:
        profile.close()
    return 0


def doctor(options: argparse.Namespace) -> int:
    """``neksus doctor``: 4 when something is not as it should be."""
    from neksus_desktop.usecases.maintain import examine

    language = user_language(options)
    with opened(options) as profile:
        findings = examine(profile)
    if options.json:
        print_json({"sound": findings.sound, "checked": findings.checked, "faults": list(findings.faults)})
    elif findings.sound:
        print(text(language, "cli.doctor.sound"))
    else:
        print(text(language, "cli.doctor.unsound"))
        for fault in findings.faults:
            print(f"  {fault}")
    return 0 if findings.sound else NOT_SOUND
