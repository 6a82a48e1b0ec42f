"""The command line on a profile that cannot be written: it reads, says so, and refuses to write."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Neksus
from tests.support.closed_disk import run_where_nothing_can_be_written

_COMMANDS = """
import sys
from pathlib import Path
from neksus_desktop.cli import run

disk, elsewhere, phrase, record = sys.argv[1:5]
start = ["--profile", disk, "--passphrase-file", phrase, "--language", "nb"]
for command in (
    ["list"], ["show", record], ["search", "vannet"], ["doctor"],
    ["report", "summary", record, "-o", elsewhere + "/a.pdf"],
    ["backup", "-o", elsewhere + "/kopi.db"], ["set", record, "note/innsats_samhold/internal", "nytt"], ["backup"],
):
    print(command[0], run([*start, *command], lambda *_: 0), file=sys.stderr)
"""


def test_reading_works_and_writing_is_refused(neksus: Neksus, tmp_path: Path) -> None:
    phrase, folder, elsewhere = tmp_path / "frase", tmp_path / "p", tmp_path / "annet"
    phrase.write_text("godt bevarte ord", encoding="utf-8")
    elsewhere.mkdir()
    start = ("--profile", folder, "--passphrase-file", phrase)
    neksus(*start, "init", "--role", "post", "--name", "Oppdiktby", "--invented")
    record = neksus(*start, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Brønn",
                    "--invented", "--json").json["id"]  # fmt: skip
    neksus(*start, "set", record, "note/innsats_samhold/internal", "Vannet deles")
    done = run_where_nothing_can_be_written(_COMMANDS, folder, elsewhere, phrase, record)
    assert done is not None
    codes = [line for line in done.stderr.splitlines() if not line.startswith("neksus:")]
    assert codes == ["list 0", "show 0", "search 0", "doctor 0", "report 0", "backup 0", "set 1", "backup 1"], (
        done.stderr
    )
    assert "Lesevisning" in done.stderr
    assert "[storage_reading]" in done.stderr
    assert "Vannet" in done.stdout
    assert sorted(path.name for path in elsewhere.iterdir()) == ["a.pdf", "kopi.db", "kopi.db.profile.json"]
