"""What a form that came in a file would bring: its name, version and languages, and what changes from the one here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.errors import FormError, NotFoundError

if TYPE_CHECKING:
    from neksus_desktop.exchange.plan import PlanItem
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.forms.definition import Template
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile

_MARKS = re.compile(r"[*_`#]|<[^>]*>")


@dataclass(frozen=True, slots=True)
class FormNews:
    """One form that came. ``before`` is the newest version here, "" for none; questions are in words, in form order.

    ``older``: what is here is newer, and goes on being used for new assessments. ``added_languages`` are those that the
    version here lacks, ``dropped_languages`` those that only it has.
    """

    id: str
    title: str
    version: str
    before: str
    older: bool
    languages: tuple[str, ...]
    questions: int
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added_languages: tuple[str, ...] = ()
    dropped_languages: tuple[str, ...] = ()


class _Question(NamedTuple):
    """What a person sees of a question; ``words`` are compared, ``label`` is shown."""

    label: str
    words: tuple[object, ...]


def form_news(profile: Profile, plan: ImportPlan, item: PlanItem, language: Language) -> FormNews | None:
    """What a row of a plan that is a form would bring; None when it is no form or cannot be used.

    Raises:
        ExchangeFileError, BundleError: the file is no longer what it was when it was planned.
    """
    from neksus_desktop.usecases.forms import load_form, newest_version

    form = _form(profile, plan, item)
    if form is None:
        return None
    here = newest_version(profile, form.id)
    try:
        before = load_form(profile, form.id, here) if here else None
    except (NotFoundError, FormError):
        before = None
    asked = _questions(form, language)
    if before is None:
        return FormNews(form.id, form.title(language), form.version, here, older=False, languages=form.languages,
                        questions=len(asked))  # fmt: skip
    was, gone, new = _questions(before, language), _without_place(form, before), _without_place(before, form)
    changed = _changed(before, form)
    return FormNews(
        id=form.id,
        title=form.title(language),
        version=form.version,
        before=here,
        older=_newer(here, form.version),
        languages=form.languages,
        questions=len(asked),
        new=tuple(asked[path].label for path in new if path in asked),
        gone=tuple(was[path].label for path in gone if path in was),
        changed=tuple(one.label for path, one in asked.items() if path in changed),
        added_languages=tuple(one for one in form.languages if one not in before.languages),
        dropped_languages=tuple(one for one in before.languages if one not in form.languages),
    )


def _form(profile: Profile, plan: ImportPlan, item: PlanItem) -> Form | None:
    from neksus_desktop.bundles.payload import FormEntry
    from neksus_desktop.exchange.formcheck import opened_form
    from neksus_desktop.exchange.plan import read_file
    from neksus_desktop.usecases.keys import workplace

    file = next((one for one in plan.files if one.path == item.file and one.kind == "forms"), None)
    if file is None or item.record is not None:
        return None
    bundle = file.bundle or read_file(profile.store, workplace(profile), file.path, profile.now())
    for entry in bundle.entries():
        content = entry.content
        if isinstance(content, FormEntry) and content.id == item.form:
            opened = opened_form(content)
            if opened is not None and item.title.endswith(content.version):
                return opened[1]
    return None


def _changed(before: Form, form: Form) -> set[str]:
    """Questions of both that are asked in other words, in any language that both have, or answered otherwise."""
    found: set[str] = set()
    for language in [one for one in form.languages if one in before.languages] or [form.default_language]:
        was, now = _questions(before, language), _questions(form, language)
        found |= {path for path, one in now.items() if path in was and was[path].words != one.words}
    return found


def _without_place(old: Form, new: Form) -> list[str]:
    """Questions of ``new`` that no question of ``old`` is."""
    from neksus_desktop.forms.migration import migrate

    return list(migrate(old, new, {}).new)


def _questions(form: Form, language: str) -> dict[str, _Question]:
    """What is asked, by path without rows."""
    from neksus_desktop.forms import FormSession

    session = FormSession(form, {}, language=language if language in form.languages else None)
    found = {}
    for template in form.definition.templates:
        if not (template.leaf and template.control):
            continue
        view = session.view(_in_first_row(session, template))
        choices = tuple((choice.value, choice.label) for choice in view.choices)
        label = " ".join(_MARKS.sub("", view.label).split()) or template.name
        found[template.path] = _Question(label, (view.label, view.hint, view.type, choices))
    return found


def _in_first_row(session: FormSession, template: Template) -> str:
    """The question in the first row of each list around it; rows are made where there are none."""
    here = ""
    for one in reversed(template.ancestors()):
        path = f"{here}/{one.name}"
        if one.kind == "repeat":
            rows = session.children(path)
            path = rows[0] if rows else session.add_row(path)[0]
        here = path
    return here


def _newer(one: str, other: str) -> bool:
    from neksus_desktop.usecases.forms import version_age

    return version_age(one) > version_age(other)
