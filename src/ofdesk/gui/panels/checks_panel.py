"""All problems of the catalogue in plain words, grouped by record; a double click leads to the field."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.empty_state import EmptyState
from ofdesk.gui.labels import plain_label
from ofdesk.gui.models.problem_list import HEAD_ROLE, PROBLEM_ROLE, ProblemListModel
from ofdesk.model.problems import Problem, Severity

_INDENT_PX = 28
_FILTERS: tuple[tuple[str, Severity | None], ...] = (
    ("checks.all", None),
    ("checks.errors", Severity.ERROR),
    ("checks.warnings", Severity.WARNING),
    ("checks.notes", Severity.NOTE),
)


class _IndentDelegate(QStyledItemDelegate):
    """Sets problems in, beneath the head line of their record."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Move a problem's line to the right."""
        super().initStyleOption(option, index)
        if not index.data(HEAD_ROLE):
            option.rect = option.rect.adjusted(_INDENT_PX, 0, 0, 0)


class ChecksPanel(QWidget):
    """The list of problems.

    Signals:
        problem_opened(record_id, field): lead to this field; "" for the booklet's settings.
        record_shown(record_id): the current problem concerns this record.
    """

    problem_opened = Signal(str, str)
    record_shown = Signal(str)

    def __init__(self, appearance: Appearance, bridge: DocumentBridge) -> None:
        super().__init__()
        self._appearance, self._bridge = appearance, bridge
        self._problems: tuple[Problem, ...] = ()
        self._severity: Severity | None = None
        self._stale = False
        self.setProperty("role", "surface")
        self.model = ProblemListModel(appearance, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setItemDelegate(_IndentDelegate(self.list))
        self.list.setAccessibleName(appearance.text("checks.list"))
        self.list.activated.connect(self._open)
        self.list.doubleClicked.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._show_current)
        text = appearance.text
        self.empty = EmptyState(text("checks.none"), text("checks.none_hint"))
        self.count = plain_label("", "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        self._filters = QButtonGroup(self)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 4, 16, 0)
        tools.setSpacing(0)
        for number, (code, _) in enumerate(_FILTERS):
            button = QToolButton()
            button.setText(self._appearance.text(code))
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("role", "segment")
            self._filters.addButton(button, number)
            tools.addWidget(button)
        self._filters.idClicked.connect(self._filter)
        tools.addStretch(1)
        tools.addWidget(self.count)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Take the findings; they are listed while the list is seen."""
        self._problems = problems
        self._stale = True
        if self.isVisible():
            self._rebuild()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was found while the list was not seen."""
        super().showEvent(event)
        if self._stale:
            self._rebuild()

    def _filter(self, number: int) -> None:
        self._severity = _FILTERS[number][1]
        self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        kept = self.list.currentIndex().data(PROBLEM_ROLE)
        wanted = [p for p in self._problems if self._severity is None or p.severity == self._severity]
        self.model.show_problems(self._bridge.catalogue, wanted)
        row = self.model.row_of(kept) if isinstance(kept, Problem) else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self._stack.setCurrentWidget(self.list if wanted else self.empty)
        self.count.setText(self._appearance.text("checks.count", count=f"{len(wanted):,}"))

    def _open(self, index: QModelIndex) -> None:
        problem = index.data(PROBLEM_ROLE)
        if isinstance(problem, Problem):
            self.problem_opened.emit(problem.record_id or "", problem.field)

    def _show_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        problem = current.data(PROBLEM_ROLE)
        if isinstance(problem, Problem) and problem.record_id is not None:
            self.record_shown.emit(problem.record_id)
