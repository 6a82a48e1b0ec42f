"""What an administrator runs after installing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from neksus_desktop import __version__
from neksus_desktop.bundles.keys import new_signing_key
from neksus_desktop.usecases.release import sign_release
from tests.cli.conftest import Neksus


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_selftest_says_every_part(neksus: Neksus) -> None:
    answer = neksus("selftest", "--json")
    parts = [part["name"] for part in answer.json["parts"]]
    assert (answer.code, answer.json["sound"]) == (0, True)
    assert parts == ["crypto", "database", "fonts", "pdf", "texts", "forms", "exchange", "folder"]


def test_selftest_checks_a_package(neksus: Neksus, tmp_path: Path) -> None:
    key, package = new_signing_key(), tmp_path / "neksus.deb"
    package.write_bytes(b"package")
    (tmp_path / "key.json").write_text(json.dumps(key.public))
    sign_release([package], "9.9.9", key, tmp_path)
    good = neksus("selftest", "--package", package, "--release-key", tmp_path / "key.json")
    unknown = neksus("selftest", "--package", package)
    assert (good.code, "9.9.9" in good.out) == (0, True)
    assert (unknown.code, "[package_signer]" in unknown.err) == (1, True)


def test_versions_are_told_as_json() -> None:
    command = [sys.executable, "-m", "neksus_desktop", "--version", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert found["neksus"] == __version__
    assert {"qt", "sqlite", "sqlcipher", "sqlcipher_openssl", "openssl", "python"} <= found.keys()
