"""Where the shipped files and the user's profile lie. No I/O beyond looking whether a folder exists."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Path of a file shipped with the program: ``shipped("forms", "neksus", "veileder.yaml")``.

    Inside a wheel the data lies in ``neksus_desktop/shipped``; in a checkout beside the package.
    """
    inside = _PACKAGE / "shipped"
    return (inside if inside.is_dir() else _PACKAGE.parent).joinpath(*parts)


def default_profile() -> Path:
    """The user's profile folder by the platform's rules; it need not exist yet."""
    import platformdirs

    return platformdirs.user_data_path("neksus-desktop", appauthor=False)


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
