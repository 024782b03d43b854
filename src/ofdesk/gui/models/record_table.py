"""The table of one kind of record over the snapshot: filtered by a search, sorted by a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ofdesk.gui.models.columns import Column, cell_text, columns_of, sort_key
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Record
from ofdesk.model.search import SearchIndex, query_words
from ofdesk.services.words import Words

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
BY_HAND = -1
"""Sort column that stands for the order set by hand."""


class RecordTableModel(QAbstractTableModel):
    """Rows are identities; cells are read from the snapshot when painted."""

    def __init__(
        self, kind: str, catalogue: Catalogue, words: Words, index: SearchIndex, parent: QObject | None = None
    ) -> None:
        """Take the kind, the snapshot to begin with, and the index that is shared by all kinds."""
        super().__init__(parent)
        self.kind = kind
        self._catalogue, self._words = catalogue, words
        self.columns: tuple[Column, ...] = columns_of(kind, words)
        self._index = index
        self._ids: tuple[RecordId, ...] = ()
        self._row_of: dict[RecordId, int] = {}
        self._needles: tuple[str, ...] = ()
        self._sort_column, self._descending = BY_HAND, False
        self._arrange()

    # ── what Qt asks ────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of records that match."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        record = self._catalogue.table(self.kind).get(self._ids[index.row()])
        if record is None:
            return ""
        return cell_text(record, self.columns[index.column()], self._catalogue, self._words)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order set by hand."""
        descending = order == Qt.SortOrder.DescendingOrder
        if (column, descending) != (self._sort_column, self._descending):
            self._sort_column, self._descending = column, descending
            self._rearrange()

    # ── identities ──────────────────────────────────────────────────────────────────────────────

    @property
    def is_by_hand(self) -> bool:
        """Whether rows stand in the order set by hand."""
        return self._sort_column == BY_HAND

    def id_at(self, row: int) -> RecordId | None:
        """Return the record of a row, or None."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record_id: RecordId | None) -> int:
        """Return the row of a record, or -1 when it is not shown."""
        return self._row_of.get(record_id, -1) if record_id is not None else -1

    def rows(self, rows: Sequence[int]) -> QItemSelection:
        """Return whole rows, given in ascending order, as a selection of few ranges."""
        selection, last_column = QItemSelection(), len(self.columns) - 1
        starts = [i for i, row in enumerate(rows) if i == 0 or rows[i - 1] != row - 1]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            selection.select(self.index(rows[start], 0), self.index(rows[end - 1], last_column))
        return selection

    # ── following ───────────────────────────────────────────────────────────────────────────────

    def search(self, text: str) -> None:
        """Show the records that hold every word of a search; kana script, width and case do not matter."""
        needles = query_words(text)
        if needles != self._needles:
            self._needles = needles
            self._rearrange()

    def take_index(self, index: SearchIndex) -> None:
        """Search with another index from now on."""
        self._index = index

    def follow_records(self, catalogue: Catalogue, ids: frozenset[RecordId]) -> None:
        """Take a snapshot in which records have other values; rows keep their places."""
        self._catalogue = catalogue
        for record_id in ids:
            row = self._row_of.get(record_id)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def follow_structure(self, catalogue: Catalogue) -> None:
        """Take a snapshot in which records came, went or moved."""
        self._catalogue = catalogue
        self._rearrange()

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.id_at(index.row())) for index in self.persistentIndexList()]
        self._arrange()
        for index, record_id in kept:
            row = self.row_of(record_id)
            self.changePersistentIndex(index, self.index(row, index.column()) if row >= 0 else QModelIndex())
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        table = self._catalogue.table(self.kind)
        records: list[Record] = list(table)
        if self._needles:
            found = self._index.matches(self._catalogue, self.kind, " ".join(self._needles))
            records = [record for record in records if record.id in found]
        if self._sort_column != BY_HAND:
            key = sort_key(self.columns[self._sort_column], self._catalogue, self._words)
            records.sort(key=key, reverse=self._descending)
        self._ids = tuple(record.id for record in records)
        self._row_of = {record_id: row for row, record_id in enumerate(self._ids)}
