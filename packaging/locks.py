"""Writes the lock files: every package the project installs, at one version, with its checksums.

Run it with the interpreter of a development environment (`.venv/bin/python packaging/locks.py`)
after changing a dependency in pyproject.toml, and commit the result. Owns the choice of versions
and of platforms; refuses to install anything. The package index that pip is set up to use is asked,
and no address of it is written.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")
# PySide6 asks for glibc 2.34, so older tags than that need no separate look.
PLATFORMS = {
    "linux": tuple(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1)),
    "windows": ("win_amd64",),
}
# pip evaluates markers for the machine it runs on: what only Windows needs is named here, and a
# test compares it with the metadata of what is installed.
WINDOWS_ONLY = {"dev": ("colorama",)}
HEADER = """\
# Written by packaging/locks.py from pyproject.toml; do not edit by hand.
# CPython {versions} on Linux (x86-64, glibc 2.34 or newer) and Windows (x86-64).
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package at one version, with the sha256 of every wheel that may be installed."""

    name: str
    version: str
    checksums: tuple[str, ...]
    marker: str = ""

    def lines(self) -> str:
        """Return the pin in the syntax of a requirements file."""
        head = f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")
        return " \\\n    ".join([head, *(f"--hash=sha256:{checksum}" for checksum in self.checksums)])


def normalised(name: str) -> str:
    """Return a distribution name in its canonical spelling.

    Source: PEP 503, "Normalized Names".
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pip_report(requirements: list[str], *options: str) -> list[tuple[str, str, str]]:
    """Ask pip what it would install, without installing it.

    Returns:
        (canonical name, version, sha256 of the file) of each package.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--only-binary=:all:", "--report", str(report), *options, *requirements]
        subprocess.run(command, check=True)
        entries = json.loads(report.read_text(encoding="utf-8"))["install"]
    return [
        (
            normalised(entry["metadata"]["name"]),
            entry["metadata"]["version"],
            entry["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for entry in entries
    ]


def wheel_checksums(pins: list[str]) -> dict[str, set[str]]:
    """Collect the checksums of the wheels of pinned packages for every platform and Python."""
    checksums: dict[str, set[str]] = {}
    with tempfile.TemporaryDirectory() as target:
        for tags in PLATFORMS.values():
            platform = [option for tag in tags for option in ("--platform", tag)]
            for version in PYTHON_VERSIONS:
                options = ["--no-deps", "--python-version", version, *platform, "--target", target]
                for name, _, checksum in pip_report(pins, *options):
                    checksums.setdefault(name, set()).add(checksum)
    return checksums


def resolve_groups() -> dict[str, dict[str, str]]:
    """Resolve the requirements of running, building and developing into versions, by group.

    A package stands in the first group that needs it, so that the files can be installed together.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "runtime": project["project"]["dependencies"],
        "build": project["build-system"]["requires"],
        "dev": project["project"]["optional-dependencies"]["dev"],
    }
    groups: dict[str, dict[str, str]] = {}
    taken: dict[str, str] = {}
    asked: list[str] = []
    for group, requirements in wanted.items():
        asked += [*requirements, *WINDOWS_ONLY.get(group, ())]
        found = {name: version for name, version, _ in pip_report(asked)}
        groups[group] = {name: version for name, version in found.items() if name not in taken}
        taken |= groups[group]
    return groups


def main() -> None:
    """Write the three lock files beside this script."""
    header = HEADER.format(versions=f"{PYTHON_VERSIONS[0]} to {PYTHON_VERSIONS[-1]}")
    suffixes = {"runtime": "", "build": "-build", "dev": "-dev"}
    for group, versions in resolve_groups().items():
        checksums = wheel_checksums([f"{name}=={version}" for name, version in versions.items()])
        windows_only = WINDOWS_ONLY.get(group, ())
        pins = [
            Pin(
                name=name,
                version=version,
                checksums=tuple(sorted(checksums[name])),
                marker='sys_platform == "win32"' if name in windows_only else "",
            )
            for name, version in sorted(versions.items())
        ]
        path = ROOT / "packaging" / f"requirements{suffixes[group]}.lock"
        text = header + "".join(pin.lines() + "\n" for pin in pins)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.name}: {len(pins)} packages")


if __name__ == "__main__":
    main()
