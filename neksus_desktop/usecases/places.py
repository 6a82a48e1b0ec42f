"""Whether a folder is a good place for a profile: SQLite on a synchronised or network folder can be damaged.

Warnings only: the user may know better, and an old profile must open. Rules kept here: nothing is written, nothing is
asked of a network, and a question that the platform cannot answer gives no warning.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PureWindowsPath
from typing import Literal, NamedTuple

PlaceFault = Literal["synced", "network", "long", "read_only"]

_SYNCED = re.compile(
    r"(onedrive( - .+)?|skydrive|dropbox( \(.+\))?|google drive|googledrive-.+|my drive|nextcloud|owncloud|"
    r"box|box sync|icloud ?drive|mobile documents|com~apple~clouddocs|cloudstorage|sharepoint)",
    re.IGNORECASE,
)
_SYNCED_ROOTS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "glusterfs", "davfs", "ncpfs", "coda"}
)
_NETWORK_FUSE = re.compile(r"fuse\.(sshfs|gvfsd-fuse|rclone|davfs2|glusterfs|s3fs|smbnetfs|onedriver)")
_LONGEST = 180
"""Windows allows 260 characters; a profile's own folders and file names need some 70."""
_DRIVE_REMOTE = 4


class PlaceWarning(NamedTuple):
    """Something to tell about a folder; ``fault`` is a key under ``package.place``."""

    fault: PlaceFault
    folder: Path


def warnings_about(folder: Path) -> tuple[PlaceWarning, ...]:
    """What speaks against keeping a profile in this folder (it need not exist yet)."""
    whole = folder.absolute()
    faults: list[PlaceFault] = []
    if is_synced(whole, os.environ):
        faults.append("synced")
    if is_network(whole):
        faults.append("network")
    if sys.platform == "win32" and len(str(whole)) > _LONGEST:
        faults.append("long")
    nearest = next((parent for parent in (whole, *whole.parents) if parent.exists()), whole)
    if not os.access(nearest, os.W_OK):
        faults.append("read_only")
    return tuple(PlaceWarning(fault, folder) for fault in faults)


def is_synced(folder: PurePath, environment: Mapping[str, str]) -> bool:
    """Whether a cloud service keeps copies of the folder, by its name or by what Windows says of OneDrive."""
    if any(_SYNCED.fullmatch(part) for part in folder.parts):
        return True
    roots = (environment.get(name, "") for name in _SYNCED_ROOTS)
    return any(root and folder.is_relative_to(type(folder)(root)) for root in roots)


def is_network(folder: Path) -> bool:
    """Whether the folder lies on another machine."""
    if sys.platform == "win32":
        import ctypes

        if is_share(PureWindowsPath(folder)):
            return True
        return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _DRIVE_REMOTE
    mounts = Path("/proc/self/mountinfo")
    return mounts.is_file() and is_network_mount(folder, mounts.read_text(encoding="utf-8", errors="replace"))


def is_share(folder: PureWindowsPath) -> bool:
    r"""Whether a Windows path is a share: ``\\server\share``, but not the long form of a local path."""
    drive = folder.drive
    return drive.startswith("\\\\") and not re.match(r"\\\\[?.]\\[A-Za-z]:", drive)


def is_network_mount(folder: PurePath, mountinfo: str) -> bool:
    """Whether the mount a folder lies on, by Linux' list of mounts, is a network file system."""
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:  # noqa: PLR2004 - the fifth field is the mount point (proc(5))
            continue
        point = PurePath(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind in _NETWORK or _NETWORK_FUSE.fullmatch(kind) is not None
