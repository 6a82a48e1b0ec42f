"""Which places there are, in the order of the navigation; a screen is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from neksus_desktop.forms.packs import roles_with_registers
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell


class Place(NamedTuple):
    """One place: its screen and, if it stands in the navigation, icon, shortcut and for whom."""

    screen: str
    icon: str = ""
    shortcut: str = ""
    roles: tuple[str, ...] = ("post", "norad", "norec")
    bottom: bool = False
    writes: bool = False
    """It is only there to make something that is kept."""


PLACES: dict[str, Place] = {
    "home": Place("home:HomeScreen", "home", "Ctrl+1"),
    "records": Place("records_list:RecordsScreen", "records", "Ctrl+2"),
    "follow_up": Place("follow_up:FollowUpScreen", "follow_up", "Ctrl+3"),
    "registers": Place("registers.screen:RegistersScreen", "registers", "Ctrl+4", roles_with_registers()),
    "read_across": Place("read_across:ReadAcrossScreen", "read_across", "Ctrl+5", ("norad",)),
    "exchange": Place("exchange.screen:ExchangeScreen", "exchange", "Ctrl+6"),
    "subjects": Place("subjects:SubjectsScreen", "subjects", "Ctrl+7"),
    "forms": Place("forms_screen:FormsScreen", "forms", "Ctrl+8"),
    "settings": Place("settings_screen:SettingsScreen", "settings", "Ctrl+,", bottom=True),
    "help": Place("help_screen:HelpScreen", "help", "F1", bottom=True),
    "new_record": Place("new_record:NewRecordScreen", writes=True),
    "editor": Place("editor.screen:EditorScreen"),
    "search": Place("search.screen:SearchScreen", shortcut="Ctrl+Shift+F"),
    "export": Place("exchange.export_screen:ExportScreen", writes=True),
    "import": Place("exchange.import_screen:ImportScreen"),
    "preview": Place("preview:PreviewScreen"),
}


def make(place: str, shell: Shell) -> Screen:
    """Build the screen of a place."""
    module, _, name = PLACES[place].screen.partition(":")
    screen = getattr(import_module(f"neksus_desktop.ui.{module}"), name)
    return cast("Screen", screen(shell))
