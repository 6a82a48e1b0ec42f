"""Moving a draft to the newest version of its form by the command line."""

from __future__ import annotations

from pathlib import Path

from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import open_profile
from tests.cli.conftest import Neksus, Pair


def install(pair: Pair, folder: Path, version: str, survey: str) -> None:
    path = folder / f"besoek-{version}.md"
    path.write_text(
        f"| survey |\n| | type | name | label |\n{survey}| settings |\n"
        f"| | form_id | form_title | version |\n| | besoek | Besøk | {version} |\n",
        encoding="utf-8",
    )
    post = open_profile(Path(pair.post[1]))
    install_form(post, path)
    post.close()


def test_it_is_told_first_and_moved_when_wanted(neksus: Neksus, pair: Pair, tmp_path: Path) -> None:
    install(pair, tmp_path, "1", "| | text | sted | S |\n| | text | vaer | V |\n| | text | bort | B |\n")
    record = neksus(
        *pair.post, "new", "--form", "besoek", "--subject-type", "avtale", "--title", "Oppdiktet avtale",
        "--country", "YE", "--invented", "--json",
    ).json["id"]  # fmt: skip
    for path, value in (("/data/sted", "Bamako"), ("/data/vaer", "sol"), ("/data/bort", "mye")):
        assert neksus(*pair.post, "set", record, path, value).code == 0
    assert "nyeste versjonen" in neksus(*pair.post, "move-form", record).out
    group = "| | begin_group | g | G |\n| | text | vaer | V |\n| | end_group | | |\n"
    install(pair, tmp_path, "2", f"| | text | sted | S |\n{group}| | text | ny | N |\n")
    told = neksus(*pair.post, "move-form", record)
    assert "Fra versjon 1 til 2:" in told.out
    assert "/data/vaer → /data/g/vaer" in told.out
    plan = {
        "form": "besoek", "before": "1", "after": "2", "fits": ["/data/sted"],
        "moved": [["/data/vaer", "/data/g/vaer"]], "lost": ["/data/bort"], "new": ["/data/ny"],
    }  # fmt: skip
    assert neksus(*pair.post, "move-form", record, "--json").json == {"moved_now": False, **plan}
    assert neksus(*pair.post, "move-form", record, "--yes", "--json").json == {"moved_now": True, **plan}
    again = neksus(*pair.post, "move-form", record, "--yes", "--json").json
    assert (again["moved_now"], again["before"]) == (False, "2")
