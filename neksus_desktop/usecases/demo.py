"""The main job from end to end on invented data: two posts and a Norad, each with its own protected profile.

Every step is a use case that the window and the command line call too; nothing here reaches past them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import UsageError
from neksus_desktop.paths import write_atomically
from neksus_desktop.texts import LANGUAGES

if TYPE_CHECKING:
    from neksus_desktop.records.workplace import WorkplaceRole
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile

MARK = ".neksus-demo"
"""Lies in every folder that the demo made; only such a folder is emptied by the next run."""

PASSPHRASE = "bare oppdiktede eksempler her"  # noqa: S105 - printed for whoever tries the demo
POSTS = (("post-1", "Stasjon A (oppdiktet)"), ("post-2", "Stasjon B (oppdiktet)"))
NORAD = ("norad", "Norad (oppdiktet)")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the demo did: a key of the catalogue ``demo`` with its values, and the file it left, if any."""

    key: str
    values: dict[str, str | int]
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    folder: Path
    name: str


def run_demo(folder: Path, language: Language, told: Callable[[Step], None]) -> None:
    """Do the whole main job in ``folder`` and tell each step as it is done.

    Raises:
        UsageError: the folder holds something that the demo did not make.
    """
    _clear(folder)
    files, paper = folder / "filer", folder / "papir"
    files.mkdir()
    paper.mkdir()
    write_atomically(folder / "passordfrase.txt", PASSPHRASE.encode() + b"\n")
    norad = _make(folder, *NORAD, "norad", language)
    posts = [_make(folder, *post, "post", language) for post in POSTS]
    told(Step("profiles", {"count": 3}, folder))
    _compare_and_trust(norad, posts, files)
    told(Step("trust", {"count": len(posts)}, files))
    for place, ids in zip(posts, _shares(len(posts)), strict=True):
        _fill_and_send(place, norad, ids, files, paper, told)
    _receive(norad, files, told)
    for place in posts:
        _take_home(place, files, told)
    _tamper(norad, files, told)


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError(reason="demo_folder", folder=str(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_atomically(folder / MARK, b"")


def _make(folder: Path, place: str, name: str, role: WorkplaceRole, language: Language) -> _Place:
    from neksus_desktop.usecases.profile import create_profile

    profile, _ = create_profile(
        folder / place, role=role, name=name, language=language, passphrase=PASSPHRASE, invented=True
    )
    profile.close()
    return _Place(folder / place, name)


@contextmanager
def _open(place: _Place) -> Iterator[Profile]:
    from neksus_desktop.usecases.profile import open_profile

    profile = open_profile(place.folder, PASSPHRASE)
    try:
        yield profile
    finally:
        profile.close()


def _compare_and_trust(norad: _Place, posts: list[_Place], files: Path) -> None:
    from neksus_desktop.usecases.keys import trust_card, write_card

    for place in (norad, *posts):
        with _open(place) as profile:
            write_card(profile, files / f"kort-{place.folder.name}.json")
    for post in posts:
        with _open(post) as profile:
            trust_card(profile, files / f"kort-{norad.folder.name}.json")
        with _open(norad) as profile:
            trust_card(profile, files / f"kort-{post.folder.name}.json")


def _shares(posts: int) -> list[list[str]]:
    """Deal the samples out to the posts, the larger part to the first."""
    from neksus_desktop.forms.samples import samples

    ids = [sample.id for sample in samples()]
    first = len(ids) - len(ids) // 3
    return [ids[:first], ids[first:]][:posts]


def _fill_and_send(
    place: _Place, norad: _Place, ids: list[str], files: Path, paper: Path, told: Callable[[Step], None]
) -> None:
    from neksus_desktop.usecases.export import export_records
    from neksus_desktop.usecases.load_samples import load_samples
    from neksus_desktop.usecases.records import open_record
    from neksus_desktop.usecases.report import make_report

    with _open(place) as profile:
        made = load_samples(profile, ids)
        told(Step("filled", {"count": len(made), "workplace": place.name}))
        approved: list[str] = []
        waiting: list[str] = []
        drafts: list[str] = []
        for sample_id, record_id in made.items():
            record = open_record(profile, record_id).record
            {"approved": approved, "for_approval": waiting}.get(record.status, drafts).append(record_id)
            own: Language = next((known for known in LANGUAGES if known == record.fields.get("language")), "nb")
            make_report(
                profile, "summary", record_id, language=own, destination=paper / f"{sample_id}-sammendrag-{own}.pdf"
            )
        told(Step("printed", {"count": len(made), "workplace": place.name}, paper))
        make_report(profile, "blank", next(iter(made.values())), language="nb",
                    destination=paper / f"{ids[0]}-blankt-skjema-nb.pdf")  # fmt: skip
        told(Step("approved", {"count": len(approved), "waiting": len(waiting), "drafts": len(drafts)}))
        done = export_records(profile, approved, norad.name, files, edition="full")
        told(Step("exported", {"count": len(approved), "workplace": place.name}, done.files[0]))
        if drafts:
            draft = export_records(profile, drafts[:1], norad.name, files, edition="full")
            told(Step("exported_draft", {"workplace": place.name}, draft.files[0]))


def _transfers(files: Path) -> list[Path]:
    return sorted(path for path in files.glob("neksus-*.json") if "kvittering" not in path.name)


def _receive(norad: _Place, files: Path, told: Callable[[Step], None]) -> None:
    from neksus_desktop.usecases.import_files import apply_import, plan_import
    from neksus_desktop.usecases.verify import verify_file

    receipts = files / "kvitteringer"
    receipts.mkdir()
    with _open(norad) as profile:
        paths = _transfers(files)
        good = sum(verify_file(profile, path).state == "good" for path in paths)
        told(Step("verified", {"good": good, "count": len(paths)}))
        plan = plan_import(profile, paths)
        told(Step("planned", {"new": plan.counts.get("new", 0), "count": len(plan.items)}))
        done = apply_import(profile, plan, receipts_to=receipts)
        told(Step("imported", {"count": sum(done.counts.values()), "receipts": len(done.receipts)}, receipts))
        again = plan_import(profile, paths)
        told(Step("again", {"count": again.counts.get("have", 0)}))


def _take_home(place: _Place, files: Path, told: Callable[[Step], None]) -> None:
    from neksus_desktop.usecases.import_files import apply_import, plan_import
    from neksus_desktop.usecases.listing import counts_by_status
    from neksus_desktop.usecases.verify import verify_file

    with _open(place) as profile:
        mine = [
            path
            for path in sorted((files / "kvitteringer").iterdir())
            if verify_file(profile, path).state == "good"
        ]  # fmt: skip
        apply_import(profile, plan_import(profile, mine))
        confirmed = counts_by_status(profile).get("confirmed", 0)
        told(Step("confirmed", {"count": confirmed, "workplace": place.name}))


def _tamper(norad: _Place, files: Path, told: Callable[[Step], None]) -> None:
    from neksus_desktop.usecases.verify import verify_file

    original = _transfers(files)[0]
    content = bytearray(original.read_bytes())
    middle = len(content) // 2
    content[middle] = ord("A") if content[middle] != ord("A") else ord("B")
    forged = files / f"forfalsket-{original.name}"
    write_atomically(forged, bytes(content))
    with _open(norad) as profile:
        before = _fingerprint(norad)
        verdict = verify_file(profile, forged)
        untouched = _fingerprint(norad) == before
    told(Step("refused" if verdict.state == "invalid" and untouched else "not_refused", {"code": verdict.code}, forged))


def _fingerprint(place: _Place) -> dict[str, tuple[int, int]]:
    """Sizes and times of the profile's database files, to show that a refusal changes nothing."""
    return {
        path.name: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in place.folder.glob("*.db*")
        if not path.name.endswith("-shm")
    }
