"""The lock files: complete, pinned, checked, and true to pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import locks

LOCK_NAMES = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)

PIN = re.compile(r'([a-z0-9-]+)==([\w.]+)(?: ; sys_platform == "win32")?(?: +--hash=sha256:[0-9a-f]{64})+')


def read_pins(name: str) -> dict[str, str]:
    """Return version by package of one lock file, after checking the form of every line."""
    text = (locks.ROOT / "packaging" / name).read_text(encoding="utf-8")
    pins = {}
    for entry in re.sub(r"#.*\n", "", text).replace("\\\n", " ").splitlines():
        match = PIN.fullmatch(entry.rstrip())
        assert match, entry
        pins[match[1]] = match[2]
    return pins


ALL_PINS = {name: version for lock in LOCK_NAMES for name, version in read_pins(lock).items()}


def test_no_package_is_locked_twice() -> None:
    assert len(ALL_PINS) == sum(len(read_pins(lock)) for lock in LOCK_NAMES)


@pytest.mark.parametrize("lock", LOCK_NAMES)
def test_no_address_of_a_package_index_is_written(lock: str) -> None:
    text = (locks.ROOT / "packaging" / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text


def test_every_requirement_of_the_project_is_locked_at_a_version_it_accepts() -> None:
    project = tomllib.loads((locks.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    for text in wanted:
        requirement = Requirement(text)
        assert requirement.specifier.contains(ALL_PINS[locks.normalised(requirement.name)]), text


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: str(system["sys_platform"]))
@pytest.mark.parametrize("python_version", locks.PYTHON_VERSIONS)
def test_what_the_locked_packages_need_is_locked_too(system: dict[str, str], python_version: str) -> None:
    """The markers are evaluated for a system and a Python other than the ones this test runs on."""
    place = {**system, "python_version": python_version, "python_full_version": f"{python_version}.0"}
    installed: set[str] = set()
    missing = []
    for lock in LOCK_NAMES:
        # What runs needs nothing of what builds and tests, and what builds nothing of what tests.
        installed |= set(read_pins(lock))
        for name in read_pins(lock):
            missing += [f"{name} needs {text}" for text in needs(name, place) - installed]
    assert missing == []


def needs(name: str, place: dict[str, str]) -> set[str]:
    """Return the names of the packages that an installed one needs in a place."""
    try:
        requirements = [Requirement(text) for text in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        # Installed on Windows alone; it needs nothing.
        assert name in locks.WINDOWS_ONLY["dev"]
        return set()
    return {
        locks.normalised(requirement.name)
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({**place, "extra": ""})
    }


def test_a_pin_is_written_the_way_pip_reads_it(tmp_path: Path) -> None:
    pin = locks.Pin("colorama", "0.4.6", ("a" * 64, "b" * 64), 'sys_platform == "win32"')
    assert pin.lines() == (
        'colorama==0.4.6 ; sys_platform == "win32" \\\n'
        f"    --hash=sha256:{'a' * 64} \\\n"
        f"    --hash=sha256:{'b' * 64}"
    )
