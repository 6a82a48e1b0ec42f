"""Qt's Python bindings without what this program does not use of them, since every start waits for it.

Rules kept here:

* only how things are made is changed, never what they are: an enumeration made here answers as an ordinary one does;
* what does not look as expected (another Python, another kind of enumeration) is made the ordinary way.

The bindings replace Python's import by one that reads the source text of every module, to find out whether it asks for
other spellings of Qt's names (``__feature__``); nothing here does, so the import of before is put back. They also make
all enumerations of a class when it is first named: the namespace ``Qt`` alone has 94 with 1,374 members. Python makes
those one member after the other with checks that only what a person writes needs; here one ordinary enumeration of each
kind is the pattern, and the others get its attributes and, when something of theirs is first asked for, their own
members: of some 250 enumerations a start makes it asks 50. And they carry modules that tell what can
be given to which call, for error messages and for tools that write stubs: unpacked, compiled and run at every start,
with much of the standard library in tow. Here they are run when something of them is first asked for.
"""

from __future__ import annotations

import builtins
import enum
import sys
from _thread import RLock
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

_KNOWN = {(3, 11)}
"""Pythons whose enumerations were compared with those made here (``tests/ui/test_bindings.py``)."""
_MANY = 50
"""Members of larger enumerations, of which a program names few, are looked up in the map at each use."""
_OWN = frozenset({"_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_"})
_MASKS = frozenset({"_flag_mask_", "_singles_mask_", "_all_bits_"})
_LATER = frozenset(
    f"shibokensupport/signature/{name}.py"
    for name in ("errorhandler", "layout", "mapping", "parser", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
_READERS = ("ast", "dis", "inspect")
"""Modules of Python's own that read programs: the bindings name them and do not use them."""
_UNREAD = """
def __getattr__(name):
    from neksus_desktop.ui.bindings import read_now
    return read_now(globals(), name)
"""
_unread: dict[str, Any] = {}
_ordinary_compile = builtins.compile
_ordinary = enum.EnumType._create_  # type: ignore[attr-defined]  # no stub has it


def prepare() -> None:
    """Load the bindings' core, put the import of before back and make enumerations quickly from now on."""
    if sys.version_info[:2] in _KNOWN:
        enum.EnumType._create_ = create  # type: ignore[attr-defined]  # as above
    builtins.compile = _compile
    awaited = [name for name in _READERS if name not in sys.modules]
    sys.modules.update((name, _Awaited(name)) for name in awaited)
    try:
        import PySide6.QtCore  # noqa: F401 - it is what replaces the import
    finally:
        builtins.compile = _ordinary_compile
        for name in awaited:
            if isinstance(sys.modules.get(name), _Awaited):
                del sys.modules[name]
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before


class _Awaited(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _compile(source: Any, filename: Any, mode: str, *arguments: Any, **options: Any) -> Any:
    """As ever, but a support module of the bindings is put aside."""
    if filename in _LATER:
        _unread[filename] = source
        source = _UNREAD
    return _ordinary_compile(source, filename, mode, *arguments, **options)


def read_now(module: dict[str, Any], name: str) -> Any:
    """Run a support module of which something is asked for, and give that.

    Raises:
        AttributeError: it has no such name.
    """
    if not name.startswith("__") and module["__file__"] in _unread:
        del module["__getattr__"]
        exec(_ordinary_compile(_unread.pop(module["__file__"]), module["__file__"], "exec"), module)  # noqa: S102 - their own source
    if name not in module:
        raise AttributeError(name)
    return module[name]


def create(cls: Any, class_name: str, names: Any, *, boundary: Any = None, **options: Any) -> Any:
    """An enumeration of integers from a list of names and values, as the bindings ask for it; else as ever."""
    asked = {name for name, value in options.items() if value is not None and (name, value) != ("start", 1)}
    if asked or cls not in _KINDS or type(names) is not list or not _plain(cls, names):
        return _ordinary(cls, class_name, names, boundary=boundary, **options)
    namespace = _pattern(cls, boundary) | {"__module__": __name__}
    made: Any = type.__new__(_Unmade, class_name, (cls,), namespace)
    _waiting[made] = names
    return made


class _Unmade(enum.EnumType):
    """An enumeration that nobody has asked anything yet: of a program's hundreds it uses a few dozen."""

    def __getattribute__(cls, name: str) -> Any:
        if name not in _TOLD_BEFORE:
            _make(cls)
        return type.__getattribute__(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name[:1] == "_":  # as no member's name begins
            type.__setattr__(cls, name, value)
        else:
            _make(cls)
            setattr(cls, name, value)


_TOLD_BEFORE = frozenset({"__module__", "__name__", "__qualname__"})
"""What tells nothing of the members."""
_waiting: dict[Any, list[tuple[str, int]]] = {}
_making = RLock()


def _make(made: Any) -> None:
    """Give an enumeration its members; from now on it is an ordinary one."""
    with _making:
        names = _waiting.pop(made, None)
        if names is not None:
            _give_members(made, names)
            type.__setattr__(made, "__class__", enum.EnumType)


def _give_members(made: Any, names: list[tuple[str, int]]) -> None:
    members: dict[str, Any] = {}
    by_value: dict[int, Any] = {}
    told: list[str] = []
    whole, singles, few = 0, 0, len(names) <= _MANY
    new, flag = (int.__new__ if issubclass(made, int) else _new_object), issubclass(made, enum.Flag)
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(told)
            single = value > 0 and not value & (value - 1)
            if single or not flag:
                told.append(name)
            if single:
                singles |= value
            whole |= value
        members[name] = member
        if few:
            type.__setattr__(made, name, member)
    type.__setattr__(made, "_member_names_", told)
    type.__setattr__(made, "_member_map_", members)
    type.__setattr__(made, "_value2member_map_", by_value)
    type.__setattr__(made, "_unhashable_values_", [])
    if flag:
        type.__setattr__(made, "_flag_mask_", whole)
        type.__setattr__(made, "_singles_mask_", singles)
        type.__setattr__(made, "_all_bits_", 2 ** whole.bit_length() - 1)
        values = [members[name]._value_ for name in told]
        if values != sorted(values):
            type.__setattr__(made, "_iter_member_", type.__getattribute__(made, "_iter_member_by_def_"))


_KINDS = frozenset({enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag})


def _plain(cls: Any, names: list[Any]) -> bool:
    """Whether these are pairs of a name without a leading line and a whole number, for flags not a negative one."""
    if not names or {*map(type, names)} != {tuple}:
        return False
    values = [value for _, value in names]
    if {*map(type, values)} != {int} or (min(values) < 0 and issubclass(cls, enum.Flag)):
        return False
    return "_" not in {name[:1] for name, _ in names}


@cache
def _pattern(cls: Any, boundary: Any) -> dict[str, Any]:
    """What an ordinary enumeration of this kind has besides its members."""
    found = dict(_ordinary(cls, "Pattern", [("one", 1)], boundary=boundary).__dict__)
    return {name: value for name, value in found.items() if name not in {"one", "_iter_member_"} | _OWN | _MASKS}


def _new_object(cls: Any, _value: int) -> Any:
    return object.__new__(cls)
