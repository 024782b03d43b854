"""A session: one project open for editing, with its document, photos, journal and file.

Owns the order of things that keep work safe: every step goes to the journal before anybody sees it on
the screen as saved, and the mailed file is touched by `save` alone. Used from one thread, except
`import_photo`, `write` and `pictures` which touch nothing of the document.
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ofdesk.base.errors import OfdeskError, WriteError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.editing.document import Document, Effect
from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId, new_record_id
from ofdesk.model.records import Photo
from ofdesk.services.projects import blank_catalogue, sample_catalogue
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.journal import Journal, JournalHeader, JournalStep
from ofdesk.storage.photo_import import import_photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.recovery import FoundJournal, adopt_photos, recovery_base, replay
from ofdesk.storage.saving import ProjectSaver, SavedFile, save_project
from ofdesk.storage.versions import VersionStore
from ofdesk.storage.work_folder import OPENED_COPY, PHOTOS, FolderLock, remove_work_folder


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

    def new_work_folder(self) -> Path:
        """Return the path of a work folder that does not exist yet."""
        stamp = self.now().strftime("%Y%m%dT%H%M%S")
        return self.sessions_folder / f"{stamp}-{self.random_bytes(4).hex()}"


@dataclass(frozen=True, slots=True)
class PreparedSave:
    """A snapshot on its way to a file: written beside the interface, then taken note of."""

    catalogue: Catalogue
    path: Path
    expected_digest: str | None


class Session:
    """A project being edited."""

    def __init__(self, work: WorkPlace, catalogue: Catalogue, photos: PhotoStore, path: Path | None) -> None:
        """Take over a work place; use `new_session`, `open_session` or `recover` instead."""
        self.document = Document(catalogue)
        self.photos = photos
        self.path = path
        self.missing_photos: tuple[str, ...] = work.missing_photos
        self.journal_error: OfdeskError | None = None
        self._work = work
        self._digest = work.digest
        self._saver = ProjectSaver(work.surroundings.versions)
        self._recovered = False
        self.document.subscribe(self._journal_step)

    @property
    def catalogue(self) -> Catalogue:
        """The current snapshot."""
        return self.document.catalogue

    @property
    def is_modified(self) -> bool:
        """Whether there is work that no file holds."""
        return self._recovered or self.document.is_modified

    def new_id(self) -> RecordId:
        """Return a fresh identity."""
        return new_record_id(self._work.surroundings.random_bytes)

    def execute(self, command: Command, *, origin: object = None) -> Effect | None:
        """Send a command through the gate; see `Document.execute`."""
        return self.document.execute(command, origin=origin)

    def undo(self, *, origin: object = None) -> Effect | None:
        """Take the last command back."""
        return self.document.undo(origin=origin)

    def redo(self, *, origin: object = None) -> Effect | None:
        """Do the command taken back last again."""
        return self.document.redo(origin=origin)

    def import_photo(self, data: bytes, file_name: str) -> Photo:
        """Check, convert and keep a photo; the record returned is not in the catalogue yet.

        Raises:
            InputError, DamagedFileError: the photo cannot be taken; the code says why.
            WriteError: it cannot be kept.
        """
        imported = import_photo(data, file_name)
        sha256 = self.photos.add(imported.data, imported.media)
        return Photo(
            id=self.new_id(),
            sha256=sha256,
            media=imported.media,
            width_px=imported.width_px,
            height_px=imported.height_px,
            file_name=imported.file_name,
        )

    def tick(self) -> None:
        """Bring the journal onto the disk when it is due; called at least four times a second."""
        try:
            self._work.journal.sync_if_due()
        except WriteError as error:
            self.journal_error = error

    def save(
        self,
        path: Path | None = None,
        *,
        replace: bool = False,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> SavedFile:
        """Save at once; see `prepare_save`, `write` and `note_saved` for saving beside the interface."""
        prepared = self.prepare_save(path, replace=replace)
        saved = self.write(prepared, progress=progress, cancel=cancel)
        self.note_saved(prepared, saved)
        return saved

    def prepare_save(self, path: Path | None = None, *, replace: bool = False) -> PreparedSave:
        """Take the snapshot that is to be saved.

        Args:
            path: another file (save as), or None for the session's own.
            replace: whether a file that stands at another path, or that changed on disk since it was read,
                may be written over: the user was asked.

        Raises:
            WriteError: code "file.no_path" when the project was never saved and no path is given.
        """
        target = path or self.path
        if target is None:
            raise WriteError("file.no_path")
        if replace:
            expected = digest_of(target) if target.exists() else None
        else:
            expected = self._digest if target == self.path else None
        return PreparedSave(self.document.catalogue, target, expected)

    def write(
        self,
        prepared: PreparedSave,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> SavedFile:
        """Write a prepared snapshot; may run on another thread.

        Raises:
            FileChangedError, WriteError, Cancelled: what stood at the path still stands there.
        """
        return self._saver.save(
            prepared.path,
            prepared.catalogue,
            self.photos,
            expected_digest=prepared.expected_digest,
            progress=progress,
            cancel=cancel,
        )

    def note_saved(self, prepared: PreparedSave, saved: SavedFile) -> None:
        """Remember that a snapshot is in its file; edits made since then stay unsaved."""
        self.path, self._digest = prepared.path, saved.digest
        if self.document.catalogue is prepared.catalogue:
            self.document.mark_saved()
            self._recovered = False
            self._work.mark_saved(prepared.path, saved.digest)

    def changed_on_disk(self) -> bool:
        """Tell whether the session's file is no longer the one that was read or saved last.

        Raises:
            ReadError: the file cannot be read.
        """
        return self.path is not None and self.path.exists() and digest_of(self.path) != self._digest

    def close(self, *, keep_journal: bool = False) -> None:
        """End the session and clear its work folder; the journal may be kept for a later recovery."""
        self._work.close(keep=keep_journal)

    def mark_recovered(self) -> None:
        """Note that the session began with work that no file holds."""
        self._recovered = True

    def _journal_step(self, effect: Effect) -> None:
        step = JournalStep(effect.command.label, effect.direction, effect.changes)
        try:
            self._work.journal.append(step, effect.before, effect.after)
            self.journal_error = None
        except WriteError as error:
            # Editing goes on: the interface shows that the net below is gone until it is mended.
            self.journal_error = error


class WorkPlace:
    """The work folder of a session: locked, with the journal open."""

    def __init__(self, surroundings: Surroundings, folder: Path, lock: FolderLock) -> None:
        self.surroundings = surroundings
        self.folder = folder
        self.digest: str | None = None  # of the user's file, as this session knows it
        self.missing_photos: tuple[str, ...] = ()
        self._lock = lock
        self._journal: Journal | None = None

    @property
    def journal(self) -> Journal:
        """The journal.

        Raises:
            RuntimeError: it was not begun; a bug of this module.
        """
        if self._journal is None:
            raise RuntimeError("the journal was not begun")
        return self._journal

    def begin(self, project_id: str, path: Path | None, base_digest: str) -> None:
        """Start the journal.

        Args:
            project_id: identity of the project.
            path: the user's file, if there is one.
            base_digest: digest of the copy in the work folder to which the steps will be applied.

        Raises:
            WriteError: the user's data folder cannot be written.
        """
        header = JournalHeader(project_id, str(path) if path else "", base_digest, self.surroundings.now())
        self._journal = Journal(self.folder, header, self.surroundings.clock)

    def mark_saved(self, path: Path, digest: str) -> None:
        """Note in the journal that a file holds all steps."""
        self.journal.mark_saved(path, digest)

    def close(self, *, keep: bool) -> None:
        """Close the journal, give the folder up and, unless it is to be kept, remove it."""
        if self._journal is not None:
            self._journal.close()
        self._lock.release()
        if not keep:
            remove_work_folder(self.folder)


def _work_place(surroundings: Surroundings) -> WorkPlace:
    folder = surroundings.new_work_folder()
    return WorkPlace(surroundings, folder, FolderLock(folder))


def new_session(
    surroundings: Surroundings,
    *,
    sample: bool = False,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> Session:
    """Begin a project without a file: empty, or the sample.

    Raises:
        WriteError: the user's data folder cannot be written.
        Cancelled: called off; nothing is left behind.
    """
    work = _work_place(surroundings)
    try:
        photos = PhotoStore(work.folder / PHOTOS)
        catalogue = (
            sample_catalogue(photos, progress=progress, cancel=cancel) if sample else blank_catalogue()
        )
        # The journal holds steps only: what they begin from must lie beside it.
        base = save_project(work.folder / OPENED_COPY, catalogue, photos, expected_digest=None, cancel=cancel)
        work.begin(catalogue.project.id, None, base.digest)
    except BaseException:
        work.close(keep=False)
        raise
    session = Session(work, catalogue, photos, None)
    if sample:
        session.mark_recovered()
    return session


def open_session(
    path: Path,
    surroundings: Surroundings,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> Session:
    """Open a project file for editing.

    Raises:
        ReadError, DamagedFileError, NewerFileError: the file cannot be opened; it is left as it is.
        WriteError: the user's data folder cannot be written.
        Cancelled: called off; nothing is left behind.
    """
    work = _work_place(surroundings)
    try:
        opened = open_project(path, work_folder=work.folder, progress=progress, cancel=cancel)
        work.digest, work.missing_photos = opened.digest, opened.missing_photos
        work.begin(opened.catalogue.project.id, path, opened.digest)
    except BaseException:
        work.close(keep=False)
        raise
    return Session(work, opened.catalogue, opened.photos, path)


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
        WriteError: the user's data folder cannot be written.
    """
    work = _work_place(surroundings)
    try:
        session = _recovered_session(found, work, progress, cancel)
    except BaseException:
        work.close(keep=False)
        raise
    remove_work_folder(found.folder)
    return session


def _recovered_session(found: FoundJournal, work: WorkPlace, progress: Progress, cancel: Cancel) -> Session:
    contents = found.contents
    base, steps = recovery_base(found)
    opened = open_project(base, work_folder=work.folder, progress=progress, cancel=cancel)
    adopt_photos(found, opened.photos)
    work.missing_photos = opened.missing_photos
    path = Path(contents.path) if contents.path else None
    work.digest = contents.file_digest if path else None
    work.begin(opened.catalogue.project.id, path, opened.digest)
    session = Session(work, opened.catalogue, opened.photos, path)
    saved_at = contents.saves[-1].steps if contents.saves and len(steps) == len(contents.steps) else -1
    for number, step in enumerate(steps, start=1):
        cancel.check()
        if not replay(session.catalogue, (step,)).complete:
            break
        session.execute(Command(step.label, step.changes))
        if number == saved_at:
            work.mark_saved(Path(contents.path), contents.file_digest)
    session.mark_recovered()
    return session
