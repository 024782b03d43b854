"""A session: one project open for editing, with its document, photos, journal and file.

Owns the order of things that keep work safe: every step goes to the journal as it is made, and the mailed
file is touched by saving alone. Used from one thread, except `import_photo` and `write`, which touch nothing
of the document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ofdesk.base.errors import OfdeskError, WriteError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.editing.document import Document, Effect
from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId, new_record_id
from ofdesk.model.records import Photo
from ofdesk.services.projects import blank_catalogue, sample_catalogue
from ofdesk.services.session_journal import SessionJournal
from ofdesk.services.targets import require_place_for
from ofdesk.services.work_place import Surroundings, WorkPlace
from ofdesk.storage.atomic import digest_of
from ofdesk.storage.photo_import import import_photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import OpenedProject, open_project
from ofdesk.storage.saving import ProjectSaver, SavedFile, save_project
from ofdesk.storage.work_folder import OPENED_COPY, PHOTOS

__all__ = ["PreparedSave", "Session", "Surroundings", "new_session", "open_session"]


@dataclass(frozen=True, slots=True)
class PreparedSave:
    """A snapshot on its way to a file: written beside the interface, then taken note of.

    Attributes:
        steps: number of steps of the session that led to the snapshot.
        expected_digest: what must stand at the path; None: nothing.
    """

    catalogue: Catalogue
    path: Path
    steps: int
    expected_digest: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a session begins with.

    Attributes:
        path: the user's file, None for a project that was never saved.
        digest: of that file, as this session knows it.
        differs: whether the catalogue is not what the file holds.
    """

    catalogue: Catalogue
    photos: PhotoStore
    path: Path | None = None
    digest: str | None = None
    missing_photos: tuple[str, ...] = ()
    differs: bool = False


class Session:
    """A project being edited.

    Attributes:
        path: the user's file; None as long as the project was never saved.
        missing_photos: digests of photos that the file names but does not hold.
        unrecovered_steps: steps of a session that was cut off which could not be done again.
    """

    def __init__(self, work: WorkPlace, journal: SessionJournal, beginning: Beginning) -> None:
        """Take over a work place; use `new_session`, `open_session` or `recovery.recover` instead."""
        self.document = Document(beginning.catalogue)
        self.photos = beginning.photos
        self.path = beginning.path
        self._note_folder()
        self.missing_photos = beginning.missing_photos
        self.unrecovered_steps = 0
        self._work = work
        self._journal = journal
        self._digest = beginning.digest
        self._file_differs = beginning.differs
        self._saver = ProjectSaver(work.surroundings.versions)
        self.document.subscribe(self._journal_step)

    @property
    def catalogue(self) -> Catalogue:
        """The current snapshot."""
        return self.document.catalogue

    @property
    def is_modified(self) -> bool:
        """Whether there is work that no file holds."""
        return self._file_differs or self.document.is_modified

    @property
    def steps(self) -> int:
        """Number of steps made since the session began, those taken back included."""
        return self._journal.steps

    @property
    def journal_error(self) -> OfdeskError | None:
        """Why the newest steps would not survive a crash; None when they would."""
        return self._journal.error

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
        self._journal.tick()

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
            WriteError: code "file.no_path" when the project was never saved and no path is given;
                "file.no_folder" or "file.not_a_file" when no file can stand there.
        """
        target = path.absolute() if path is not None else self.path
        if target is None:
            raise WriteError("file.no_path")
        require_place_for(target)
        if replace:
            expected = digest_of(target) if target.exists() else None
        else:
            expected = self._digest if target == self.path else None
        return PreparedSave(self.document.catalogue, target, self._journal.steps, expected)

    def write(
        self,
        prepared: PreparedSave,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> SavedFile:
        """Write a prepared snapshot; may run on another thread, but not two at a time.

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
        self._note_folder()
        self._file_differs = self.document.catalogue is not prepared.catalogue
        if not self._file_differs:
            self.document.mark_saved()
        self._journal.mark_saved(prepared.path, saved.digest, prepared.steps)

    def note_found_in(self, path: Path, digest: str) -> None:
        """Remember that a file was found to hold the current snapshot already."""
        self.path, self._digest, self._file_differs = path, digest, False
        self._note_folder()
        self.document.mark_saved()
        self._journal.mark_saved(path, digest, self._journal.steps)

    def changed_on_disk(self) -> bool:
        """Tell whether the session's file is no longer the one that was read or saved last.

        Raises:
            ReadError: the file cannot be read.
        """
        return self.path is not None and self.path.exists() and digest_of(self.path) != self._digest

    def close(self, *, keep_journal: bool = False) -> None:
        """End the session and clear its work folder; the journal may be kept for a later recovery.

        Raises:
            WriteError: the journal that is to be kept did not reach the disk.
        """
        self._work.close(keep=keep_journal)

    def _note_folder(self) -> None:
        """Let layers beside the project be looked for beside the user's own file, not beside our copy."""
        self.photos = replace(self.photos, beside=self.path.parent if self.path else None)

    def _journal_step(self, effect: Effect) -> None:
        self._journal.append(effect)


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
    work = WorkPlace(surroundings)
    try:
        photos = PhotoStore(work.folder / PHOTOS)
        catalogue = (
            sample_catalogue(photos, progress=progress, cancel=cancel) if sample else blank_catalogue()
        )
        # The journal holds steps only: what they begin from must lie beside it.
        base = save_project(work.folder / OPENED_COPY, catalogue, photos, expected_digest=None, cancel=cancel)
        journal = work.begin_journal(catalogue.project.id, None, base.digest)
    except BaseException:
        work.close(keep=False)
        raise
    return Session(work, journal, Beginning(catalogue, photos, differs=sample))


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
    path = path.absolute()
    work = WorkPlace(surroundings)
    try:
        opened = open_project(path, work_folder=work.folder, progress=progress, cancel=cancel)
        journal = work.begin_journal(opened.catalogue.project.id, path, opened.digest)
    except BaseException:
        work.close(keep=False)
        raise
    return Session(work, journal, beginning_of(opened, path, opened.digest))


def beginning_of(opened: OpenedProject, path: Path | None, digest: str | None) -> Beginning:
    """Return what a session begins with that edits an opened project; without a path no file holds it."""
    return Beginning(
        opened.catalogue, opened.photos, path, digest, opened.missing_photos, differs=path is None
    )
