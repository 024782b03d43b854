"""What stands in the window before a project is open: begin, open, go on with a recent file."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import hairline, plain_label, push_button

_WIDTH_PX = 640
_ROW_PX = 46


class StartScreen(QWidget):
    """The first thing the user sees.

    Signals:
        new_requested(), sample_requested(), open_requested(): the three ways to begin.
        recent_requested(path): go on with a file.
    """

    new_requested = Signal()
    sample_requested = Signal()
    open_requested = Signal()
    recent_requested = Signal(str)

    def __init__(self, appearance: Appearance, recent: tuple[Path, ...]) -> None:
        super().__init__()
        text, icons = appearance.text, appearance.icons
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.new_button = push_button(text("start.new"), "primary")
        self.new_button.setIcon(icons("new", appearance.theme.on_accent))
        self.open_button = push_button(text("start.open"))
        self.open_button.setIcon(icons("open"))
        self.sample_button = push_button(text("start.sample"))
        self.sample_button.setIcon(icons("sample"))
        self.new_button.clicked.connect(self.new_requested)
        self.open_button.clicked.connect(self.open_requested)
        self.sample_button.clicked.connect(self.sample_requested)
        self.recent_list = QListWidget()
        self.recent_list.setAccessibleName(text("start.recent"))
        self.recent_list.itemActivated.connect(self._open_recent)
        self.recent_list.itemClicked.connect(self._open_recent)
        self._fill(appearance, recent)
        self._lay_out(appearance, bool(recent))

    def _fill(self, appearance: Appearance, recent: tuple[Path, ...]) -> None:
        for path in recent:
            item = QListWidgetItem(appearance.icons("booklet"), f"{path.stem}\n{_describe(path, appearance)}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setSizeHint(QSize(0, _ROW_PX))
            self.recent_list.addItem(item)

    def _lay_out(self, appearance: Appearance, has_recent: bool) -> None:
        text = appearance.text
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new_button, self.open_button, self.sample_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(_WIDTH_PX)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(text("app.name"), "display"))
        layout.addWidget(plain_label(text("start.lead"), "muted", wrap=True))
        layout.addSpacing(16)
        layout.addLayout(buttons)
        layout.addSpacing(32)
        layout.addWidget(plain_label(text("start.recent"), "heading"))
        layout.addWidget(hairline())
        if has_recent:
            layout.addWidget(self.recent_list, 1)
        else:
            layout.addWidget(plain_label(text("start.no_recent"), "muted", wrap=True))
            layout.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(48, 88, 48, 32)
        outer.addStretch(1)
        outer.addWidget(column, 4)
        outer.addStretch(1)

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.recent_requested.emit(item.data(Qt.ItemDataRole.UserRole))


def _describe(path: Path, appearance: Appearance) -> str:
    try:
        stamp = path.stat().st_mtime
    except OSError:
        return appearance.text("start.gone", folder=str(path.parent))
    when = datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC).astimezone()
    return appearance.text("start.where", folder=str(path.parent), when=when.strftime("%Y-%m-%d %H:%M"))
