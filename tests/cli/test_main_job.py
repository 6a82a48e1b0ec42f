from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Neksus, Pair

FULL = ("--to", "Norad (oppdiktet)", "--edition", "full")
COHESION = "/data/innsats/innsats_samhold/innsats_samhold"


def _draft(neksus: Neksus, pair: Pair) -> str:
    made = neksus(
        *pair.post, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Vann (oppdiktet)",
        "--country", "YE", "--invented", "--json",
    )  # fmt: skip
    assert made.code == 0
    record: str = made.json["id"]
    assert neksus(*pair.post, "set", record, COHESION, "styrker").code == 0
    assert neksus(*pair.post, "set", record, "note/innsats_samhold/internal", "Brukes av begge.").code == 0
    return record


def _approved(neksus: Neksus, pair: Pair) -> str:
    record = _draft(neksus, pair)
    assert neksus(*pair.post, "submit", record).code == 0
    assert neksus(*pair.post, "--as", "stasjonssjef", "approve", record).code == 0
    return record


def _sent(neksus: Neksus, pair: Pair, *more: str) -> Path:
    target = pair.files / "til-norad.json"
    assert neksus(*pair.post, "export", "--approved", *FULL, "-o", target, *more).code == 0
    return target


def test_the_whole_way_out_and_home(neksus: Neksus, pair: Pair) -> None:
    record = _approved(neksus, pair)
    sent = _sent(neksus, pair)
    assert neksus(*pair.norad, "verify", sent).code == 0
    planned = neksus(*pair.norad, "import", sent, "--plan", "--json").json
    assert [item["action"] for item in planned["items"]] == ["new"]
    assert neksus(*pair.norad, "list", "--json").json == []
    imported = neksus(*pair.norad, "import", sent, "--receipt", pair.files, "--json").json
    assert imported["applied"] is True
    shown = neksus(*pair.norad, "show", record, "--json").json
    assert shown["fields"][COHESION] == "styrker"
    assert shown["fields"]["note/innsats_samhold/internal"] == "Brukes av begge."
    assert [one["decision"] for one in shown["decisions"]] == ["approved"]
    assert neksus(*pair.post, "import", *imported["receipts"]).code == 0
    assert neksus(*pair.post, "show", record, "--json").json["status"] == "confirmed"


def test_importing_again_changes_nothing(neksus: Neksus, pair: Pair) -> None:
    _approved(neksus, pair)
    sent = _sent(neksus, pair)
    neksus(*pair.norad, "import", sent)
    before = neksus(*pair.norad, "list", "--json").json
    again = neksus(*pair.norad, "import", sent, "--json").json
    assert [item["action"] for item in again["items"]] == ["have"]
    assert neksus(*pair.norad, "list", "--json").json == before


def test_a_draft_goes_only_when_named(neksus: Neksus, pair: Pair) -> None:
    record = _draft(neksus, pair)
    nothing = neksus(*pair.post, "export", "--approved", "--to", "Norad (oppdiktet)", "-o", pair.files)
    assert (nothing.code, "[usage] Ingen vurderinger er godkjent" in nothing.err) == (1, True)
    assert "--approved" not in nothing.err
    target = pair.files / "utkast.json"
    assert neksus(*pair.post, "export", record, "--to", "Norad (oppdiktet)", "-o", target).code == 0
    assert neksus(*pair.norad, "verify", target, "--json").json["records"][0]["status"] == "draft"


