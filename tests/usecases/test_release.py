"""What a package carried on a stick is checked for; each bad input is one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from neksus_desktop import __version__
from neksus_desktop.bundles.keys import KeyPair, new_signing_key
from neksus_desktop.errors import (
    PackageChangedError,
    PackageError,
    PackageSignatureError,
    PackageSignerError,
    PackageUnreadableError,
    PackageUnsignedError,
)
from neksus_desktop.usecases.release import check_package, release_keys, sign_release


@pytest.fixture
def stick(tmp_path: Path) -> tuple[Path, Path, KeyPair]:
    """A package with its signed statement, and the public key in a file."""
    key = new_signing_key()
    package = tmp_path / "neksus.deb"
    package.write_bytes(b"a package" * 1000)
    sign_release([package], "9.9.9", key, tmp_path)
    public = tmp_path / "key.json"
    public.write_text(json.dumps(key.public))
    return package, public, key


def _edit(package: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = next(package.parent.glob("*.release.json"))
    found = json.loads(path.read_text())
    change(found)
    path.write_text(json.dumps(found))


def test_a_released_package_is_good(stick: tuple[Path, Path, KeyPair]) -> None:
    package, public, key = stick
    found = check_package(package, public)
    assert (found.version, found.signer, found.older) == ("9.9.9", key.thumbprint, False)


def test_every_user_can_read_the_statement(stick: tuple[Path, Path, KeyPair]) -> None:
    assert next(stick[0].parent.glob("*.release.json")).stat().st_mode & 0o444 == 0o444


def test_an_older_release_is_said_to_be_older(stick: tuple[Path, Path, KeyPair]) -> None:
    package, public, key = stick
    next(package.parent.glob("*.release.json")).unlink()
    sign_release([package], "0.0.9", key, package.parent)
    assert check_package(package, public).older
    assert __version__ != "0.0.9"


def _change_bytes(package: Path) -> None:
    package.write_bytes(package.read_bytes() + b".")


def _other_name(package: Path) -> None:
    _edit(package, lambda found: found["statement"]["files"].update({"neksus.deb": {"bytes": 1}}))  # type: ignore[index]


def _other_version(package: Path) -> None:
    _edit(package, lambda found: found["statement"].update({"version": "9.9.8"}))  # type: ignore[attr-defined]


def _no_statement(package: Path) -> None:
    next(package.parent.glob("*.release.json")).unlink()


def _half_a_statement(package: Path) -> None:
    path = next(package.parent.glob("*.release.json"))
    path.write_bytes(path.read_bytes()[:100])


def _deep_statement(package: Path) -> None:
    next(package.parent.glob("*.release.json")).write_text("[" * 100_000)


def _gone(package: Path) -> None:
    package.unlink()


def _fraction(package: Path) -> None:
    _edit(package, lambda found: found["statement"].update({"more": float("nan")}))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("damage", "refusal"),
    [
        (_change_bytes, PackageChangedError),
        (_other_name, PackageSignatureError),
        (_other_version, PackageSignatureError),
        (_fraction, PackageSignatureError),
        (_no_statement, PackageUnsignedError),
        (_half_a_statement, PackageUnsignedError),
        (_deep_statement, PackageUnsignedError),
        (_gone, PackageUnreadableError),
    ],
)
def test_anything_else_is_refused(
    stick: tuple[Path, Path, KeyPair], damage: Callable[[Path], None], refusal: type[PackageError]
) -> None:
    package, public, _ = stick
    damage(package)
    with pytest.raises(refusal):
        check_package(package, public)


def test_a_stranger_is_refused_even_when_the_signature_holds(stick: tuple[Path, Path, KeyPair]) -> None:
    package, public, _ = stick
    public.write_text(json.dumps(new_signing_key().public))
    with pytest.raises(PackageSignerError):
        check_package(package, public)


def test_without_a_key_only_the_built_in_ones_count(stick: tuple[Path, Path, KeyPair]) -> None:
    package, _, key = stick
    assert key.thumbprint not in release_keys()
    with pytest.raises(PackageSignerError):
        check_package(package)


def test_a_key_file_that_is_no_key_is_refused(stick: tuple[Path, Path, KeyPair]) -> None:
    package, public, _ = stick
    public.write_text("{}")
    with pytest.raises(PackageUnreadableError):
        check_package(package, public)
