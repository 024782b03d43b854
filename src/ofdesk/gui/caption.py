"""What the window says of the open project: title, steps to undo and redo, saved state, size for mail."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from ofdesk.gui.actions import Actions
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.project import OpenProject
from ofdesk.gui.panels.status_line import StatusLine


class ProjectCaption(QObject):
    """Keeps what the window says true while a project is open; lives as long as the project's desk."""

    def __init__(
        self,
        appearance: Appearance,
        project: OpenProject,
        commands: Actions,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._project = appearance, project
        self._commands, self._status = commands, status
        project.document.history_changed.connect(self.refresh)
        self.refresh()
        self.refresh_size()

    def refresh(self) -> None:
        """Show history, title and saved state."""
        session, words = self._project.session, self._appearance.words
        history = session.document.history
        undo, redo = history.next_undo, history.next_redo
        self._commands.show_history(
            words("commands", undo.label) if undo else "", words("commands", redo.label) if redo else ""
        )
        if session.journal_error is not None:
            self._status.show_saved("status.journal_failed", "warning")
        elif session.is_modified:
            self._status.show_saved("status.modified")
        else:
            self._status.show_saved("status.saved" if session.path is not None else "status.no_file")
        self._show_title()

    def _show_title(self) -> None:
        window = self._status.window()
        if not isinstance(window, QMainWindow):
            return
        session, text = self._project.session, self._appearance.text
        name = session.path.name if session.path is not None else text("files.untitled")
        # Qt reads "[*]" as the place of the mark for unsaved work.
        window.setWindowTitle(f"{name.replace('[*]', '')}[*] – {text('app.name')}")
        window.setWindowModified(session.is_modified)

    def refresh_size(self) -> None:
        """Show the file's size; only when it may have changed, for the file may lie on a slow share."""
        path = self._project.session.path
        try:
            self._status.show_size(path.stat().st_size if path is not None else None)
        except OSError:
            self._status.show_size(None)
