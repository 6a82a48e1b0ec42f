"""What this installation is made of: the program and the libraries whose versions matter to those who vouch for it."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

from neksus_desktop import __version__
from neksus_desktop.storage.engines import engine_versions

_LIBRARIES = ("cryptography", "joserfc", "pydantic", "pypdf", "pyxform", "reportlab")


def versions() -> dict[str, str]:
    """Name and version of the program, its Python, Qt, databases, OpenSSL and the libraries behind file formats."""
    from cryptography.hazmat.backends.openssl import backend

    found = {
        "neksus": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packaged": "yes" if getattr(sys, "frozen", False) else "no",
        "qt": metadata.version("PySide6-Essentials"),
        **engine_versions(),
        "openssl": backend.openssl_version_text(),
    }
    return found | {name: metadata.version(name) for name in _LIBRARIES}