def test_a_signer_that_is_not_trusted_is_told_apart(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    _approved(neksus, pair)
    sent = _sent(neksus, pair, "--plain")
    stranger = ("--profile", str(tmp_path / "fremmed"))
    neksus(*stranger, "init", "--role", "norad", "--name", "Fremmed (oppdiktet)", "--unprotected", "--invented")
    assert neksus(*stranger, "verify", sent).code == 3
    refused = neksus(*stranger, "import", sent, "--json")
    assert refused.code == 4
    assert [item["action"] for item in refused.json["items"]] == ["refused"]


def test_an_altered_file_is_refused_with_its_reason(neksus: Neksus, pair: Pair) -> None:
    _approved(neksus, pair)
    sent = _sent(neksus, pair)
    content = bytearray(sent.read_bytes())
    content[len(content) // 2] ^= 1
    forged = pair.files / "forfalsket.json"
    forged.write_bytes(bytes(content))
    verdict = neksus(*pair.norad, "verify", forged, "--json")
    assert verdict.code == 4
    assert verdict.json["code"].startswith("bundle_")
    assert verdict.json["message"]
    assert neksus(*pair.norad, "import", forged).code == 4
    assert neksus(*pair.norad, "list", "--json").json == []


def test_an_approved_text_is_locked_until_it_is_reopened(neksus: Neksus, pair: Pair) -> None:
    record = _approved(neksus, pair)
    locked = neksus(*pair.post, "set", record, COHESION, "svekker")
    assert (locked.code, "[record_status]" in locked.err) == (1, True)
    assert neksus(*pair.post, "reopen", record).code == 0
    assert neksus(*pair.post, "set", record, COHESION, "svekker").code == 0
    assert neksus(*pair.post, "submit", record).code == 0
    assert len(neksus(*pair.post, "show", record, "--json").json["versions"]) == 2


def test_a_point_of_an_approved_text_is_followed_up_without_reopening_it(neksus: Neksus, pair: Pair) -> None:
    record = _draft(neksus, pair)
    for attribute, value in (("point", "innsats_samhold"), ("text", "Spør partneren"), ("state", "aapen")):
        assert neksus(*pair.post, "set", record, f"followup/f1/{attribute}", value).code == 0
    assert neksus(*pair.post, "submit", record).code == 0
    assert neksus(*pair.post, "--as", "stasjonssjef", "approve", record).code == 0
    assert neksus(*pair.post, "set", record, "followup/f1/outcome", "Svart i møtet.").code == 0
    assert neksus(*pair.post, "set", record, "followup/f1/state", "lukket").code == 0
    assert neksus(*pair.post, "set", record, "followup/f1/text", "Noe annet").code == 1
    neksus(*pair.norad, "import", _sent(neksus, pair))
    for place in (pair.post, pair.norad):
        shown = neksus(*place, "show", record, "--json").json
        assert (shown["fields"]["followup/f1/state"], shown["decisions"][0]["decision"]) == ("lukket", "approved")
    assert neksus(*pair.norad, "show", record, "--json").json["status"] == "approved"


def test_a_return_needs_a_remark(neksus: Neksus, pair: Pair) -> None:
    record = _draft(neksus, pair)
    neksus(*pair.post, "submit", record)
    assert "remark" not in neksus(*pair.post, "return", record).out
    returned = neksus(*pair.post, "return", record, "--remark", "innsats_samhold: Mellom hvem?")
    assert returned.code == 0
    decision = neksus(*pair.post, "show", record, "--json").json["decisions"][0]
    assert decision["remarks"] == {"innsats_samhold": "Mellom hvem?"}


def test_a_real_record_is_refused_in_an_invented_profile(neksus: Neksus, pair: Pair) -> None:
    mixed = neksus(*pair.post, "new", "--form", "neksus_veileder", "--subject-type", "land", "--title", "Land")
    assert mixed.code == 1
    assert "[invented_mix]" in mixed.err


@pytest.mark.parametrize("kind", ["summary", "blank"])
def test_documents_are_written(neksus: Neksus, pair: Pair, kind: str) -> None:
    record = _draft(neksus, pair)
    target = pair.files / f"{kind}.pdf"
    assert neksus(*pair.post, "report", kind, record, "-o", target, "--lang", "nn").code == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_doctor_finds_all_sound(neksus: Neksus, pair: Pair) -> None:
    _approved(neksus, pair)
    found = neksus(*pair.post, "doctor", "--json")
    assert found.code == 0
    assert found.json["sound"] is True
    assert found.json["checked"]["changes"] > 0


def test_a_protected_profile_asks_for_its_passphrase(neksus: Neksus, tmp_path: Path) -> None:
    secret = tmp_path / "passordfrase.txt"
    secret.write_text("en ganske lang oppdiktet frase\n", encoding="utf-8")
    place = ("--profile", str(tmp_path / "p"))
    made = neksus(*place, "--passphrase-file", secret, "init", "--role", "post", "--name", "P (oppdiktet)", "--json")
    assert made.code == 0
    assert made.json["protected"] is True
    assert neksus(*place, "--passphrase-file", secret, "list", "--json").json == []
    secret.write_text("noe helt annet og feil\n", encoding="utf-8")
    wrong = neksus(*place, "--passphrase-file", secret, "list")
    assert (wrong.code, "[storage_key]" in wrong.err) == (1, True)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_faults_are_told_in_the_users_language(neksus: Neksus, tmp_path: Path, language: str) -> None:
    told = neksus("--profile", tmp_path / "x", "--language", language, "list").err
    words = {"nb": "Det er ingen profil i mappen", "nn": "Det er ingen profil i mappa", "en": "There is no profile"}
    assert words[language] in told


def test_no_traceback_reaches_the_user(tmp_path: Path) -> None:
    damaged = tmp_path / "p"
    damaged.mkdir()
    (damaged / "neksus.db").write_bytes(b"SQLite format 3\x00" + os.urandom(5000))
    done = subprocess.run(
        [sys.executable, "-m", "neksus_desktop", "--profile", damaged, "list"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("neksus: [storage_")


def test_the_demo_walks_the_whole_way(neksus: Neksus, tmp_path: Path) -> None:
    done = neksus("demo", "--folder", tmp_path / "demo", "--json")
    assert done.code == 0
    steps = [step["step"] for step in done.json]
    assert steps[-1] == "refused"
    assert "not_refused" not in steps
    confirmed = [step["count"] for step in done.json if step["step"] == "confirmed"]
    assert confirmed == [4, 2]
    again = neksus("demo", "--folder", tmp_path / "demo", "--json")
    assert again.code == 0


def test_the_demo_touches_no_folder_that_is_not_its_own(neksus: Neksus, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mitt", encoding="utf-8")
    refused = neksus("demo", "--folder", tmp_path)
    assert refused.code == 1
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mitt"


@pytest.mark.parametrize("name", ["", "   ", "a\x07b", "x" * 121])
def test_a_workplace_needs_a_name_that_can_be_said(neksus: Neksus, tmp_path: Path, name: str) -> None:
    refused = neksus("--profile", tmp_path / "p", "init", "--role", "post", "--name", name, "--unprotected")
    assert (refused.code, "[usage]" in refused.err) == (1, True)
    assert not (tmp_path / "p" / "neksus.db").exists()


def test_foreign_text_does_not_steer_the_terminal(neksus: Neksus, pair: Pair) -> None:
    made = neksus(
        *pair.post, "new", "--form", "neksus_veileder", "--subject-type", "land", "--title", "Land\x1b[31m",
        "--invented", "--json",
    )  # fmt: skip
    assert "\x1b" not in neksus(*pair.post, "show", made.json["id"]).out


def test_the_forms_and_their_points_can_be_listed(neksus: Neksus, pair: Pair) -> None:
    (form,) = neksus(*pair.post, "forms", "--json").json
    assert form["id"] == "neksus_veileder"
    assert len([point for point in form["points"] if point["number"]]) == 24


def test_a_command_that_is_not_understood_is_told_in_the_users_language(
    neksus: Neksus, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        neksus("finnes-ikke")
    assert caught.value.code == 2
    assert "Kommandoen ble ikke forstått" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "said"),
    [("nn", "Kommandoen vart ikkje forstått"), ("en", "The command was not understood")],
)
@pytest.mark.parametrize("command", [["finnes-ikke"], ["year", "finnes-ikke"], ["list", "--finnes-ikke"]])
def test_the_language_asked_for_holds_for_that_too(
    neksus: Neksus, capsys: pytest.CaptureFixture[str], command: list[str], language: str, said: str
) -> None:
    with pytest.raises(SystemExit):
        neksus("--language", language, *command)
    assert said in capsys.readouterr().err
    with pytest.raises(SystemExit):
        neksus(f"--language={language}", *command)
    assert said in capsys.readouterr().err


def test_a_list_for_people_has_days_as_people_write_them(neksus: Neksus, pair: Pair) -> None:
    _approved(neksus, pair)
    _sent(neksus, pair)
    told = neksus(*pair.post, "outbox", "--json").json["sent"][0]["made_at"][:10]
    assert f"{told[8:]}.{told[5:7]}.{told[:4]}" in neksus(*pair.post, "outbox").out
    assert told not in neksus(*pair.post, "outbox").out
