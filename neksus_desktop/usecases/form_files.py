"""Form files in and out: check before installing, write a form as a spreadsheet that can be edited and read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.forms.reading import FormProblem
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """What is wrong with a form file; ``title`` and ``version`` when it can be used."""

    path: Path
    problems: tuple[FormProblem, ...]
    title: str
    version: str

    @property
    def usable(self) -> bool:
        """Whether it can be installed."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_file(path: Path, language: Language) -> CheckedForm:
    """Every problem of a form file, with its place and remedy; nothing is installed."""
    from neksus_desktop.errors import FormError
    from neksus_desktop.forms import library
    from neksus_desktop.forms.reading import check

    problems = tuple(check(path, language))
    if any(problem.severity == "error" for problem in problems):
        return CheckedForm(path, problems, path.name, "")
    try:
        form = library.load_form(path)
    except FormError:
        return CheckedForm(path, tuple(check(path, language)), path.name, "")
    return CheckedForm(path, problems, form.title(language), form.version)


def save_as(profile: Profile, form_id: str, target: Path) -> None:
    """Write a form to a file: ``.xlsx`` or ``.yaml`` by the target's ending.

    Raises:
        NotFoundError: there is no such form.
        FormUnreadableError: it is an XForm, which has no sheets.
    """
    from neksus_desktop.errors import NotFoundError
    from neksus_desktop.forms.reading import convert
    from neksus_desktop.storage import forms as stored
    from neksus_desktop.usecases.forms import shipped_path

    shipped = shipped_path(form_id)
    if shipped is not None:
        convert(shipped, target)
        return
    row = next((row for row in stored.installed_forms(profile.store) if row.id == form_id), None)
    if row is None:
        raise NotFoundError(kind="form", id=form_id)
    # Beside the target: the user has chosen to have the form in clear there, and nowhere else.
    source = target.with_name(f".{row.file_name}")
    write_atomically(source, stored.form_source(profile.store, form_id, row.version))
    try:
        convert(source, target)
    finally:
        source.unlink(missing_ok=True)
