"""Documents and tables name the files of a ground; editions for others name none."""

from __future__ import annotations

from neksus_desktop.records.attachment import AttachmentFacts, attachment_fields
from neksus_desktop.reports.content.names import Names, differences
from neksus_desktop.reports.content.summary import summary
from neksus_desktop.reports.tables.datasets import datasets
from tests.reports.samples import TODAY, dump, form, record

FILE = AttachmentFacts("01f", "samhold", "01a", "vannpunkt.jpg", "image/jpeg", 1200, "0" * 64)
FIELDS = attachment_fields(FILE)


def test_the_summary_names_the_file_at_its_ground() -> None:
    said = dump(summary(record(FIELDS), form(), "nb", today=TODAY))
    assert "Besøk i to distrikter, 30. august 2026, vedlegg: vannpunkt.jpg" in said


def test_no_lesser_edition_names_it() -> None:
    for edition in ("shareable", "public", "anonymous"):
        content = summary(record(FIELDS), form(), "nb", today=TODAY, edition=edition)
        assert "vannpunkt" not in dump(content), edition


def test_the_table_of_grounds_names_it() -> None:
    (table,) = (one for one in datasets([(record(FIELDS), "")], form(), "nb", today=TODAY) if one.name == "grounds")
    assert table.fields[-1].name == "files"
    assert table.rows[0][-1] == "vannpunkt.jpg"


def test_history_and_comparison_speak_of_the_file_once() -> None:
    before, after = record().fields, record(FIELDS).fields
    found = differences(Names(form(), "nb", [before, after]), before, after)
    assert [(one.point, one.label, one.after) for one in found] == [("samhold", "Vedlegg", "vannpunkt.jpg")]
