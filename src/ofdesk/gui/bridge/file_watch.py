"""Notices that the project's file was changed by somebody else, when the user comes back to the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.bridge.background import Background
from ofdesk.services.session import Session


class FileWatch(QObject):
    """Compares the file with what was read, beside the interface and only when its stamp moved.

    Signals:
        file_changed(): the file is no longer the one this session knows.
    """

    file_changed = Signal()

    def __init__(self, session: Session, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._seen = self._stamp()
        self._busy = False

    def _stamp(self) -> tuple[str, int, int]:
        path = self._session.path
        try:
            if path is not None:
                stat = path.stat()
                return str(path), stat.st_mtime_ns, stat.st_size
        except OSError:
            pass  # a share that is away for the moment: nothing can be told about the file
        return "", 0, 0

    def note_saved(self) -> None:
        """Take the file as it is now for the known one."""
        self._seen = self._stamp()

    def look(self) -> None:
        """Compare, if the file's stamp differs from the one seen last."""
        stamp = self._stamp()
        if self._busy or not stamp[0] or stamp == self._seen:
            return
        self._seen, self._busy = stamp, True
        session = self._session

        def work(*, progress: Progress, cancel: Cancel) -> bool:
            return session.changed_on_disk()

        job = self._background.start_quietly(work)
        job.succeeded.connect(self._tell)
        job.ended.connect(self._end)

    def _tell(self, changed: bool) -> None:
        if changed:
            self.file_changed.emit()

    def _end(self) -> None:
        self._busy = False
