"""The Debian package and the portable archive, both out of the same program folder."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

from tools.package.freezing import scratch
from tools.package.places import epoch, fixed_environment, run, same_times, size_of

NAME = "neksus-desktop"
_RECOMMENDED = frozenset({"libcups2"})
"""Only for printing straight to a printer; without it documents are saved as PDF."""
_LOADED_BY_NAME = ("libegl1", "libgl1", "libx11-6", "libx11-xcb1")
"""Opened by Qt while it runs, so that no file names them."""


def build_deb(source: Path, folder: Path, version: str, target: Path) -> Path:
    """The .deb: program under /usr/lib, one name in /usr/bin, and what a desktop wants to know."""
    tree, linux = scratch("deb"), source / "packaging" / "linux"
    shutil.copytree(folder, tree / "usr" / "lib" / NAME, symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "neksus").symlink_to(f"../lib/{NAME}/neksus")
    share = tree / "usr" / "share"
    for name, place in (
        ("neksus-desktop.desktop", "applications"),
        ("neksus-desktop.xml", "mime/packages"),
        ("no.norad.neksus.metainfo.xml", "metainfo"),
    ):
        (share / place).mkdir(parents=True)
        text = (linux / name).read_text(encoding="utf-8").replace("@VERSION@", version)
        (share / place / name).write_text(text.replace("@DATE@", _date()), encoding="utf-8")
    icons = share / "icons" / "hicolor" / "scalable" / "apps"
    icons.mkdir(parents=True)
    shutil.copyfile(source / "resources" / "icons" / "app.svg", icons / f"{NAME}.svg")
    _write_gz(share / "man" / "man1" / "neksus.1.gz", (linux / "neksus.1").read_text().replace("@VERSION@", version))
    docs = share / "doc" / NAME
    _write_gz(docs / "changelog.gz", (source / "CHANGELOG.md").read_text(encoding="utf-8"))
    shutil.copyfile(linux / "copyright", docs / "copyright")
    control = (linux / "control").read_text(encoding="utf-8")
    depends, recommends = dependencies(folder)
    (tree / "DEBIAN").mkdir()
    filled = control.replace("@VERSION@", version).replace("@SIZE@", str(size_of(tree) // 1024))
    filled = filled.replace("@ARCH@", run("dpkg", "--print-architecture").strip())
    filled = filled.replace("@DEPENDS@", ", ".join(depends)).replace("@RECOMMENDS@", ", ".join(recommends))
    (tree / "DEBIAN" / "control").write_text(filled, encoding="utf-8")
    same_times(tree)
    package = target / f"{NAME}_{version}_amd64.deb"
    run("dpkg-deb", "--build", "--root-owner-group", "-Zxz", tree, package, env=fixed_environment())
    return package


def dependencies(folder: Path) -> tuple[list[str], list[str]]:
    """Packages that the libraries in the folder need and do not bring; those needed always, those for printers."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"]
    brought = {path.name for path in files}
    needed: set[str] = set()
    glibc = 0
    for path in files:
        needed |= set(re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", path)))
        glibc = max([glibc, *(int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", path.read_bytes()))])
    missing = sorted(name for name in needed - brought if not name.startswith(("ld-linux", "libc.so", "libm.so")))
    packages = {_package_of(name) for name in missing} | set(_LOADED_BY_NAME)
    always = sorted(name for name in packages if name not in _RECOMMENDED and name != "libc6")
    return [f"libc6 (>= 2.{glibc})", *always], sorted(packages & _RECOMMENDED)


def _package_of(library: str) -> str:
    found = run("dpkg", "-S", f"*/{library}").splitlines()
    return next(line for line in found if " diversion" not in line).partition(":")[0]


def build_portable(source: Path, folder: Path, version: str, target: Path) -> Path:
    """The archive for a stick: the program in ``program/``, the profile beside it, one file to start."""
    name = f"neksus-{version}-portable-linux-x86_64"
    tree = scratch("portable") / name
    shutil.copytree(folder, tree / "program", symlinks=True)
    for part in ("neksus", "LES-MEG.txt", "portable"):
        shutil.copyfile(source / "packaging" / "linux" / "portable" / part, tree / part)
    (tree / "neksus").chmod(0o755)
    same_times(tree)
    archive = target / f"{name}.tar.xz"
    plain = archive.with_suffix("")
    run("tar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{epoch()}", "--format=gnu",
        "-cf", plain, "-C", tree.parent, name)  # fmt: skip
    archive.unlink(missing_ok=True)
    run("xz", "-T2", "-6", plain)
    return archive


def _write_gz(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _date() -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(epoch(), UTC).strftime("%Y-%m-%d")
