"""Menus, toolbar and shortcuts, as data. Owns no behaviour: the window connects what each one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import set_tooltip


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command of the interface; its words are `action.<name>`."""

    name: str
    icon: str = ""
    shortcut: str = ""
    needs_project: bool = True
    group: str = ""


_SEPARATOR = ActionSpec("")
MENUS: dict[str, tuple[ActionSpec, ...]] = {
    "file": (
        ActionSpec("new", "new", "Ctrl+N", needs_project=False),
        ActionSpec("new_sample", "sample", needs_project=False),
        ActionSpec("open", "open", "Ctrl+O", needs_project=False),
        ActionSpec("recent", needs_project=False),
        _SEPARATOR,
        ActionSpec("save", "save", "Ctrl+S"),
        ActionSpec("save_as", "", "Ctrl+Shift+S"),
        _SEPARATOR,
        ActionSpec("export_booklet", "export", "Ctrl+P"),
        ActionSpec("export_map", "map", "Ctrl+E"),
        _SEPARATOR,
        ActionSpec("online_settings", needs_project=False),
        _SEPARATOR,
        ActionSpec("close_project"),
        ActionSpec("quit", "", "Ctrl+Q", needs_project=False),
    ),
    "edit": (
        ActionSpec("undo", "undo", "Ctrl+Z"),
        ActionSpec("redo", "redo", "Ctrl+Y"),
        _SEPARATOR,
        ActionSpec("add_record", "add", "Ctrl+Shift+N"),
        ActionSpec("duplicate_record", "duplicate", "Ctrl+D"),
        ActionSpec("remove_record", "remove"),
        _SEPARATOR,
        ActionSpec("find", "search", "Ctrl+F"),
        ActionSpec("edit_record", "", "F2"),
        _SEPARATOR,
        ActionSpec("geocode_all", "locate", "Ctrl+G"),
        ActionSpec("import_layers"),
    ),
    "view": (
        ActionSpec("show_page", "page", "Ctrl+Shift+P"),
        ActionSpec("show_map", "map", "Ctrl+Shift+M"),
        ActionSpec("next_pane", "", "F6"),
        _SEPARATOR,
        ActionSpec("list_left", "list_left", group="list"),
        ActionSpec("list_top", "list_top", group="list"),
        _SEPARATOR,
        ActionSpec("theme_system", needs_project=False, group="theme"),
        ActionSpec("theme_light", needs_project=False, group="theme"),
        ActionSpec("theme_dark", needs_project=False, group="theme"),
        _SEPARATOR,
        ActionSpec("language_ja", needs_project=False, group="language"),
        ActionSpec("language_en", needs_project=False, group="language"),
    ),
    "help": (ActionSpec("help", "info", "F1", needs_project=False),),
}
_TOOLBAR: tuple[str, ...] = (
    "new",
    "open",
    "save",
    "",
    "undo",
    "redo",
    "",
    "add_record",
    "",
    "export_booklet",
    "export_map",
)
_WORDED_IN_TOOLBAR = frozenset({"add_record", "export_booklet", "export_map"})


class Actions:
    """The actions of one window, by name."""

    def __init__(self, appearance: Appearance, window: QMainWindow) -> None:
        self._appearance = appearance
        self._by_name: dict[str, QAction] = {}
        self._specs = {spec.name: spec for specs in MENUS.values() for spec in specs if spec.name}
        groups: dict[str, QActionGroup] = {}
        for spec in self._specs.values():
            action = QAction(appearance.text(f"action.{spec.name}"), window)
            if spec.icon:
                action.setIcon(appearance.icons(spec.icon))
            if spec.shortcut:
                action.setShortcut(spec.shortcut)
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if spec.group:
                action.setCheckable(True)
                groups.setdefault(spec.group, QActionGroup(window)).addAction(action)
            self._by_name[spec.name] = action
        self.recent_menu = QMenu(appearance.text("action.recent"), window)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def build_menus(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        for menu_name, specs in MENUS.items():
            menu = bar.addMenu(self._appearance.text(f"menu.{menu_name}"))
            for spec in specs:
                if not spec.name:
                    menu.addSeparator()
                elif spec.name == "recent":
                    menu.addMenu(self.recent_menu)
                else:
                    menu.addAction(self._by_name[spec.name])

    def build_toolbar(self, bar: QToolBar) -> None:
        """Fill the toolbar: icons, with words where an icon alone says too little."""
        for name in _TOOLBAR:
            if not name:
                bar.addSeparator()
                continue
            action = self._by_name[name]
            bar.addAction(action)
            button = bar.widgetForAction(action)
            if button is not None:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.setAccessibleName(self._plain(action))
            if name in _WORDED_IN_TOOLBAR:
                button.setProperty("toolButtonStyle", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._explain(action)

    def _plain(self, action: QAction) -> str:
        text = action.text()
        place = text.find("(&")
        return (text[:place] if place >= 0 else text).replace("&", "").replace("…", "")

    def _explain(self, action: QAction) -> None:
        shortcut = action.shortcut().toString()
        set_tooltip(action, self._plain(action) + (f"（{shortcut}）" if shortcut else ""))
        action.setIconText(self._plain(action))

    def enable(self, *, has_project: bool) -> None:
        """Allow what makes sense with or without a project."""
        for name, spec in self._specs.items():
            self._by_name[name].setEnabled(has_project or not spec.needs_project)

    def show_history(self, undo_words: str, redo_words: str) -> None:
        """Name the steps that undo and redo would do; "" when there is none."""
        for name, words in (("undo", undo_words), ("redo", redo_words)):
            action = self._by_name[name]
            code = f"action.{name}_of" if words else f"action.{name}"
            action.setText(self._appearance.text(code, step=words))
            action.setEnabled(bool(words))
            self._explain(action)

    def show_recent(self, paths: Sequence[str]) -> None:
        """List the recent files; each action carries its path as data."""
        self.recent_menu.clear()
        for number, path in enumerate(paths, start=1):
            action = self.recent_menu.addAction(f"&{number % 10}  {path.replace('&', '&&')}")
            action.setData(path)
        self.recent_menu.setEnabled(bool(paths))
