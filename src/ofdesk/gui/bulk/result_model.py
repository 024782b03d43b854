"""The answers of a bulk search as a tree: a head line per group, the records beneath, a tick for each.

Owns which answers are ticked and which alternative stands for which record. Words each row when it is
painted, so that ten thousand cost no more than ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from ofdesk.geocoding.confidence import Confidence
from ofdesk.geocoding.match import Alternative, Level
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.map.answer_card import reasons_of
from ofdesk.gui.placing import radius_text
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.services.bulk_geocoding import BulkAnswer, BulkReport, Chosen
from ofdesk.services.located import model_level

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_GROUP_ID = 0  # of the head lines; a record's line has the number of its group plus one
NAME, ADDRESS, ANSWER, LEVEL, RADIUS, REASON = range(6)
_HEAD_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ROW_FLAGS = _HEAD_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
_HEADINGS = ("bulk.name", "bulk.address", "bulk.answer", "bulk.level", "bulk.radius", "bulk.reason")


@dataclass(slots=True)
class ResultRow:
    """One answer with what the user decided about it."""

    answer: BulkAnswer
    ticked: bool = False
    picked: int = -1

    @property
    def alternative(self) -> Alternative | None:
        """The alternative the user picked, or None."""
        return self.answer.match.alternatives[self.picked] if self.picked >= 0 else None

    @property
    def can_be_taken(self) -> bool:
        """Whether there is a place to take."""
        return self.alternative is not None or self.answer.match.point is not None

    @property
    def place(self) -> tuple[str, Level, int] | None:
        """Name, level and radius of what would be taken, or None."""
        other, match = self.alternative, self.answer.match
        if other is not None:
            return other.canonical, other.level, other.radius_m
        return (match.canonical, match.level, match.radius_m) if match.point is not None else None


class ResultModel(QAbstractItemModel):
    """The tree.

    Signals:
        ticks_changed(): other rows are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._catalogue = Catalogue()
        self._groups: list[tuple[Confidence, list[ResultRow]]] = []
        self._bold = QFont()
        self._bold.setBold(True)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────

    def show_report(self, report: BulkReport, catalogue: Catalogue) -> None:
        """Take other answers; the sure ones are ticked."""
        self.beginResetModel()
        self._catalogue = catalogue
        rows: dict[Confidence, list[ResultRow]] = {group: [] for group in Confidence}
        for answer in report.answers:
            sure = answer.confidence is Confidence.SURE
            rows[answer.confidence].append(ResultRow(answer, ticked=sure))
        self._groups = [(group, found) for group, found in rows.items() if found]
        self.endResetModel()
        self.ticks_changed.emit()

    def row_at(self, index: _Index) -> ResultRow | None:
        """Return the row behind an index, or None for a head line."""
        if not index.isValid() or index.internalId() == _GROUP_ID:
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def is_sure(self, group: _Index) -> bool:
        """Tell whether a head line is that of the sure answers."""
        return self._groups[group.row()][0] is Confidence.SURE

    def chosen(self) -> list[Chosen]:
        """Return the ticked answers."""
        return [
            Chosen(row.answer, row.alternative)
            for _, rows in self._groups
            for row in rows
            if row.ticked and row.can_be_taken
        ]

    # ── what the user decides ───────────────────────────────────────────────────────────────────

    def toggle(self, index: _Index) -> None:
        """Tick a row or take its tick away; a head line does so with its whole group."""
        first = index.sibling(index.row(), NAME)
        ticked = first.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self.setData(first, wanted, Qt.ItemDataRole.CheckStateRole)

    def pick(self, index: _Index, number: int) -> None:
        """Let an alternative stand for a record, and tick it."""
        row = self.row_at(index)
        if row is not None and 0 <= number < len(row.answer.match.alternatives):
            row.picked, row.ticked = number, True
            self._tell(index)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        row = self.row_at(index)
        for one in [row] if row is not None else self._groups[index.row()][1]:
            one.ticked = ticked and one.can_be_taken
        self._tell(index)
        return True

    def _tell(self, index: _Index) -> None:
        """Let views look again: at the line, and at its head line or at all the lines beneath it."""
        parent = index.parent()
        first, last = index.sibling(index.row(), NAME), index.sibling(index.row(), REASON)
        self.dataChanged.emit(first, last)
        if parent.isValid():
            self.dataChanged.emit(parent, parent)
        else:
            count = self.rowCount(first)
            self.dataChanged.emit(self.index(0, NAME, first), self.index(count - 1, NAME, first))
        self.ticks_changed.emit()

    # ── what Qt asks ────────────────────────────────────────────────────────────────────────────

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """Return the index of a line."""
        if not parent.isValid():
            inside = 0 <= row < len(self._groups)
            return self.createIndex(row, column, _GROUP_ID) if inside else QModelIndex()
        if parent.internalId() != _GROUP_ID or row >= len(self._groups[parent.row()][1]):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1)

    def parent(self, index: _Index = _ROOT) -> Any:
        """Return the head line of a line."""
        if not index.isValid() or index.internalId() == _GROUP_ID:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _GROUP_ID)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of groups, or of the records of one."""
        if not parent.isValid():
            return len(self._groups)
        return len(self._groups[parent.row()][1]) if parent.internalId() == _GROUP_ID else 0

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return len(_HEADINGS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        row = self.row_at(index)
        takable = row.can_be_taken if row is not None else self._can_be_ticked(index)
        flags = _HEAD_FLAGS if row is None else _ROW_FLAGS
        return flags | Qt.ItemFlag.ItemIsUserCheckable if takable and index.column() == NAME else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._appearance.text(_HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row = self.row_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(row, index.column()) if row is not None else self._head(index)
            case Qt.ItemDataRole.CheckStateRole if index.column() == NAME:
                return self._check_state(index, row)
            case Qt.ItemDataRole.FontRole if row is None:
                return self._bold
            case Qt.ItemDataRole.ForegroundRole if row is not None and index.column() == REASON:
                return QColor(self._appearance.theme.muted)
            case Qt.ItemDataRole.AccessibleTextRole if row is not None and index.column() == NAME:
                cells = [self._cell(row, column) for column in range(len(_HEADINGS))]
                return "、".join(filter(None, cells))
            case _:
                return None

    # ── words ───────────────────────────────────────────────────────────────────────────────────

    def _can_be_ticked(self, index: _Index) -> bool:
        return any(row.can_be_taken for row in self._groups[index.row()][1])

    def _check_state(self, index: _Index, row: ResultRow | None) -> Qt.CheckState | None:
        if row is not None:
            if not row.can_be_taken:
                return None
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        if not self._can_be_ticked(index):
            return None
        rows = [one for one in self._groups[index.row()][1] if one.can_be_taken]
        ticked = sum(one.ticked for one in rows)
        if ticked == len(rows):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked

    def _head(self, index: _Index) -> str:
        group, rows = self._groups[index.row()]
        text = self._appearance.text
        if index.column() != NAME:
            return ""
        name, hint = text(f"confidence.{group.value}"), text(f"bulk.hint.{group.value}")
        return text("bulk.group", group=name, count=f"{len(rows):,}", hint=hint)

    def _cell(self, row: ResultRow, column: int) -> str:
        words, place = self._appearance.words, row.place
        match column:
            case 0:
                record = self._catalogue.get(row.answer.record_id)
                return record_title(record, self._catalogue, words) if record is not None else ""
            case 1:
                record = self._catalogue.get(row.answer.record_id)
                return getattr(record, "address", "") or row.answer.address
            case 2:
                return place[0] if place else row.answer.match.canonical
            case 3:
                return words.choice("geo_level", model_level(place[1])) if place else ""
            case 4:
                return radius_text(place[2], words) if place else ""
            case _:
                return self._reason(row)

    def _reason(self, row: ResultRow) -> str:
        if row.alternative is not None:
            return self._appearance.text("bulk.picked")
        reasons = reasons_of(row.answer.match, self._appearance.words)
        count = len(row.answer.match.alternatives)
        if count:
            reasons.insert(0, self._appearance.text("bulk.alternatives", count=count))
        return " ".join(reasons)
