"""The system's key store: offered where there is one, never needed, forgotten when asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from neksus_desktop.errors import StorageKeyStoreError
from neksus_desktop.usecases import key_store
from neksus_desktop.usecases.profile import Profile, change_passphrase, create_profile
from neksus_desktop.usecases.travel import destroy

PHRASE = "fire ord som rimer"


class KeyringError(Exception):
    """What the library raises."""


class FakeStore(ModuleType):
    """The functions of the library ``keyring`` that are used, kept in memory; ``locked`` refuses."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False
        self.errors = SimpleNamespace(KeyringError=KeyringError)

    def get_keyring(self) -> object:
        return self

    def get_password(self, service: str, name: str) -> str | None:
        if self.locked:
            raise KeyringError
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        if self.locked:
            raise KeyringError
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    fake = FakeStore()
    monkeypatch.setitem(sys.modules, "keyring", fake)
    return fake


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _ = create_profile(tmp_path / "p", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    yield made
    made.close()


def test_a_remembered_profile_opens_without_its_passphrase(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    change_passphrase(profile, PHRASE, "en helt annen frase")
    profile.close()
    again = key_store.open_remembered(profile.folder)
    assert again is not None
    assert again.workplace_name == "Oppdiktby"
    again.close()
    assert not any("Oppdiktby" in f"{place}{value}" or str(profile.folder) in f"{place}{value}"
                   for place, value in store.kept.items())  # fmt: skip


def test_a_profile_that_was_not_chosen_is_never_looked_up(store: FakeStore, profile: Profile) -> None:
    store.locked = True
    profile.close()
    assert key_store.open_remembered(profile.folder) is None


def test_a_locked_store_leaves_the_passphrase(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    profile.close()
    store.locked = True
    assert key_store.open_remembered(profile.folder) is None


def test_a_foreign_key_under_our_name_opens_nothing(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    profile.close()
    for wrong in ("AAAA", "no base64 ☃", "A" * 43 + "="):
        store.kept = dict.fromkeys(store.kept, wrong)
        assert key_store.open_remembered(profile.folder) is None


def test_forgetting_leaves_nothing_in_the_store(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    key_store.forget(profile.folder)
    assert (store.kept, key_store.remembered(profile.folder)) == ({}, False)


def test_a_store_that_refuses_is_said(store: FakeStore, profile: Profile) -> None:
    store.locked = True
    with pytest.raises(StorageKeyStoreError):
        key_store.remember(profile)
    assert not key_store.remembered(profile.folder)


def test_without_the_library_it_is_not_offered(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not key_store.available()
    with pytest.raises(StorageKeyStoreError):
        key_store.remember(profile)


def test_removal_takes_the_key_out_of_the_store_too(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    profile.close()
    destroy(profile.folder, PHRASE)
    assert (store.kept, profile.folder.exists()) == ({}, False)


def test_removal_goes_on_when_the_store_refuses_and_says_so(store: FakeStore, profile: Profile) -> None:
    key_store.remember(profile)
    profile.close()
    store.locked = True
    with pytest.raises(StorageKeyStoreError) as refused:
        destroy(profile.folder, PHRASE)
    assert refused.value.facts["reason"] == "left"
    assert not profile.folder.exists()
