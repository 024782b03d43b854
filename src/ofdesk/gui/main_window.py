"""The main window: menus, toolbar, status bar and what they do with the open project.

Built anew, in part, when language or theme change: the project stays open behind it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar

from ofdesk.base.errors import OfdeskError
from ofdesk.gui.actions import Actions
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.online import OnlineQuestions
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.caption import ProjectCaption
from ofdesk.gui.desk import ProjectDesk
from ofdesk.gui.dialogs.help import HelpDialog
from ofdesk.gui.dialogs.online_settings import OnlineSettingsDialog
from ofdesk.gui.exports import Exports
from ofdesk.gui.labels import message_box
from ofdesk.gui.panels.start_screen import StartScreen
from ofdesk.gui.panels.status_line import StatusLine
from ofdesk.gui.preferences import Preferences
from ofdesk.gui.project_files import ProjectFiles
from ofdesk.gui.restoring import RestoreOffer
from ofdesk.services.online_cache import OnlineCache
from ofdesk.services.online_search import OnlineSearch, cache_path
from ofdesk.services.session import Surroundings

_LARGEST_FIRST_SIZE = QSize(1680, 1050)


class MainWindow(QMainWindow):
    """The window.

    Signals:
        appearance_requested(): language or theme were changed in the preferences.
    """

    appearance_requested = Signal()

    def __init__(self, appearance: Appearance, preferences: Preferences, surroundings: Surroundings) -> None:
        super().__init__()
        self.preferences = preferences
        self.background = Background(self)
        online = self._online_questions(surroundings)
        self.places = Places(self.background, surroundings.data_folder, self, online=online)
        self.files = ProjectFiles(self, self.background, self.places, preferences, surroundings)
        self.exports = Exports(self, self.background, preferences)
        self.restoring = RestoreOffer(self, self.files, self.background, surroundings)
        self.desk: ProjectDesk | None = None
        self.start: StartScreen | None = None
        self.caption: ProjectCaption | None = None
        self._closing = False
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self._take_first_size()
        self._wire()
        self.take_appearance(appearance)
        self.places.load()

    def _online_questions(self, surroundings: Surroundings) -> OnlineQuestions:
        def today() -> datetime.date:
            return surroundings.now().astimezone().date()

        search = OnlineSearch(OnlineCache(cache_path(surroundings.data_folder), today))
        return OnlineQuestions(self.background, self.preferences, search, today, self)

    def _take_first_size(self) -> None:
        """Stand where the user left the window, or fill the screen as far as that is useful."""
        geometry = self.preferences.place("window")
        if not geometry.isEmpty() and self.restoreGeometry(geometry):
            return
        room = self.screen().availableGeometry()
        if room.width() <= _LARGEST_FIRST_SIZE.width():
            self.resize(room.size() * 0.9)
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        else:
            self.resize(_LARGEST_FIRST_SIZE)

    def _wire(self) -> None:
        self.files.project_opened.connect(self._show_project)
        self.files.project_closed.connect(self._show_start)
        self.files.saved.connect(self._note_saved)
        self.files.failed.connect(self.show_failure)
        self.exports.finished.connect(self._tell_export)
        self.exports.warned.connect(self._tell_export_warnings)
        self.exports.failed.connect(self._tell_export_failure)
        self.places.load_failed.connect(self._tell_missing_resource)

    # ── building ────────────────────────────────────────────────────────────────────────────────

    def take_appearance(self, appearance: Appearance) -> None:
        """Build menus and panels in a language and theme; the project and the place stay."""
        self.appearance = appearance
        for holder in (self.files, self.exports, self.restoring):
            holder.appearance = appearance
        self._build_bars()
        if self.files.project is not None:
            place = self.desk.navigation.place if self.desk is not None else ""
            record_id = self.desk.record_id if self.desk is not None else None
            self._show_project()
            if self.desk is not None and place:
                self.desk.show_place(place)
                self.desk.table.choose(record_id)
        else:
            self._show_start()

    def _build_bars(self) -> None:
        for bar in self.findChildren(QToolBar):
            self.removeToolBar(bar)
            bar.deleteLater()
        self.menuBar().clear()
        for old in self.actions():
            self.removeAction(old)
        self.commands = Actions(self.appearance, self)
        self.commands.build_menus(self.menuBar())
        toolbar = QToolBar(self.appearance.text("toolbar.name"))
        toolbar.setMovable(False)
        toolbar.setIconSize(QSize(20, 20))
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.commands.build_toolbar(toolbar)
        self.addToolBar(toolbar)
        self.status = StatusLine(self.appearance, self.background)
        self.status.problems_clicked.connect(self._show_checks)
        self.setStatusBar(self.status)
        self._connect_commands()
        self._refresh_choices()

    def _connect_commands(self) -> None:
        wanted: dict[str, Callable[[], None]] = {
            "new": self.files.new,
            "new_sample": self.files.new_sample,
            "open": self.files.choose_and_open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "export_booklet": self.exports.export_booklet,
            "export_map": self.exports.export_map,
            "close_project": self.files.request_close,
            "quit": self._quit,
            "help": self.show_help,
            "online_settings": self.show_online_settings,
        }
        self._connect(wanted)
        self.commands.recent_menu.triggered.connect(self._open_recent_action)
        self.commands.recent_menu.aboutToShow.connect(self._refresh_recent)
        for name in ("list_left", "list_top"):
            self.commands[name].triggered.connect(self._choose_list_place)
        for name in ("theme_system", "theme_light", "theme_dark", "language_ja", "language_en"):
            self.commands[name].triggered.connect(self._choose_appearance)

    def _refresh_choices(self) -> None:
        on_top = self.preferences.list_on_top
        self.commands["list_top" if on_top else "list_left"].setChecked(True)
        theme = self.preferences.theme
        self.commands[f"theme_{theme if theme in ('light', 'dark') else 'system'}"].setChecked(True)
        self.commands[f"language_{self.appearance.words.language}"].setChecked(True)
        self._refresh_recent()

    def _refresh_recent(self) -> None:
        self.commands.show_recent([str(path) for path in self.preferences.recent_files])

    # ── project ─────────────────────────────────────────────────────────────────────────────────

    def _show_project(self) -> None:
        project = self.files.project
        if project is None:
            return
        self._drop_screens()
        self.exports.project = project
        desk = ProjectDesk(self.appearance, project, self.places, self.background, self.preferences)
        self.desk = desk
        self.stack.addWidget(desk)
        self.stack.setCurrentWidget(desk)
        desk.problems_counted.connect(self.status.show_problems)
        desk.save_as_requested.connect(self.files.save_as)
        self._connect_desk(desk)
        self.commands.enable(has_project=True)
        self.status.set_project_shown(shown=True)
        self.caption = ProjectCaption(self.appearance, project, self.commands, self.status, desk)
        desk.columns.restore_places(self.preferences)
        self._refresh_recent()
        desk.tell_losses()
        desk.table.view.setFocus()

    def _connect_desk(self, desk: ProjectDesk) -> None:
        wanted: dict[str, Callable[[], None]] = {
            "undo": desk.project.document.undo,
            "redo": desk.project.document.redo,
            "add_record": desk.add_record_here,
            "duplicate_record": desk.duplicate_record,
            "remove_record": desk.remove_record,
            "find": desk.find_records,
            "edit_record": desk.edit_record,
            "geocode_all": desk.geocode_all,
            "import_layers": desk.layers.choose,
            "show_page": desk.show_page,
            "show_map": desk.show_map,
            "next_pane": desk.next_pane,
        }
        self._connect(wanted)

    def _connect(self, wanted: dict[str, Callable[[], None]]) -> None:
        for name, slot in wanted.items():
            self.commands[name].triggered.connect(slot)

    def _show_start(self) -> None:
        self._drop_screens()
        self.exports.project = None
        self.start = StartScreen(self.appearance, self.preferences.recent_files)
        self.start.new_requested.connect(self.files.new)
        self.start.sample_requested.connect(self.files.new_sample)
        self.start.open_requested.connect(self.files.choose_and_open)
        self.start.recent_requested.connect(self._open_recent)
        self.stack.addWidget(self.start)
        self.stack.setCurrentWidget(self.start)
        self.commands.enable(has_project=False)
        self.commands.show_history("", "")
        self.status.set_project_shown(shown=False)
        self.setWindowTitle(self.appearance.text("app.name"))
        self.setWindowModified(False)
        self.start.new_button.setFocus()

    def _drop_screens(self) -> None:
        self.desk = self.start = self.caption = None
        while (widget := self.stack.currentWidget()) is not None:
            self.stack.removeWidget(widget)
            widget.deleteLater()

    def _note_saved(self) -> None:
        self._refresh_recent()
        if self.desk is not None and self.caption is not None:
            self.caption.refresh()
            self.caption.refresh_size()
            self.desk.watch.note_saved()

    # ── commands ────────────────────────────────────────────────────────────────────────────────

    def _show_checks(self) -> None:
        if self.desk is not None:
            self.desk.show_place("checks")

    def _open_recent_action(self, action: QAction) -> None:
        self._open_recent(str(action.data()))

    def _open_recent(self, path: str) -> None:
        self.files.open_path(Path(path))

    def _choose_list_place(self) -> None:
        on_top = self.commands["list_top"].isChecked()
        self.preferences.list_on_top = on_top
        if self.desk is not None:
            self.desk.set_list_on_top(on_top=on_top)

    def _choose_appearance(self) -> None:
        for name in ("system", "light", "dark"):
            if self.commands[f"theme_{name}"].isChecked():
                self.preferences.theme = name
        for language in ("ja", "en"):
            if self.commands[f"language_{language}"].isChecked():
                self.preferences.language = language
        self.appearance_requested.emit()

    def show_help(self) -> None:
        """Open the help beside the work."""
        HelpDialog(self.appearance, self).show()

    def show_online_settings(self) -> None:
        """Ask whether an online service may be asked for addresses."""
        online = self.places.online
        if online is not None:
            dialog = OnlineSettingsDialog(self.appearance, online.service, self)
            dialog.service_chosen.connect(online.choose)
            dialog.open()

    # ── messages ────────────────────────────────────────────────────────────────────────────────

    def show_failure(self, sentence: str) -> None:
        """Tell of something that could not be done and that the user must know of."""
        box = message_box(self, self.appearance.text("app.name"), sentence)
        box.open()

    def show_crash(self, log: str) -> None:
        """Tell of a fault of the program in one sentence."""
        self.show_failure(self.appearance.text("crash.sentence", log=log))

    def _tell_export(self, sentence: str) -> None:
        if self.desk is not None:
            self.desk.notice.tell(sentence, "accept")

    def _tell_export_warnings(self, sentence: str) -> None:
        if self.desk is not None:
            self.desk.notice.tell(sentence, "warning")

    def _tell_export_failure(self, sentence: str) -> None:
        if self.desk is not None:
            self.desk.notice.tell(sentence, "error")

    def _tell_missing_resource(self, error: OfdeskError) -> None:
        self.status.say(self.appearance.words.error(error), "warning")

    # ── window ──────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads from the form back to the list."""
        if event.key() == Qt.Key.Key_Escape and self.desk is not None:
            self.desk.leave_form()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Look after the file when the user comes back to the window."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look_after_file()
        super().changeEvent(event)

    def _look_after_file(self) -> None:
        if self.desk is not None:
            self.desk.look_after_file()

    def _quit(self) -> None:
        self.close()

    def close_now(self) -> None:
        """Close without asking about unsaved work."""
        self._closing = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; close once it is settled."""
        if self.files.has_unsaved_work and not self._closing:
            event.ignore()
            self.files.when_settled(self.close_now)
            return
        self.preferences.note_place("window", self.saveGeometry())
        if self.desk is not None:
            self.desk.columns.note_places(self.preferences)
        self.preferences.write()
        self.exports.stop_all()
        self.files.close_project()
        self.background.close()
        event.accept()
