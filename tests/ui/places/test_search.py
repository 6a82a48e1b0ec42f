"""Søk: from the field alone one finds a text, and opens it where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit

from neksus_desktop.ui.say import say
from neksus_desktop.ui.search.model import HIT
from neksus_desktop.ui.search.screen import SearchScreen
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import save_fields
from neksus_desktop.usecases.search import FilterChoice, Found, keep_filter, kept_filter
from tests.support.screens import WindowPage
from tests.support.screens_places import PlacePage
from tests.ui.places.conftest import Opener

POINT = "innsats_deltakelse"


class SearchPage:
    """The place as a user sees it."""

    def __init__(self, page: PlacePage) -> None:
        self.page = page
        assert isinstance(page.screen, SearchScreen)
        self.screen = page.screen

    def type(self, text: str) -> None:
        field = self.page.find("search_field", QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        self.page.qtbot.waitUntil(lambda: self.screen.model.state not in {"idle", "searching"})
        self.page.wait()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.find("search_field", QLineEdit), key)

    @property
    def hits(self) -> list[Found]:
        model = self.page.find("search_hits", QListView).model()
        return [model.index(row, 0).data(HIT) for row in range(model.rowCount())]

    @property
    def chosen(self) -> int:
        return self.page.find("search_hits", QListView).currentIndex().row()


def test_it_is_found_and_opened_without_leaving_the_field(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search"))
    found.type("vannrådene")
    assert [(hit.place, hit.what) for hit in found.hits] == [("2.1.6 Deltakelse", "intern vurdering")]
    assert say.count("search.count", 1, shown="1") in found.page.texts()
    found.press(Qt.Key.Key_Return)
    (place, arguments) = found.page.went[-1]
    hit = found.hits[0]
    assert place == "editor"
    assert arguments == {
        "record": hit.record, "point": "innsats_deltakelse", "key": hit.path, "found": ("vannraadene",),
        "back": "search",
    }  # fmt: skip


def test_arrows_choose_among_the_hits_while_one_types(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search"))
    found.type("kvinner")
    assert found.chosen == 0
    found.press(Qt.Key.Key_Down)
    found.press(Qt.Key.Key_Down)
    assert found.chosen == 2
    found.press(Qt.Key.Key_Return)
    assert found.page.went[-1][1]["key"] == found.hits[2].path


def test_what_is_empty_says_so(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search"))
    assert say("search.idle.title") in found.page.texts()
    found.type("finnesikke")
    assert say("search.nothing.title") in found.page.texts()
    found.press(Qt.Key.Key_Escape)
    found.page.qtbot.waitUntil(lambda: found.screen.model.state == "idle")
    assert say("search.idle.title") in found.page.texts()


def test_filters_narrow_are_kept_and_taken_off(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search"))
    found.type("kvinner")
    every = len(found.hits)
    found.page.choose("search_country", "YE")
    found.page.wait()
    assert {hit.country for hit in found.hits} == {"YE"}
    found.page.choose("search_point", "innsats_deltakelse")
    found.page.wait()
    assert len(found.hits) == 1
    assert kept_filter(post) == FilterChoice(country="YE", point="innsats_deltakelse")
    found.page.choose("search_status", "returned")
    found.page.wait()
    assert found.hits == []
    found.page.click("search_empty_action")
    found.page.wait()
    assert len(found.hits) == every
    assert kept_filter(post) == FilterChoice()


def test_the_kept_filter_is_there_next_time(at: Opener, post: Profile) -> None:
    keep_filter(post, FilterChoice(point="innsats_deltakelse", period="between", since="2026-01-01"))
    found = SearchPage(at(post, "search", text="kvinner"))
    assert found.screen.filters.choice() == FilterChoice(
        point="innsats_deltakelse", period="between", since="2026-01-01"
    )
    assert found.page.find("search_since", QLineEdit).text() == "01.01.2026"
    assert {hit.point for hit in found.hits} == {"innsats_deltakelse"}


def test_dates_are_typed_as_people_type_them(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search", text="kvinner"))
    found.page.choose("search_period", "between")
    since = found.page.find("search_since", QLineEdit)
    since.setText("1.1.2030")
    since.editingFinished.emit()
    found.page.wait()
    assert since.text() == "01.01.2030"
    assert found.hits == []


def test_further_pages_come_when_they_are_wanted(at: Opener, post: Profile) -> None:
    rows = list(all_rows(post, query(statuses=("draft",))))
    save_fields(post, rows[0].id, {f"note/p{number}/internal": "sidevis treff" for number in range(60)})
    found = SearchPage(at(post, "search", text="sidevis"))
    assert len(found.hits) == 40
    assert say("search.first", shown="40") in found.page.texts()
    found.screen.model.fetchMore(found.screen.model.index(-1, 0))
    found.page.wait()
    assert len(found.hits) == 60
    assert say.count("search.count", 60, shown="60") in found.page.texts()


def test_a_fault_is_said_and_can_be_tried_again(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search"))
    with post.store.write() as db:
        db.execute("ALTER TABLE search RENAME TO search_away")
    found.type("kvinner")
    assert found.screen.model.state == "failed"
    assert say("search.again") in found.page.texts()
    with post.store.write() as db:
        db.execute("ALTER TABLE search_away RENAME TO search")
    found.page.click("search_empty_action")
    found.page.qtbot.waitUntil(lambda: found.screen.model.state == "found")
    assert found.hits


def test_hits_and_filters_follow_the_language(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search", text="vannrådene"))
    say.set_language("nn")
    found.page.wait()
    assert found.hits[0].place == "2.1.6 Deltaking"
    assert say("search.title") in found.page.texts()


def test_a_language_changed_meanwhile_is_seen_on_coming_back(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search", text="vannrådene"))
    found.screen.leave()
    say.set_language("nn")
    found.page.enter()
    assert found.hits[0].place == "2.1.6 Deltaking"


def test_the_word_stands_chosen_in_its_text_and_the_way_back_leads_to_the_hits(filled: WindowPage) -> None:
    filled.workspace.go("search", text="vannrådene")
    filled.wait_until_idle()
    screen = filled.workspace.screen_of("search")
    assert isinstance(screen, SearchScreen)
    screen.open_current()
    filled.wait_until_idle()
    text = filled.find("note_text", QPlainTextEdit)
    filled.qtbot.waitUntil(lambda: text.textCursor().selectedText() == "vannrådene")
    assert filled.workspace.place == "editor"
    QTest.keyClick(filled.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "search")
    assert screen.model.rowCount() == 1


def test_a_ground_that_is_found_is_gone_to(filled: WindowPage) -> None:
    profile = filled.workspace.shell.profile
    row = next(row for row in all_rows(profile, query(statuses=("draft",))) if row.subject_type == "avtale")
    ground = {"evidence/g1/kind": "feltbesoek", "evidence/g1/title": "Bakkestrandmøtet", "evidence/g1/point": POINT}
    save_fields(profile, row.id, ground)
    filled.workspace.go("search", text="Bakkestrandmøtet")
    filled.wait_until_idle()
    screen = filled.workspace.screen_of("search")
    assert isinstance(screen, SearchScreen)
    screen.open_current()
    filled.wait_until_idle()
    filled.qtbot.waitUntil(lambda: getattr(filled.window.focusWidget(), "objectName", str)() == "grounds_g1")


def test_coming_back_one_stands_where_one_left(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search", text="kvinner"))
    found.press(Qt.Key.Key_Down)
    before = found.hits[found.chosen]
    found.screen.leave()
    found.page.shell.announce("records")
    found.page.enter()
    assert found.hits[found.chosen] == before


def test_a_screen_reader_hears_the_whole_hit(at: Opener, post: Profile) -> None:
    found = SearchPage(at(post, "search", text="vannrådene"))
    model = found.page.find("search_hits", QListView).model()
    words = str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert words.startswith("Vann og mekling mellom landsbyer. 2.1.6 Deltakelse · intern vurdering. Kvinner henter")
