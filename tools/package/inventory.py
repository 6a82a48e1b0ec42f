"""What is in the program folder and whose it is: Python packages by their metadata, libraries by the system's records.

Run with the build environment's Python (PROJECT FOLDER); prints JSON and imports nothing of ours.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def distributions(project: Path) -> list[dict[str, Any]]:
    """The project's requirements and theirs, as installed here."""
    table = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    waiting, found = [Requirement(line) for line in table["project"]["dependencies"]], {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        installed = metadata.distribution(name)
        found[name] = _described(installed)
        waiting += [Requirement(line) for line in installed.requires or []]
    return [found[name] for name in sorted(found)]


def _described(installed: metadata.Distribution) -> dict[str, Any]:
    about: Any = installed.metadata
    licence = about.get("License-Expression") or about.get("License") or ""
    if not licence or "\n" in licence:
        kinds = [row.rpartition(" :: ")[2] for row in about.get_all("Classifier") or [] if row.startswith("License")]
        licence = ", ".join(kinds)
    files = [
        str(installed.locate_file(file))
        for file in installed.files or []
        if ".dist-info" in file.parts[0] and any(word in file.name.upper() for word in ("LICEN", "COPYING", "NOTICE"))
    ]
    return {"name": about["Name"], "version": installed.version, "licence": licence, "files": sorted(files)}


def system_libraries(folder: Path) -> list[dict[str, str]]:
    """Libraries that came from this machine's system, by package: those whose names the system has a package for."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("_internal/lib*.so*")):
        owner = subprocess.run(["dpkg", "-S", f"*/{path.name}"], capture_output=True, text=True, check=False).stdout
        package = owner.partition(":")[0].strip()
        if package and not path.name.startswith("libpython"):
            version = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
            ).stdout
            found[package] = {"name": package, "version": version, "file": path.name}
    return [found[name] for name in sorted(found)]


if __name__ == "__main__":
    json.dump(
        {
            "python": platform.python_version(),
            "python_home": sys.base_prefix,
            "distributions": distributions(Path(sys.argv[1])),
            "system": system_libraries(Path(sys.argv[2])),
        },
        sys.stdout,
    )
