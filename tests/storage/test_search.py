"""Search finds what people mean: folding, parts of compounds, phrases, filters, marked context."""

from __future__ import annotations

from datetime import datetime

import pytest

from neksus_desktop.errors import NotFoundError
from neksus_desktop.storage.indexing import rebuild
from neksus_desktop.storage.listing import RowQuery, count, page
from neksus_desktop.storage.records import create_record, load_record, replace_fields, save_fields
from neksus_desktop.storage.search import SearchFilter, Span, context, search
from neksus_desktop.storage.store import Store
from neksus_desktop.storage.subjects import list_subjects, save_subject
from tests.support.samples import invented_record

TEXT = "Sikkerhetssektorreform og konfliktanalyse gjør at Håkon på Ærøy bør vurdere ål og « sære » tiltak"


def found(store: Store, text: str, **narrowed: tuple[str, ...]) -> list[str]:
    return [hit.path for hit in search(store, text, SearchFilter(**narrowed)).hits]  # type: ignore[arg-type]


@pytest.fixture
def filled(store: Store, now: datetime) -> Store:
    record = invented_record({"note/p1/internal": TEXT, "/data/del/p1/hva": "mye"}, title="Vannprosjekt", country="YE")
    create_record(store, record, role="r", now=now)
    return store


@pytest.mark.parametrize(
    "typed",
    ["gjør", "gjoer", "gjor", "HÅKON", "haakon", "ærøy", "aeroey", "Aerøy", "bør", "boer", "bor", "aal", "konflikt",
     "analyse", "reform", "sektor", "konfliktanal", '"håkon på"', "«bør vurdere»", "«bor vurdere»", "«på aeroy bor»",
     "håkon vannpro", "mye tiltak"],
)  # fmt: skip
def test_it_finds(filled: Store, typed: str) -> None:
    assert found(filled, typed)


@pytest.mark.parametrize(
    "typed", ["haken", '"på håkon"', "«gjor bor»", "håkon fred", "ålen", "", "   ", "«»", '"', "*", "NEAR(", "-"]
)
def test_it_does_not_find(filled: Store, typed: str) -> None:
    assert found(filled, typed) == []


def test_plain_o_finds_oe_but_not_the_other_way(store: Store, now: datetime) -> None:
    create_record(store, invented_record({"note/p/internal": "de bor her"}), role="r", now=now)
    assert found(store, "bør") == []


def test_plain_o_finds_oe_among_more_words_than_are_listed(store: Store, now: datetime) -> None:
    words = " ".join(f"for{number}" for number in range(1000))
    create_record(
        store, invented_record({"note/p/internal": words, "note/q/internal": "førstelinje"}), role="r", now=now
    )
    assert set(found(store, "for")) == {"note/p/internal", "note/q/internal"}
    assert found(store, "forstel") == found(store, "førs") == ["note/q/internal"]


@pytest.mark.parametrize(
    "odd",
    [
        "første\vdel",
        "første\0del",
        "fiancé – «ĝi»",
        "Blåbær\nmed\tsære tegn",
        "\N{SOFT HYPHEN}",
        "bø\N{SOFT HYPHEN}rer",
    ],
)
def test_odd_characters_leave_the_other_texts_in_their_places(store: Store, now: datetime, odd: str) -> None:
    fields = {"note/a/internal": odd, "note/b/internal": "vanlig tekst", "note/c/internal": odd}
    create_record(store, invented_record(fields), role="r", now=now)
    assert found(store, "vanlig") == ["note/b/internal"]


def test_inside_a_write_everything_written_before_is_found(store: Store, now: datetime) -> None:
    record = invented_record({"note/p/internal": "første tekst"}, title="Brønnboring")
    with store.write():
        create_record(store, record, role="r", now=now)
        assert found(store, "første") == ["note/p/internal"]
        assert [subject.title for subject in list_subjects(store, "brønn")] == ["Brønnboring"]
        save_fields(store, record.id, {"note/p/internal": "andre tekst"}, role="r", now=now)
        assert found(store, "andre") == ["note/p/internal"]
        assert found(store, "første") == []
    assert found(store, "andre") == ["note/p/internal"]


