"""Files in the editor: chosen, dropped, pasted; seen inside the window; taken away and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from neksus_desktop.records.attachment import AttachmentFacts, attachment_fields
from neksus_desktop.records.ids import RecordId
from neksus_desktop.ui.editor.file_box import FileBox, size_in_words
from neksus_desktop.ui.editor.file_view import FileView, as_text, decoded
from neksus_desktop.ui.editor.note_dialogs import GroundDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import NoteBox, RowCard
from neksus_desktop.usecases.attachments import LARGEST, Kept, attachments, read
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from tests.storage.test_pictures import SECRET, picture
from tests.support.samples import invented_subject
from tests.support.screens_editor import EditorPage

FORM = """settings: {form_id: filer, form_title: Filer, version: '1'}
survey:
  - {type: image, name: bilde, label: Bilde av brønnen}
  - {type: audio, name: lyd, label: Lyd}
  - {type: file, name: fil, label: Fil}
"""
POINT = "innsats_deltakelse"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "brønn.jpg"
    path.write_bytes(picture("JPEG"))
    return path


@pytest.fixture
def with_files(profile: Profile, tmp_path: Path) -> RecordId:
    form = tmp_path / "filer.yaml"
    form.write_text(FORM, encoding="utf-8")
    install_form(profile, form)
    return new_record(profile, "filer", invented_subject())


@pytest.fixture
def plain(qtbot: QtBot, shell: Shell, with_files: RecordId) -> Iterator[EditorPage]:
    opened = EditorPage(qtbot, shell)
    opened.open(with_files)
    opened.goto("bilde")
    yield opened
    shell.runner.drain()
    delete(opened.window)


def box(page: EditorPage, name: str) -> FileBox:
    return page.find(FileBox, f"answer_{name}_file")


def named(profile: Profile, record: str) -> list[Kept]:
    return attachments(profile, record)


def answer(profile: Profile, record: str, name: str = "bilde") -> str:
    return open_record(profile, record).record.fields.get(f"/data/{name}", "")


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def shown(page: EditorPage) -> FileView:
    (view,) = [one for one in page.window.findChildren(FileView) if one.isVisible()]
    return view


def drop(on: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, none = QPointF(4, 4), Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(here.toPoint(), action, data, button, none)
    QApplication.sendEvent(on, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(on, QDropEvent(here, action, data, button, none))


def test_what_may_be_added_is_said_before(plain: EditorPage) -> None:
    assert say("attachment.limits.image", megabytes=10) in words(box(plain, "bilde"))
    plain.goto("lyd")
    assert say("attachment.limits.audio", megabytes=10) in words(box(plain, "lyd"))
    assert not plain.find(QCheckBox, "answer_lyd_file_keep_metadata").isVisible()


def test_a_picture_dropped_is_the_answer_without_its_place(
    plain: EditorPage, profile: Profile, with_files: RecordId, photo: Path
) -> None:
    drop(box(plain, "bilde"), photo)
    plain.settled()
    (kept,) = named(profile, with_files)
    assert answer(profile, with_files) == kept.facts.name == "brønn.jpg"
    assert SECRET.encode() not in read(profile, kept.facts.id)
    assert "brønn.jpg" in words(box(plain, "bilde"))
    assert not box(plain, "bilde").pick.isVisible()


def test_place_and_time_stay_when_ticked(
    plain: EditorPage, profile: Profile, with_files: RecordId, photo: Path
) -> None:
    plain.find(QCheckBox, "answer_bilde_file_keep_metadata").setChecked(True)
    box(plain, "bilde").take([photo])
    plain.settled()
    assert SECRET.encode() in read(profile, named(profile, with_files)[0].facts.id)


def test_a_picture_is_pasted(plain: EditorPage, profile: Profile, with_files: RecordId) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(box(plain, "bilde"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    plain.settled()
    (kept,) = named(profile, with_files)
    assert kept.facts.name == "innlimt bilde.png"
    assert QImage.fromData(read(profile, kept.facts.id)).width() == 20


def test_nothing_on_the_clipboard_is_said(plain: EditorPage) -> None:
    QGuiApplication.clipboard().setText("bare tekst")
    plain.click("answer_bilde_file_paste")
    assert say("attachment.nothing_to_paste") in words(box(plain, "bilde"))


def test_what_is_wrong_with_a_file_is_said_in_the_box(
    plain: EditorPage, profile: Profile, with_files: RecordId, tmp_path: Path
) -> None:
    note = tmp_path / "notat.txt"
    note.write_text("hei", encoding="utf-8")
    box(plain, "bilde").take([note])
    assert say("attachment.only.image", name="notat.txt") in words(box(plain, "bilde"))
    large = tmp_path / "stor.png"
    large.write_bytes(bytes(LARGEST + 1))
    box(plain, "bilde").take([large])
    plain.settled()
    assert "11 MB" in plain.find(NoteBox, "answer_bilde_file_fault").accessibleName()
    assert answer(profile, with_files) == ""


def test_taken_away_by_mistake_one_step_brings_all_of_it_back(
    plain: EditorPage, profile: Profile, with_files: RecordId, photo: Path
) -> None:
    box(plain, "bilde").take([photo])
    plain.settled()
    plain.click("answer_bilde_file_remove")
    plain.settled()
    assert named(profile, with_files) == []
    assert answer(profile, with_files) == ""
    assert say("attachment.removed") in plain.told
    plain.again(plain.screen._steps.undo)
    plain.settled()
    assert answer(profile, with_files) == "brønn.jpg"
    assert named(profile, with_files)[0].here
    assert "brønn.jpg" in words(box(plain, "bilde"))


def test_a_picture_is_shown_in_the_window(plain: EditorPage, photo: Path) -> None:
    box(plain, "bilde").take([photo])
    plain.settled()
    plain.click("answer_bilde_file_open")
    view = shown(plain)
    plain.qtbot.waitUntil(lambda: view.stack.currentWidget() is view.picture)
    assert view.picture.accessibleName() == "brønn.jpg"
    assert say("attachment.leaves_protection") in words(view)
    view.reject()


def test_a_text_is_shown_and_saved_where_the_user_says(plain: EditorPage, tmp_path: Path) -> None:
    note = tmp_path / "notat.txt"
    note.write_text("Møtet ble utsatt.", encoding="utf-8")
    plain.goto("fil")
    box(plain, "fil").take([note])
    plain.settled()
    plain.click("answer_fil_file_open")
    view = shown(plain)
    plain.qtbot.waitUntil(lambda: view.stack.currentWidget() is view.text)
    assert view.text.toPlainText() == "Møtet ble utsatt."
    view.save_to(tmp_path / "ut.txt")
    plain.settled()
    assert (tmp_path / "ut.txt").read_text(encoding="utf-8") == "Møtet ble utsatt."
    assert say("attachment.saved", file="ut.txt") in plain.told


def test_another_kind_can_only_be_saved(plain: EditorPage, tmp_path: Path) -> None:
    strange = tmp_path / "regneark.ods"
    strange.write_bytes(b"PK")
    plain.goto("fil")
    box(plain, "fil").take([strange])
    plain.settled()
    plain.click("answer_fil_file_open")
    view = shown(plain)
    plain.qtbot.waitUntil(view.save.isEnabled)
    assert view.waiting.text() == say("attachment.not_shown")
    view.reject()


def test_an_answer_that_no_file_has_is_said(plain: EditorPage) -> None:
    plain.desk.answer("/data/bilde", "borte.jpg")
    control = plain.find(QWidget, "answer_bilde")
    assert say("attachment.only_a_name", name="borte.jpg") in words(control)


def test_a_ground_has_files_and_the_card_names_them(
    page: EditorPage, profile: Profile, record: RecordId, photo: Path
) -> None:
    page.goto(POINT)
    page.click("grounds_add")
    dialog = page.dialog(GroundDialog)
    dialog.name.setText("Feltbesøk i nord")
    dialog.files.take([photo, photo])
    page.qtbot.waitUntil(lambda: not page.shell.runner.busy)
    assert named(profile, record) == []
    dialog.accept()
    page.settled()
    assert [kept.facts.name for kept in named(profile, record)] == ["brønn.jpg", "brønn-2.jpg"]
    ground = page.desk.evidence(POINT)[0]
    row = page.find(RowCard, f"grounds_{ground.id}")
    assert say("attachment.named", names="brønn.jpg, brønn-2.jpg") in row.accessibleName()
    page.screen._steps.edit_ground(ground.id)
    again = page.dialog(GroundDialog)
    again._remove()
    page.settled()
    assert named(profile, record) == []
    page.again(page.screen._steps.undo)
    page.settled()
    assert len(named(profile, record)) == 2


def test_a_dialog_left_leaves_nothing_named(page: EditorPage, profile: Profile, record: RecordId, photo: Path) -> None:
    page.goto(POINT)
    page.click("grounds_add")
    dialog = page.dialog(GroundDialog)
    dialog.files.take([photo])
    page.qtbot.waitUntil(lambda: not page.shell.runner.busy)
    dialog.reject()
    page.settled()
    assert named(profile, record) == []
    submit(profile, record)
    assert profile.store.connection().execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


def test_a_record_sent_on_shows_its_files_and_takes_none(
    plain: EditorPage, profile: Profile, with_files: RecordId, photo: Path
) -> None:
    box(plain, "bilde").take([photo])
    plain.settled()
    submit(profile, with_files)
    plain.again(plain.screen.reopen)
    plain.goto("bilde")
    assert [button.text() for button in box(plain, "bilde").findChildren(RowCard)] == []
    shown = words(box(plain, "bilde"))
    assert "brønn.jpg" in shown
    assert not plain.find(QWidget, "answer_bilde_file_open").isHidden()
    assert not box(plain, "bilde").findChildren(QWidget, "answer_bilde_file_remove")


def test_a_file_that_has_not_come_yet_is_said(plain: EditorPage, profile: Profile, with_files: RecordId) -> None:
    coming = AttachmentFacts("senere", "bilde", "/data/bilde", "kommer.jpg", "image/jpeg", 900, "0" * 64)
    save_fields(profile, with_files, {**attachment_fields(coming), "/data/bilde": "kommer.jpg"})
    plain.again(plain.screen.reopen)
    plain.settled()
    plain.qtbot.waitUntil(lambda: f"900 byte · {say('attachment.awaited')}" in words(box(plain, "bilde")))
    assert not box(plain, "bilde").findChildren(QWidget, "answer_bilde_file_open")


@pytest.mark.parametrize(
    ("data", "text"),
    [("blåbær".encode(), "blåbær"), (b"\xef\xbb\xbfbl\xc3\xa5", "blå"), ("blå".encode("latin-1"), "blå"),
     ("blå".encode("utf-16"), "blå"), (b"linje\n" * 50_000, "linje\n" * 33_332 + "linje")],
)  # fmt: skip
def test_texts_of_many_kinds_are_read(data: bytes, text: str) -> None:
    assert as_text(data) == text


def test_a_large_picture_is_scaled_and_no_picture_is_none() -> None:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageWriter

    image = QImage(5000, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    assert decoded(bytes(buffer.data().data())).width() == 2400
    assert decoded(b"ikke noe bilde").isNull()


@pytest.mark.parametrize(
    ("size", "shown"), [(800, "800 byte"), (12 * 1024, "12 kB"), (1_468_006, "1,4 MB"), (10 * 1024 * 1024, "10,0 MB")]
)
def test_sizes_in_words(shell: Shell, size: int, shown: str) -> None:
    assert size_in_words(size) == shown
