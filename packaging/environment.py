"""The virtual environment of a checkout: made once, filled from the lock files, left alone after.

Owns `.venv` and the stamp in it that says which lock files it was filled from. Stdlib only, as it
runs before anything is installed. Refuses to resolve versions: the lock files say everything.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

# What pip prints that tells a person how far it is: the package, its version and its size.
DOWNLOADING = re.compile(r"Downloading (?P<name>\w+)-(?P<version>[\w.]+)-\S* \((?P<size>[^()]+)\)")
# What pip prints when the network or the package index is the reason.
NETWORK_FAULTS = (
    "Could not find a version",
    "No matching distribution found",
    "connection",
    "Connection",
    "timed out",
    "ProxyError",
    "SSLError",
    "HTTPError",
    "IncompleteRead",
)


class SetupError(Exception):
    """The set-up cannot go on; the message is one sentence for the person at the terminal."""


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would lead Python out of the checkout."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in foreign}


def progress_of(line: str) -> str | None:
    """Turn a line of pip's into one that tells a person how far it is, or None if it does not."""
    found = DOWNLOADING.match(line.strip())
    if found:
        return f"downloading {found['name']} {found['version']} ({found['size']})"
    if line.startswith("Installing collected packages:"):
        return f"installing: {line.count(',') + 1}"
    return None


def run_quietly(command: list[str], log: Path) -> int:
    """Run a command with its output in a log file and only its progress on the terminal.

    Args:
        command: program and arguments.
        log: file the output is appended to.

    Returns:
        The exit code.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("a", encoding="utf-8", newline="\n") as file,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=clean_environment() | {"PYTHONUTF8": "1"},
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            file.write(line)
            progress = progress_of(line)
            if progress:
                print(f"    {progress}", flush=True)
    return process.returncode


class Environment:
    """The `.venv` of one checkout."""

    def __init__(self, root: Path) -> None:
        """Speak for the checkout at `root`; touches nothing yet."""
        self.root = root
        self.folder = root / ".venv"
        scripts = self.folder / ("Scripts" if sys.platform == "win32" else "bin")
        suffix = ".exe" if sys.platform == "win32" else ""
        self.python = scripts / f"python{suffix}"
        self.ofdesk = scripts / f"ofdesk{suffix}"
        self.lint_imports = scripts / f"lint-imports{suffix}"
        self._stamp = self.folder / "ofdesk-setup.json"
        self._log = root / "build" / "setup.log"

    def is_complete(self, locks: tuple[Path, ...]) -> bool:
        """Say whether the environment was filled from these very lock files, here."""
        filled, wanted = self._read_stamp(), self._wanted(locks)
        return self.python.is_file() and all(filled.get(key) == value for key, value in wanted.items())

    def provide(self, locks: tuple[Path, ...]) -> None:
        """Make the environment and install the locked packages and the project itself into it.

        Raises:
            SetupError: no environment can be made, or pip failed.
        """
        self._log.unlink(missing_ok=True)
        if not self._works():
            self._create()
        pip = self._pip()
        names = [option for lock in locks for option in ("--requirement", str(lock))]
        self._run_pip([*pip, "install", "--require-hashes", "--no-deps", *names])
        # Editable: what is edited is what runs. Everything it needs was installed above.
        offline = ["--no-deps", "--no-build-isolation", "--no-index"]
        self._run_pip([*pip, "install", *offline, "--editable", str(self.root)])
        stamp = self._read_stamp() | self._wanted(locks)
        self._stamp.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8", newline="\n")

    def _wanted(self, locks: tuple[Path, ...]) -> dict[str, str]:
        """Return what the stamp must say: the place and the hash of every file that decides."""
        deciding = (*locks, self.root / "pyproject.toml")
        hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in deciding}
        return {"root": str(self.root), **hashes}

    def _read_stamp(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _works(self) -> bool:
        """Say whether there is an environment of this place with pip and a Python that is new enough."""
        if not self.python.is_file() or self._read_stamp().get("root", str(self.root)) != str(self.root):
            return False
        probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        try:
            return run_quietly([str(self.python), "-c", probe], self._log) == 0
        except OSError:
            return False

    def _create(self) -> None:
        print(f"    making {self.folder.name} with Python {sys.version.split()[0]}", flush=True)
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        # Debian keeps ensurepip in a package of its own; the machine's pip can bring ours instead.
        bare = importlib.util.find_spec("ensurepip") is None
        if bare:
            command.insert(-1, "--without-pip")
        if run_quietly(command, self._log) != 0:
            raise SetupError(
                "No virtual environment can be made with this Python; on Debian or Ubuntu run "
                f"`sudo apt-get install python3-venv` first (details in {self._log})."
            )
        if bare:
            machine = [sys.executable, "-m", "pip", "--python", str(self.python), "install", "pip"]
            self._run_pip(machine)

    def _pip(self) -> list[str]:
        """Return the pip of the environment, told to be calm; its other settings are the user's."""
        calm = ["--disable-pip-version-check", "--no-input"]
        return [str(self.python), "-m", "pip", *calm]

    def _run_pip(self, command: list[str]) -> None:
        started = self._log.stat().st_size if self._log.exists() else 0
        if run_quietly([*command, "--progress-bar=off"], self._log) == 0:
            return
        output = self._log.read_bytes()[started:].decode("utf-8", errors="replace")
        raise SetupError(f"{explain_pip_failure(output)} (details in {self._log}).")


def explain_pip_failure(output: str) -> str:
    """Say in one sentence, without its full stop, why pip failed.

    Args:
        output: everything pip printed.
    """
    if "DO NOT MATCH THE HASHES" in output:
        return "A downloaded package is not the file the lock file names, so nothing was installed from it"
    if "No space left on device" in output:
        return "There is no space left on the disk for the packages"
    if any(fault in output for fault in NETWORK_FAULTS):
        return (
            "Packages could not be downloaded; check the network connection and pip's settings, "
            "then run the same command again"
        )
    return "pip could not install the packages"
