"""The list of records of one kind: search, sort, add, copy, move, remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.layers import layer_files_in
from ofdesk.gui.empty_state import EmptyState
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import icon_button, plain_label
from ofdesk.gui.models.record_table import BY_HAND, RecordTableModel
from ofdesk.gui.theme import ROW_PX
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Layer, Photo
from ofdesk.model.search import SearchIndex

_SEARCH_DELAY_MS = 60
_LEAST_TITLE_PX, _MOST_TITLE_PX = 160, 360
_SCROLL_BAR_PX = 12


class TablePanel(QWidget):
    """The table with its search field and buttons.

    Signals:
        record_chosen(record_id): the current row is another record ("" when there is none).
        selection_changed(record_ids): other rows are chosen (a frozenset).
        edit_requested(): the user wants to go on in the form.
        add_requested(kind), duplicate_requested(record_id), remove_requested(record_ids),
        move_requested(record_id, steps): wishes for the document.
        files_dropped(paths): files with map data were dropped onto the list of layers.
    """

    record_chosen = Signal(str)
    selection_changed = Signal(object)
    edit_requested = Signal()
    add_requested = Signal(str)
    duplicate_requested = Signal(str)
    remove_requested = Signal(object)
    move_requested = Signal(str, int)
    files_dropped = Signal(object)

    def __init__(self, appearance: Appearance, bridge: DocumentBridge) -> None:
        super().__init__()
        self._appearance, self._bridge = appearance, bridge
        self._models: dict[str, RecordTableModel] = {}
        self._searches: dict[str, str] = {}
        self._index = SearchIndex()
        self.kind = ""
        self.setProperty("role", "surface")
        self._search_timer = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self._search)
        self.search = self._search_field()
        self.count = plain_label("", "muted")
        self.view = self._table_view()
        self.empty = EmptyState("", "")
        self.empty.button.clicked.connect(self._next_step)
        self._lay_out()
        bridge.records_changed.connect(self._follow_records)
        bridge.structure_changed.connect(self._follow_structure)

    # ── building ────────────────────────────────────────────────────────────────────────────────

    def _search_field(self) -> LineInput:
        field = LineInput()
        field.setPlaceholderText(self._appearance.text("table.search"))
        field.setAccessibleName(self._appearance.text("table.search"))
        field.setClearButtonEnabled(True)
        field.addAction(
            self._appearance.icons("search", self._appearance.theme.muted),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        field.textChanged.connect(self._search_timer.start)
        field.installEventFilter(self)
        return field

    def _table_view(self) -> QTableView:
        view = QTableView()
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(BY_HAND, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(56)
        view.setSortingEnabled(True)
        view.doubleClicked.connect(self._edit)
        view.installEventFilter(self)
        return view

    def _lay_out(self) -> None:
        text, icons = self._appearance.text, self._appearance.icons
        self.add_button = icon_button(icons, "add", text("table.add"))
        self.duplicate_button = icon_button(icons, "duplicate", text("table.duplicate"))
        self.remove_button = icon_button(icons, "remove", text("table.remove"))
        self.up_button = icon_button(icons, "up", text("table.up"))
        self.down_button = icon_button(icons, "down", text("table.down"))
        self.add_button.clicked.connect(self._add)
        self.duplicate_button.clicked.connect(self._duplicate)
        self.remove_button.clicked.connect(self._remove)
        self.up_button.clicked.connect(partial(self._move, -1))
        self.down_button.clicked.connect(partial(self._move, 1))
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 4)
        head.addWidget(self.search, 1)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 0, 8, 4)
        tools.setSpacing(0)
        tools.addWidget(self.count)
        tools.addStretch(1)
        for button in (
            self.add_button,
            self.duplicate_button,
            self.up_button,
            self.down_button,
            self.remove_button,
        ):
            tools.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    @property
    def model(self) -> RecordTableModel:
        """The rows of the kind shown."""
        return self._models[self.kind]

    @property
    def current_id(self) -> RecordId | None:
        """The record of the current row."""
        return self.model.id_at(self.view.currentIndex().row()) if self.kind else None

    def show_kind(self, kind: str) -> None:
        """Show the records of a kind, with the search last used there."""
        if kind == self.kind:
            return
        self._search_timer.stop()
        if self.kind:
            self._searches[self.kind] = self.search.text()
        self.kind = kind
        self.setAcceptDrops(kind == Layer.kind)
        if kind not in self._models:
            self._models[kind] = RecordTableModel(
                kind, self._bridge.catalogue, self._appearance.words, self._index, self
            )
        old_selection = self.view.selectionModel()
        self.view.setModel(self.model)
        if old_selection is not None:
            old_selection.deleteLater()
        self.view.setAccessibleName(self._appearance.words("kinds", kind))
        self.view.horizontalHeader().setSortIndicator(BY_HAND, Qt.SortOrder.AscendingOrder)
        self._set_widths()
        self.view.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.view.selectionModel().selectionChanged.connect(self._refresh_buttons)
        self.view.selectionModel().selectionChanged.connect(self._tell_selection)
        self.search.setText(self._searches.get(kind, ""))
        self._search()
        self._refresh()
        self._tell_selection()

    def _set_widths(self) -> None:
        for place, column in enumerate(self.model.columns):
            self.view.setColumnWidth(place, column.width_px)
        self._set_title_width()

    def _set_title_width(self) -> None:
        """Give the title the room that the second column leaves, so that both are seen at once."""
        room = self.width() - self.model.columns[1].width_px - _SCROLL_BAR_PX
        self.view.setColumnWidth(0, max(_LEAST_TITLE_PX, min(room, _MOST_TITLE_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first two columns in view."""
        super().resizeEvent(event)
        if self.kind:
            self._set_title_width()

    def choose(self, record_id: RecordId | None) -> bool:
        """Make a record's row the current one; a search that hides it is cleared."""
        if record_id is not None and self.model.row_of(record_id) < 0 and self.search.text():
            self.search.clear()
            self._search()
        row = self.model.row_of(record_id)
        if row < 0:
            return False
        index = self.model.index(row, 0)
        self.view.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.view.scrollTo(index)
        return True

    def choose_rows(self, ids: frozenset[RecordId]) -> None:
        """Select the rows of records and no others; a search that hides one is cleared.

        The current row stays current if it is among them.
        """
        if self.search.text() and any(self.model.row_of(record_id) < 0 for record_id in ids):
            self.search.clear()
            self._search()
        rows = sorted(row for record_id in ids if (row := self.model.row_of(record_id)) >= 0)
        if not rows:
            return
        selection = self.view.selectionModel()
        if self.view.currentIndex().row() not in rows:
            index = self.model.index(rows[0], 0)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(self.model.rows(rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(self.view.currentIndex())

    @property
    def chosen_ids(self) -> tuple[RecordId, ...]:
        """The records of the selected rows, from top to bottom."""
        ranges = self.view.selectionModel().selection().toList()
        rows = sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
        return tuple(found for row in rows if (found := self.model.id_at(row)) is not None)

    def choose_first(self) -> None:
        """Make the first row the current one; tells also when there is none."""
        if not self.choose(self.model.id_at(0)):
            self.record_chosen.emit("")

    def focus_search(self) -> None:
        """Put the focus into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def take_index(self, index: SearchIndex) -> None:
        """Take an index that knows the records already, so that the first search is as quick as the next."""
        self._index = index
        for model in self._models.values():
            model.take_index(index)

    def _search(self) -> None:
        self._search_timer.stop()
        self.model.search(self.search.text())
        self._refresh()

    def _refresh(self) -> None:
        shown, total = self.model.rowCount(), len(self._bridge.catalogue.table(self.kind))
        text = self._appearance.text
        self.count.setText(
            text("table.count", count=f"{total:,}")
            if shown == total
            else text("table.count_found", found=f"{shown:,}", count=f"{total:,}")
        )
        self._stack.setCurrentWidget(self.view if shown else self.empty)
        kind = self._appearance.words("kinds", self.kind)
        made_here = self.kind != Photo.kind
        if not total and self.kind == Layer.kind:
            self.empty.say(
                text("table.none", kind=kind), text("table.no_layers_hint"), text("table.import_layer")
            )
        elif not total and made_here:
            self.empty.say(
                text("table.none", kind=kind), text("table.none_hint"), text("table.add_kind", kind=kind)
            )
        elif not total:
            self.empty.say(text("table.none", kind=kind), text("table.no_photos_hint"), "")
        elif not shown:
            self.empty.say(text("table.not_found"), text("table.not_found_hint"), text("table.clear_search"))
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        chosen = self.current_id is not None
        by_hand = self.model.is_by_hand
        # A photo comes with its picture, into the form of the record that shows it.
        made_here = self.kind != Photo.kind
        self.add_button.setEnabled(made_here)
        self.duplicate_button.setEnabled(chosen and made_here)
        self.remove_button.setEnabled(chosen)
        self.up_button.setEnabled(chosen and by_hand)
        self.down_button.setEnabled(chosen and by_hand)

    # ── following the document ──────────────────────────────────────────────────────────────────

    def _follow_records(self, ids: frozenset[RecordId], _origin: object) -> None:
        for model in self._models.values():
            model.follow_records(self._bridge.catalogue, ids)

    def _follow_structure(self, kinds: frozenset[str]) -> None:
        row = self.view.currentIndex().row()
        for kind, model in self._models.items():
            if kind in kinds:
                model.follow_structure(self._bridge.catalogue)
        if self.kind in kinds:
            self._refresh()
            if self.current_id is None:
                neighbour = self.model.id_at(min(max(row, 0), self.model.rowCount() - 1))
                if not self.choose(neighbour):
                    self.record_chosen.emit("")

    # ── wishes ──────────────────────────────────────────────────────────────────────────────────

    def _tell_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.record_chosen.emit(self.model.id_at(current.row()) or "")

    def _tell_selection(self) -> None:
        self.selection_changed.emit(frozenset(self.chosen_ids))

    def _edit(self) -> None:
        self.edit_requested.emit()

    def _next_step(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self._add()

    def _add(self) -> None:
        self.add_requested.emit(self.kind)

    def _duplicate(self) -> None:
        if self.current_id is not None:
            self.duplicate_requested.emit(self.current_id)

    def _remove(self) -> None:
        if self.chosen_ids:
            self.remove_requested.emit(self.chosen_ids)

    def _move(self, steps: int, _checked: bool = False) -> None:
        if self.current_id is not None and self.model.is_by_hand:
            self.move_requested.emit(self.current_id, steps)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files with map data on the list of layers."""
        if self.kind == Layer.kind and layer_files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the files dropped."""
        event.acceptProposedAction()
        self.files_dropped.emit(layer_files_in(event.mimeData()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table and of the search field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, modifiers = event.key(), event.modifiers()
            if watched is self.search and not self.search.composing:
                return self._search_key(key) or super().eventFilter(watched, event)
            if watched is self.view:
                return self._table_key(key, modifiers) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _search_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._search()
            self.view.setFocus()
            if self.current_id is None:
                self.choose_first()
            return True
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _table_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit()
        elif key == Qt.Key.Key_Delete:
            self._remove()
        elif alt and key == Qt.Key.Key_Up:
            self._move(-1)
        elif alt and key == Qt.Key.Key_Down:
            self._move(1)
        else:
            return False
        return True
