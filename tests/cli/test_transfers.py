"""The commands about what was sent and what came."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import open_profile
from tests.cli.conftest import Neksus, Pair


def _record(neksus: Neksus, pair: Pair) -> str:
    made = neksus(
        *pair.post, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Oppdiktet avtale",
        "--country", "YE", "--invented", "--json",
    )  # fmt: skip
    assert made.code == 0, made.err
    return str(made.json["id"])


def _sent(neksus: Neksus, pair: Pair, record: str) -> Path:
    done = neksus(*pair.post, "export", record, "--to", "Norad (oppdiktet)", "-o", pair.files, "--json")
    assert done.code == 0, done.err
    return Path(done.json["files"][0])


def test_the_outbox_tells_what_became_of_a_file(neksus: Neksus, pair: Pair) -> None:
    file = _sent(neksus, pair, _record(neksus, pair))
    (sent,) = neksus(*pair.post, "outbox", "--json").json["sent"]
    assert (sent["name"], sent["state"]) == (file.name, "exported")
    receipts = neksus(*pair.norad, "import", file, "--json").json["receipts"]
    assert neksus(*pair.post, "receipt", *receipts).code == 0
    told = neksus(*pair.post, "outbox")
    assert "Bekreftet" in told.out
    assert file.name in told.out


def test_a_record_is_refused_and_the_reason_goes_back(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    file = _sent(neksus, pair, record)
    done = neksus(*pair.norad, "import", file, "--refuse", f"{record}=Hører til en annen avdeling", "--json")
    assert done.code == 4
    (row,) = done.json["items"]
    assert (row["action"], row["reason"]) == ("refused", "Hører til en annen avdeling")
    assert neksus(*pair.norad, "show", record).code == 1
    back = neksus(*pair.post, "receipt", *done.json["receipts"])
    assert "Kvittering fra Norad (oppdiktet)" in back.out, "a receipt that was taken in is told"
    assert "Hører til en annen avdeling" in neksus(*pair.post, "outbox").out
    with pytest.raises(SystemExit, match="2"):
        neksus(*pair.norad, "import", file, "--refuse", record)


def test_what_was_sent_comes_back_and_says_when_its_approvals_count(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    old, new = ("--profile", str(tmp_path / "gammel")), ("--profile", str(tmp_path / "ny"))
    init = ("init", "--role", "post", "--name", "Posten (oppdiktet)", "--unprotected", "--invented", "--json")
    code = tmp_path / "kode.txt"
    code.write_text(neksus(*old, *init).json["recovery_code"], encoding="utf-8")
    card = tmp_path / "gammel.json"
    assert neksus(*old, "card", "-o", card).code == 0
    assert neksus(*old, "trust", pair.files / "norad.json").code == 0
    record = _record(neksus, Pair(old, pair.norad, pair.files))
    assert [neksus(*old, step, record).code for step in ("submit", "approve")] == [0, 0]
    sent = neksus(*old, "export", record, "--to", "Norad (oppdiktet)", "--edition", "full", "-o", tmp_path, "--json")
    neksus(*new, *init)
    for status in ("for_approval", "approved"):
        done = neksus(*new, "recover", "--code-file", code, *sent.json["files"])
        assert (done.code, "gamle nøkkelkortet" in done.err) == (0, True)
        assert neksus(*new, "show", record, "--json").json["status"] == status
        neksus(*new, "trust", card)


def test_files_go_by_mail_and_with_a_courier(neksus: Neksus, pair: Pair) -> None:
    mail, listed = pair.files / "utkast.eml", pair.files / "liste.txt"
    done = neksus(
        *pair.post, "export", _record(neksus, pair), "--to", "Norad (oppdiktet)", "-o", pair.files, "--mail", mail,
        "--list", listed, "--json",
    )  # fmt: skip
    (file,) = done.json["files"]
    assert Path(file).name in listed.read_text(encoding="utf-8")
    assert f'filename="{Path(file).name}"' in mail.read_text(encoding="utf-8")


def test_a_file_is_sent_again_and_looked_into(neksus: Neksus, pair: Pair) -> None:
    file = _sent(neksus, pair, _record(neksus, pair))
    again = pair.files / "igjen.json"
    assert neksus(*pair.post, "resend", file.name, "-o", again).code == 0
    seen = neksus(*pair.norad, "inspect", again)
    assert seen.json["header"]["kind"] == "records"
    assert [line["name"] for line in seen.json["lines"]] == ["version"]
    assert neksus(*pair.norad, "inspect", Path(__file__)).err.startswith("neksus: [bundle_shape]")


def test_remarks_go_there_and_back(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    neksus(*pair.norad, "import", _sent(neksus, pair, record))
    assert neksus(*pair.norad, "comments", "add", record, "--text", "Hva er grunnlaget?").code == 0
    out = pair.files / "merknader.json"
    done = neksus(*pair.norad, "comments", "export", record, "--to", "Stasjon (oppdiktet)", "-o", out)
    assert done.code == 0, done.err
    done = neksus(*pair.post, "comments", "import", out, "--json")
    assert [row["action"] for row in done.json["items"]] == ["new"]
    assert neksus(*pair.norad, "receipt", *done.json["receipts"]).code == 0
    assert neksus(*pair.norad, "outbox", "--json").json["missing"] == [], "the receipt's number was used and came"
    (found,) = neksus(*pair.post, "comments", "list", record, "--json").json
    assert (found["text"], found["state"]) == ("Hva er grunnlaget?", "open")
    answer = neksus(*pair.post, "comments", "answer", found["id"], "--state", "disagree", "--json")
    assert answer.json == [{"id": found["id"], "state": "disagree"}]
    back = neksus(
        *pair.post, "comments", "export", record, "--to", "Norad (oppdiktet)", "-o", pair.files, "--json"
    ).json
    assert (back["records"], back["sequence"]) == ([record], 3)
    assert neksus(*pair.norad, "comments", "import", *back["files"]).code == 0
    (told,) = neksus(*pair.norad, "comments", "list", record, "--json").json
    assert [(one["name"], one["state"]) for one in told["answers"]] == [("Stasjon (oppdiktet)", "disagree")]
    assert "Står som uenighet (Stasjon (oppdiktet))" in neksus(*pair.norad, "comments", "list", record).out


def test_the_key_list_is_signed_taken_in_and_shown(neksus: Neksus, pair: Pair) -> None:
    out = pair.files / "nokler.json"
    made = neksus(*pair.norad, "roster", "export", "-o", out, "--json").json
    assert made == {"files": [str(out)], "workplaces": 1, "number": 1}
    assert neksus(*pair.post, "roster", "import", out).code == 0
    assert "Norad (oppdiktet)" in neksus(*pair.post, "roster", "list").out
    revoked = neksus(*pair.norad, "roster", "revoke", "Stasjon (oppdiktet)", "--reason", "Stjålet maskin", "--json")
    assert revoked.json["revoked_reason"] == "Stjålet maskin"
    (peer,) = neksus(*pair.norad, "roster", "list", "--json").json
    assert peer["revoked_reason"] == "Stjålet maskin"
    judged = neksus(*pair.norad, "verify", _sent(neksus, pair, _record(neksus, pair)))
    assert (judged.code, "trukket tilbake" in judged.out) == (3, True)


def test_a_bad_file_among_receipts_does_not_stop_the_others(neksus: Neksus, pair: Pair) -> None:
    file = _sent(neksus, pair, _record(neksus, pair))
    (good,) = neksus(*pair.norad, "import", file, "--json").json["receipts"]
    bad = pair.files / "a.json"
    bad.write_text("{}", encoding="utf-8")
    done = neksus(*pair.post, "receipt", bad, good)
    assert (done.code, "Ukjent" in done.out or "a.json" in done.out) == (4, True)
    (sent,) = neksus(*pair.post, "outbox", "--json").json["sent"]
    assert sent["state"] == "confirmed"


def test_what_is_for_everybody_is_sent_again_open(neksus: Neksus, pair: Pair) -> None:
    out, again = pair.files / "nokler.json", pair.files / "igjen.json"
    assert neksus(*pair.norad, "roster", "export", "-o", out).code == 0
    assert neksus(*pair.norad, "resend", out.name, "-o", again, "--json").json == {"files": [str(again)]}
    assert neksus(*pair.post, "roster", "import", again).code == 0
    assert neksus(*pair.norad, "send-forms", "neksus_veileder", "-o", pair.files / "skjema.json").code == 0
    assert neksus(*pair.post, "import", pair.files / "skjema.json").code == 0


def test_the_number_is_told_whatever_the_file_is_called(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    (pair.files / "neksus-stasjon-oppdiktet-til-norad-oppdiktet-000001.json").write_text("opptatt", encoding="utf-8")
    for number, where in enumerate((pair.files, pair.files / "min-7.json", pair.files / "min.json"), start=1):
        done = neksus(*pair.post, "export", record, "--to", "Norad (oppdiktet)", "-o", where, "--json")
        assert done.json["sequence"] == number


def test_a_post_cannot_sign_a_key_list_or_forms(neksus: Neksus, pair: Pair) -> None:
    for command in (("roster", "export"), ("send-forms", "neksus_veileder")):
        done = neksus(*pair.post, *command, "-o", pair.files / "x.json")
        assert done.code != 0
        assert done.err.startswith("neksus: [exchange_card]")


def test_a_card_says_its_fingerprint_in_digits_words_and_a_code(neksus: Neksus, pair: Pair) -> None:
    card, code = pair.files / "kort.json", pair.files / "kode.svg"
    told = neksus(*pair.post, "card", "-o", card, "--qr", code, "--json").json
    assert (len(told["digits"].split()), len(told["words"])) == (6, 12)
    assert code.read_bytes().lstrip().startswith((b"<svg", b"<?xml"))
    english = neksus("--language", "en", *pair.post, "card", "-o", card, "--json").json
    assert english["digits"] == told["digits"]
    assert english["words"] != told["words"]


def test_renewed_keys_are_told_to_look_like_the_old_ones(neksus: Neksus, pair: Pair) -> None:
    card = pair.files / "nytt-kort.json"
    before = neksus(*pair.post, "card", "-o", card).out
    assert neksus(*pair.post, "card", "-o", card, "--renew").out != before
    trusted = neksus(*pair.norad, "trust", card, "--json")
    assert trusted.json["look_alikes"] == ["Stasjon (oppdiktet)"]
    assert "kan forveksles" in trusted.err


def test_forms_go_to_named_posts_and_the_plan_says_what_they_bring(neksus: Neksus, pair: Pair) -> None:
    form = pair.files / "feltnotat.md"
    text = "| survey |||\n| | type | name | label |\n| | text | sted | Hvor? |\n| settings |||\n"
    text += "| | form_title | form_id | version |\n| | Feltnotat | feltnotat | {} |\n"
    for number, more in enumerate(("", "| | integer | alder | Alder |\n"), start=1):
        form.write_text(text.replace("| settings", f"{more}| settings").format(number), encoding="utf-8")
        norad = open_profile(Path(pair.norad[1]))
        install_form(norad, form)
        norad.close()
        sent = neksus(*pair.norad, "send-forms", "feltnotat", "--to", "Stasjon (oppdiktet)", "-o", pair.files, "--json")
        assert sent.code == 0, sent.err
        (file,) = sent.json["files"]
        (planned,) = neksus(*pair.post, "import", file, "--plan", "--json").json["items"]
        assert (planned["title"], planned["action"]) == (f"Feltnotat · {number}", "new")
        assert planned["form"]["before"] == ("" if number == 1 else "1")
        shown = neksus(*pair.post, "import", file, "--plan").out
        assert ("Nytt skjema her." if number == 1 else "Her fra før: versjon 1. 1 nytt spørsmål.") in shown
        taken = neksus(*pair.post, "import", file, "--json")
        assert neksus(*pair.norad, "receipt", *taken.json["receipts"]).code == 0
    assert [one["state"] for one in neksus(*pair.norad, "outbox", "--json").json["sent"]] == ["confirmed"] * 2
    unknown = neksus(*pair.norad, "send-forms", "feltnotat", "--to", "Ukjent", "-o", pair.files)
    assert (unknown.code, "exchange_recipient" in unknown.err) == (1, True)


def test_export_says_when_an_edition_brings_a_recipient_nothing(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    assert neksus(*pair.norad, "import", _sent(neksus, pair, record)).code == 0
    assert neksus(*pair.norad, "set", record, "note/innsats_deltakelse/internal", "Fra Norad").code == 0
    to = ("export", record, "--to", "Stasjon (oppdiktet)", "-o", pair.files)
    done = neksus(*pair.norad, *to)
    assert (done.code, "ingen endringer for Stasjon (oppdiktet)" in done.err, "«Full»" in done.err) == (0, True, True)
    assert neksus(*pair.norad, *to, "--edition", "full").err == "Utgave: Full.\n"
    told = neksus(*pair.norad, *to, "--json")
    assert (told.json["edition"], told.err) == ("anonymised", "")
    (nothing,) = told.json["nothing_new"]
    assert (nothing["record"], nothing["why"], nothing["better"]) == (record, "whole", "full")


def test_export_sends_the_least_unless_told_otherwise_and_says_so(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    assert neksus(*pair.post, "set", record, "note/innsats_samhold/internal", "Bare internt").code == 0
    assert neksus(*pair.post, "set", record, "note/innsats_samhold/shareable", "Ikke klarert").code == 0
    out = pair.files / "ut.json"
    to = ("export", record, "--to", "Norad (oppdiktet)", "-o", out)
    done = neksus(*pair.post, *to)
    assert done.err == "Utgave: Anonymisert. Mer går bare ut med --edition shareable eller full.\n"
    assert neksus(*pair.norad, "verify", out, "--json").json["edition"] == "anonymised"
    shareable = (*to, "--edition", "shareable")
    assert "Ingen tekst er klarert for deling" in neksus(*pair.post, *shareable).err
    assert neksus(*pair.post, "set", record, "note/innsats_samhold/confirmed", "1").code == 0
    assert "klarert" not in neksus(*pair.post, *shareable).err
    sealed = neksus(*pair.post, *to, "--edition", "full", "--json").json
    assert (sealed["edition"], sealed["nothing_new"]) == ("full", [])


@pytest.mark.parametrize("limit", ["-1", "0.0001", "nan"])
def test_a_size_limit_that_cannot_be_kept_is_refused(neksus: Neksus, pair: Pair, limit: str) -> None:
    to = ("--to", "Norad (oppdiktet)", "-o", pair.files)
    done = neksus(*pair.post, "export", _record(neksus, pair), *to, f"--size-limit={limit}")
    assert (done.code, "Oppgi minst 0.1 MB" in done.err) == (1, True)
    assert neksus(*pair.post, "outbox", "--json").json["sent"] == []


def test_a_card_is_told_to_be_one(neksus: Neksus, pair: Pair) -> None:
    done = neksus(*pair.post, "import", pair.files / "norad.json", "--json")
    (row,) = done.json["items"]
    assert (done.code, row["action"], "nøkkelkort" in row["reason"], "neksus trust" in row["reason"]) == (
        4, "refused", True, True,
    )  # fmt: skip


def test_what_a_system_leaves_in_a_folder_is_not_read(neksus: Neksus, pair: Pair) -> None:
    stick = pair.files / "stick"
    stick.mkdir()
    for name in ("._neksus-til-norad-000001.json", "~$liste.json", ".DS_Store", "Thumbs.db", ".skjult.json"):
        (stick / name).write_bytes(b"\0\5\x16\7")
    none = neksus(*pair.norad, "import", stick)
    assert (none.code, "stick" in none.err) == (1, True)
    assert neksus(*pair.norad, "import", stick / ".skjult.json").code == 4, "named, it is read"


@pytest.mark.parametrize("command", [("roster", "revoke"), ("roster", "import"), ("approver", "end")])
def test_a_command_without_what_it_is_about_says_that(neksus: Neksus, pair: Pair, command: tuple[str, ...]) -> None:
    done = neksus(*pair.norad, *command)
    assert (done.code, "vurdering" in done.err, f"neksus {command[0]} --help" in done.err) == (1, False, True)


def test_what_could_not_be_written_is_told_by_what_was_done_then(neksus: Neksus, pair: Pair) -> None:
    record, away = _record(neksus, pair), pair.files / "borte"
    done = neksus(*pair.post, "export", record, "--to", "Norad (oppdiktet)", "-o", away / "x.json")
    assert (done.code, "Ingenting er merket som sendt" in done.err) == (1, True)
    assert neksus(*pair.post, "outbox", "--json").json["sent"] == []
    mailed = neksus(
        *pair.post, "export", record, "--to", "Norad (oppdiktet)", "-o", pair.files, "--mail", away / "x.eml"
    )  # fmt: skip
    assert (mailed.code, "merket som sendt" in mailed.err) == (1, False), "the file itself was made, and is told"
    (sent,) = neksus(*pair.post, "outbox", "--json").json["sent"]
    assert sent["name"] in mailed.out
    taken = neksus(*pair.norad, "import", pair.files / sent["name"], "--receipt", away / "kvittering.json")
    assert (taken.code, "ingenting importert" in taken.err) == (1, True)
    assert neksus(*pair.norad, "list", "--json").json == []


def test_an_older_key_list_is_told_as_that_and_changes_nothing(neksus: Neksus, pair: Pair) -> None:
    lists = [pair.files / f"nokler-{number}.json" for number in (1, 2)]
    for path in lists:
        assert neksus(*pair.norad, "roster", "export", "-o", path).code == 0
    neksus(*pair.post, "roster", "import", lists[1])
    for path, wanted in ((lists[1], "have"), (lists[0], "older")):
        planned = neksus(*pair.post, "import", path, "--plan", "--json").json["items"]
        assert {row["action"] for row in planned} == {wanted}


def test_an_empty_remark_is_told_as_that(neksus: Neksus, pair: Pair) -> None:
    done = neksus(*pair.post, "comments", "add", _record(neksus, pair), "--text", "  ")
    assert (done.code, "Merknaden er tom." in done.err) == (1, True)


@pytest.mark.parametrize("reason", ["", "å" * 501])
def test_a_key_is_not_withdrawn_with_a_reason_that_no_list_can_carry(neksus: Neksus, pair: Pair, reason: str) -> None:
    done = neksus(*pair.norad, "roster", "revoke", "Stasjon (oppdiktet)", "--reason", reason)
    assert (done.code, "500" in done.err) == (1, True)
    assert neksus(*pair.norad, "roster", "list", "--json").json[0]["revoked_at"] is None
    assert neksus(*pair.norad, "roster", "export", "-o", pair.files / "liste.json").code == 0


def test_a_refusal_has_room_in_the_receipt(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    neksus(*pair.post, "export", record, "--to", "Norad (oppdiktet)", "--edition", "full", "-o", pair.files)
    done = neksus(*pair.norad, "import", pair.files, "--refuse", f"{record}={'å' * 2001}")
    assert (done.code, "2001" in done.err) == (1, True)
    assert neksus(*pair.norad, "list", "--json").json == []


def test_an_empty_folder_is_told_as_that(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    empty = tmp_path / "tom"
    empty.mkdir()
    done = neksus(*pair.norad, "import", empty)
    assert (done.code, "tom" in done.err) == (1, True)


def test_a_file_is_sent_again_by_the_number_that_its_recipient_misses(neksus: Neksus, pair: Pair) -> None:
    _sent(neksus, pair, _record(neksus, pair))
    lost = _sent(neksus, pair, _record(neksus, pair))
    assert lost.name.endswith("-000002.json")
    again = pair.files / "igjen.json"
    assert neksus(*pair.post, "resend", "2", "--to", "Norad (oppdiktet)", "-o", again).code == 0
    (address,) = neksus(*pair.norad, "inspect", again).json["header"]["recipients"]
    assert address["sequence"] == 2
    assert neksus(*pair.post, "resend", "3", "-o", again).err.startswith("neksus: [not_found]")


def test_a_number_that_two_recipients_have_needs_a_name(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    third, card = ("--profile", str(tmp_path / "tredje")), pair.files / "tredje.json"
    neksus(*third, "init", "--role", "post", "--name", "Tredje (oppdiktet)", "--invented", "--unprotected")
    assert neksus(*third, "card", "-o", card).code == 0
    assert neksus(*pair.post, "trust", card).code == 0
    record = _record(neksus, pair)
    _sent(neksus, pair, record)
    assert neksus(*pair.post, "export", record, "--to", "Tredje (oppdiktet)", "-o", pair.files).code == 0
    unclear = neksus(*pair.post, "resend", "1", "-o", pair.files)
    assert unclear.code == 1
    assert "Norad (oppdiktet), Tredje (oppdiktet)" in unclear.err
    assert neksus(*pair.post, "resend", "1", "--to", "Tredje (oppdiktet)", "-o", pair.files).code == 0


def test_a_refusal_of_what_is_in_none_of_the_files_stops_the_import(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    done = neksus(*pair.norad, "import", _sent(neksus, pair, record), "--refuse", "ukjent=Feil avtale")
    assert (done.code, "ukjent" in done.err) == (1, True)
    assert neksus(*pair.norad, "show", record).code == 1


def test_what_we_made_ourselves_is_left_out_of_a_folder(neksus: Neksus, pair: Pair) -> None:
    record = _record(neksus, pair)
    sent = _sent(neksus, pair, record)
    (receipt,) = neksus(*pair.norad, "import", sent, "--json").json["receipts"]
    done = neksus(*pair.norad, "import", pair.files, "--json")
    rows = {Path(row["file"]).name: (row["action"], row["code"]) for row in done.json["items"]}
    assert rows[Path(receipt).name] == ("have", "plan_own_file")
    home = neksus(*pair.post, "import", sent, receipt, "--json")
    assert [(row["title"], row["action"]) for row in home.json["items"] if row["code"] == "plan_own_file"] == [
        (sent.name, "have")
    ]
    assert (home.code, home.json["receipts"]) == (0, [])


def test_receipts_for_a_key_list_are_counted(neksus: Neksus, pair: Pair) -> None:
    (listed,) = neksus(*pair.norad, "roster", "export", "-o", pair.files, "--json").json["files"]
    receipts = neksus(*pair.post, "roster", "import", listed, "--json").json["receipts"]
    for _ in range(2):
        assert neksus(*pair.norad, "receipt", *receipts).code == 0
    told = neksus(*pair.norad, "outbox", "--json").json["sent"]
    (row,) = [one for one in told if one["kind"] == "roster"]
    assert (row["state"], row["answered_by"]) == ("partly", ["Stasjon (oppdiktet)"])
    assert "1 arbeidssted har kvittert" in neksus(*pair.norad, "outbox").out


def test_nothing_approved_says_how_to_send_to_one_more(neksus: Neksus, pair: Pair) -> None:
    done = neksus(*pair.post, "export", "--approved", "--to", "Norad (oppdiktet)", "-o", pair.files)
    assert (done.code, "--status exported" in done.err) == (1, True)
