"""Resolve what the packaged program needs per platform, from wheels only: ``python -m tools.check_platform_locks``.

Writes ``packaging/locks/<platform>.txt`` with hashes and no addresses. A platform that cannot be served by wheels
fails here, long before somebody stands at a Windows machine. With ``--check`` it only says whether the files still
hold: every pinned version exists as a wheel for its platform. Needs the package ``uv``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "packaging" / "locks"
PLATFORMS = {
    "linux-x86_64": "x86_64-manylinux_2_34",
    "linux-arm64": "aarch64-manylinux_2_39",
    "windows-x86_64": "x86_64-pc-windows-msvc",
    "windows-arm64": "aarch64-pc-windows-msvc",
    "macos-x86_64": "x86_64-apple-darwin",
    "macos-arm64": "aarch64-apple-darwin",
}
"""Names of ours and of the resolver. Qt's wheels for Linux on ARM need glibc 2.39."""
PYTHON = {"windows-arm64": "3.12"}
"""Elsewhere 3.11; Qt has wheels for both."""


def resolve(name: str, uv: str) -> str:
    """The lock of one platform, as text."""
    command = [
        uv, "pip", "compile", "-q", "--only-binary", ":all:", "--generate-hashes", "--no-annotate", "--no-header",
        "--python-platform", PLATFORMS[name], "--python-version", PYTHON.get(name, "3.11"),
        "--group", "packaging", "-c", "requirements.lock", "pyproject.toml",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        loose = [word for word in command if word not in {"-c", "requirements.lock"}]
        done = subprocess.run(loose, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: no set of wheels\n{done.stderr}")
    return done.stdout


def holds(name: str, uv: str) -> bool:
    """Whether every version in a platform's file still is to be had as a wheel."""
    command = [
        uv, "pip", "compile", "-q", "--only-binary", ":all:", "--no-annotate", "--no-header",
        "--python-platform", PLATFORMS[name], "--python-version", PYTHON.get(name, "3.11"), str(LOCKS / f"{name}.txt"),
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Resolve or check all platforms; prints one line for each."""
    uv = shutil.which("uv") or sys.exit("The package uv is needed: pip install uv")
    failed = False
    for name in PLATFORMS:
        path = LOCKS / f"{name}.txt"
        if arguments == ["--check"]:
            good = holds(name, uv)
            failed |= not good
            print(f"{name:16} {'holds' if good else 'does NOT hold'}")
            continue
        text = resolve(name, uv)
        LOCKS.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
        said = ", ".join(f"{part} {pins[part]}" for part in ("pyside6-essentials", "cryptography", "sqlcipher3"))
        print(f"{name:16} {len(pins)} packages: {said}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
