"""An update is a file carried on a stick: whether it is what the release manager signed. Nothing asks a network.

Beside the packages of a release lies ``neksus-<version>.release.json``: the statement (the version, and the size and
SHA-256 of every file) and a compact JWS over its canonical form. Rules kept here:

* the signer must be one of the release keys this program came with, or a key given by hand;
* the signature is checked before anything the statement says is used;
* a file that the statement does not name, or whose bytes differ, is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from neksus_desktop.errors import (
    BundleKeyError,
    BundleSignatureError,
    PackageChangedError,
    PackageSignatureError,
    PackageSignerError,
    PackageUnreadableError,
    PackageUnsignedError,
)
from neksus_desktop.paths import shipped, write_atomically

if TYPE_CHECKING:
    from neksus_desktop.bundles.keys import KeyPair

ENDING = ".release.json"
_WHAT = "release"
_LARGEST_STATEMENT = 1024 * 1024
_PIECE = 1024 * 1024


class CheckedPackage(NamedTuple):
    """A package that is what its signer released. ``older`` than the program that checked it, or not."""

    file: Path
    version: str
    signer: str
    older: bool


def check_package(package: Path, key_file: Path | None = None) -> CheckedPackage:
    """Check a package file by the signed statement that lies beside it.

    Args:
        package: the file that was carried here.
        key_file: a release key (public JWK) to trust instead of those this program came with.

    Raises:
        PackageUnreadableError: the package, the statement or the key cannot be read.
        PackageUnsignedError: no statement beside it names the file.
        PackageSignerError: signed by a key that is not trusted for releases.
        PackageSignatureError: the signature does not hold.
        PackageChangedError: the bytes are not those that were signed.
    """
    from neksus_desktop.bundles.keys import verify_statement
    from neksus_desktop.records.canonical import canonical

    found = _statement_beside(package)
    statement, signer = found["statement"], str(found["signer"])
    if signer not in release_keys(key_file):
        raise PackageSignerError(file=package.name, signer=signer)
    try:
        verify_statement(_WHAT, str(found["signature"]), canonical(statement), signer)
    except (BundleSignatureError, BundleKeyError, ValueError, RecursionError) as error:
        raise PackageSignatureError(file=package.name) from error
    if statement["files"].get(package.name) != fingerprint_of(package):
        raise PackageChangedError(file=package.name)
    version = str(statement["version"])
    return CheckedPackage(package, version, signer, _is_older(version))


def release_keys(key_file: Path | None = None) -> frozenset[str]:
    """Thumbprints of the keys that may sign releases.

    Raises:
        PackageUnreadableError: the key file is no public signing key.
    """
    if key_file is None:
        known = json.loads(shipped("resources", "release-keys.json").read_text(encoding="utf-8"))
        return frozenset(str(key["thumbprint"]) for key in known["keys"])
    from neksus_desktop.bundles.keys import check_public, thumbprint

    try:
        return frozenset({thumbprint(check_public(json.loads(key_file.read_bytes()), "Ed25519"))})
    except (OSError, ValueError, TypeError, AttributeError, BundleKeyError) as error:
        raise PackageUnreadableError(file=key_file.name) from error


def sign_release(files: Sequence[Path], version: str, key: KeyPair, destination: Path) -> Path:
    """Write the signed statement about the files of a release; what the release manager's command calls."""
    from neksus_desktop.bundles.keys import sign_statement
    from neksus_desktop.records.canonical import canonical

    statement = {"files": {file.name: fingerprint_of(file) for file in files}, "version": version}
    signed = {
        "signature": sign_statement(_WHAT, canonical(statement), key),
        "signer": key.thumbprint,
        "statement": statement,
    }
    path = destination / f"neksus-{version}{ENDING}"
    write_atomically(path, json.dumps(signed, indent=1, sort_keys=True).encode() + b"\n")
    path.chmod(0o644)  # public, and read by whoever installs
    return path


def fingerprint_of(file: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file, read in pieces.

    Raises:
        PackageUnreadableError: it cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise PackageUnreadableError(file=file.name) from error
    return {"bytes": size, "sha256": digest.hexdigest()}


def _statement_beside(package: Path) -> Mapping[str, Any]:
    if not package.is_file():
        raise PackageUnreadableError(file=package.name)
    for path in sorted(package.parent.glob(f"*{ENDING}")):
        try:
            if path.stat().st_size > _LARGEST_STATEMENT:
                continue
            found = json.loads(path.read_bytes())
            named = package.name in found["statement"]["files"] and {"signature", "signer"} <= found.keys()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue  # a damaged statement vouches for nothing
        if named and isinstance(found["statement"]["files"], dict) and "version" in found["statement"]:
            return dict(found)
    raise PackageUnsignedError(file=package.name)


def _is_older(version: str) -> bool:
    from neksus_desktop import __version__

    return _ordered(version) < _ordered(__version__)


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))
