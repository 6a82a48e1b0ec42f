"""Folders that really cannot be written to: mounted read-only, or on a full disk, in a namespace of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

NOBODY = 65534

How = Literal["closed", "full"]


def run_where_nothing_can_be_written(
    script: str, source: Path, *arguments: object, how: How = "closed"
) -> subprocess.CompletedProcess[str] | None:
    """Run a Python script with a copy of ``source`` (on a disk that cannot be written) as its first argument.

    A folder is closed without the right to mount too: by its modes, and for root under another user. A full disk needs
    a mount; where none can be had, None is given back.
    """
    disk, child = source.with_name(f"{source.name}-disk"), source.with_name(f"{source.name}-child.py")
    child.write_text(script, encoding="utf-8")
    shutil.rmtree(disk, ignore_errors=True)
    shutil.copytree(source, disk)
    inside = [sys.executable, str(child), str(disk), *map(str, arguments)]
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    size = sum(path.stat().st_size for path in source.rglob("*")) // 1024 + 64
    mount = {
        "closed": f"mount --bind {disk} {disk} && mount -o remount,ro,bind {disk}",
        "full": f"mount -t tmpfs -o size={size}k tmpfs {disk} && cp -r {source}/. {disk} && "
        f"! cat /dev/zero 2>/dev/null > {disk}/fill",
    }[how]
    if subprocess.run([*namespace, "sh", "-c", mount], capture_output=True, check=False).returncode == 0:
        return _run([*namespace, "sh", "-c", f'{mount}; exec "$@"', "sh", *inside])
    if how == "full":
        return None
    for path in (*disk.rglob("*"), disk):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return _run(inside, user=NOBODY if os.geteuid() == 0 else None)


def _run(command: list[str], user: int | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, user=user,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
