"""Reads the journals that lost sessions left behind, and builds their last state again.

A journal is read up to its last whole step; what cannot be read after it is reported, never guessed.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.change_codec import changes_of_trees
from ofdesk.storage.container import opened
from ofdesk.storage.journal import JOURNAL_FORMAT, JournalHeader, JournalStep, SaveMark
from ofdesk.storage.journal_frames import FrameEnd, frames
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.work_folder import JOURNAL, OPENED_COPY, PHOTOS, is_in_use, subfolders

_MAX_JOURNAL_BYTES = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class JournalContents:
    """A journal as read back.

    Attributes:
        header: what it belongs to.
        steps: all whole steps, in order.
        saves: marks of saves, in order.
        torn: whether the end was cut off in the middle of a step, which is then lost.
    """

    header: JournalHeader
    steps: tuple[JournalStep, ...]
    saves: tuple[SaveMark, ...]
    torn: bool

    @property
    def unsaved_steps(self) -> int:
        """Number of steps that no save holds."""
        return len(self.steps) - (self.saves[-1].steps if self.saves else 0)

    @property
    def path(self) -> str:
        """The file saved last, else the one opened; "" when there is none."""
        return self.saves[-1].path if self.saves else self.header.path

    @property
    def file_digest(self) -> str:
        """The digest that file must have to be the one this session knew."""
        return self.saves[-1].digest if self.saves else self.header.base_digest


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """A journal that a session left behind."""

    folder: Path
    contents: JournalContents


def recoverable_journals(folder: Path) -> tuple[FoundJournal, ...]:
    """Return the journals with unsaved steps whose sessions are over, newest first.

    Args:
        folder: where the work folders stand.
    """
    found: list[FoundJournal] = []
    for work_folder in subfolders(folder):
        if not (work_folder / JOURNAL).is_file() or is_in_use(work_folder):
            continue
        with contextlib.suppress(ReadError, DamagedFileError):
            contents = read_journal(work_folder)
            if contents.unsaved_steps:
                found.append(FoundJournal(work_folder, contents))
    return tuple(sorted(found, key=lambda journal: journal.contents.header.started_at, reverse=True))


def read_journal(work_folder: Path) -> JournalContents:
    """Read a journal up to its last whole step.

    Raises:
        ReadError: the file cannot be read.
        DamagedFileError: "journal.damaged": not even its header is whole.
    """
    with opened(work_folder / JOURNAL) as stream:
        data = stream.read(_MAX_JOURNAL_BYTES)
    header: JournalHeader | None = None
    steps: list[JournalStep] = []
    saves: list[SaveMark] = []
    torn = False
    for payload in frames(data):
        if isinstance(payload, FrameEnd):
            torn = payload.torn
            break
        try:
            if header is None:
                header = _header(payload)
            elif "saved" in payload:
                saves.append(_save_mark(payload, len(steps)))
            else:
                steps.append(_step(payload))
        except (DamagedFileError, ValueError):
            torn = True
            break
    if header is None:
        raise DamagedFileError("journal.damaged", member=JOURNAL)
    return JournalContents(header, tuple(steps), tuple(saves), torn)


def _header(payload: dict[str, object]) -> JournalHeader:
    if payload.get("journal") != JOURNAL_FORMAT:
        raise ValueError("not a journal of this format")
    started_at = datetime.datetime.fromisoformat(str(payload.get("started")))
    if started_at.tzinfo is None:
        raise ValueError("time without zone")
    return JournalHeader(
        str(payload.get("project", "")),
        str(payload.get("path", "")),
        str(payload.get("base", "")),
        started_at,
    )


def _save_mark(payload: dict[str, object], steps: int) -> SaveMark:
    held = int(str(payload.get("steps", "")))
    if not 0 <= held <= steps:
        raise ValueError("steps are missing")
    return SaveMark(held, str(payload.get("saved", "")), str(payload.get("digest", "")))


def _step(payload: dict[str, object]) -> JournalStep:
    changes = changes_of_trees(payload.get("changes"))
    return JournalStep(str(payload.get("label", "")), str(payload.get("direction", "")), changes)


@dataclass(frozen=True, slots=True)
class Replay:
    """What replaying gave: the catalogue, how many steps fitted, and whether all did."""

    catalogue: Catalogue
    applied: int
    complete: bool


def replay(catalogue: Catalogue, steps: Iterable[JournalStep]) -> Replay:
    """Apply steps until one does not fit; a step is applied whole or not at all."""
    applied = 0
    for step in steps:
        after = catalogue
        try:
            for change in step.changes:
                after = apply(after, change)
        except (InputError, KeyError):
            return Replay(catalogue, applied, complete=False)
        catalogue = after
        applied += 1
    return Replay(catalogue, applied, complete=True)


def recovery_base(found: FoundJournal) -> tuple[Path, tuple[JournalStep, ...]]:
    """Return the file to open and the steps to replay on it.

    The session's own copy serves whatever happened to the file since; else the file saved last, if unchanged.

    Raises:
        ReadError: "journal.no_base".
    """
    contents = found.contents
    copy = found.folder / OPENED_COPY
    if copy.is_file() and digest_of(copy) == contents.header.base_digest:
        return copy, contents.steps
    for save in reversed(contents.saves):
        saved = Path(save.path)
        if saved.is_file() and digest_of(saved) == save.digest:
            return saved, contents.steps[save.steps :]
    raise ReadError("journal.no_base", path=contents.path)


def adopt_photos(found: FoundJournal, store: PhotoStore) -> None:
    """Copy the photos that the lost session had added into another store.

    Raises:
        ReadError, DamagedFileError, WriteError: a photo cannot be read or written.
    """
    former = PhotoStore(found.folder / PHOTOS)
    for sha256, media in former.added():
        store.add(former.get(sha256), media)
