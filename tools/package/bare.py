"""The proof: a bare Debian 12 in a folder, the packages installed there as a person would, the program run, removed.

The screen is a virtual one of this machine, so that the bare system holds nothing but what the package asks for.
Needs root, debootstrap and a Debian mirror. What happened is printed, and kept in ``build/package/proof.txt``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.package.linux import NAME
from tools.package.places import BUILD, DIST, ROOT, run
from tools.package.proof import Proof
from tools.package.screen import Screen, virtual_screen

BASE, BARE = BUILD / "bare-base", BUILD / "bare"
PROFILE = Path("home/per/.local/share") / NAME
PASSPHRASE = "bare oppdiktede eksempler her"


def prove() -> None:
    """Carry everything out; ends with an error at the first thing that does not hold."""
    if os.geteuid() != 0:
        sys.exit("Making a bare system needs root.")
    package, archive = next(DIST.glob("*.deb"), None), next(DIST.glob("*portable*.tar.xz"), None)
    if package is None or archive is None:
        sys.exit("There are no packages yet: make package")
    proof = Proof(BUILD / "proof.txt")
    with _bare_system(proof), virtual_screen(BUILD / "proof") as screen:
        before = _installed_files()
        shutil.copy(package, BARE / "tmp")
        _root("apt-get", "update", "-qq")
        fresh = _root("apt-get", "install", "-y", "--no-install-recommends", f"/tmp/{package.name}")
        proof.holds("installed with its declared dependencies", "Setting up neksus-desktop" in fresh)
        proof.say(next(line for line in fresh.splitlines() if "newly installed" in line))
        for user in ("per", "kari"):
            _root("useradd", "-m", user)
        program = _fingerprint(BARE / "usr" / "lib" / NAME)
        _command_line(proof)
        screen.show(proof, "first-start", _command("kari", "neksus"))
        screen.show(proof, "workspace", _command("per", "neksus"))
        norad = "/home/per/demo/data"
        _user("per", "mkdir", "-p", norad)
        _user("per", "ln", "-s", "/home/per/demo/norad", f"{norad}/{NAME}")
        sent = min((BARE / "home/per/demo/filer").glob("neksus-*.json"))
        opening = _command("per", "neksus", "open", f"/home/per/demo/filer/{sent.name}", XDG_DATA_HOME=norad)
        screen.show(proof, "opened-transfer-file", opening, typed=PASSPHRASE)
        _signed_package(proof, package)
        proof.holds("the program folder is as it was installed", _fingerprint(BARE / "usr" / "lib" / NAME) == program)
        kept = _fingerprint(BARE / PROFILE)
        _root("apt-get", "purge", "-y", NAME)
        left = [path for path in _installed_files() - before if "neksus" in path]
        proof.holds("removed, nothing of it is left in the system", not left, " ".join(sorted(left)[:5]))
        proof.holds("the profile is left as it was", bool(kept) and _fingerprint(BARE / PROFILE) == kept)
        _portable(proof, archive, screen)
    proof.say("Everything held.")


def _command_line(proof: Proof) -> None:
    proof.say(_user("per", "neksus", "--version", "--json").replace("\n", " "))
    proof.say(_user("per", "neksus", "--language", "en", "selftest"))
    _user("per", "neksus", "demo", "--folder", "/home/per/demo")
    proof.holds("neksus demo: the main job, three workplaces", (BARE / "home/per/demo/filer/kvitteringer").is_dir())
    _user("per", "neksus", "init", "--role", "post", "--name", "Stasjon (oppdiktet)", "--unprotected", "--invented")
    subject = ["--subject-type", "land", "--title", "Oppdiktet land", "--invented"]
    _user("per", "neksus", "new", "--form", "neksus_veileder", *subject)
    proof.holds("each user has an own profile", (BARE / PROFILE).is_dir() and not (BARE / "home/kari/.local").exists())
    proof.say(_user("per", "neksus", "list"))


def _signed_package(proof: Proof, package: Path) -> None:
    """A release key made for this proof signs; the installed program checks, and refuses a changed copy."""
    from neksus_desktop.bundles.keys import new_signing_key
    from neksus_desktop.usecases.release import sign_release

    key, stick = new_signing_key(), BARE / "tmp" / "stick"
    stick.mkdir()
    (stick / "key.json").write_text(str(key.public).replace("'", '"'), encoding="utf-8")
    shutil.copy(package, stick)
    sign_release([stick / package.name], "9.9.9", key, stick)
    words = ["neksus", "--language", "en", "selftest", "--package", f"/tmp/stick/{package.name}"]
    proof.say(_user("per", *words, "--release-key", "/tmp/stick/key.json"))
    refused = subprocess.run(_command("per", *words), capture_output=True, text=True, check=False)
    proof.holds("a key the program does not know is refused", "package_signer" in refused.stderr, refused.stderr)
    with (stick / package.name).open("r+b") as file:
        file.seek(5000)
        file.write(b"changed")
    command = _command("per", *words, "--release-key", "/tmp/stick/key.json")
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    proof.holds("a changed package is refused", "package_changed" in refused.stderr, refused.stderr)


def _portable(proof: Proof, archive: Path, screen: Screen) -> None:

    stick = BARE / "home" / "kari" / "stick"
    stick.mkdir()
    run("tar", "-xf", archive, "-C", stick, "--no-same-owner")
    folder = next(stick.iterdir())
    _root("chown", "-R", "kari:kari", "/home/kari/stick")
    inside = f"/home/kari/stick/{folder.name}/neksus"
    proof.say(_user("kari", inside, "--language", "en", "selftest"))
    _user("kari", inside, "init", "--role", "post", "--name", "Minnepinne", "--unprotected", "--invented")
    proof.holds("portable: the profile lies beside the program", (folder / "profile" / "neksus.db").is_file())
    proof.holds("portable: nothing in the user's home", not (BARE / "home/kari/.local/share" / NAME).exists())
    moved = stick / "another place"
    folder.rename(moved)
    inside = "/home/kari/stick/another place/neksus"
    proof.say(_user("kari", inside, "doctor"))
    screen.show(proof, "portable", _command("kari", inside))


@contextmanager
def _bare_system(proof: Proof) -> Iterator[None]:
    if not (BASE / "etc" / "debian_version").is_file():
        shutil.rmtree(BASE, ignore_errors=True)
        run("debootstrap", "--variant=minbase", "bookworm", BASE)
    _unmount()
    shutil.rmtree(BARE, ignore_errors=True)
    run("cp", "-a", BASE, BARE)
    proof.say(f"bare Debian {(BARE / 'etc/debian_version').read_text().strip()}, debootstrap --variant=minbase")
    sockets = Path("/tmp/.X11-unix")
    sockets.mkdir(exist_ok=True)
    (BARE / "tmp" / ".X11-unix").mkdir(exist_ok=True)
    run("mount", "-t", "proc", "proc", BARE / "proc")
    run("mount", "--bind", sockets, BARE / "tmp" / ".X11-unix")
    try:
        yield
    finally:
        _unmount()


def _unmount() -> None:
    for place in ("proc", "tmp/.X11-unix"):
        subprocess.run(["umount", "-l", str(BARE / place)], capture_output=True, check=False)


def _root(*words: str) -> str:
    return run("chroot", BARE, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive",
               "LC_ALL=C.UTF-8", *words)  # fmt: skip


def _command(user: str, *words: str, **extra: str) -> list[str]:
    known = {"PATH": "/usr/bin:/bin", "HOME": f"/home/{user}", "USER": user, "LANG": "C.UTF-8", **extra}
    if display := os.environ.get("PROOF_DISPLAY"):
        known["DISPLAY"] = display
    pairs = [f"{name}={value}" for name, value in known.items()]
    return ["chroot", f"--userspec={user}:{user}", str(BARE), "env", "-i", "-C", f"/home/{user}", *pairs, *words]


def _user(user: str, *words: str) -> str:
    start = time.perf_counter()
    out = run(*_command(user, *words))
    print(f"  {user}: {' '.join(words)[:90]}  {time.perf_counter() - start:.1f} s", flush=True)
    return out


def _installed_files() -> set[str]:
    """Where packages put things; not what runs there (proc), what people have, nor logs and caches."""
    places = (BARE / name for name in ("etc", "usr", "opt", "srv", "root", "var/lib"))
    return {str(path) for place in places for path in place.rglob("*")}


def _fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


assert BARE.is_relative_to(ROOT)
