"""Countries as choices: the edited table's names, in the order of the language's alphabet."""

from __future__ import annotations

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.ui.say import say


def country_choices() -> list[tuple[str, str]]:
    """Codes and names of all countries in the current language, æøå last."""
    countries = codelist("land")
    names = [(code, countries.label(code, say.language)) for code in countries.codes]
    return say.in_order(names)


def country(code: str) -> str:
    """A country's name, "" for none."""
    return codelist("land").label(code, say.language) if code else ""
