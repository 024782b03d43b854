"""Puts files in place whole or not at all.

Owns the steps that must not be mixed up: a sibling temporary file, fsync, `os.replace` with patience for
sharing violations, fsync of the folder. Never truncates, never removes what stands at the target.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from ofdesk.base.errors import WriteError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.storage.container import opened

Wait: TypeAlias = Callable[[float], None]

CHUNK_BYTES = 1024**2
_SHARING_ERRORS = (5, 32)  # Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
_RETRY_DELAYS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6)
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# Some network file systems cannot sync a folder; there is nothing better to be had there.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def write_error(error: OSError, path: Path) -> WriteError:
    """Return the failure to write `path` with the code its cause deserves."""
    if error.errno in _FULL:
        return WriteError("file.disk_full", path=str(path))
    if error.errno in _FORBIDDEN:
        return WriteError("file.no_permission", path=str(path))
    return WriteError("file.cannot_write", path=str(path), reason=error.strerror or "")


@contextmanager
def sibling_of(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a new file beside the target to write to; it is synced and closed when the block ends well.

    When the block fails, the file is removed. It has the access rights of the target, if that exists.

    Raises:
        WriteError: the file cannot be created, written or synced.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        path, stream = _create_beside(target)
    except OSError as error:
        raise write_error(error, target) from error
    try:
        yield path, stream
        sync(stream)
        stream.close()
    except BaseException as error:
        _close_quietly(stream)
        discard(path)
        if isinstance(error, OSError):
            raise write_error(error, target) from error
        raise


def _create_beside(target: Path) -> tuple[Path, BinaryIO]:
    number = 0
    while True:
        path = target.parent / f"~ofdesk-{os.getpid()}-{number}.tmp"
        try:
            stream = path.open("xb")
        except FileExistsError:
            number += 1
            continue
        if os.name != "nt":
            # Many network drives know no access rights; a file without them is better than none.
            with contextlib.suppress(OSError):
                path.chmod(target.stat().st_mode & 0o777)
        return path, stream


def _close_quietly(stream: BinaryIO) -> None:
    # Closing flushes what a full disk refused already; the first failure is the one to report.
    try:
        stream.close()
    except OSError:
        return


def sync(stream: BinaryIO) -> None:
    """Bring everything written to a stream onto the disk.

    Raises:
        OSError: the disk refused; the data must count as not written.
    """
    stream.flush()
    os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's names onto the disk; Windows does so by itself and has no call for it.

    Raises:
        OSError: the disk refused.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def replace_patiently(source: Path, target: Path, wait: Wait = time.sleep) -> None:
    """Rename `source` over `target`, trying again for some seconds while another program holds it.

    Raises:
        OSError: it did not succeed; both files are as they were.
    """
    for delay_s in _RETRY_DELAYS_S:
        try:
            source.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING_ERRORS:
                raise
            wait(delay_s)
        else:
            return
    source.replace(target)


def discard(path: Path) -> None:
    """Remove a temporary file; one that cannot be removed is only litter and no failure."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def discard_siblings(target: Path, pid: int) -> None:
    """Remove the temporary files that a process which is over left beside a target."""
    for path in target.parent.glob(f"~ofdesk-{pid}-*.tmp"):
        discard(path)


def digest_of(path: Path, cancel: Cancel = NEVER_CANCELLED) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    Raises:
        ReadError: see `opened`.
    """
    digest = hashlib.sha256()
    with opened(path) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            cancel.check()
            digest.update(chunk)
    return digest.hexdigest()


def copy_synced(source: Path, target: Path, cancel: Cancel = NEVER_CANCELLED) -> str:
    """Copy a file to a new name, onto the disk; returns the SHA-256 of the bytes copied.

    Raises:
        ReadError: the source cannot be read.
        WriteError: the target cannot be written; nothing stands at its name then.
    """
    digest = hashlib.sha256()
    with sibling_of(target) as (temporary, out), opened(source) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            cancel.check()
            digest.update(chunk)
            _write(out, chunk, target)
    put_in_place(temporary, target)
    return digest.hexdigest()


def write_whole(target: Path, data: bytes) -> None:
    """Put a small file in place atomically and durably.

    Raises:
        WriteError: what stood at the target still stands there.
    """
    with sibling_of(target) as (temporary, out):
        out.write(data)
    put_in_place(temporary, target)


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a synced temporary file over its target, durably; it is removed when that fails.

    Raises:
        WriteError: what stood at the target still stands there.
    """
    try:
        replace_patiently(temporary, target)
        sync_folder(target.parent)
    except OSError as error:
        discard(temporary)
        raise write_error(error, target) from error


def _write(out: BinaryIO, chunk: bytes, target: Path) -> None:
    # Told apart here: an error of the disk written to must not be reported as one of the file read.
    try:
        out.write(chunk)
    except OSError as error:
        raise write_error(error, target) from error
