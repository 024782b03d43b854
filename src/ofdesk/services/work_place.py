"""Where a session keeps its own files: the user's data folder, and in it a work folder a session."""

from __future__ import annotations

import contextlib
import datetime
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ofdesk.base.errors import WriteError
from ofdesk.services.session_journal import SessionJournal
from ofdesk.storage.journal import Journal, JournalHeader
from ofdesk.storage.versions import VersionStore
from ofdesk.storage.work_folder import FolderLock, remove_work_folder


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a session keeps its own files, and the clock and chance it uses.

    Attributes:
        data_folder: the user's data folder; sessions and versions get folders inside.
    """

    data_folder: Path
    now: Callable[[], datetime.datetime] = _utc_now
    clock: Callable[[], float] = time.monotonic
    random_bytes: Callable[[int], bytes] = field(default=secrets.token_bytes)

    @property
    def sessions_folder(self) -> Path:
        """Where the work folders of sessions stand."""
        return self.data_folder / "sessions"

    @property
    def versions(self) -> VersionStore:
        """Where former states of project files are kept."""
        return VersionStore(self.data_folder / "versions", self.now)


class WorkPlace:
    """A session's work folder: locked while the session lives, with its journal."""

    def __init__(self, surroundings: Surroundings) -> None:
        """Make a work folder and lock it.

        Raises:
            WriteError: the user's data folder cannot be written.
        """
        stamp = surroundings.now().strftime("%Y%m%dT%H%M%S")
        self.surroundings = surroundings
        self.folder = surroundings.sessions_folder / f"{stamp}-{surroundings.random_bytes(4).hex()}"
        self._lock = FolderLock(self.folder)
        self._journal: SessionJournal | None = None
        self._closed = False

    def begin_journal(self, project_id: str, path: Path | None, base_digest: str) -> SessionJournal:
        """Start the journal.

        Args:
            project_id: identity of the project.
            path: the user's file, if there is one.
            base_digest: digest of the copy in the work folder to which the steps will be applied.

        Raises:
            WriteError: the user's data folder cannot be written.
        """
        header = JournalHeader(project_id, str(path) if path else "", base_digest, self.surroundings.now())
        self._journal = SessionJournal(Journal(self.folder, header, self.surroundings.clock))
        return self._journal

    def close(self, *, keep: bool) -> None:
        """Close the journal, give the folder up and, unless it is to be kept, remove it; once.

        Raises:
            WriteError: the journal that is to be kept did not reach the disk.
        """
        if self._closed:
            return
        self._closed = True
        try:
            if self._journal is not None:
                with contextlib.nullcontext() if keep else contextlib.suppress(WriteError):
                    self._journal.close()
        finally:
            self._lock.release()
        if not keep:
            # What another program holds open is cleared away when the program starts the next time.
            with contextlib.suppress(WriteError):
                remove_work_folder(self.folder)
