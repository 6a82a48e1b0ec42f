"""Which places there are, in the order of the navigation; a screen is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from neksus_desktop.forms.packs import roles_with_registers
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell


class Place(NamedTuple):
    """One place: its screen, a shortcut of its own and, if it stands in the navigation, icon and for whom."""

    screen: str
    icon: str = ""
    shortcut: str = ""
    roles: tuple[str, ...] = ("post", "norad", "norec")
    bottom: bool = False
    writes: bool = False
    """It is only there to make something that is kept."""


PLACES: dict[str, Place] = {
    "home": Place("home:HomeScreen", "home"),
    "records": Place("records_list:RecordsScreen", "records"),
    "follow_up": Place("follow_up:FollowUpScreen", "follow_up"),
    "registers": Place("registers.screen:RegistersScreen", "registers", roles=roles_with_registers()),
    "read_across": Place("read_across:ReadAcrossScreen", "read_across", roles=("norad",)),
    "exchange": Place("exchange.screen:ExchangeScreen", "exchange"),
    "subjects": Place("subjects:SubjectsScreen", "subjects"),
    "forms": Place("forms_screen:FormsScreen", "forms"),
    "settings": Place("settings_screen:SettingsScreen", "settings", "Ctrl+,", bottom=True),
    "help": Place("help_screen:HelpScreen", "help", "F1", bottom=True),
    "new_record": Place("new_record:NewRecordScreen", writes=True),
    "editor": Place("editor.screen:EditorScreen"),
    "search": Place("search.screen:SearchScreen", shortcut="Ctrl+Shift+F"),
    "export": Place("exchange.export_screen:ExportScreen", writes=True),
    "import": Place("exchange.import_screen:ImportScreen"),
    "preview": Place("preview:PreviewScreen"),
}


def shortcuts(role: str) -> dict[str, str]:
    """The key of every place in the navigation of a workplace: Ctrl and a figure in their order, or their own."""
    here = [name for name, place in PLACES.items() if place.icon and role in place.roles]
    return {name: PLACES[name].shortcut or f"Ctrl+{number}" for number, name in enumerate(here, start=1)}


def make(place: str, shell: Shell) -> Screen:
    """Build the screen of a place."""
    module, _, name = PLACES[place].screen.partition(":")
    screen = getattr(import_module(f"neksus_desktop.ui.{module}"), name)
    return cast("Screen", screen(shell))
