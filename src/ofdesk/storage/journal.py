"""The journal of a session: every step through the gate, appended at once, so that a crash loses nothing.

Owns the writing of the file in the session's work folder; `recovery` reads it. Never rewritten while the
session lives: together with the copy of the file as it was opened it can always build the present state
again. Marks tell which steps a save contains.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import WriteError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.model.ids import RecordId
from ofdesk.storage.atomic import discard, sync_folder, write_error
from ofdesk.storage.change_codec import trees_of_changes
from ofdesk.storage.journal_frames import frame
from ofdesk.storage.work_folder import JOURNAL
from ofdesk.storage.yaml_reading import Tree

JOURNAL_FORMAT = "1"
SYNC_WITHIN_S = 0.8


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """What a journal belongs to.

    Attributes:
        project_id: identity of the project.
        path: the file that was opened; "" for a project not saved yet.
        base_digest: digest of the opened file, which lies in the work folder as a copy.
        started_at: aware time.
    """

    project_id: str
    path: str
    base_digest: str
    started_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class JournalStep:
    """One step through the gate: its label, "do", "undo" or "redo", and the changes as applied."""

    label: str
    direction: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SaveMark:
    """That a save holds the first `steps` steps: where it went and with what digest."""

    steps: int
    path: str
    digest: str


class Journal:
    """Appends the steps of a running session. The caller asks `sync_if_due` at least four times a second."""

    def __init__(self, folder: Path, header: JournalHeader, clock: Callable[[], float]) -> None:
        """Start a journal in a work folder.

        Args:
            folder: the session's work folder, locked by it.
            header: what the journal belongs to.
            clock: seconds that only grow.

        Raises:
            WriteError: the journal cannot be started.
        """
        self._path = folder / JOURNAL
        self._clock = clock
        self._waiting_since: float | None = None
        self._steps = 0
        self._end = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = self._path.open("xb", buffering=0)
        except OSError as error:
            raise write_error(error, self._path) from error
        try:
            self._put(_header_tree(header))
            self.sync()
        except WriteError:
            self._stream.close()
            discard(self._path)
            raise
        with contextlib.suppress(OSError):  # the file itself is synced; some systems cannot sync a folder
            sync_folder(folder)

    def append(self, step: JournalStep, before: Catalogue, after: Catalogue) -> None:
        """Write a step to the file; it survives a crash of the program now, of the machine after `sync`.

        Raises:
            WriteError: the step is not in the journal; the journal is as before.
        """

        def kind_of(record_id: RecordId) -> str:
            record = after.get(record_id) or before.get(record_id)
            return record.kind if record is not None else ""

        changes = trees_of_changes(step.changes, kind_of)
        self._put({"label": step.label, "direction": step.direction, "changes": changes})
        self._steps += 1

    @property
    def steps(self) -> int:
        """Number of steps in the journal."""
        return self._steps

    def mark_saved(self, path: Path, digest: str, steps: int | None = None) -> None:
        """Note that a file holds the first `steps` steps (None: all so far).

        Raises:
            WriteError: as `append`.
        """
        held = self._steps if steps is None else steps
        self._put({"saved": str(path), "digest": digest, "steps": str(held)})
        self.sync()

    def sync_if_due(self) -> None:
        """Bring steps onto the disk that have waited long enough.

        Raises:
            WriteError: the disk refused.
        """
        if self._waiting_since is not None and self._clock() - self._waiting_since >= SYNC_WITHIN_S:
            self.sync()

    def sync(self) -> None:
        """Bring all steps onto the disk.

        Raises:
            WriteError: the disk refused.
        """
        try:
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise write_error(error, self._path) from error
        self._waiting_since = None

    def close(self) -> None:
        """Bring all steps onto the disk and close the file.

        Raises:
            WriteError: the disk refused.
        """
        try:
            self.sync()
        finally:
            self._stream.close()

    def _put(self, payload: dict[str, Tree]) -> None:
        data = memoryview(frame(payload))
        size = len(data)
        try:
            while data:
                data = data[self._stream.write(data) :]
        except OSError as error:
            # Half a frame would hide all frames that follow it.
            with contextlib.suppress(OSError):
                self._stream.truncate(self._end)
                self._stream.seek(self._end)
            raise write_error(error, self._path) from error
        self._end += size
        if self._waiting_since is None:
            self._waiting_since = self._clock()


def _header_tree(header: JournalHeader) -> dict[str, Tree]:
    return {
        "journal": JOURNAL_FORMAT,
        "project": header.project_id,
        "path": header.path,
        "base": header.base_digest,
        "started": header.started_at.isoformat(),
    }
