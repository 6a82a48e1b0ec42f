"""Making, opening, locking and recovering a profile."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from neksus_desktop.errors import (
    StorageDamagedError,
    StorageExistsError,
    StorageKeyError,
    StorageLockedError,
    StorageMissingError,
    StoragePassphraseError,
    StorageRecoveryCodeError,
)
from neksus_desktop.records.workplace import WorkplaceRole
from neksus_desktop.storage.connection import DATABASE
from neksus_desktop.storage.keys import keys
from neksus_desktop.storage.recovery_code import from_code, to_code
from neksus_desktop.usecases.profile import (
    Profile,
    change_passphrase,
    check_recovery_code,
    create_profile,
    open_profile,
    open_with_recovery,
    profile_state,
)

PHRASE = "fire ord som rimer"


def make(folder: Path, passphrase: str | None = PHRASE) -> tuple[Profile, str]:
    return create_profile(folder, role="post", name="Ambassaden i Oppdiktby", passphrase=passphrase, invented=True)


@pytest.mark.parametrize("passphrase", [None, PHRASE], ids=["unprotected", "protected"])
def test_a_profile_opens_as_it_was_made(tmp_path: Path, passphrase: str | None) -> None:
    assert profile_state(tmp_path) == "absent"
    profile, _ = make(tmp_path, passphrase)
    card = profile.card
    profile.change_settings(language="nn", acting_role="stasjonssjef")
    profile.close()
    assert profile_state(tmp_path) == ("protected" if passphrase else "unprotected")
    again = open_profile(tmp_path, passphrase)
    assert again.card == card
    assert (again.workplace_role, again.workplace_name, again.role) == (
        "post",
        "Ambassaden i Oppdiktby",
        "stasjonssjef",
    )
    assert (again.settings.language, again.invented, again.protected) == ("nn", True, passphrase is not None)
    again.close()


def test_keys_are_made_and_the_recovery_secret_is_not_kept(tmp_path: Path) -> None:
    profile, _ = make(tmp_path)
    assert {key.use: bool(key.private) for key in keys(profile.store)} == {
        "signing": True, "sealing": True, "recovery": False,
    }  # fmt: skip
    assert keys(profile.store, "signing")[0].thumbprint == profile.card.thumbprint
    profile.close()


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    make(tmp_path)[0].close()
    for wrong in ("fire ord som rimar", "", None):
        with pytest.raises(StorageKeyError):
            open_profile(tmp_path, wrong)


def test_a_passphrase_is_the_same_on_every_keyboard(tmp_path: Path) -> None:
    make(tmp_path, "blåbærsyltetøy")[0].close()
    open_profile(tmp_path, "bla\u030abærsyltetøy").close()


def test_a_new_passphrase_rewrites_no_data(tmp_path: Path) -> None:
    profile, _ = make(tmp_path)
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StorageKeyError):
        change_passphrase(profile, "feil gammel", "ny passfrase")
    change_passphrase(profile, PHRASE, "ny passfrase")
    assert (tmp_path / DATABASE).read_bytes() == before
    profile.close()
    open_profile(tmp_path, "ny passfrase").close()
    with pytest.raises(StorageKeyError):
        open_profile(tmp_path, PHRASE)


def test_a_short_passphrase_makes_no_profile(tmp_path: Path) -> None:
    with pytest.raises(StoragePassphraseError):
        make(tmp_path, "kort")
    assert profile_state(tmp_path) == "absent"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoragePassphraseError):
        make(tmp_path / "ny", "kort")
    assert not (tmp_path / "ny").exists()
    make(tmp_path)[0].close()


def test_the_recovery_code_opens_and_gives_a_new_passphrase(tmp_path: Path) -> None:
    profile, code = make(tmp_path)
    tested = [profile.recovery_tested]
    check_recovery_code(profile, code.lower().replace("-", " ").replace("0", "o"))
    tested.append(profile.recovery_tested)
    assert tested == [False, True]
    profile.close()
    open_with_recovery(tmp_path, code, "en ny passfrase").close()
    open_profile(tmp_path, "en ny passfrase").close()


def test_another_profiles_code_is_refused(tmp_path: Path) -> None:
    profile, _ = make(tmp_path / "en")
    other, foreign = make(tmp_path / "to")
    other.close()
    with pytest.raises(StorageRecoveryCodeError):
        check_recovery_code(profile, foreign)
    profile.close()
    with pytest.raises(StorageKeyError):
        open_with_recovery(tmp_path / "en", foreign, "en ny passfrase")


def test_a_slip_of_the_pen_is_noticed_in_every_place() -> None:
    code = to_code(bytes(range(32)))
    for place, letter in enumerate(code):
        if letter != "-":
            slipped = code[:place] + ("7" if letter != "7" else "8") + code[place + 1 :]
            with pytest.raises(StorageRecoveryCodeError):
                from_code(slipped)
    with pytest.raises(StorageRecoveryCodeError) as caught:
        from_code(code[:5] + "U" + code[6:])
    assert caught.value.facts["group"] == 2
    for wrong in ("", code[:-1], code + "0"):
        with pytest.raises(StorageRecoveryCodeError):
            from_code(wrong)


def test_a_profile_is_never_made_over_another(tmp_path: Path) -> None:
    profile, _ = make(tmp_path)
    with pytest.raises(StorageExistsError):
        make(tmp_path)
    with pytest.raises(StorageLockedError):
        open_profile(tmp_path, PHRASE)
    profile.close()
    open_profile(tmp_path, PHRASE).close()


def test_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(StorageMissingError):
        open_profile(tmp_path)


def test_the_key_file_has_a_copy(tmp_path: Path) -> None:
    make(tmp_path)[0].close()
    (tmp_path / "profile.json").write_bytes(b"")
    open_profile(tmp_path, PHRASE).close()
    (tmp_path / "snapshots" / "profile.json").unlink()
    with pytest.raises(StorageDamagedError):
        open_profile(tmp_path, PHRASE)


def test_a_planted_key_file_cannot_exhaust_the_machine(tmp_path: Path) -> None:
    make(tmp_path)[0].close()
    content = json.loads((tmp_path / "profile.json").read_text())
    content["passphrase"]["memory_kib"] = 2**30
    (tmp_path / "profile.json").write_text(json.dumps(content))
    with pytest.raises(StorageDamagedError):
        open_profile(tmp_path, PHRASE)


def test_a_damaged_database_is_not_taken_for_a_wrong_passphrase(tmp_path: Path) -> None:
    make(tmp_path)[0].close()
    data = bytearray((tmp_path / DATABASE).read_bytes())
    data[100] ^= 1
    (tmp_path / DATABASE).write_bytes(data)
    with pytest.raises(StorageDamagedError):
        open_profile(tmp_path, PHRASE)


def test_time_comes_from_the_clock_given(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    profile, _ = create_profile(tmp_path, role="norec", name="Norec", clock=lambda: moment)
    assert profile.now() == moment
    assert profile.settings.pack == "norec"
    profile.close()


@pytest.mark.parametrize(
    ("workplace", "role"),
    [("post", "programansvarlig"), ("norad", "saksbehandler_norad"), ("norec", "programraadgiver_norec")],
)
def test_who_writes_is_at_first_whoever_usually_does_at_such_a_workplace(
    tmp_path: Path, workplace: WorkplaceRole, role: str
) -> None:
    made, _ = create_profile(tmp_path, role=workplace, name="Et oppdiktet sted", invented=True)
    made.close()
    opened = open_profile(tmp_path)
    assert opened.role == role
    opened.close()
