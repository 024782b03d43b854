"""The stylesheet of the editor, filled from a theme: hairlines in place of boxes, an 8 px grid."""

from __future__ import annotations

import dataclasses
from string import Template

from ofdesk.gui.theme import Theme

_TEMPLATE = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QMessageBox QLabel { min-width: 380px; padding: 2px 8px 2px 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $outline; padding: 4px 6px; }

QLabel[role="muted"], QLabel[role="counter"] { color: $muted; }
QLabel[role="heading"] { font-size: 11.5pt; font-weight: 600; }
QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="display"] { font-size: 22pt; font-weight: 600; }
QLabel[role="field"] { color: $text; font-size: 9pt; }
QLabel[role="mark"] { color: $accent; font-size: 8.5pt; }
QLabel[role="private"] { color: $muted; font-size: 8.5pt; }
QLabel[role="message"] { color: $error; font-size: 9pt; }
QLabel[role="warning"] { color: $warning; font-size: 9pt; }
QLabel[role="good"] { color: $good; font-size: 9pt; }
QLabel[role="over"] { color: $error; font-size: 8.5pt; font-weight: 600; }
QLabel[role="counter"] { font-size: 8.5pt; }

QFrame[role="hairline"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="hairline_upright"] { background: $hairline; border: none; max-width: 1px; min-width: 1px; }
QWidget[role="surface"] { background: $surface; }
QWidget[role="window"] { background: $window; }
QWidget[role="desk"] { background: $desk; }
QWidget[role="notice"] { background: $accent_tint; }

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {
  background: $surface; border: 1px solid $outline; border-radius: 3px; padding: 0 7px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox { min-height: 28px; max-height: 28px; }
QPlainTextEdit { padding: 3px 3px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $window; color: $muted; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] { border: 1px solid $error; }
QComboBox[role="quiet"], QComboBox[role="quiet_muted"] {
  background: transparent; border-color: transparent; padding: 0 4px; min-height: 24px; max-height: 24px;
}
QComboBox[role="quiet_muted"] { color: $muted; }
QComboBox[role="quiet"]:hover, QComboBox[role="quiet_muted"]:hover { background: $hover; }
QComboBox[role="quiet"]:focus, QComboBox[role="quiet_muted"]:focus { border-color: $accent; }
QSpinBox { min-height: 28px; max-height: 28px; padding: 0 20px 0 0; }
QSpinBox:focus { border: 1px solid $accent; }
QSpinBox::up-button, QSpinBox::down-button { border: none; background: transparent; width: 20px; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; height: 14px; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; height: 14px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow { image: url("$sort_up"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("$sort_down"); width: 10px; height: 10px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $outline; outline: none; padding: 2px;
  selection-background-color: $accent_tint; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; }

QPushButton {
  background: $surface; border: 1px solid $outline; border-radius: 3px; padding: 0 12px; min-height: 28px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accent_tint; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; border-color: $hairline; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent; border-color: $text; }
QPushButton[role="primary"]:disabled { background: $hairline; color: $muted; border-color: $hairline; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="inline"] {
  background: transparent; border-color: transparent; padding: 0 6px; min-height: 20px; color: $accent;
}
QPushButton[role="inline"]:hover { background: $hover; }
QPushButton[role="inline"]:focus { border-color: $accent; }
QPushButton[role="inline"]:disabled { color: $muted; background: transparent; border-color: transparent; }
QPushButton[role="link"] {
  background: transparent; border: 1px solid transparent; color: $accent; padding: 0 2px; text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="link"]:disabled { color: $muted; }

QToolButton {
  background: transparent; border: 1px solid transparent; border-radius: 3px; padding: 3px;
  min-width: 22px; min-height: 22px;
}
QToolButton:disabled { color: $muted; }
QToolButton:hover { background: $hover; }
QToolButton:checked, QToolButton:pressed { background: $accent_tint; }
QToolButton:focus { border-color: $accent; }
QLineEdit QToolButton { min-width: 0; min-height: 0; padding: 0; border: none; }
QToolButton[role="chip"] {
  border: 1px solid $outline; border-radius: 14px; padding: 0 11px; min-height: 26px; background: $surface;
}
QToolButton[role="chip"]:hover { background: $hover; }
QToolButton[role="chip"]:checked { background: $accent_tint; border-color: $accent; }
QToolButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 10px; }
QToolButton[role="segment"] {
  border: none; border-bottom: 2px solid transparent; border-radius: 0; padding: 0 10px; min-height: 34px;
  color: $muted;
}
QToolButton[role="segment"]:checked { color: $text; border-bottom-color: $accent; background: transparent; }
QToolButton[role="segment"]:focus { color: $accent; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 28px; }
QCheckBox::indicator {
  width: 16px; height: 16px; border: 1px solid $outline; border-radius: 3px; background: $surface;
}
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:focus { border-color: $accent; }

QMenuBar { background: $window; border-bottom: 1px solid $hairline; padding: 1px 4px; }
QMenuBar::item { padding: 5px 10px; border-radius: 3px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $outline; padding: 4px 0; }
QMenu::item { padding: 6px 28px 6px 12px; }
QMenu::item:selected { background: $accent_tint; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 0; }
QMenu::icon { padding-left: 10px; }

QToolBar {
  background: $window; border: none; border-bottom: 1px solid $hairline; padding: 3px 8px; spacing: 2px;
}
QToolBar QToolButton { padding: 2px 8px; min-height: 26px; }
QToolBar::separator { width: 1px; background: $hairline; margin: 5px 6px; }

QTableView, QListView, QTreeView {
  background: $surface; border: none; outline: none; gridline-color: $hairline;
  selection-background-color: $accent_tint; selection-color: $text; alternate-background-color: $surface;
}
QTableView::item, QTreeView::item { border-bottom: 1px solid $hairline; padding: 0 8px; }
QListView::item { min-height: 30px; padding: 0 8px; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
  background: $accent_tint; color: $text;
}
QTableView::item:focus, QListView::item:focus { outline: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $outline;
  padding: 0 11px; height: 30px; font-size: 9pt;
}
QHeaderView::up-arrow { image: url("$sort_up"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$sort_down"); width: 12px; height: 12px; }
QListView[role="navigation"] { background: $window; }
QListView[role="navigation"]::item { border-radius: 3px; margin: 0 6px; }
QListView[role="navigation"]::item:hover { background: $hover; }
QListView[role="navigation"]::item:selected { background: $accent_tint; }

QFrame[role="completions"] { background: $surface; border: 1px solid $outline; border-radius: 3px; }
QTreeView { show-decoration-selected: 1; }
QTreeView::item { min-height: 29px; }
QTreeView::branch { background: $surface; }
QTreeView::branch:selected { background: $accent_tint; }
QTreeView::branch:has-children:closed { image: url("$chevron_right"); }
QTreeView::branch:has-children:open { image: url("$chevron"); }
QTreeView::indicator {
  width: 15px; height: 15px; border: 1px solid $outline; border-radius: 3px; background: $surface;
}
QTreeView::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QTreeView::indicator:indeterminate { background: $accent_tint; border-color: $accent; }

QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $outline; min-height: 32px; border-radius: 3px; margin: 2px 3px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $outline; min-width: 32px; border-radius: 3px; margin: 3px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QStatusBar { background: $window; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }
QStatusBar QLabel, QStatusBar QPushButton { font-size: 9pt; }
QStatusBar QPushButton { min-height: 22px; padding: 0 6px; }
QProgressBar { border: none; border-radius: 2px; background: $hairline; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QCalendarWidget QWidget { background: $surface; alternate-background-color: $hover; }
QCalendarWidget QToolButton { color: $text; min-height: 26px; }
""")


def stylesheet_of(theme: Theme, pictures: dict[str, str]) -> str:
    """Return the stylesheet of a theme.

    Args:
        theme: the colours.
        pictures: paths of the small pictures that only a stylesheet can set: chevron, tick, sort_up,
            sort_down (with forward slashes).
    """
    return _TEMPLATE.substitute(dataclasses.asdict(theme), **pictures)
