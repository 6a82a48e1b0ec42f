"""``python -m tools.package [build|prove|key FILE|sign KEY]``: make the packages, prove them, sign them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tools.package.freezing import build_wheel_and_sdist, freeze, scratch
from tools.package.licences import BILL
from tools.package.linux import build_deb, build_portable
from tools.package.places import BUILD, DIST, export_source, prepare_environment, run, sha256, size_of, version_of
from tools.package.starting import start_ratios


def build(target: Path) -> list[Path]:
    """Everything of one release, into ``target``."""
    if run("git", "status", "--porcelain", "--untracked-files=no").strip():
        print("The working tree has changes that are not committed; the packages hold the newest commit.")
    python = prepare_environment()
    source = export_source(BUILD / "source")
    version = version_of(source)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    made = build_wheel_and_sdist(source, python, target)
    folder = freeze(source, python, BUILD / "frozen")
    made += [build_deb(source, folder, version, target), build_portable(source, folder, version, target)]
    bill = target / f"neksus-{version}.cdx.json"
    shutil.copyfile(folder / BILL, bill)
    made.append(bill)
    sums = "".join(f"{sha256(path)}  {path.name}\n" for path in sorted(made))
    (target / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"program folder {size_of(folder) / 1e6:8.1f} MB")
    for path in sorted(made):
        print(f"{path.stat().st_size / 1e6:22.1f} MB  {path.name}  {sha256(path)[:16]}")
    return made


def build_twice() -> None:
    """Build again from nothing and compare the bytes; then the start-up against the unpackaged program."""
    build(DIST)
    first = (DIST / "SHA256SUMS").read_text(encoding="utf-8")
    again = scratch("again")
    build(again)
    second = (again / "SHA256SUMS").read_text(encoding="utf-8")
    if first != second:
        sys.exit(f"The second build differs:\n{first}\n{second}")
    print("Two builds from nothing gave the same bytes.")
    for line in start_ratios(BUILD / "frozen" / "dist" / "neksus" / "neksus"):
        print(line)


def make_key(file: Path) -> None:
    """A release key: the private half into a file that never enters the repository, the thumbprint printed."""
    from neksus_desktop.bundles.keys import new_signing_key
    from neksus_desktop.paths import write_atomically

    key = new_signing_key()
    write_atomically(file, key.private)
    public = file.with_suffix(".public.json")
    write_atomically(public, json.dumps(key.public, sort_keys=True).encode())
    print(f"{key.thumbprint}\nAdd it to resources/release-keys.json. Keep {file} offline; {public} may be handed out.")


def sign(key_file: Path) -> None:
    """Sign what lies in the folder of finished packages."""
    from neksus_desktop.bundles.keys import key_pair
    from neksus_desktop.usecases.release import sign_release

    files = sorted(path for path in DIST.iterdir() if not path.name.endswith(".release.json"))
    print(sign_release(files, version_of(Path.cwd()), key_pair(key_file.read_bytes()), DIST))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [] | ["build"]:
            build_twice()
        case ["once"]:
            build(DIST)
        case ["once", folder]:
            build(Path(folder).resolve())
        case ["ratios"]:
            print("\n".join(start_ratios(BUILD / "frozen" / "dist" / "neksus" / "neksus")))
        case ["prove"]:
            from tools.package.bare import prove

            prove()
        case ["key", name]:
            make_key(Path(name))
        case ["sign", name]:
            sign(Path(name))
        case other:
            sys.exit(f"{__doc__} not {other}")
