"""Where the shipped files and the user's profile lie. No I/O beyond looking whether a file or folder exists.

The program folder is only read. In portable mode (a file ``portable`` beside the program, or beside the folder that
it lies in) the profile is the folder ``profile`` beside that file, so that both travel on one stick; otherwise it lies
where the platform keeps a user's data, one for each user of the machine.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PORTABLE = "portable"


def shipped(*parts: str) -> Path:
    """Path of a file shipped with the program: ``shipped("forms", "neksus", "veileder.yaml")``.

    Inside a wheel the data lies in ``neksus_desktop/shipped``; in a checkout beside the package.
    """
    return _data_folder().joinpath(*parts)


@cache
def _data_folder() -> Path:
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent


def default_profile() -> Path:
    """The user's profile folder; it need not exist yet."""
    portable = portable_folder(program_folder())
    if portable is not None:
        return portable / "profile"
    import platformdirs

    return platformdirs.user_data_path("neksus-desktop", appauthor=False)


def program_folder() -> Path:
    """Where the program lies: the packaged program's own folder, or the one this package is in."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else _PACKAGE.parent


def portable_folder(program: Path) -> Path | None:
    """The folder that is carried along with the profile, or None when the program is installed."""
    return next((folder for folder in (program, program.parent) if (folder / _PORTABLE).is_file()), None)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a temporary file in the same folder, fsync, replace, fsync of the folder.

    Raises:
        OSError: it could not be written; what stood there before still stands. The calling border wraps it.
    """
    import os
    import tempfile

    descriptor, temporary = tempfile.mkstemp(prefix=".neksus-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
