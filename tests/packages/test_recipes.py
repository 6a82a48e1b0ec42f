"""What is written down for packaging agrees with itself and with the program."""

from __future__ import annotations

import re
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from neksus_desktop import __version__
from tools.check_platform_locks import PLATFORMS
from tools.package.licences import bill_of_materials

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LOCKS = [PACKAGING / "requirements.lock", *sorted((PACKAGING / "locks").glob("*.txt"))]


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_there_is_a_lock_for_each_platform() -> None:
    assert {path.stem for path in (PACKAGING / "locks").glob("*.txt")} == set(PLATFORMS)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_a_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE) if entry.strip()]
    assert entries
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_lock_holds_all_that_the_program_needs(lock: Path) -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in table["project"]["dependencies"]}
    assert needed <= _pins(lock).keys()


def test_the_packaged_program_has_the_versions_that_were_tested() -> None:
    tested, packaged = _pins(ROOT / "requirements.lock"), _pins(PACKAGING / "requirements.lock")
    assert {name: version for name, version in packaged.items() if tested.get(name, version) != version} == {}


def test_the_desktop_entry_opens_what_the_type_names() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # names are case-sensitive here
    entry.read(PACKAGING / "linux" / "neksus-desktop.desktop", encoding="utf-8")
    types = ET.parse(PACKAGING / "linux" / "neksus-desktop.xml").getroot()
    assert entry["Desktop Entry"]["Exec"] == "neksus open %F"
    assert entry["Desktop Entry"]["MimeType"].rstrip(";") == types[0].attrib["type"]


def test_the_bill_names_what_is_inside_the_database_driver() -> None:
    versions = {"qt": "6.11.3", "sqlite": "3.40.1", "sqlcipher": "4.19.0 community", "sqlcipher_sqlite": "3.53.4",
                "sqlcipher_openssl": "OpenSSL 3.6.0 1 Oct 2025", "openssl": "OpenSSL 4.0.3 29 Sep 2026"}  # fmt: skip
    found = {"python": "3.11.7", "system": [], "distributions": [{"name": "pypdf", "version": "7", "licence": "BSD"}]}
    bill = bill_of_materials(__version__, found, versions, 1_795_438_638)
    named = {part["bom-ref"] for part in bill["components"]}
    assert {"pkg:generic/openssl@3.6.0?inside=sqlcipher3", "pkg:generic/sqlite@3.53.4?inside=sqlcipher3"} <= named
    assert bill == bill_of_materials(__version__, found, versions, 1_795_438_638)
    assert len(named) == len(bill["components"])
