from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox

from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.subject import MASK
from neksus_desktop.ui.read_across import ReadAcrossScreen
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.read_across import AcrossQuery, points_of, read_across
from neksus_desktop.usecases.records import open_record, save_fields
from tests.ui.places.conftest import Opener

FORM = "neksus_veileder"
POINT = "innsats_deltakelse"


def test_all_points_of_the_checklist_can_be_read_across(post: Profile) -> None:
    found = points_of(post, FORM, "nb")
    assert len([point for point in found if point.number]) == 24
    assert next(point for point in found if point.id == POINT).question.startswith("I hvilken grad er lokalbefolkning")


def test_texts_stand_with_answers_in_words_and_counts_without_average(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    found = read_across(post, AcrossQuery(FORM, POINT), "nb")
    assert found.counts["assessed"] == len(found.extracts) == 7
    assert "7 vurdert" in page.texts()
    answers = dict(next(extract for extract in found.extracts if extract.country == "AF").answers)
    assert answers["Kvinner"] == "planlegging i liten grad, gjennomføring i liten grad"


def test_lacking_a_basis_is_counted_apart_and_never_as_low(post: Profile) -> None:
    draft = next(row for row in all_rows(post, query(statuses=("draft",), types=("avtale",))))
    fields = {"points": POINT}
    read = read_across(post, AcrossQuery(FORM, POINT), "nb")
    extract = next(one for one in read.extracts if one.record == draft.id)
    assert extract.state == "assessed"
    paths = [path for path in open_record(post, draft.id).record.fields if f"/{POINT}/" in path]
    gone = dict.fromkeys(paths, "")
    gone[f"/data/innsats/{POINT}/{POINT}_samlet"] = "mangler_grunnlag"
    save_fields(post, draft.id, fields | gone)
    counts = read_across(post, AcrossQuery(FORM, POINT), "nb").counts
    assert (counts["assessed"], counts["no_basis"]) == (6, 1)


def test_only_cleared_texts_are_shown_when_others_look_on(post: Profile) -> None:
    rows = [row for row in all_rows(post, query(statuses=("draft",))) if row.subject_type == "avtale"]
    save_fields(post, rows[0].id, {f"note/{POINT}/shareable": "Klarert tekst.", f"note/{POINT}/confirmed": "1"})
    found = read_across(post, AcrossQuery(FORM, POINT, shareable_only=True), "nb")
    assert {extract.text for extract in found.extracts} == {"", "Klarert tekst."}
    assert not any(extract.answers or extract.confidence for extract in found.extracts)
    assert MASK in {extract.title for extract in found.extracts}  # the one with a shielded partner


def test_texts_are_read_by_pillar_and_by_group_of_partner(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    screen = cast("ReadAcrossScreen", page.screen)

    def shown() -> set[str]:
        screen.extracts.selectAll()
        return {one.record for one in screen.extracts.chosen()}

    everything = {one.record for one in read_across(post, AcrossQuery(FORM, POINT), "nb").extracts}
    subjects = {record: open_record(post, RecordId(record)).record.subject for record in everything}
    page.choose("across_pillar", "fred")
    page.wait()
    of_peace = {record for record, subject in subjects.items() if "fred" in subject.pillars}
    assert of_peace
    assert of_peace < everything
    assert shown() == of_peace
    page.choose("across_pillar", "")
    page.choose("across_group", "multilaterale")
    page.wait()
    of_group = {record for record, subject in subjects.items() if subject.partner_group == "multilaterale"}
    assert of_group
    assert of_group < everything
    assert shown() == of_group


def test_a_copy_carries_what_is_needed_to_find_it_again(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    page.act("across_copy")
    copied = QGuiApplication.clipboard().text()
    first = read_across(post, AcrossQuery(FORM, POINT), "nb").extracts[0]
    for part in (first.text, first.title, "2.1.6 Deltakelse", first.version[:12], first.record):
        assert part in copied
    assert page.said[-1] == say.count("places.across.copied", 7)


def test_filters_narrow_what_is_read(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    page.choose("across_country", "YE")
    page.wait()
    assert "1 vurdert" in page.texts()
    page.choose("across_type", "styre")
    page.wait()
    assert say("places.across.empty") in page.texts()


def test_what_is_shown_is_saved_as_a_table(at: Opener, post: Profile, tmp_path: Path) -> None:
    page = at(post, "read_across", point=POINT)
    page.screen.save_table_to(tmp_path / "tekster.csv")  # type: ignore[attr-defined]
    page.wait()
    assert "Kvinnelige ansatte" in (tmp_path / "tekster.csv").read_text(encoding="utf-8-sig")


def test_another_language_chosen_elsewhere_is_read_when_one_comes_back(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    page.screen.leave()
    say.set_language("en")
    page.enter()
    assert "To what extent are the local population" in page.texts()
    assert "2.1.6 Participation" in page.find("across_point", QComboBox).currentText()


def test_a_dac_principle_leaves_its_own_points_and_the_chosen_one_if_it_is_among_them(
    at: Opener, post: Profile
) -> None:
    page = at(post, "read_across", point=POINT)
    screen = cast("ReadAcrossScreen", page.screen)
    page.choose("across_principle", "IV.2")
    page.wait()
    assert screen.point.value() == POINT
    assert [screen.point.itemText(at).split()[0] for at in range(screen.point.count())] == [
        "2.1.2", "2.1.4", "2.1.5", "2.1.6"
    ]  # fmt: skip
    page.choose("across_principle", "IV.6")
    page.wait()
    assert screen.point.currentText().startswith("2.2.6")
    page.choose("across_principle", "")
    page.wait()
    assert screen.point.count() > 24


def test_a_question_that_stands_above_is_not_said_with_every_answer(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point="innsats_samhold")
    screen = cast("ReadAcrossScreen", page.screen)
    asked = points_of(post, FORM, "nb")
    question = next(one.question for one in asked if one.id == "innsats_samhold")
    assert question in page.texts()
    said = [screen.extracts.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(screen.extracts.count())]
    assert "Støtte gjennom lokale nettverk. Noe positiv virkning" in said
    assert not any(question in one for one in said)
    screen.extracts.item(said.index("Støtte gjennom lokale nettverk. Noe positiv virkning")).setSelected(True)
    page.act("across_copy")
    assert QGuiApplication.clipboard().text().startswith(f"{question} Noe positiv virkning")


def test_who_opens_an_extract_comes_back_to_it(at: Opener, post: Profile) -> None:
    page = at(post, "read_across", point=POINT)
    screen = cast("ReadAcrossScreen", page.screen)
    screen.extracts.setCurrentRow(2)
    here = screen.extracts.chosen()[0].record
    screen.extracts.itemActivated.emit(screen.extracts.item(2))
    assert page.went[-1] == ("editor", {"record": here, "point": POINT, "back": "read_across"})
    page.shell.announce("records")
    screen.enter()
    page.wait()
    assert screen.extracts.hasFocus()
    assert [one.record for one in screen.extracts.chosen()] == [here]
