"""Sessions that were cut off: finds what they left behind and goes on with them.

Owns which remains are work (they are offered) and which are litter (they are cleared away). What was left
behind is removed only when its steps are safe in the new session's journal.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from ofdesk.base.errors import OfdeskError, ReadError, WriteError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.editing.history import Command
from ofdesk.services.session import Session, Surroundings, beginning_of
from ofdesk.services.work_place import WorkPlace
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.journal import JournalStep, SaveMark
from ofdesk.storage.project_file import open_project
from ofdesk.storage.recovery import (
    FoundJournal,
    adopt_photos,
    read_journal,
    recoverable_journals,
    recovery_base,
    replay,
)
from ofdesk.storage.work_folder import JOURNAL, FolderLock, is_in_use, remove_work_folder, subfolders

__all__ = ["FoundJournal", "clear_litter", "forget", "lost_sessions", "recover"]


def lost_sessions(surroundings: Surroundings) -> tuple[FoundJournal, ...]:
    """Return the sessions that were cut off with work that no file holds, newest first."""
    return recoverable_journals(surroundings.sessions_folder)


def clear_litter(surroundings: Surroundings) -> None:
    """Remove work folders of sessions that are over and left no unsaved work behind.

    A journal that cannot be read stays: it may hold work that somebody can still make out.
    """
    for folder in subfolders(surroundings.sessions_folder):
        with contextlib.suppress(OfdeskError):
            if not is_in_use(folder) and not (
                (folder / JOURNAL).is_file() and read_journal(folder).unsaved_steps
            ):
                remove_work_folder(folder)


def forget(found: FoundJournal) -> None:
    """Remove what a session left behind: the user does not want it.

    Raises:
        WriteError: some of it cannot be removed.
    """
    remove_work_folder(found.folder)


def recover(
    found: FoundJournal,
    surroundings: Surroundings,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> Session:
    """Go on with a session that was cut off; its steps become the first ones of the new session.

    The file itself is not touched: it is compared when the user saves.

    Raises:
        ReadError, DamagedFileError: neither the session's copy nor the file can be read any more.
        WriteError: the user's data folder cannot be written, or another ofdesk recovers the session.
        Cancelled: called off; what was left behind is still there.
    """
    if not found.folder.is_dir():
        raise ReadError("journal.no_base", path=found.contents.path)
    lock = FolderLock(found.folder)
    try:
        work = WorkPlace(surroundings)
        try:
            session = _recovered_session(found, work, progress, cancel)
        except BaseException:
            work.close(keep=False)
            raise
    finally:
        lock.release()
    if session.journal_error is None and not session.unrecovered_steps:
        with contextlib.suppress(WriteError):
            remove_work_folder(found.folder)
    return session


def _recovered_session(found: FoundJournal, work: WorkPlace, progress: Progress, cancel: Cancel) -> Session:
    contents = found.contents
    base, steps = recovery_base(found)
    opened = open_project(base, work_folder=work.folder, progress=progress, cancel=cancel)
    adopt_photos(found, opened.photos)
    path = Path(contents.path) if contents.path else None
    journal = work.begin_journal(opened.catalogue.project.id, path, opened.digest)
    digest = contents.file_digest if path else None
    session = Session(work, journal, beginning_of(opened, path, digest))
    from_start = len(steps) == len(contents.steps)
    _do_again(session, steps, contents.saves[-1] if contents.saves and from_start else None, cancel)
    journal.sync()
    _look_into_file(session, digest)
    return session


def _do_again(
    session: Session, steps: tuple[JournalStep, ...], saved: SaveMark | None, cancel: Cancel
) -> None:
    for done in range(len(steps) + 1):
        cancel.check()
        if saved is not None and done == saved.steps:
            session.note_found_in(Path(saved.path), saved.digest)
        if done == len(steps):
            break
        if not replay(session.catalogue, steps[done : done + 1]).complete:
            session.unrecovered_steps = len(steps) - done
            break
        session.execute(Command(steps[done].label, steps[done].changes))


def _look_into_file(session: Session, known_digest: str | None) -> None:
    """Take note when the file holds the work already: the session ended between saving and noting it."""
    if session.path is None or not session.is_modified:
        return
    with contextlib.suppress(OfdeskError):
        if digest_of(session.path) != known_digest:
            there = open_project(session.path)
            if there.catalogue == session.catalogue:
                session.note_found_in(session.path, there.digest)
