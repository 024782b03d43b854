"""Places an address may mean: walking or hovering shows one on the map, Enter or a click takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ofdesk.geocoding.match import Alternative
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.placing import radius_text
from ofdesk.gui.theme import ROW_PX
from ofdesk.services.located import model_level

_MOST_ROWS_SHOWN = 4
_FRAME_PX = 4


class AlternativeList(QListWidget):
    """The list.

    Signals:
        alternative_shown(number): this one is under the pointer, or the current one; -1 when none is.
        alternative_chosen(number): the user takes this one.
    """

    alternative_shown = Signal(int)
    alternative_chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAccessibleName(appearance.text("geocode.alternatives"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._choose)
        self.itemClicked.connect(self._choose)
        self.itemEntered.connect(self._show)
        self.currentItemChanged.connect(self._walk)

    def offer(self, alternatives: Sequence[Alternative]) -> None:
        """Show these; none hides the list."""
        words = self._appearance.words
        self.clear()
        for other in alternatives:
            level = words.choice("geo_level", model_level(other.level))
            metres = radius_text(other.radius_m, words)
            radius = words("ui", "place.radius", radius=metres)
            item = QListWidgetItem(self._appearance.icons("pin"), f"{other.canonical}　{metres}")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                words("ui", "place.joint").join((other.canonical, level, radius)),
            )
            self.addItem(item)
        rows = min(self.count(), _MOST_ROWS_SHOWN)
        self.setVisible(self.count() > 0)
        self.setFixedHeight(rows * max(ROW_PX, self.sizeHintForRow(0)) + _FRAME_PX)

    def _choose(self, item: QListWidgetItem) -> None:
        self.alternative_chosen.emit(self.row(item))

    def _show(self, item: QListWidgetItem) -> None:
        self.alternative_shown.emit(self.row(item))

    def _walk(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and self.hasFocus():
            self._show(item)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the first one at once, so that walking begins on the map too."""
        super().focusInEvent(event)
        if self.count() and not self.selectedItems():  # Qt has made one current, but chosen none
            self.setCurrentRow(max(0, self.currentRow()))
        self.alternative_shown.emit(self.currentRow())

    def leaveEvent(self, event: QEvent) -> None:
        """Go back from the one under the pointer to the one chosen last."""
        super().leaveEvent(event)
        self.alternative_shown.emit(self.currentRow())
