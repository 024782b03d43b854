"""Starts the editor: application, appearance, crash hook, window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.collecting import GuiThreadCollector
from ofdesk.gui.bridge.crashes import CrashHook
from ofdesk.gui.icons import IconSet
from ofdesk.gui.main_window import MainWindow
from ofdesk.gui.preferences import Preferences
from ofdesk.gui.stylesheet import stylesheet_of
from ofdesk.gui.theme import application_font, palette_of, theme_named
from ofdesk.services.data_folder import NAME, user_data_folder
from ofdesk.services.session import Surroundings
from ofdesk.services.words import load_words

_SWITCH_INTERVAL_S = 0.001


class Editor(QObject):
    """The application with its one window; puts language and theme into effect."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        """Take the Qt application and the user's data folder."""
        super().__init__()
        self._application, self._folder = application, folder
        self._translator: QTranslator | None = None
        self._collector = GuiThreadCollector(self)
        self._collector.start()
        # Threads share one lock: a worker that computes gives it up this often, so that typing stays smooth.
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self.preferences = Preferences(folder / "preferences.ini")
        application.setStyle("Fusion")
        application.setFont(application_font())
        self.window = MainWindow(self._appearance(), self.preferences, Surroundings(folder))
        self.window.appearance_requested.connect(self._take_appearance)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _appearance(self) -> Appearance:
        theme = theme_named(self.preferences.theme)
        icons = IconSet(theme)
        pictures = icons.write_stylesheet_pictures(self._folder / "interface")
        self._application.setPalette(palette_of(theme))
        self._application.setStyleSheet(stylesheet_of(theme, pictures))
        self._translate_qt(self.preferences.language)
        return Appearance(load_words(self.preferences.language), theme, icons)

    def _translate_qt(self, language: str) -> None:
        """Put Qt's own words (file dialogs, context menus) into the language, as far as Qt has them."""
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        QLocale.setDefault(QLocale(language))
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._translator = translator if translator.load(f"qtbase_{language}", folder) else None
        if self._translator is not None:
            self._application.installTranslator(self._translator)

    def _take_appearance(self) -> None:
        self.window.take_appearance(self._appearance())

    def close_without_asking(self) -> None:
        """Close the window and give up what is in no file."""
        self.window.close_now()
        self._collector.stop()

    def _follow_system(self) -> None:
        if self.preferences.theme == "system":
            self._take_appearance()


def run(path: Path | None = None) -> int:
    """Open the editor, on a file if one is given, and return its exit code."""
    application = QApplication([NAME])
    application.setApplicationName(NAME)
    application.setQuitOnLastWindowClosed(True)
    folder = user_data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    editor = Editor(application, folder)
    crashes = CrashHook(folder / "logs" / "faults.log", editor)
    crashes.crashed.connect(editor.window.show_crash)
    crashes.install()
    editor.window.show()
    editor.window.restoring.look()
    if path is not None:
        editor.window.files.open_path(path.resolve())
    code = application.exec()
    sys.excepthook = sys.__excepthook__
    return code
