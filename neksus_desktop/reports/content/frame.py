"""What every document about a record shares: title, marking, stamp, ids, state, and the facts about its subject."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import Reader, basis_text
from neksus_desktop.reports.content.model import Block, Facts, ReportContent
from neksus_desktop.reports.content.wording import amount, code_label, date_text
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form

_SHORT_HASH = 16


def framed(
    kind: str,
    record: Record,
    form: Form,
    who: Reader,
    blocks: Sequence[Block],
    *,
    version: str,
    made_on: date,
    sender: str = "",
) -> ReportContent:
    """A document of ``kind`` about a record."""
    language = who.language
    return ReportContent(
        kind=kind,
        title=who.subject.title,
        subtitle=code_label(language, "land", who.subject.country),
        language=language,
        edition=who.edition_text(),
        made_on=made_on,
        blocks=tuple(blocks),
        marking=marking(record, who),
        stamp=stamp(language) if record.invented else "",
        reference=record.id,
        version=version,
        state=text(language, f"record.status.{record.status}"),
        form=f"{form.id} {form.version}",
        identity=identity(language, record.id, version),
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
        sender=sender,
    )


def identity(language: Language, reference: str, version: str) -> str:
    """Id and version as every page says them."""
    if version:
        return text(language, "report.identity", id=reference, version=version[:_SHORT_HASH])
    return text(language, "report.identity_without", id=reference)


def stamp(language: Language) -> str:
    """The indelible mark on every page made from sample data."""
    return text(language, "report.stamp")


def marking(record: Record, who: Reader) -> str:
    """«Unntatt offentlighet, jf. …», only when a person chose it; what is made for sharing carries none."""
    basis = record.fields.get("marking/legal_basis", "")
    if not basis or who.edition in {"public", "anonymous"}:
        return ""
    named = basis_text(who.language, basis)
    until = record.fields.get("marking/until", "")
    if until:
        return text(who.language, "report.marking_until", basis=named, until=date_text(who.language, until))
    return text(who.language, "report.marking", basis=named)


def subject_facts(record: Record, who: Reader) -> Facts:
    """The facts about the subject that this reader may see."""
    subject, language = who.subject, who.language
    pillars = ", ".join(code_label(language, "pilar", pillar).lower() for pillar in subject.pillars)
    found = (
        ("subject_type", code_label(language, "objekttype", subject.type)),
        ("country", code_label(language, "land", subject.country)),
        ("partner", subject.partner),
        ("partner_group", code_label(language, "partnergruppe", subject.partner_group)),
        ("agreement", subject.agreement_number),
        ("period", subject.period),
        ("amount", amount(language, subject.amount_nok) if subject.amount_nok is not None else ""),
        ("pillars", pillars[:1].upper() + pillars[1:]),
        ("unit", subject.responsible_unit),
        ("case", subject.case_number),
        ("assessed", date_text(language, record.fields.get("assessed_on", ""))),
        ("status", text(language, f"record.status.{record.status}")),
    )
    return Facts(tuple((text(language, f"report.fact.{name}"), value) for name, value in found if value))
