"""Attachments by the command line: they follow in files of their own, are waited for, asked for and sent again."""

from __future__ import annotations

import json
import random
from pathlib import Path

from neksus_desktop.usecases.profile import open_profile
from neksus_desktop.usecases.records import new_record, save_fields
from tests.cli.conftest import Neksus, Pair
from tests.support.samples import invented_subject


def test_large_files_follow_are_waited_for_and_sent_again(pair: Pair, neksus: Neksus) -> None:
    post = open_profile(Path(pair.post[1]))
    record = new_record(post, "neksus_veileder", invented_subject())
    save_fields(post, record, {"evidence/g1/point": "p1", "evidence/g1/title": "Feltbesøk"})
    post.close()
    data = random.Random(3).randbytes(900_000)
    source, out = pair.files / "stor.bin", pair.files / "ut"
    source.write_bytes(data)
    out.mkdir()
    assert neksus(*pair.post, "attach", "add", record, source, "--ground", "g1").code == 0
    args = ("--to", "Norad (oppdiktet)", "-o", out, "--edition", "full", "--size-limit", "0.6", "--json")
    files = json.loads(neksus(*pair.post, "export", record, *args).out)["files"]
    assert len(files) > 3
    plan = neksus(*pair.norad, "import", files[0], files[2], "--plan", "--json")
    assert [item["code"] for item in json.loads(plan.out)["items"]] == ["plan_awaits_attachments", "plan_after_earlier"]
    answer = pair.files / "kvittering.json"
    assert neksus(*pair.norad, "import", files[0], files[2], "--receipt", answer).code == 0
    assert "Venter på 1 vedlegg" in neksus(*pair.norad, "outbox").out
    assert neksus(*pair.post, "receipt", answer).code == 0
    assert json.loads(neksus(*pair.post, "outbox", "--json").out)["asked_for"][0]["count"] == 1
    assert "venter på 1 vedlegg" in neksus(*pair.post, "outbox").out
    again = pair.files / "igjen.json"
    assert neksus(*pair.post, "resend", Path(files[1]).name, "-o", again).code == 0
    assert neksus(*pair.norad, "import", again, *files[3:]).code == 0
    assert json.loads(neksus(*pair.norad, "outbox", "--json").out)["awaiting"] == []
    (listed,) = json.loads(neksus(*pair.norad, "attach", "list", record, "--json").out)
    back = pair.files / "tilbake.bin"
    assert neksus(*pair.norad, "attach", "save", record, listed["id"], "-o", back).code == 0
    assert back.read_bytes() == data


def test_attachments_stay_at_home_when_asked_to(pair: Pair, neksus: Neksus) -> None:
    post = open_profile(Path(pair.post[1]))
    record = new_record(post, "neksus_veileder", invented_subject())
    save_fields(post, record, {"evidence/g1/point": "p1", "evidence/g1/title": "Feltbesøk"})
    post.close()
    source, out = pair.files / "notat.txt", pair.files / "ut.json"
    source.write_text("Oppdiktet notat " * 9000, encoding="utf-8")
    assert neksus(*pair.post, "attach", "add", record, source, "--ground", "g1").code == 0
    args = (record, "--to", "Norad (oppdiktet)", "-o", out, "--edition", "full", "--no-attachments")
    assert neksus(*pair.post, "export", *args).code == 0
    row = json.loads(neksus(*pair.norad, "import", out, "--plan", "--json").out)["items"][0]
    assert (row["action"], row["code"]) == ("new", "plan_awaits_attachments")
