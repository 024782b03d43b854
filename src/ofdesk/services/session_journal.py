"""The journal as a session keeps it: no step is skipped, whatever the disk says in between.

Owns the steps that could not be written yet. They are written before any later one, because a journal with a
gap would give back something the user has never seen.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ofdesk.base.errors import OfdeskError, WriteError
from ofdesk.editing.document import Effect
from ofdesk.model.catalogue import Catalogue
from ofdesk.storage.journal import Journal, JournalStep


@dataclass(frozen=True, slots=True)
class _Step:
    step: JournalStep
    before: Catalogue
    after: Catalogue


@dataclass(frozen=True, slots=True)
class _Save:
    path: Path
    digest: str
    steps: int


_Entry: TypeAlias = _Step | _Save


class SessionJournal:
    """Writes what happens in a session; editing goes on when it cannot.

    Attributes:
        error: why the newest steps are not safe from a crash; None when they are.
    """

    def __init__(self, journal: Journal) -> None:
        self.error: OfdeskError | None = None
        self._journal = journal
        self._waiting: deque[_Entry] = deque()
        self._steps = 0
        self._sync_refused = False

    @property
    def steps(self) -> int:
        """Number of steps since the session began."""
        return self._steps

    def append(self, effect: Effect) -> None:
        """Take in a step; it survives a crash of the program unless `error` is set afterwards."""
        self._steps += 1
        step = JournalStep(effect.command.label, effect.direction, effect.changes)
        self._waiting.append(_Step(step, effect.before, effect.after))
        self._write_waiting()

    def mark_saved(self, path: Path, digest: str, steps: int) -> None:
        """Note that a file holds the first `steps` steps."""
        self._sync_refused = False  # what may be lost of the journal is in the file now
        self._waiting.append(_Save(path, digest, steps))
        self._write_waiting()

    def tick(self) -> None:
        """Try again what could not be written, and bring onto the disk what has waited long enough."""
        self._write_waiting()
        try:
            self._journal.sync_if_due()
        except WriteError as error:
            self._refuse_sync(error)

    def sync(self) -> None:
        """Bring everything onto the disk now; tells by `error` whether that succeeded."""
        self._write_waiting()
        try:
            self._journal.sync()
        except WriteError as error:
            self._refuse_sync(error)

    def close(self) -> None:
        """Bring everything onto the disk and close the journal.

        Raises:
            WriteError: the disk refused; the journal is closed all the same.
        """
        self._write_waiting()
        self._journal.close()

    def _write_waiting(self) -> None:
        while self._waiting:
            try:
                self._write(self._waiting[0])
            except WriteError as error:
                self.error = error
                return
            self._waiting.popleft()
        if not self._sync_refused:
            self.error = None

    def _write(self, entry: _Entry) -> None:
        match entry:
            case _Step(step, before, after):
                self._journal.append(step, before, after)
            case _Save(path, digest, steps):
                self._journal.mark_saved(path, digest, steps)

    def _refuse_sync(self, error: WriteError) -> None:
        # After a refused sync the system may forget the data and report the next sync as a success: the
        # journal counts as unsafe until a save holds what it held.
        self.error = error
        self._sync_refused = True
