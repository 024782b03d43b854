"""The folder a session works in: its own copy of the opened file, the photos added since, the journal.

Stands in the user's data folder and outlives a crash. A lock that the system takes off when the process dies
tells a running session from one that can be recovered.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

from ofdesk.base.errors import WriteError
from ofdesk.storage.atomic import write_error

OPENED_COPY = "opened.ofdesk"
PHOTOS = "photos"
JOURNAL = "journal.jsonl"
_LOCK = "in-use"


class FolderLock:
    """Held by the session that works in a folder; ends with the process at the latest."""

    def __init__(self, folder: Path) -> None:
        """Create the folder if need be and lock it.

        Raises:
            WriteError: "folder.in_use" or the folder cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = (folder / _LOCK).open("ab")
        except OSError as error:
            raise write_error(error, folder) from error
        if not _try_lock(self._stream):
            self._stream.close()
            raise WriteError("folder.in_use", path=str(folder))

    def release(self) -> None:
        """Give the folder up."""
        self._stream.close()


def is_in_use(folder: Path) -> bool:
    """Tell whether a running session works in a folder."""
    try:
        FolderLock(folder).release()
    except WriteError:
        return True
    return False


def remove_work_folder(folder: Path) -> None:
    """Remove what a session that is over left behind; anything that is no work folder is left alone.

    Raises:
        WriteError: some of it cannot be removed.
    """
    if not (folder / JOURNAL).is_file() and not (folder / _LOCK).is_file():
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise write_error(error, folder) from error


if sys.platform == "win32":
    import msvcrt

    def _try_lock(stream: BinaryIO) -> bool:
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(stream: BinaryIO) -> bool:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def subfolders(folder: Path) -> tuple[Path, ...]:
    """Return the folders inside a folder, by name; none when it does not exist."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted(Path(entry.path) for entry in found if entry.is_dir(follow_symlinks=False)))
    except OSError:
        return ()
