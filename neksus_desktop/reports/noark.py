"""What an archive needs to know of a document, as XML with the names of Noark 5 (M-numbers of its metadata catalogue).

Rules kept here: no field about grading (M506 and on); access restriction only as a person chose it, with its basis and
end; the public title is the masked one where the partner is shielded.
"""

from __future__ import annotations

import hashlib
from datetime import date
from xml.sax.saxutils import escape

from neksus_desktop.records.record import Record
from neksus_desktop.reports.content.editions import Reader
from neksus_desktop.reports.layout.printable import printable


def noark_xml(
    record: Record, public: Reader, *, title: str, file_name: str, data: bytes, version: str, made_on: date
) -> bytes:
    """The metadata of one filed document.

    Args:
        record: the record that was printed.
        public: the reader of its public edition, for the public title.
        title: the document's title.
        file_name: of the document.
        data: its bytes, for size and checksum.
        version: hash of the Version printed.
        made_on: the day it was made.
    """
    basis = record.fields.get("marking/legal_basis", "")
    until = record.fields.get("marking/until", "")
    pairs = [
        ("systemID", record.id),
        ("tittel", title),
        ("offentligTittel", f"{title.partition(':')[0]}: {public.subject.title}"),
        ("dokumentdato", record.fields.get("assessed_on", "") or made_on.isoformat()),
        ("saksnummer", record.subject.case_number),
        ("versjon", version),
        *_restriction(basis, until, made_on),
    ]
    document = [
        ("referanseDokumentfil", file_name),
        ("format", "PDF/A-3a"),
        ("mimeType", "application/pdf"),
        ("sjekksum", hashlib.sha256(data).hexdigest()),
        ("sjekksumAlgoritme", "SHA-256"),
        ("filstoerrelse", str(len(data))),
    ]
    inside = "\n".join(
        [*_elements(pairs, "  "), "  <dokumentobjekt>", *_elements(document, "    "), "  </dokumentobjekt>"]
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<journalpost>\n{inside}\n</journalpost>\n'.encode()


def _restriction(basis: str, until: str, made_on: date) -> list[tuple[str, str]]:
    """M500–M505, only when an exemption was chosen."""
    if not basis:
        return []
    years = max(0, int(until[:4]) - made_on.year) if until[:4].isdigit() else 0
    return [
        ("tilgangsrestriksjon", "Unntatt offentlighet"),
        ("skjermingshjemmel", basis),
        ("skjermingMetadata", "tittel" if until else ""),
        ("skjermingDokument", "Skjerming av hele dokumentet"),
        ("skjermingsvarighet", str(years) if years else ""),
        ("skjermingOpphoererDato", until),
    ]


def _elements(pairs: list[tuple[str, str]], indent: str) -> list[str]:
    return [f"{indent}<{name}>{escape(printable(value))}</{name}>" for name, value in pairs if value]
