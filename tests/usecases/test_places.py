"""Folders in which a database can be damaged are known by their names and by what they are mounted from."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from neksus_desktop.usecases.places import is_network_mount, is_share, is_synced, warnings_about

MOUNTS = r"""22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:45 / /home rw - nfs4 server:/home rw
41 40 0:46 / /home/per/local rw - ext4 /dev/sdb1 rw
42 22 0:47 / /mnt/felles\040mappe rw - cifs //server/felles rw
43 22 0:48 / /mnt/pinne rw - exfat /dev/sdc1 rw
44 22 0:49 / /mnt/sky rw - fuse.rclone sky: rw
45 22 0:50 / /mnt/fuse rw - fuse.ntfs-3g /dev/sdd1 rw
line without the parts of a mount
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/srv/neksus", False),
        ("/home/per/neksus", True),
        ("/home/per/local/neksus", False),
        ("/mnt/felles mappe/neksus", True),
        ("/mnt/pinne/neksus", False),
        ("/mnt/sky/neksus", True),
        ("/mnt/fuse/neksus", False),
        ("/mnt/pinneskuff", False),
    ],
)
def test_network_by_mount(folder: str, network: bool) -> None:  # noqa: FBT001
    assert is_network_mount(PurePosixPath(folder), MOUNTS) is network


@pytest.mark.parametrize(
    ("folder", "share"),
    [(r"\\server\felles\neksus", True), (r"C:\Users\per", False), (r"\\?\C:\Users\per", False), ("H:\\", False)],
)
def test_shares_of_windows(folder: str, share: bool) -> None:  # noqa: FBT001
    assert is_share(PureWindowsPath(folder)) is share


@pytest.mark.parametrize(
    ("folder", "synced"),
    [
        (PureWindowsPath(r"C:\Users\per\OneDrive - Utenriksdepartementet\neksus"), True),
        (PureWindowsPath(r"C:\Users\per\onedrive\neksus"), True),
        (PureWindowsPath(r"D:\Sky\neksus"), True),
        (PureWindowsPath(r"C:\Users\per\AppData\Local\neksus-desktop"), False),
        (PurePosixPath("/Users/per/Library/Mobile Documents/x"), True),
        (PurePosixPath("/Users/per/Library/CloudStorage/OneDrive-Norad"), True),
        (PurePosixPath("/home/per/Dropbox/neksus"), True),
        (PurePosixPath("/home/per/boxer"), False),
    ],
)
def test_synced_by_name_or_by_what_windows_says(folder: PureWindowsPath | PurePosixPath, synced: bool) -> None:  # noqa: FBT001
    assert is_synced(folder, {"OneDriveCommercial": r"D:\Sky"}) is synced


def test_a_new_folder_in_a_synced_one_is_warned_of(tmp_path: Path) -> None:
    assert [warning.fault for warning in warnings_about(tmp_path / "Nextcloud" / "new")] == ["synced"]


def test_an_ordinary_folder_gives_no_warning(tmp_path: Path) -> None:
    assert warnings_about(tmp_path / "not" / "there" / "yet") == ()
