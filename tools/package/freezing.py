"""From the source to one folder with the program and its libraries, ready to be carried in any package."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.package.licences import write_licences
from tools.package.places import BUILD, fixed_environment, run, same_times

_STRIPPED = ("libpython3*.so*", "python3.*/lib-dynload/*.so", "sqlcipher3/*.so")
"""What the wheels' and the interpreter's makers left symbols in. Others are left as they were signed off."""


def freeze(source: Path, python: Path, work: Path) -> Path:
    """The program folder. Libraries are not linked twice: memory sticks know no symbolic links."""
    shutil.rmtree(work, ignore_errors=True)
    run(
        python, "-m", "PyInstaller", source / "packaging" / "neksus.spec", "--noconfirm", "--log-level", "ERROR",
        "--distpath", work / "dist", "--workpath", work / "work",
        cwd=source, env=fixed_environment(),
    )  # fmt: skip
    folder = work / "dist" / "neksus"
    for path in folder.rglob("*"):
        if path.is_symlink():
            path.unlink()
    internal = folder / "_internal"
    for pattern in _STRIPPED:
        for path in sorted(internal.glob(pattern)):
            run("strip", "--strip-unneeded", path)
    shipped = internal / "neksus_desktop" / "shipped"
    run(
        python,
        "-m",
        "tools.package.compiling",
        shipped / "forms",
        shipped / "compiled",
        cwd=source,
        env=fixed_environment(),
    )
    write_licences(source, python, folder)
    same_times(folder)
    return folder


def build_wheel_and_sdist(source: Path, python: Path, target: Path) -> list[Path]:
    """A wheel for those who have Python, and the source archive."""
    run(python, "-m", "hatchling", "build", "-d", target, cwd=source, env=fixed_environment())
    return sorted([*target.glob("*.whl"), *target.glob("*.tar.gz")])


def scratch(name: str) -> Path:
    """A fresh folder under the build folder."""
    folder = BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
