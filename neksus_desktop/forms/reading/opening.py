"""Opening a form file and the files that belong to it, with the limits a stranger's file needs.

Rules kept: a file is read whole only up to a limit; of a zip, sizes are added up before anything is unpacked; a form
reaches only files that lie beside it, in its ``…-media`` folder or in ``media``, by plain name, never by a path.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from neksus_desktop.errors import (
    FormAbsentError,
    FormClosedError,
    FormDamagedError,
    FormKindError,
    FormSeveralError,
    FormTooLargeError,
    FormUnreadableError,
)

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MEMBERS = 5_000
_MARKS = {".csv": (b"survey", 200), ".md": (b"survey", 4_000), ".xml": (b"/xforms", 4_000)}
"""What a text file that is a form has among its first bytes."""
KINDS = (".yaml", ".yml", ".xlsx", ".xlsm", ".xls", ".md", ".xml", ".csv")


@dataclass(frozen=True, slots=True)
class Opened:
    """A form file's bytes; ``companion(name)`` gives a file that belongs to it, or nothing."""

    name: str
    data: bytes
    companion: Callable[[str], bytes | None]

    @property
    def suffix(self) -> str:
        """The ending that says the kind, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its ending: the form's id when it has no other."""
        return PurePosixPath(self.name).stem


def open_form(path: Path) -> Opened:
    """Read the form at ``path``; of a ``.zip``, the form in it.

    Raises:
        FormUnreadableError: no such file, no form or several in it, or too large.
    """
    data = _read(path)
    if path.suffix.lower() == ".zip":
        return _open_zip(path.name, data)
    folders = (path.parent, path.parent / f"{path.stem}-media", path.parent / "media")

    def companion(name: str) -> bytes | None:
        found = next((folder / name for folder in folders if (folder / name).is_file()), None)
        return _read(found) if found and _is_plain(name) else None

    return Opened(path.name, data, companion)


def unpacked_size(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """The members of a zip (a spreadsheet is one), after their sizes were added up.

    Raises:
        FormUnreadableError: no zip, or it would unpack to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FormDamagedError(file=name, detail=str(error), line=0) from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise FormTooLargeError(file=name)
    return members


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormTooLargeError(file=path.name)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FormAbsentError(file=path.name or str(path)) from error
    except (IsADirectoryError, PermissionError) as error:
        raise FormClosedError(file=path.name or str(path)) from error
    except (OSError, ValueError) as error:
        raise FormUnreadableError(
            file=path.name, detail=getattr(error, "strerror", None) or str(error), line=0
        ) from error


def _is_plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not any(mark in name for mark in ("/", "\\", ":", "\0"))


def _open_zip(name: str, data: bytes) -> Opened:
    found = (m for m in unpacked_size(data, name) if not m.is_dir())
    members = {plain: m for m in found if not (plain := PurePosixPath(m.filename).name).startswith(".")}

    def companion(wanted: str) -> bytes | None:
        return _unpack(name, data, members[wanted]) if wanted in members else None

    likely = [member for kind in KINDS for member in members if member.lower().endswith(kind)]
    forms = [member for member in likely if _looks_like_form(member, companion(member) or b"")] or likely[:1]
    if not forms:
        raise FormKindError(file=name)
    if len({PurePosixPath(form).stem for form in forms}) > 1:
        raise FormSeveralError(file=name, forms=", ".join(sorted(forms)))
    return Opened(forms[0], companion(forms[0]) or b"", companion)


def _unpack(name: str, data: bytes, member: zipfile.ZipInfo) -> bytes:
    import zlib

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FormDamagedError(file=name, detail=str(error), line=0) from error


def _looks_like_form(name: str, data: bytes) -> bool:
    """Lists, other files' instances and a README may lie beside a form under the same endings."""
    mark, head = _MARKS.get(PurePosixPath(name).suffix.lower(), (b"", 0))
    return mark in data[:head].lower()
