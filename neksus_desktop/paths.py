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
