"""The system libraries that Qt's wheels load on Linux but do not bring along.

Owns the list, the look for what is missing and its installation on Debian; knows nothing of Python
packages. Nothing here stops a set-up: without the libraries everything but the windows works.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

LOCK_TIMEOUT_S = 120


@dataclass(frozen=True)
class SystemLibrary:
    """A shared library, and the Debian package that holds it."""

    soname: str
    debian_package: str


# Asked for by every Qt program, also by one that draws off the screen.
QT_LIBRARIES = (
    SystemLibrary("libEGL.so.1", "libegl1"),
    SystemLibrary("libGL.so.1", "libgl1"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0"),
)
# Asked for, on top, by a window on an X display.
WINDOW_LIBRARIES = (
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    SystemLibrary("libxcb-image.so.0", "libxcb-image0"),
    SystemLibrary("libxcb-render-util.so.0", "libxcb-render-util0"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0"),
    SystemLibrary("libxcb-randr.so.0", "libxcb-randr0"),
    SystemLibrary("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    SystemLibrary("libxcb-sync.so.1", "libxcb-sync1"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1"),
)


def is_loadable(soname: str) -> bool:
    """Say whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(libraries: tuple[SystemLibrary, ...]) -> tuple[SystemLibrary, ...]:
    """Return the libraries that cannot be loaded; none on systems other than Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(library for library in libraries if not is_loadable(library.soname))


def install_command(libraries: tuple[SystemLibrary, ...]) -> tuple[str, ...]:
    """Return the command that installs the Debian packages of these libraries."""
    packages = (library.debian_package for library in libraries)
    return ("apt-get", "install", "--yes", "--no-install-recommends", *packages)


def may_install() -> bool:
    """Say whether this is a Debian system and the user is its administrator."""
    return sys.platform != "win32" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def run_apt(command: tuple[str, ...]) -> bool:
    """Run apt-get without questions; return whether it succeeded."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Another installation may be under way on a fresh machine: wait for it.
    patient = (command[0], "-o", f"DPkg::Lock::Timeout={LOCK_TIMEOUT_S}", *command[1:])
    result = subprocess.run(
        patient, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )
    return result.returncode == 0


def provide(libraries: tuple[SystemLibrary, ...]) -> tuple[SystemLibrary, ...]:
    """Install what is missing where that is allowed, and say what to do where it is not.

    Returns:
        The libraries that are still missing.
    """
    missing = missing_libraries(libraries)
    if not missing:
        print("    Qt's system libraries are there", flush=True)
        return ()
    command = install_command(missing)
    if may_install():
        print(f"    installing {len(missing)} system packages for Qt", flush=True)
        # A fresh system has no package lists, an old one has stale ones: both are cured by an update.
        if not run_apt(command) and run_apt(("apt-get", "update")):
            run_apt(command)
        missing = missing_libraries(libraries)
        if not missing:
            return ()
        command = install_command(missing)
    print("    Qt lacks system libraries: " + ", ".join(library.soname for library in missing))
    print("    The editor's windows need them. On Debian or Ubuntu run:")
    print("        sudo " + " ".join(command), flush=True)
    return missing
