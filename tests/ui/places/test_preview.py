from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest

from neksus_desktop.errors import PrintingError
from neksus_desktop.ui.printing import PrintJob
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.pages import page_image, page_sizes
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import save_fields
from neksus_desktop.usecases.report import make_report
from tests.ui.places.conftest import Opener


def water(post: Profile) -> str:
    return next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))


def test_the_summary_is_shown_and_saved_as_it_is_shown(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "preview", record=water(post), kind="summary")
    file = page.screen._file  # type: ignore[attr-defined]
    assert f"{file.pages} sider" in page.texts()
    page.screen.save_to(tmp_path / "ut.pdf")  # type: ignore[attr-defined]
    page.wait()
    text = "".join(one.extract_text() for one in pypdf.PdfReader(tmp_path / "ut.pdf").pages)
    assert "Vann og mekling mellom landsbyer" in text
    assert "OPPDIKTET EKSEMPEL" in text


@pytest.mark.parametrize("kind", ["summary", "approver", "blank", "partner", "since", "history"])
def test_every_kind_can_be_looked_at(at: Opener, post: Profile, kind: str) -> None:
    page = at(post, "preview", record=water(post), kind=kind)
    assert not page.errors
    assert page.screen._file.pages > 0  # type: ignore[attr-defined]


def test_the_document_has_a_language_of_its_own(at: Opener, post: Profile) -> None:
    page = at(post, "preview", record=water(post), kind="summary")
    page.choose("preview_language", "nn")
    page.wait()
    pdf = page.screen._file.data  # type: ignore[attr-defined]
    assert str(pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Lang"]) == "nn-NO"


def test_the_window_changes_language_and_the_document_does_not(at: Opener, post: Profile) -> None:
    page = at(post, "preview", record=water(post), kind="summary")
    say.set_language("en")
    page.wait()
    assert say("places.preview.document") in page.texts()
    pdf = page.screen._file.data  # type: ignore[attr-defined]
    assert str(pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Lang"]) == "nb-NO"


def test_what_cannot_be_printed_is_said_beside_the_pages_before_printing(at: Opener, post: Profile) -> None:
    draft = next(row.id for row in all_rows(post, query()) if row.status == "draft")
    page = at(post, "preview", record=draft, kind="summary")
    assert not page.screen.signs_note.isVisibleTo(page.screen)  # type: ignore[attr-defined]
    save_fields(post, draft, {"note/innsats_samhold/internal": "Møte i ရန်ကုန်"})
    page.screen.reload()
    page.wait()
    assert page.screen.signs_note.isVisibleTo(page.screen)  # type: ignore[attr-defined]
    assert "burmesisk skrift" in page.screen.signs_note.label.text()  # type: ignore[attr-defined]


def test_pages_become_pictures_of_the_right_size(post: Profile) -> None:
    made = make_report(post, "blank", "neksus_veileder", language="nb")
    sizes = page_sizes(made.data)
    assert len(sizes) == made.pages
    image = page_image(made.data, 0, 2.0)
    assert (image.width, image.height) == (round(sizes[0][0] * 2 + 0.49), round(sizes[0][1] * 2 + 0.49))
    assert len(image.pixels) == image.stride * image.height


def test_all_pages_go_to_the_printer(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "preview", record=water(post), kind="approver")
    file = page.screen._file  # type: ignore[attr-defined]
    done: list[bool] = []
    job = PrintJob(page.shell.runner, file.data, file.pages, title="x", done=lambda: done.append(True), failed=print)
    job.printer.setOutputFileName(str(tmp_path / "papir.pdf"))
    job.start()
    page.qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert len(pypdf.PdfReader(tmp_path / "papir.pdf").pages) == file.pages


@pytest.mark.parametrize(
    ("asked", "pages"),
    [("", [0, 1, 2, 3, 4]), ("2-3", [1, 2]), ("1,4-9", [0, 3, 4]), ("7", [])],
)
def test_the_pages_asked_for_go_to_the_printer(at: Opener, post: Profile, asked: str, pages: list[int]) -> None:
    page = at(post, "preview", record=water(post), kind="approver")
    job = PrintJob(page.shell.runner, b"", 5, title="x", done=list, failed=lambda _error: None)
    job.printer.setPageRanges(QPageRanges.fromString(asked))
    assert job.wanted() == pages


def test_the_last_page_first_and_several_copies(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "preview", record=water(post), kind="approver")
    job = PrintJob(page.shell.runner, b"", 2, title="x", done=list, failed=lambda _error: None)
    job.printer.setOutputFileName(str(tmp_path / "papir.pdf"))
    job.printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    job.printer.setCopyCount(2)
    job.printer.setCollateCopies(True)
    assert job.wanted() == [1, 0, 1, 0]
    job.printer.setCollateCopies(False)
    assert job.wanted() == [1, 1, 0, 0]


def test_without_a_printer_it_is_said_what_to_do(at: Opener, post: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    page = at(post, "preview", record=water(post), kind="approver")
    page.act("preview_print")
    assert [error.facts["reason"] for error in page.errors] == ["no_printer"]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "preview", record=water(post), kind="approver")
    told: list[PrintingError] = []
    job = PrintJob(page.shell.runner, b"", 1, title="x", done=list, failed=told.append)
    job.printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    job.start()
    assert [error.facts["reason"] for error in told] == ["refused"]


def test_back_goes_to_the_assessment(at: Opener, post: Profile) -> None:
    record = water(post)
    page = at(post, "preview", record=record, kind="summary")
    page.act("header_back")
    assert page.went[-1] == ("editor", {"record": record})


def test_an_approved_assessment_becomes_a_package_for_the_archive(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "preview", record=water(post), kind="summary")
    page.screen.archive_to(tmp_path)  # type: ignore[attr-defined]
    page.wait()
    assert sorted(path.suffix for path in tmp_path.glob("*.*") if path.is_file()) == [".pdf", ".xml"]


def test_a_blank_form_can_be_made_to_fill_in_on_screen(at: Opener, norad: Profile) -> None:
    page = at(norad, "preview", form="neksus_veileder", kind="blank")
    page.check("preview_fillable")
    pdf = page.screen._file.data  # type: ignore[attr-defined]
    assert pypdf.PdfReader(io.BytesIO(pdf)).get_fields()


def test_escape_goes_back_to_where_one_came_from(at: Opener, post: Profile) -> None:
    record = water(post)
    page = at(post, "preview", record=record, kind="summary")
    QTest.keyClick(page.find("preview_kind", ChoiceField), Qt.Key.Key_Escape)
    assert page.went[-1] == ("editor", {"record": record})
