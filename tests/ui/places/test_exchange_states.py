"""What the places of exchange say when something went another way than one hoped."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.texts import Language
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import RowCard
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record, save_fields
from tests.support.screens_places import only_file
from tests.ui.places.conftest import Opener
from tests.ui.places.test_exchange import NOTE, folder, trust_each_other


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_refusal_is_read_with_its_reason_where_the_file_was_sent(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path, language: Language
) -> None:
    say.set_language(language)
    trust_each_other(tmp_path, post, norad)
    first, second, home = (folder(tmp_path, name) for name in ("first", "second", "home"))
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    at(norad, "import", files=[only_file(first)]).act("import_apply")
    save_fields(post, draft, {NOTE: "Hos posten."})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft, water], "Norad (oppdiktet)", second, edition="full")
    taken = at(norad, "import", files=[only_file(second)])
    taken.choose_row("import_table", say("places.import.will.conflict"))
    taken.click("import_refuse")
    dialog = taken.dialog("refuse_dialog")
    dialog.write("refuse_reason", "Gjelder et annet land.")
    assert dialog.accept()
    taken.act("import_apply")
    taken.screen.done.write_to(home)  # type: ignore[attr-defined]
    taken.wait()
    at(post, "import", files=[only_file(home)]).act("import_apply")

    sent = at(post, "exchange")
    sent.choose_row("exchange_sent", say("places.exchange.state.partly"))
    refused, confirmed = (sent.find(f"sent_item_{number}", RowCard) for number in (0, 1))
    titles = {row.id: row.title for row in all_rows(post, query())}
    assert refused.accessibleName().startswith(titles[draft])
    assert refused.accessibleName().endswith("Gjelder et annet land.")
    assert say("places.exchange.state.refused") in refused.accessibleName()
    assert say("places.exchange.state.confirmed") in confirmed.accessibleName()
    refused.click()
    assert sent.went == [("editor", {"record": draft})]
    assert open_record(norad, draft).record.fields[NOTE] == "Hos Norad."


def test_what_is_in_a_file_is_told_before_anybody_answered(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    page = at(post, "exchange")
    assert not page.screen.sent_card.isVisible()  # type: ignore[attr-defined]
    export_records(post, [water], "Norad (oppdiktet)", folder(tmp_path, "stick"))
    page.screen.reload()
    page.wait()
    page.choose_row("exchange_sent", "Norad")
    name = page.find("sent_item_0", RowCard).accessibleName()
    assert name == f"Vann og mekling mellom landsbyer, {say('places.exchange.state.exported')}"