def test_a_write_that_fails_leaves_nothing_for_the_index(store: Store, now: datetime) -> None:
    record = invented_record({"note/p/internal": "konfliktanalyse"})

    def failing() -> None:
        with store.write():
            create_record(store, record, role="r", now=now)
            load_record(store, invented_record().id)

    with pytest.raises(NotFoundError):
        failing()
    assert found(store, "analyse") == []
    create_record(store, record, role="r", now=now)
    assert found(store, "analyse") == ["note/p/internal"]


def test_many_records_of_one_write_are_all_found(store: Store, now: datetime) -> None:
    long = "ord " * 1000
    with store.write():
        for number in range(100):
            fields = {"note/p/internal": f"{long} nr{number}", "note/q/internal": f"konfliktanalyse{number}x"}
            create_record(store, invented_record(fields, title=f"Tittel{number}y"), role="r", now=now)
    for number in (0, 61, 62, 63, 99):
        assert found(store, f"nr{number}")[0] == "note/p/internal"
        assert found(store, f"analyse{number}x") == ["note/q/internal"]
        assert found(store, f"tittel{number}y") == ["subject"]


def test_a_save_is_found_at_once_and_the_old_text_no_more(store: Store, now: datetime) -> None:
    record = invented_record({"note/p/internal": "første tekst"})
    create_record(store, record, role="r", now=now)
    for text in ("andre utgave", "tredje forsøk"):
        save_fields(store, record.id, {"note/p/internal": text}, role="r", now=now)
    assert found(store, "første") == found(store, "utgave") == []
    assert found(store, "forsøk") == ["note/p/internal"]
    replace_fields(store, record.id, {"note/q/internal": "erstattet"}, role="r", now=now)
    assert found(store, "forsøk") == []
    assert found(store, "erstattet") == ["note/q/internal"]


def test_a_deleted_text_is_gone_even_when_its_place_is_taken(store: Store, now: datetime) -> None:
    record = invented_record({"note/a/internal": "hemmelighet"})
    create_record(store, record, role="r", now=now)
    save_fields(store, record.id, {"note/a/internal": ""}, role="r", now=now)
    save_fields(store, record.id, {"note/b/internal": "vanlig tekst"}, role="r", now=now)
    assert found(store, "hemmelighet") == []
    assert found(store, "vanlig") == ["note/b/internal"]


def test_a_subject_is_found_and_its_old_name_no_more(filled: Store, now: datetime) -> None:
    record = invented_record(title="Brønner i nord")
    create_record(filled, record, role="r", now=now)
    assert found(filled, "brønner") == ["subject"]
    save_subject(filled, record.subject.model_copy(update={"title": "Kilder i sør"}))
    assert found(filled, "brønner") == []
    assert found(filled, "kilder") == ["subject"]


def test_filters_narrow(store: Store, now: datetime) -> None:
    for country, pillars, day in (("YE", ("hum",), "2026-01-10"), ("SS", ("dev",), "2026-06-10")):
        fields = {"note/p1/internal": "felles ord", "note/p2/internal": "felles ord", "assessed_on": day}
        create_record(store, invented_record(fields, country=country, pillars=pillars), role="r", now=now)
    assert len(found(store, "felles")) == 4
    assert len(found(store, "felles", countries=("SS",))) == 2
    assert len(found(store, "felles", pillars=("hum",))) == 2
    assert found(store, "felles", points=("p2",), countries=("YE",)) == ["note/p2/internal"]
    assert found(store, "felles", statuses=("approved",)) == []
    assert found(store, "felles", types=("land",)) == []
    since = search(store, "felles", SearchFilter(since="2026-03-01"))
    until = search(store, "felles", SearchFilter(until="2026-03-01"))
    assert {hit.country for hit in since.hits} == {"SS"}
    assert {hit.country for hit in until.hits} == {"YE"}


def test_words_of_the_subject_narrow_and_the_text_holds_the_rest(store: Store, now: datetime) -> None:
    for title, country in (("Landvurdering Mali", "ML"), ("Landvurdering Niger", "NE")):
        fields = {"note/a/internal": "Kvinner ble hørt.", "note/b/internal": "Vann", "note/c/internal": "Lite nytt"}
        create_record(store, invented_record(fields, title=title, country=country), role="r", now=now)
    hits = search(store, "kvinner mali").hits
    assert [(hit.title, hit.path) for hit in hits] == [("Landvurdering Mali", "note/a/internal")]
    assert found(store, "landvurdering mali") == ["subject"]
    assert found(store, "vann kvinner niger") == ["note/b/internal", "note/a/internal"]
    assert found(store, "vann kvinner niger fred") == []
    assert found(store, "kvinner mali", points=("a",)) == ["note/a/internal"]
    assert found(store, "kvinner mali", countries=("NE",)) == []
    assert found(store, "landvurdering niger", points=("b",)) == []


