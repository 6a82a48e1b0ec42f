"""A folder of many files, bad ones among them: each is told of, none stops the rest; a bar for whoever watches."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from neksus_desktop.cli.progress import progress_bar
from neksus_desktop.storage import records
from neksus_desktop.usecases import export
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import open_profile
from tests.cli.conftest import Neksus, Pair
from tests.support.samples import invented_record

FILES, BAD = 300, 20


class Terminal(io.StringIO):
    """What somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(pair: Pair) -> Path:
    made = pair.files / "mange"
    made.mkdir()
    post = open_profile(Path(pair.post[1]))
    try:
        with post.store.write():
            for number in range(FILES):
                record = invented_record({"note/p1/internal": f"Tekst {number}"})
                records.create_record(post.store, record, role=post.role, now=post.now())
                export.export_records(post, [record.id], "Norad (oppdiktet)", made, edition="full")
    finally:
        post.close()
    return made


def spoil(folder: Path) -> set[str]:
    """Damage some of the files in as many ways as there are; returns their names."""
    chosen = random.Random(5)
    names = set()
    for number, path in enumerate(chosen.sample(sorted(folder.glob("*.json")), BAD)):
        data = path.read_bytes()
        middle = len(data) // 2
        path.write_bytes(
            [b"", data[:middle], b"[" * 200_000, data[:middle] + b"\0" + data[middle:], bytes([255, 254]) + data][
                number % 5
            ]
        )
        names.add(path.name)
    return names


def test_a_folder_of_many_files_is_taken_in_but_for_the_bad_ones(neksus: Neksus, pair: Pair, folder: Path) -> None:
    bad = spoil(folder)
    done = neksus(*pair.norad, "import", folder, "--json")
    items = done.json["items"]
    assert done.code == 4, done.err
    assert done.err == ""
    assert {Path(one["file"]).name for one in items if one["action"] == "refused"} == bad
    assert all(one["code"].startswith("bundle_") and one["reason"] for one in items if one["action"] == "refused")
    assert sum(one["action"] == "new" for one in items) == FILES - BAD
    norad = open_profile(Path(pair.norad[1]))
    assert len(list(all_rows(norad, query()))) == FILES - BAD
    norad.close()
    assert len(done.json["receipts"]) == 1


def test_the_bar_is_drawn_for_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert progress_bar("Leser", io.StringIO()) is None
    screen = Terminal()
    draw = progress_bar("Leser", screen)
    assert draw is not None
    for at in range(1, 5001):
        draw(at, 5000)
    lines = screen.getvalue().split("\r")
    assert lines[-1].endswith("5000/5000\n")
    assert len(lines) <= 202
    assert capsys.readouterr().err == ""
