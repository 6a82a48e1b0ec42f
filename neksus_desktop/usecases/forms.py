"""Which forms there are, loading one, checking one.

A record keeps the version it was begun with; a new record takes the newest, shipped or sent by headquarters.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from neksus_desktop.errors import NotFoundError
from neksus_desktop.forms.packs import packs, shipped_file

if TYPE_CHECKING:
    from neksus_desktop.forms import Form
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile

_SHIPPED = "shipped"
"""In place of a version: the form that came with the program."""


@dataclass(frozen=True, slots=True)
class FormInfo:
    """A form one can begin a record with. ``source`` is "shipped" or "installed"."""

    id: str
    version: str
    titles: dict[str, str]
    languages: tuple[str, ...]
    subject_types: tuple[str, ...]
    source: str
    points: int


class PointInfo(NamedTuple):
    """A point of a form: its id, its display number ("" for a part), its title in the profile's language."""

    id: str
    number: str
    title: str


def points_of(profile: Profile, form_id: str, language: Language) -> list[PointInfo]:
    """The points of a form, in order, in a language.

    Raises:
        NotFoundError: no such form.
    """
    from neksus_desktop.forms import FormSession

    form = load_form(profile, form_id)
    session = FormSession(form, language=language if language in form.languages else None)
    return [PointInfo(point.id, point.number, session.view(point.key).label) for point in form.points]


def available_forms(profile: Profile) -> list[FormInfo]:
    """The shipped forms of the profile's pack and those installed in the profile, newest version of each."""
    from neksus_desktop.storage import forms as stored

    found = {form_id: _info(load_form(profile, form_id), "shipped") for form_id in packs()[profile.settings.pack].forms}
    for row in stored.installed_forms(profile.store):
        if row.id not in found:
            found[row.id] = _info(load_form(profile, row.id), "installed")
    return list(found.values())


def _info(form: Form, source: str) -> FormInfo:
    return FormInfo(
        id=form.id,
        version=form.version,
        titles={language: form.title(language) for language in form.languages},
        languages=form.languages,
        subject_types=form.subject_types,
        source=source,
        points=sum(1 for point in form.points if point.number) or len(form.points),
    )


def load_form(profile: Profile, form_id: str, version: str | None = None) -> Form:
    """The form with this id; without ``version`` the newest, whether it was shipped or sent by headquarters.

    A form once loaded is kept in memory: it never changes. Compiled forms are cached on the disk only where that
    reveals nothing: shipped forms always, others not beside a protected profile.

    Raises:
        NotFoundError: neither shipped nor installed.
        FormError: its source cannot be compiled.
    """
    from neksus_desktop.forms import library
    from neksus_desktop.storage import forms as stored

    if version is not None and (form_id, version) in profile.forms:
        return profile.forms[form_id, version]
    form = _shipped_form(profile, form_id)
    kept = [row for row in stored.installed_forms(profile.store) if row.id == form_id]
    wanted = (
        max(kept, key=_age, default=None) if version is None else next((r for r in kept if r.version == version), None)
    )
    if form is None or (version not in (None, form.version)) or (wanted is not None and _age(wanted) > _age(form)):
        if wanted is None:
            if version is not None and (form is not None or kept):
                raise NotFoundError(kind="form", id=form_id, version=version, reason="form_version")
            raise NotFoundError(kind="form", id=form_id)
        form = profile.forms.get((form_id, wanted.version)) or library.load_form_source(
            wanted.file_name, stored.form_source(profile.store, form_id, wanted.version), _cache_of_installed(profile)
        )
    profile.forms[form.id, form.version] = form
    return form


def newest_version(profile: Profile, form_id: str) -> str:
    """The newest version of a form, "" for one that is nowhere; nothing is compiled that was not loaded before."""
    from neksus_desktop.storage import forms as stored

    shipped = _shipped_form(profile, form_id)
    kept = [row for row in stored.installed_forms(profile.store) if row.id == form_id]
    every: list[_Versioned] = [*kept, *([shipped] if shipped is not None else [])]
    return max(every, key=_age).version if every else ""


def _shipped_form(profile: Profile, form_id: str) -> Form | None:
    """The form of this id that came with the program."""
    from neksus_desktop.forms import library

    if (form_id, _SHIPPED) not in profile.forms:
        path = shipped_file(form_id)
        if path is None:
            return None
        profile.forms[form_id, _SHIPPED] = library.load_form(path, profile.folder / "cache")
    return profile.forms[form_id, _SHIPPED]


def _cache_of_installed(profile: Profile) -> Path | None:
    return None if profile.protected else profile.folder / "cache"


class _Versioned(Protocol):
    @property
    def version(self) -> str: ...


def version_age(version: str) -> tuple[int, str]:
    """Versions in order: by number where they are numbers (``2026112301``), by letters otherwise."""
    return (int(version), "") if version.isdecimal() else (0, version)


def _age(form: _Versioned) -> tuple[int, str]:
    return version_age(form.version)


def shipped_path(form_id: str) -> Path | None:
    """Where a shipped form lies; None for any other."""
    return shipped_file(form_id)


def keep_form(profile: Profile, form: Form) -> None:
    """Keep the source of a shipped form in the profile, so that records begun with it open for ever."""
    from neksus_desktop.forms import library
    from neksus_desktop.storage import forms as stored

    kept = {(row.id, row.version) for row in stored.installed_forms(profile.store)}
    path = shipped_file(form.id)
    if path is not None and (form.id, form.version) not in kept:
        name, source = library.source_with_media(path, form)
        stored.install_form(profile.store, form.id, form.version, form.content_hash, name, source, now=profile.now())


def install_form(profile: Profile, path: Path) -> Form:
    """Install a form from a file of any kind that can be read, with the lists and pictures that lie beside it.

    Raises:
        FormInUseError: records answer this very version, and it was another form then.
        FormError: the form has errors; ``check_file`` lists them all.
    """
    from neksus_desktop.errors import FormInUseError
    from neksus_desktop.forms import library
    from neksus_desktop.storage import forms as stored

    form = library.load_form(path)  # never from the cache: what lies beside the file may have changed
    name, source = library.source_with_media(path, form)
    if stored.in_use(profile.store, form.id, form.version):
        before = load_form(profile, form.id, form.version)
        if (before.content_hash, before.definition.media) != (form.content_hash, form.definition.media):
            raise FormInUseError(form=form.title(profile.settings.language), version=form.version or "–")
    stored.install_form(profile.store, form.id, form.version, form.content_hash, name, source, now=profile.now())
    profile.forms.pop((form.id, form.version), None)
    return form