def test_texts_that_hold_all_the_words_come_instead_of_those_that_hold_some(store: Store, now: datetime) -> None:
    fields = {"note/a/internal": "Kvinner", "note/b/internal": "Kvinner i Sahel", "note/c/internal": "Sahel, Juba"}
    create_record(store, invented_record(fields), role="r", now=now)
    assert found(store, "kvinner sahel") == found(store, "i sahel kvinner") == ["note/b/internal"]
    assert found(store, "i ju kvinner") == ["note/b/internal", "note/a/internal"], "short words choose no text"
    assert found(store, '"kvinner i" ju') == ["note/b/internal"]


def test_pages_of_several_words_follow_one_another_without_holes(store: Store, now: datetime) -> None:
    for number in range(5):
        fields = {"note/a/internal": f"felles {number}", "note/b/internal": "vann", "note/c/internal": "vann igjen"}
        title = "Felles vann" if number % 2 else "Annet"
        create_record(store, invented_record(fields, title=title), role="r", now=now)
    whole = [(hit.record, hit.path) for hit in search(store, "felles vann", limit=100).hits]
    seen, after = [], None
    while True:
        part = search(store, "felles vann", limit=2, after=after)
        seen += [(hit.record, hit.path) for hit in part.hits]
        after = part.next
        if after is None:
            break
    assert seen == whole
    assert len(seen) == len(set(seen)) == 2 + 3 * 3


def test_a_ground_belongs_to_its_point(store: Store, now: datetime) -> None:
    fields = {"evidence/x/title": "Feltrapport", "evidence/x/point": "p7", "evidence/y/title": "Feltrapport"}
    create_record(store, invented_record(fields), role="r", now=now)
    assert found(store, "feltrapport", points=("p7",)) == ["evidence/x/title"]


def test_pages_follow_one_another_without_holes(store: Store, now: datetime) -> None:
    for number in range(7):
        record = invented_record({"note/p/internal": f"felles {number}"}, title=f"Felles {number}")
        create_record(store, record, role="r", now=now)
    seen, after = [], None
    while True:
        part = search(store, "felles", limit=3, after=after)
        seen += [(hit.record, hit.path) for hit in part.hits]
        after = part.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 14
    assert [path for _, path in seen[:7]] == ["subject"] * 7


def test_the_index_can_be_built_anew(filled: Store) -> None:
    rebuild(filled)
    assert found(filled, "konfliktanalyse") == ["note/p1/internal"]
    assert found(filled, "vannprosjekt") == ["subject"]


def test_the_list_filters_by_text(filled: Store, now: datetime) -> None:
    create_record(filled, invented_record(title="Noe annet"), role="r", now=now)
    assert [row.title for row in page(filled, RowQuery(text="analyse vannprosjekt")).rows] == ["Vannprosjekt"]
    assert count(filled, RowQuery(text="oppdiktet")) == 2


def test_hits_are_marked_in_their_context() -> None:
    text = "Innledning. " * 20 + "Konfliktanalysen er gjort før møtet.\nSå kom mer. " + "Slutt. " * 40
    spans = context(text, ("analyse", "moetet"))
    assert [span.text for span in spans if span.hit] == ["Konfliktanalysen", "møtet"]
    assert spans[0] == Span("… ", hit=False)
    assert spans[-1] == Span(" …", hit=False)
    assert sum(len(span.text) for span in spans) < 260


@pytest.mark.parametrize(
    ("typed", "text"),
    [("alesund", "Ålesund"), ("aalesund", "Ålesund"), ("eystein", "Øystein"), ("bla", "blå"),
     ("eringsliv", "næringsliv"), ("ales", "ved Ålesund"), ("skala", "resultatskala")],
)  # fmt: skip
def test_what_is_found_is_marked_however_it_was_typed(store: Store, now: datetime, typed: str, text: str) -> None:
    create_record(store, invented_record({"note/p/internal": text}), role="r", now=now)
    (hit,) = search(store, typed).hits
    assert [span.text for span in hit.context if span.hit] == [text.rsplit(maxsplit=1)[-1]]
