"""The three columns of the desk, and how they share the width out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ofdesk.gui.preferences import Preferences
from ofdesk.gui.theme import FORM_WIDTH_PX

_LEAST_WIDTH_PX = 1040
_NAVIGATION_PX = 220
_LEAST_FORM_PX, _MOST_FORM_PX = 452, FORM_WIDTH_PX + 64
_LEAST_TABLE_PX, _MOST_TABLE_PX = 224, 420
_LIST_ON_TOP_PX = 280


class RecordColumns(QSplitter):
    """List and form, side by side or one over the other."""

    def __init__(self, table: QWidget, form: QWidget) -> None:
        super().__init__()
        table.setMinimumWidth(200)
        form.setMinimumWidth(320)
        self.addWidget(table)
        self.addWidget(form)
        self.setChildrenCollapsible(False)

    @property
    def list_on_top(self) -> bool:
        """Whether the list stands over the form."""
        return self.orientation() == Qt.Orientation.Vertical


class DeskColumns(QSplitter):
    """Navigation, the place chosen there, and the page or map beside it."""

    def __init__(self, navigation: QWidget, middle: QWidget, side: QWidget, records: RecordColumns) -> None:
        super().__init__()
        self._records = records
        navigation.setMinimumWidth(160)
        side.setMinimumWidth(300)
        for column in (navigation, middle, side):
            self.addWidget(column)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(2, 1)  # a wider window is for the page

    def set_list_on_top(self, *, on_top: bool) -> None:
        """Set the list over the form, or beside it."""
        self._records.setOrientation(Qt.Orientation.Vertical if on_top else Qt.Orientation.Horizontal)
        self.share_room()

    def share_room(self) -> None:
        """Share the room out as the size of the window suggests."""
        room = max(self.width(), _LEAST_WIDTH_PX) - _NAVIGATION_PX
        on_top = self._records.list_on_top
        form = _between(_LEAST_FORM_PX, round(room * 0.42), _MOST_FORM_PX)
        table = 0 if on_top else _between(_LEAST_TABLE_PX, round(room * 0.22), _MOST_TABLE_PX)
        middle = form + table
        self.setSizes([_NAVIGATION_PX, middle, room - middle])
        if on_top:
            self._records.setSizes([_LIST_ON_TOP_PX, max(_LIST_ON_TOP_PX, self.height() - _LIST_ON_TOP_PX)])
        else:
            self._records.setSizes([table, form])

    def note_places(self, preferences: Preferences) -> None:
        """Remember where the user put the dividers."""
        preferences.note_place("columns", self.saveState())
        preferences.note_place("records", self._records.saveState())

    def restore_places(self, preferences: Preferences) -> None:
        """Put the dividers where the user left them, or share the room out anew."""
        self._records.setOrientation(
            Qt.Orientation.Vertical if preferences.list_on_top else Qt.Orientation.Horizontal
        )
        on_top = self._records.list_on_top
        self.share_room()
        columns, records = preferences.place("columns"), preferences.place("records")
        if not columns.isEmpty() and not records.isEmpty():
            self.restoreState(columns)
            self._records.restoreState(records)
            if self._records.list_on_top != on_top:
                self.set_list_on_top(on_top=on_top)


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(most, value))
