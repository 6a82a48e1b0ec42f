"""Workplaces that exchange files through folders: real profiles, real keys, real files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from neksus_desktop.exchange.apply import Choices
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.record import Record
from neksus_desktop.records.workplace import WorkplaceRole
from neksus_desktop.storage import records, versions
from neksus_desktop.usecases import decide, export, import_files, keys
from neksus_desktop.usecases.import_files import ImportResult
from neksus_desktop.usecases.profile import Profile, create_profile
from tests.support.samples import invented_record

START = datetime.fromisoformat("2026-11-23T14:30:00+01:00")


class Clock:
    """A clock that moves on a minute each time somebody looks."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


class World:
    """Some workplaces that trust each other, and a folder for the files between them."""

    def __init__(self, folder: Path, *names: tuple[WorkplaceRole, str], invented: bool = True) -> None:
        self.folder = folder
        self.clock = Clock()
        self.places: dict[str, Profile] = {}
        for role, name in names:
            profile, _ = create_profile(
                folder / f"profil-{name}", role=role, name=name, invented=invented, clock=self.clock
            )
            self.places[name] = profile
            keys.write_card(profile, self.card(name))
        for profile in self.places.values():
            for name in self.places:
                if name != profile.card.name:
                    keys.trust_card(profile, self.card(name))
        self.mail = folder / "post"
        self.mail.mkdir()

    def __getitem__(self, name: str) -> Profile:
        return self.places[name]

    def card(self, name: str) -> Path:
        return self.folder / f"kort-{name}.json"

    def close(self) -> None:
        for profile in self.places.values():
            profile.close()

    def write(self, name: str, fields: dict[str, str] | None = None) -> RecordId:
        """A new draft at a workplace."""
        profile = self[name]
        made = invented_record(fields or {"note/p1/internal": "Første tekst"})
        made = made.model_copy(update={"origin": profile.card.thumbprint})
        records.create_record(profile.store, made, role=profile.role, now=profile.now())
        return made.id

    def change(self, name: str, record: RecordId, **fields: str) -> None:
        """Change fields; ``note__p1__internal`` stands for ``note/p1/internal``."""
        profile = self[name]
        changes = {path.replace("__", "/"): value for path, value in fields.items()}
        records.save_fields(profile.store, record, changes, role=profile.role, now=profile.now())

    def approve(self, name: str, record: RecordId) -> None:
        decide.submit(self[name], record)
        decide.approve(self[name], record)

    def send(self, name: str, to: str | Sequence[str], *ids: RecordId) -> list[Path]:
        return list(export.export_records(self[name], ids, to, self.mail, edition="full").files)

    def take(self, name: str, files: Sequence[Path], choices: Choices | None = None) -> ImportResult:
        profile = self[name]
        plan = import_files.plan_import(profile, files)
        return import_files.apply_import(profile, plan, choices, receipts_to=self.mail)

    def pass_on(self, name: str, to: str, *ids: RecordId) -> ImportResult:
        """Send, take in, and take the receipt home."""
        done = self.take(to, self.send(name, to, *ids))
        self.take(name, [receipt.path for receipt in done.receipts if receipt.path])
        return done

    def record(self, name: str, record: RecordId) -> Record:
        return records.load_record(self[name].store, record)

    def head(self, name: str, record: RecordId) -> str | None:
        return versions.head(self[name].store, record)
