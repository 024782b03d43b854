"""Callouts moved on the live page: from the hand's wishes to edits, and back to automatic placement."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from ofdesk.base.geometry import Point
from ofdesk.booklet.map_content import callout_place
from ofdesk.drawing.display_list import FieldBox
from ofdesk.editing import commands
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.panels.callout_hand import middle_of
from ofdesk.gui.panels.preview_panel import PreviewPanel
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory


class CalloutMover(QObject):
    """Edits the places of callouts as the page view asks."""

    def __init__(self, appearance: Appearance, bridge: DocumentBridge, preview: PreviewPanel) -> None:
        super().__init__(preview)
        self._text, self._bridge, self._preview = appearance.text, bridge, preview
        self.menu: QMenu | None = None
        self._boxed: FieldBox | None = None
        view = preview.view
        view.callout_dropped.connect(self._drop)
        view.callout_nudged.connect(self._nudge)
        view.callout_reset_requested.connect(self._reset)
        view.callout_menu_requested.connect(self._open_menu)
        view.callout_walked.connect(self._tell)

    def _record_of(self, box: FieldBox) -> Event | Factory | None:
        record = self._bridge.catalogue.get(RecordId(box.record))
        return record if isinstance(record, Event | Factory) else None

    def _tell(self, box: FieldBox | None) -> None:
        """Let a screen reader say on which callout the keyboard stands."""
        record = self._record_of(box) if box is not None else None
        name = self._text("preview.callout", name=record.title) if record else self._text("preview.name")
        self._preview.view.setAccessibleName(name)

    def _drop(self, box: FieldBox, middle: Point) -> None:
        record = self._record_of(box)
        if record is not None:
            self._bridge.step(commands.move_callout(record, box.movable, middle))

    def _nudge(self, box: FieldBox, dx_mm: float, dy_mm: float) -> None:
        """Move a box a little: from where the page shows it, or from where earlier strokes have put it."""
        record = self._record_of(box)
        if record is None:
            return
        by_hand = callout_place(record, box.movable) if self._preview.is_waiting else None
        middle = by_hand or middle_of(box.rect)
        moved = Point(middle.x_mm + dx_mm, middle.y_mm + dy_mm)
        self._bridge.stroke(commands.move_callout(record, box.movable, moved), record.id, box.movable)

    def _reset(self, box: FieldBox) -> None:
        record = self._record_of(box)
        if record is not None and callout_place(record, box.movable) is not None:
            self._bridge.step(commands.move_callout(record, box.movable, None))

    def _open_menu(self, box: FieldBox, place: QPoint) -> None:
        record = self._record_of(box)
        if record is None:
            return
        self._boxed = box
        self.menu = QMenu(self._preview)
        to_field = self.menu.addAction(self._text("preview.callout_open"))
        to_field.triggered.connect(self._open_field)
        to_automatic = self.menu.addAction(self._text("preview.callout_reset"))
        to_automatic.setEnabled(callout_place(record, box.movable) is not None)
        to_automatic.triggered.connect(self._reset_boxed)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        self.menu.popup(place)

    def _open_field(self) -> None:
        if self._boxed is not None:
            self._preview.field_clicked.emit(self._boxed.record, self._boxed.field)

    def _reset_boxed(self) -> None:
        if self._boxed is not None:
            self._reset(self._boxed)
