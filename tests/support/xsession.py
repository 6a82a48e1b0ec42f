"""The program as a user meets it: a process of its own on an X screen, with a message bus for assistive technology."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.stalls import ToldStalls

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


class XSession:
    """A virtual screen, a message bus, and what is started in them."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.watch: ToldStalls | None = None
        """Whom to tell what was done."""
        self._folder = folder
        self._said: Path | None = None
        self._person: subprocess.Popen[str] | None = None

    @contextmanager
    def program(self, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The window program on a profile; in a debug run, which tells where it stood still."""
        command = [sys.executable, "-m", "neksus_desktop", "--profile", str(folder)]
        debugged = {**self.environment, "NEKSUS_DEBUG": "1"}
        said = self._said = self._folder / f"said-{time.monotonic_ns()}.txt"
        with said.open("wb") as stream:
            started = subprocess.Popen(command, env=debugged, cwd=ROOT, stderr=stream)
        try:
            yield started
            self._done("all of it")
        finally:
            started.terminate()
            started.wait(20)
            self._said = None
            sys.stderr.write(said.read_text(encoding="utf-8"))

    def start(self, folder: Path, *files: Path) -> None:
        """Start the program once more, as a double click on a file does; it must end by itself."""
        program = (
            "import sys; from pathlib import Path; from neksus_desktop.app import run;"
            "sys.exit(run(Path(sys.argv[1]), None, [Path(one) for one in sys.argv[2:]]))"
        )
        self.run(sys.executable, "-c", program, str(folder), *map(str, files))

    def run(self, *command: str, timeout: int = 120) -> str:
        """Run a program in the session and give back what it says."""
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        self._done(" ".join(command))
        return done.stdout.strip()

    def person(self, *steps: str) -> str:
        """Another process that sees and hears only what a screen reader does; what it says of the last step."""
        if self._person is None:
            command = ("/usr/bin/python3", str(HERE / "atspi_person.py"))
            self._person = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        asked, answers = self._person.stdin, self._person.stdout
        assert asked is not None
        assert answers is not None
        said = ""
        for step in steps:
            asked.write(f"{step}\n")
            asked.flush()
            answer = json.loads(answers.readline())
            said = answer["said"]
            assert answer["done"], f"{step}\n{said}"
            self._done(step)
        return said

    def _done(self, what: str) -> None:
        if self.watch is not None and self._said is not None:
            self.watch.look(self._said, what)

    def close(self) -> None:
        """The other process ends."""
        if self._person is not None:
            self._person.communicate(timeout=20)


@contextmanager
def x_session(folder: Path) -> Iterator[XSession]:
    """Start a screen of 1366×768 and a bus, and end both."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = {
        **inherited,
        "HOME": str(folder), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": str(runtime),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LIBGL_ALWAYS_SOFTWARE": "1",
    }  # fmt: skip
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    try:
        assert screen.stdout is not None
        assert bus.stdout is not None
        environment["DISPLAY"] = f":{screen.stdout.readline().decode().strip()}"
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        session = XSession(environment, folder)
        yield session
        session.close()
    finally:
        for started in (bus, screen):
            started.terminate()
            started.wait(20)
            if started.stdout is not None:
                started.stdout.close()
        shutil.rmtree(runtime, ignore_errors=True)
