"""Key lists, withdrawn and renewed keys, approvers' own keys."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from neksus_desktop.bundles.payload import RosterEntry, RosterInfo, as_canonical
from neksus_desktop.errors import (
    BundlePassphraseError,
    ExchangeCardError,
    ExchangeRecipientError,
    NotFoundError,
)
from neksus_desktop.exchange.groups import Group, Line
from neksus_desktop.exchange.importing import FileResult
from neksus_desktop.exchange.outbox import Sending
from neksus_desktop.exchange.roster import last_roster
from neksus_desktop.storage import approvals
from neksus_desktop.storage.peers import find_peer, save_peer
from neksus_desktop.storage.times import to_text
from neksus_desktop.usecases import decide, export, import_files, keys, roster
from neksus_desktop.usecases.approvers import SignAs, approvers, new_approver, open_key, retire_approver
from neksus_desktop.usecases.verify import verify_file
from tests.exchange.world import World


def _sign_for(world: World, name: str, record: str, sign_as: SignAs) -> None:
    profile = world[name]
    decide.submit(profile, record)
    with profile.store.write():
        given = decide.approve(profile, record, sign_as=sign_as)
    assert given.signer == sign_as.thumbprint


def test_a_key_list_makes_posts_trust_each_other(tmp_path: Path) -> None:
    world = World(tmp_path, ("post", "Juba"), ("norad", "Norad"))
    other = World(tmp_path / "annen", ("post", "Amman"), ("norad", "Oslo"))
    try:
        keys.trust_card(world["Norad"], other.card("Amman"))
        (listed,) = roster.export_roster(world["Norad"], world.mail).files
        plan = import_files.plan_import(world["Juba"], [listed])
        assert [(item.action, item.title) for item in plan.items] == [("update", "Amman"), ("update", "Juba")]
        import_files.apply_import(world["Juba"], plan)
        peer = next(peer for peer in keys.peers(world["Juba"]) if peer.name == "Amman")
        assert (peer.source, peer.thumbprint) == ("roster", other["Amman"].card.thumbprint)
    finally:
        world.close()
        other.close()


def test_a_withdrawn_key_no_longer_signs_but_what_it_signed_stays_good(world: World) -> None:
    before = world.send("Juba", "Nairobi", world.write("Juba"))
    roster.revoke(world["Norad"], "Juba", "Stjålet maskin")
    world.take("Nairobi", list(roster.export_roster(world["Norad"], world.mail).files))
    after = world.send("Juba", "Nairobi", world.write("Juba"))
    assert verify_file(world["Nairobi"], before[0]).state == "good"
    refused = verify_file(world["Nairobi"], after[0])
    assert (refused.state, refused.code, refused.facts["cause"]) == ("untrusted", "bundle_revoked", "Stjålet maskin")
    with pytest.raises(ExchangeRecipientError):
        world.send("Nairobi", "Juba", world.write("Nairobi"))
    with pytest.raises(ExchangeCardError):
        keys.trust_card(world["Nairobi"], world.card("Juba"))


def test_an_older_key_list_never_takes_a_withdrawal_back(world: World) -> None:
    older = roster.export_roster(world["Norad"], world.mail).files
    roster.revoke(world["Norad"], "Juba", "Stjålet maskin")
    newer = roster.export_roster(world["Norad"], world.mail).files
    world.take("Nairobi", newer)
    world.take("Nairobi", older)
    assert next(peer for peer in keys.peers(world["Nairobi"]) if peer.name == "Juba").revoked_at


def test_of_several_keys_of_one_workplace_the_one_to_withdraw_is_named(world: World) -> None:
    norad, old = world["Norad"], world["Juba"].card
    new = keys.rotate_keys(world["Juba"])
    keys.write_card(world["Juba"], world.card("Juba"))
    keys.trust_card(norad, world.card("Juba"))
    with pytest.raises(ExchangeRecipientError) as caught:
        roster.revoke(norad, "Juba", "Byttet")
    assert caught.value.facts["reason"] == "several"
    first = roster.revoke(norad, keys.fingerprint(old).digits, "Byttet")
    assert first.thumbprint == old.thumbprint
    again = roster.revoke(norad, old.thumbprint, "Byttet for lenge siden")
    assert again.revoked_at == first.revoked_at, "saying it again never lets files through that were refused"
    world.take("Nairobi", list(roster.export_roster(norad, world.mail).files))
    assert roster.revoke(norad, "juba", "Stjålet").thumbprint == new.thumbprint


def test_a_workplace_whose_own_key_is_withdrawn_is_told_and_sends_on_with_a_new_one(world: World) -> None:
    record = world.write("Juba")
    roster.revoke(world["Norad"], "Juba", "Stjålet maskin")
    world.take("Juba", list(roster.export_roster(world["Norad"], world.mail).files))
    with pytest.raises(ExchangeRecipientError) as caught:
        world.send("Juba", "Norad", record)
    assert caught.value.facts["reason"] == "own_revoked"
    keys.rotate_keys(world["Juba"])
    assert world.send("Juba", "Norad", record)


def test_whom_only_a_key_list_vouches_for_is_trusted_until_its_end(world: World) -> None:
    store = world["Nairobi"].store
    world.take("Nairobi", list(roster.export_roster(world["Norad"], world.mail, valid_days=1).files))
    save_peer(store, find_peer(store, "Juba")._replace(source="roster"))
    before = world.send("Juba", "Nairobi", world.write("Juba"))
    world.clock.at += timedelta(days=2)
    after = world.send("Juba", "Nairobi", world.write("Juba"))
    assert verify_file(world["Nairobi"], before[0]).state == "good"
    assert verify_file(world["Nairobi"], after[0]).facts["cause"] == "expired"
    with pytest.raises(ExchangeRecipientError) as caught:
        world.send("Nairobi", "Juba", world.write("Nairobi"))
    assert caught.value.facts["reason"] == "expired"
    world.take("Nairobi", list(roster.export_roster(world["Norad"], world.mail).files))
    assert verify_file(world["Nairobi"], after[0]).state == "good"


def test_a_key_that_a_list_vouches_for_later_is_not_trusted_yet(world: World) -> None:
    store = world["Nairobi"].store
    later = to_text(world.clock.at + timedelta(days=9))
    save_peer(store, find_peer(store, "Juba")._replace(source="roster", valid_from=later))
    (file,) = world.send("Juba", "Nairobi", world.write("Juba"))
    assert verify_file(world["Nairobi"], file).state == "untrusted"
    world.clock.at += timedelta(days=8)
    assert verify_file(world["Nairobi"], file).state == "good"


def test_a_withdrawal_still_to_come_does_not_outlast_the_list(world: World) -> None:
    store = world["Nairobi"].store
    world.take("Nairobi", list(roster.export_roster(world["Norad"], world.mail, valid_days=1).files))
    later = to_text(world.clock.at + timedelta(days=9))
    save_peer(store, find_peer(store, "Juba")._replace(source="roster", revoked_at=later, revoked_reason="Nedlagt"))
    world.clock.at += timedelta(days=2)
    (file,) = world.send("Juba", "Nairobi", world.write("Juba"))
    assert verify_file(world["Nairobi"], file).facts["cause"] == "expired"


@pytest.mark.parametrize(
    ("away", "action", "code", "reached"),
    [
        (timedelta(hours=-5), "update", "", 1),
        (timedelta(days=3), "older", "plan_list_ended", 0),
    ],
)
def test_a_key_list_and_a_clock_that_is_off(
    world: World, away: timedelta, action: str, code: str, reached: int
) -> None:
    nairobi = world["Nairobi"]
    files = list(roster.export_roster(world["Norad"], world.mail, valid_days=1).files)
    world.clock.at += away
    items = import_files.plan_import(nairobi, files).items
    assert {(item.action, item.code) for item in items} == {(action, code)}
    world.take("Nairobi", files)
    assert last_roster(nairobi.store, world["Norad"].card.thumbprint) == reached


def test_a_key_list_that_holds_only_later_is_told_as_that(world: World) -> None:
    norad, nairobi = world["Norad"], world["Nairobi"]
    now = world.clock.at.astimezone(UTC)
    info = RosterInfo(number=1, valid_from=now + timedelta(days=9), valid_until=now + timedelta(days=99))
    entry = RosterEntry(card=world["Juba"].card, role="post", valid_from=now)
    group = Group((Line("roster", as_canonical(info)), Line("workplace", as_canonical(entry))))
    sending = Sending("roster", (), norad.now(), invented=True, plain=True)
    with norad.store.write():
        (file,) = export.write_files(norad, sending, [group], world.mail).files
    (item,) = import_files.plan_import(nairobi, [file]).items
    assert (item.action, item.code) == ("refused", "plan_list_to_come")
    world.take("Nairobi", [file])
    assert last_roster(nairobi.store, norad.card.thumbprint) == 0


def test_a_post_cannot_vouch_for_others(world: World) -> None:
    with pytest.raises(ExchangeCardError):
        roster.export_roster(world["Juba"], world.mail)


def test_a_key_list_from_somebody_not_headquarters_is_refused_and_the_rest_goes_on(world: World) -> None:
    listed = list(roster.export_roster(world["Norad"], world.mail).files)
    store = world["Nairobi"].store
    save_peer(store, find_peer(store, "Norad")._replace(source="roster"))
    record = world.write("Juba")
    done = world.take("Nairobi", [*listed, *world.send("Juba", "Nairobi", record)])
    results: dict[str, FileResult] = {file.path.name: file for file in done.files}
    assert results[listed[0].name].code == "exchange_card"
    assert done.counts == {"refused": 1, "new": 1}


def test_renewed_keys_open_old_mail_and_sign_new(world: World) -> None:
    record = world.write("Norad")
    old_mail = world.send("Norad", "Juba", record)
    old = world["Juba"].card
    new = keys.rotate_keys(world["Juba"])
    assert (new.name, new.role) == (old.name, old.role)
    assert new.thumbprint != old.thumbprint
    assert world.take("Juba", old_mail).counts == {"new": 1}
    files = world.send("Juba", "Norad", record)
    assert verify_file(world["Norad"], files[0]).state == "untrusted"
    keys.write_card(world["Juba"], world.card("Juba"))
    keys.trust_card(world["Norad"], world.card("Juba"))
    assert verify_file(world["Norad"], files[0]).state == "good"


def test_an_approvers_own_key_proves_the_approver(world: World) -> None:
    key = new_approver(world["Juba"], "stasjonssjef", "en lang frase")
    record = world.write("Juba")
    _sign_for(world, "Juba", record, SignAs(key.thumbprint, "en lang frase"))
    world.pass_on("Juba", "Norad", record)
    assert world.record("Norad", record).status == "approved"
    (given,) = approvals.approvals(world["Norad"].store, record)
    assert given.signer == key.thumbprint
    world.pass_on("Norad", "Nairobi", record)
    assert world.record("Nairobi", record).status == "for_approval"


def test_a_retired_approver_signs_nothing_more_and_a_wrong_passphrase_opens_nothing(world: World) -> None:
    key = new_approver(world["Juba"], "stasjonssjef", "en lang frase")
    with pytest.raises(BundlePassphraseError):
        open_key(world["Juba"], SignAs(key.thumbprint, "en annen frase"))
    with pytest.raises(BundlePassphraseError):
        new_approver(world["Juba"], "stasjonssjef", "kort")
    retire_approver(world["Juba"], key.thumbprint)
    assert approvers(world["Juba"])[0].retired_at
    with pytest.raises(NotFoundError) as caught:
        open_key(world["Juba"], SignAs(key.thumbprint, "en lang frase"))
    assert caught.value.facts["reason"] == "key_ended"


def test_a_key_that_is_ended_again_keeps_the_moment_when_it_ended(world: World) -> None:
    key = new_approver(world["Juba"], "stasjonssjef", "en lang frase")
    retire_approver(world["Juba"], key.thumbprint)
    (first,) = approvers(world["Juba"])
    retire_approver(world["Juba"], key.thumbprint)
    assert approvers(world["Juba"]) == [first]


def test_our_own_card_and_an_invented_one_in_a_real_profile_are_refused(world: World, tmp_path: Path) -> None:
    real = World(tmp_path / "ekte", ("post", "Amman"), invented=False)
    try:
        for profile, card, reason in (
            (world["Juba"], world.card("Juba"), "own"),
            (real["Amman"], world.card("Juba"), "invented"),
        ):
            with pytest.raises(ExchangeCardError) as caught:
                keys.trust_card(profile, card)
            assert caught.value.facts["reason"] == reason
    finally:
        real.close()
