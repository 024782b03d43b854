"""Qt's system libraries: found, installed where allowed, named where not."""

from __future__ import annotations

import pytest

import qt_libraries
from qt_libraries import QT_LIBRARIES, WINDOW_LIBRARIES, SystemLibrary, install_command, missing_libraries

EGL = SystemLibrary("libEGL.so.1", "libegl1")
CURSOR = SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0")


class Machine:
    """A pretended machine: which libraries it has, and what apt-get does on it."""

    def __init__(self, present: set[str], installable: bool, stale_lists: bool = False) -> None:
        self.present = present
        self.installable = installable
        self.stale_lists = stale_lists
        self.commands: list[tuple[str, ...]] = []

    def run_apt(self, command: tuple[str, ...]) -> bool:
        self.commands.append(command)
        if command[1] == "update":
            self.stale_lists = False
            return self.installable
        if self.stale_lists or not self.installable:
            return False
        names = {library.debian_package: library.soname for library in (EGL, CURSOR)}
        self.present |= {names[package] for package in command[4:]}
        return True

    def stand_in(self, monkeypatch: pytest.MonkeyPatch, administrator: bool) -> None:
        monkeypatch.setattr(qt_libraries, "is_loadable", lambda soname: soname in self.present)
        monkeypatch.setattr(qt_libraries, "run_apt", self.run_apt)
        monkeypatch.setattr(qt_libraries, "may_install", lambda: administrator)
        monkeypatch.setattr("sys.platform", "linux")


def test_nothing_is_installed_when_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine({EGL.soname, CURSOR.soname}, installable=True)
    machine.stand_in(monkeypatch, administrator=True)
    assert qt_libraries.provide((EGL, CURSOR)) == ()
    assert machine.commands == []


def test_only_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine({EGL.soname}, installable=True)
    machine.stand_in(monkeypatch, administrator=True)
    assert qt_libraries.provide((EGL, CURSOR)) == ()
    assert machine.commands == [
        ("apt-get", "install", "--yes", "--no-install-recommends", "libxcb-cursor0")
    ]


def test_package_lists_are_updated_when_the_installation_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(set(), installable=True, stale_lists=True)
    machine.stand_in(monkeypatch, administrator=True)
    assert qt_libraries.provide((EGL, CURSOR)) == ()
    assert [command[1] for command in machine.commands] == ["install", "update", "install"]


@pytest.mark.parametrize("administrator", [True, False])
def test_the_exact_command_is_printed_where_nothing_could_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], administrator: bool
) -> None:
    machine = Machine(set(), installable=False)
    machine.stand_in(monkeypatch, administrator)
    assert qt_libraries.provide((EGL, CURSOR)) == (EGL, CURSOR)
    printed = capsys.readouterr().out
    assert "sudo apt-get install --yes --no-install-recommends libegl1 libxcb-cursor0" in printed
    assert bool(machine.commands) == administrator


def test_no_system_but_linux_is_asked_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    Machine(set(), installable=False).stand_in(monkeypatch, administrator=False)
    monkeypatch.setattr("sys.platform", "win32")
    assert missing_libraries((EGL, CURSOR)) == ()


def test_a_library_that_does_not_exist_is_not_loadable() -> None:
    assert not qt_libraries.is_loadable("libofdesk-is-no-library.so.0")


def test_each_library_is_listed_once() -> None:
    every = QT_LIBRARIES + WINDOW_LIBRARIES
    assert len({library.soname for library in every}) == len(every)
    assert install_command(every)[4:] == tuple(library.debian_package for library in every)
