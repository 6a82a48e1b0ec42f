"""Where things lie while packages are made, and how commands are run: loudly, in a fixed environment.

Everything is built from the newest commit, never from the working tree, with the commit's own time as the only clock.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_HOUSE = ROOT / "build" / "package"
BUILD = Path(os.environ.get("PACKAGE_BUILD") or _HOUSE)
DIST = ROOT / "dist"
VENV = _HOUSE / "venv"
LOCK = ROOT / "packaging" / "requirements.lock"


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """Run a command and return what it prints; a failure shows its output and ends the build."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


@cache
def commit() -> str:
    """What is built: ``PACKAGE_COMMIT`` (any name that git knows), else the newest commit, the same to the end."""
    return run("git", "rev-parse", os.environ.get("PACKAGE_COMMIT") or "HEAD").strip()


def epoch() -> int:
    """SOURCE_DATE_EPOCH if it is set, else the time of the commit."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or run("git", "log", "-1", "--format=%ct", commit()))


def fixed_environment() -> dict[str, str]:
    """The build's environment: one clock, one hash seed, one language."""
    fixed = {
        "SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "pyinstaller"),
    }  # fmt: skip
    return {**os.environ, **fixed}


def export_source(target: Path) -> Path:
    """The committed files, nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    archive = BUILD / "source.tar"
    run("git", "archive", "--format=tar", "-o", archive, commit())
    run("tar", "-xf", archive, "-C", target, "--no-same-owner", "--mode=u+rwX,go=rX")
    return target


def version_of(source: Path) -> str:
    """The one version number."""
    text = (source / "neksus_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "(.+)"', text)
    assert found is not None
    return found[1]


def prepare_environment() -> Path:
    """A Python environment with exactly what the hashed lock names; returns its interpreter."""
    python, stamp = VENV / "bin" / "python", VENV / ".made-from"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV)
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", LOCK)
        stamp.write_text(wanted)
    return python


def same_times(folder: Path) -> None:
    """Give every file and folder the same time and plain rights, so that archives of them come out the same."""
    when = epoch()
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if executable else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
