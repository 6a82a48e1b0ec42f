"""Licence texts of everything in the program folder, and its bill of materials (CycloneDX 1.6).

Rules kept here: nothing is shipped without its licence text; the bill names what is inside a library too (the OpenSSL
in SQLCipher, the SQLite in SQLCipher), since that is what an advisory will be about; it is the same at every build.
"""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.package.places import epoch, run, version_of

FOLDER = "licences"
BILL = "neksus.cdx.json"
_COMMON = Path("/usr/share/common-licenses")
_ISSUER = uuid.UUID("5b1c2d4e-8a54-5c0f-9d0e-6f7a1f0f5a11")


def write_licences(source: Path, python: Path, folder: Path) -> None:
    """Put ``licences/`` and the bill of materials into the program folder."""
    found = json.loads(run(python, source / "tools" / "package" / "inventory.py", source, folder))
    target = folder / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    shutil.copyfile(source / "LICENSE", target / "neksus-desktop.txt")
    shutil.copyfile(Path(found["python_home"]) / "lib" / "python3.11" / "LICENSE.txt", target / "python.txt")
    for part in found["distributions"]:
        texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in part["files"]]
        if "pyside" in part["name"].lower() or "shiboken" in part["name"].lower():
            texts = [(_COMMON / name).read_text(encoding="utf-8") for name in ("LGPL-3", "GPL-3")]
        if not texts:
            texts = [f"{part['name']} {part['version']}: {part['licence']}\n{_said(source, part['name'])}"]
        (target / f"{part['name'].lower()}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    for part in found["system"]:
        shutil.copyfile(Path("/usr/share/doc") / part["name"] / "copyright", target / f"debian-{part['name']}.txt")
    for path in sorted((source / "resources" / "fonts").glob("*LICENSE.txt")):
        shutil.copyfile(path, target / f"font-{path.name}")
    versions = json.loads(run(python, "-m", "neksus_desktop", "--version", "--json", cwd=source))
    bill = bill_of_materials(version_of(source), found, versions, epoch())
    (folder / BILL).write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    run(python, "-c", _VALIDATE, folder / BILL)


def _said(source: Path, name: str) -> str:
    path = source / "packaging" / "licences" / f"{name.lower()}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def bill_of_materials(version: str, found: dict[str, Any], versions: dict[str, str], when: int) -> dict[str, Any]:
    """The CycloneDX document for one build."""
    parts = [_part(p["name"], p["version"], f"pkg:pypi/{p['name'].lower()}@{p['version']}", p["licence"])
             for p in found["distributions"]]  # fmt: skip
    parts += [_part(p["name"], p["version"], f"pkg:deb/debian/{p['name']}@{p['version']}", "") for p in found["system"]]
    parts += [
        _part("CPython", found["python"], f"pkg:generic/cpython@{found['python']}", "PSF-2.0"),
        _part("Qt", versions["qt"], f"pkg:generic/qt@{versions['qt']}", "LGPL-3.0-only"),
        _part("SQLite", versions["sqlite"], f"pkg:generic/sqlite@{versions['sqlite']}", "blessing"),
        _inside("SQLCipher", versions["sqlcipher"], "BSD-3-Clause", "sqlcipher3"),
        _inside("SQLite", versions["sqlcipher_sqlite"], "blessing", "sqlcipher3"),
        _inside("OpenSSL", versions["sqlcipher_openssl"], "Apache-2.0", "sqlcipher3"),
        _inside("OpenSSL", versions["openssl"], "Apache-2.0", "cryptography"),
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_ISSUER, f'{version} {when}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(when, UTC).isoformat(),
            "component": {"type": "application", "name": "neksus-desktop", "version": version, "bom-ref": "neksus"},
        },
        "components": parts,
    }


def _inside(name: str, said: str, licence: str, holder: str) -> dict[str, Any]:
    version = next(word for word in said.split() if word[0].isdigit())
    return _part(name, version, f"pkg:generic/{name.lower()}@{version}?inside={holder}", licence)


def _part(name: str, version: str, address: str, licence: str) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "library", "name": name, "version": version, "purl": address, "bom-ref": address}
    if licence:
        part["licenses"] = [{"license": {"name": licence[:200]}}]
    return part


_VALIDATE = """
import sys
from pathlib import Path
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.exit(str(fault) if fault else 0)
"""
