"""Jobs 4, 7, 10 and 11: draw in the others, import and read across, answer a request for access, evaluate."""

from __future__ import annotations

import csv
from pathlib import Path

import pypdf
from PySide6.QtGui import QGuiApplication

from neksus_desktop.records.subject import MASK
from neksus_desktop.ui.exchange.export_screen import ExportScreen
from neksus_desktop.ui.exchange.import_screen import ImportScreen
from neksus_desktop.ui.preview import PreviewScreen
from neksus_desktop.ui.read_across import ReadAcrossScreen
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ToggleChip
from neksus_desktop.usecases.profile import Profile
from tests.journeys.conftest import OpenWindow, trust_each_other
from tests.support.journey import Journey, only_file

WATER = "Vann og mekling"
POINT = "innsats_deltakelse"


def _export(page: Journey, title: str, folder: Path, edition: str, *, draft: bool = False) -> Path:
    page.go("exchange")
    page.click("exchange_export")
    page.until_place("export")
    if draft and not page.find("export_everything", ToggleChip).isChecked():
        page.click("export_everything")
    page.row("export_table", title)
    page.keys(" ")
    page.click("export_remarks" if edition == "remarks" else f"export_edition_{edition}")
    page.screen("export", ExportScreen).write_to(folder)  # what the file dialog calls
    page.until(lambda: say("places.export.safe") in page.seen())
    return only_file(folder)


def _import(page: Journey, file: Path) -> ImportScreen:
    page.window.open_files([file])  # a double click, or a drop
    page.until_place("import")
    page.click("import_apply")
    page.wait_until_idle()
    return page.screen("import", ImportScreen)


def test_job_4_others_remark_on_a_draft_and_nothing_is_overwritten(
    post: Journey, norad: Profile, open_window: OpenWindow, stick: Path, tmp_path: Path
) -> None:
    title = "Landvurdering av koordinering"
    trust_each_other(tmp_path, post.profile, norad)
    norad.close()
    there = open_window(tmp_path / "norad")
    file = _export(post, title, stick, "full", draft=True)
    _import(there, file)
    record = there.open_record(title)
    there.show_point("koord_nivaaer")
    there.click("side_remarks")
    there.type("remark_text", "Vi leser dette annerledes.")
    there.click("remark_add")
    there.until(lambda: "Vi leser dette annerledes." in there.seen())
    file.unlink()
    _export(there, title, stick, "remarks", draft=True)

    before = post.read(record)
    _import(post, only_file(stick))
    post.open_record(title)
    post.show_point("koord_nivaaer")
    post.click("side_remarks")
    post.until(lambda: "Vi leser dette annerledes." in post.seen())
    assert post.read(record).fields == before.fields
    post.click(next(name for name in post.names("remark_") if name.endswith("_disagree")))
    post.until(lambda: say("editor.remarks.state.disagree") in post.seen())

    only_file(stick).unlink()
    _export(post, title, stick, "remarks", draft=True)
    _import(there, only_file(stick))
    there.open_record(title)
    there.show_point("koord_nivaaer")
    there.click("side_remarks")
    told = say("editor.remarks.answered.disagree", name="Ambassaden (oppdiktet)", when="")
    there.until(lambda: told.split("Ambassaden")[0] in there.seen() and "Ambassaden (oppdiktet)" in there.seen())


def test_job_7_norad_imports_and_reads_one_point_across_countries(
    post: Journey, norad: Profile, open_window: OpenWindow, stick: Path, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post.profile, norad)
    norad.close()
    file = _export(post, WATER, stick, "full")
    there = open_window(tmp_path / "norad")
    _import(there, file)
    there.go("read_across")
    there.choose("across_point", POINT)
    there.until(lambda: "1 vurdert" in there.seen())
    assert "gjennomsnitt" not in there.seen()
    there.choose("across_country", "YE")
    there.wait_until_idle()
    there.click("across_copy")
    copied = QGuiApplication.clipboard().text()
    assert "2.1.6 Deltakelse" in copied
    assert WATER in copied


def test_job_10_a_request_for_access_is_answered_with_what_may_go_out(post: Journey, tmp_path: Path) -> None:
    record = post.open_record(WATER)
    said = post.read(record).note(POINT).internal
    post.click("editor_print")
    post.until_place("preview")
    post.choose("preview_edition", "public")
    post.wait_until_idle()
    preview = post.screen("preview", PreviewScreen)
    preview.save_to(tmp_path / "offentlig.pdf")  # what the file dialog calls
    post.wait_until_idle()
    paper = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "offentlig.pdf").pages)
    assert said[:30] not in " ".join(paper.split())
    archive = tmp_path / "arkiv"
    archive.mkdir()
    preview.archive_to(archive)  # what the file dialog calls
    post.wait_until_idle()
    assert {path.suffix for path in archive.rglob("*") if path.is_file()} >= {".pdf", ".xml"}


def test_job_11_an_evaluator_reads_years_without_partners_and_takes_a_table(
    post: Journey, norad: Profile, open_window: OpenWindow, stick: Path, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post.profile, norad)
    norad.close()
    file = _export(post, WATER, stick, "anonymised")
    there = open_window(tmp_path / "norad")
    _import(there, file)
    there.go("records")
    assert there.column("records_table") == [MASK]
    there.go("read_across")
    there.choose("across_point", POINT)
    there.until(lambda: "1 " in there.seen())
    table = tmp_path / "tekster.csv"
    there.screen("read_across", ReadAcrossScreen).save_table_to(table)  # what the file dialog calls
    there.wait_until_idle()
    text = table.read_text(encoding="utf-8-sig")
    assert WATER not in text
    assert len(list(csv.reader(text.splitlines(), delimiter=";"))) >= 1
