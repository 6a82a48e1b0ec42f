"""Scenes of what travels besides assessments: a form on its way to the posts, and the same form arriving.

``stage`` is the ``Stage`` of ``tools/scenes.py``, which names these among its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.send_forms import export_forms

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_FORM = """settings: {{form_id: vannpunkt, form_title: Vannpunkt i distriktet, version: '{version}',
  default_language: Norsk bokmål (nb)}}
survey:
  - {{type: text, name: sted, 'label::Norsk bokmål (nb)': '{place}', 'label::English (en)': Where is it?}}
  - {{type: integer, name: brukere, 'label::Norsk bokmål (nb)': Hvor mange bruker det?,
      'label::English (en)': How many use it?}}
{more}"""
_MORE = """  - {type: date, name: kontrollert, 'label::Norsk bokmål (nb)': Når ble vannet sist kontrollert?,
      'label::English (en)': When was the water last tested?}
  - {type: text, name: konflikt, 'label::Norsk bokmål (nb)': Er det strid om bruken?,
      'label::English (en)': Is its use disputed?}
"""


def send_form_file(norad: Profile, post: Profile, base: Path) -> None:
    """A form that the post has in one version comes from Norad in the next."""
    (base / "forms").mkdir()
    source = base / "vannpunkt.yaml"
    source.write_text(_FORM.format(version="1", place="Hvor er det?", more=""), encoding="utf-8")
    install_form(post, source)
    source.write_text(_FORM.format(version="2", place="Hvor ligger vannpunktet?", more=_MORE), encoding="utf-8")
    install_form(norad, source)
    export_forms(norad, ["vannpunkt"], base / "forms", to=[post.card.name])


def form_arrives(stage: Any) -> None:
    """The plan of a file with a form."""
    stage.go("import", files=list((stage.folder / "forms").iterdir()))


def form_is_sent(stage: Any) -> None:
    """To whom the chosen form shall go."""
    screen = stage.go("forms")
    screen.table.selectRow(0)
    screen.send()
    stage.settle()
