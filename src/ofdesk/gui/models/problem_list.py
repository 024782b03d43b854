"""The problems of the catalogue as one list: a head line per record, its problems beneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem, Severity

PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 1
HEAD_ROLE = Qt.ItemDataRole.UserRole + 2
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Line:
    """A problem, or the head line of the record that the problem concerns."""

    problem: Problem
    is_head: bool


class ProblemListModel(QAbstractListModel):
    """Words each line when it is painted, so that ten thousand problems cost no more than ten."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._catalogue = Catalogue()
        self._lines: list[_Line] = []
        self._bold = QFont()
        self._bold.setBold(True)

    def show_problems(self, catalogue: Catalogue, problems: list[Problem]) -> None:
        """Take other problems; those of one record stand together, in the order given."""
        groups: dict[str, list[Problem]] = {}
        for problem in problems:
            groups.setdefault(problem.record_id or "", []).append(problem)
        self.beginResetModel()
        self._catalogue = catalogue
        self._lines = []
        for group in groups.values():
            self._lines.append(_Line(group[0], is_head=True))
            self._lines += [_Line(problem, is_head=False) for problem in group]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def row_of(self, problem: Problem) -> int:
        """Return the row of a problem, or -1."""
        return next(
            (row for row, line in enumerate(self._lines) if line == _Line(problem, is_head=False)), -1
        )

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a line shows."""
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._head(line.problem) if line.is_head else self._sentence(line.problem)
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(line)
            case Qt.ItemDataRole.FontRole:
                return self._bold if line.is_head else None
            case Qt.ItemDataRole.AccessibleTextRole if not line.is_head:
                code = f"checks.{line.problem.severity.name.lower()}"
                return f"{self._appearance.text(code)} {self._sentence(line.problem)}"
            case _:
                return {PROBLEM_ROLE: line.problem, HEAD_ROLE: line.is_head}.get(Qt.ItemDataRole(role))

    def _head(self, problem: Problem) -> str:
        words = self._appearance.words
        record = self._catalogue.get(problem.record_id)
        if record is None:
            return self._appearance.text("checks.booklet")
        return f"{record_title(record, self._catalogue, words)}　{words('kinds', record.kind)}"

    def _sentence(self, problem: Problem) -> str:
        words = self._appearance.words
        record = self._catalogue.get(problem.record_id)
        sentence = words.problem(problem)
        if not problem.field:
            return sentence
        return f"{words.field(record.kind if record else 'booklet', problem.field)}：{sentence}"

    def _icon(self, line: _Line) -> QIcon:
        icons, theme = self._appearance.icons, self._appearance.theme
        if line.is_head:
            record = self._catalogue.get(line.problem.record_id)
            return icons(record.kind if record is not None else "booklet")
        if line.problem.severity == Severity.ERROR:
            return icons("error", theme.error)
        if line.problem.severity == Severity.NOTE:
            return icons("info", theme.muted)
        return icons("warning", theme.warning)
