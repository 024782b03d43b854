"""All problems of the catalogue in plain words, grouped by record; a double click leads to the field."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.empty_state import EmptyState
from ofdesk.gui.labels import plain_label
from ofdesk.gui.record_titles import record_title
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity

_PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 5000
_FILTERS: tuple[tuple[str, Severity | None], ...] = (
    ("checks.all", None),
    ("checks.errors", Severity.ERROR),
    ("checks.warnings", Severity.WARNING),
)


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
        self.setProperty("role", "surface")
        self.model = QStandardItemModel(self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setUniformRowHeights(True)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setIndentation(20)
        self.tree.setProperty("role", "lines")
        self.tree.setAccessibleName(appearance.text("checks.list"))
        self.tree.activated.connect(self._open)
        self.tree.doubleClicked.connect(self._open)
        self.tree.selectionModel().currentChanged.connect(self._show_current)
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
        self._stack.addWidget(self.tree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show the findings; the current record stays in view."""
        self._problems = problems
        self._rebuild()

    def _filter(self, number: int) -> None:
        self._severity = _FILTERS[number][1]
        self._rebuild()

    def _rebuild(self) -> None:
        wanted = [p for p in self._problems if self._severity is None or p.severity == self._severity]
        shown = wanted[:_MOST_SHOWN]
        groups: dict[RecordId | None, list[Problem]] = {}
        for problem in shown:
            groups.setdefault(problem.record_id, []).append(problem)
        self.model.clear()
        root = self.model.invisibleRootItem()
        for record_id, problems in groups.items():
            root.appendRow(self._group(record_id, problems))
        self.tree.expandAll()
        self._stack.setCurrentWidget(self.tree if shown else self.empty)
        code = "checks.count" if len(shown) == len(wanted) else "checks.count_first"
        self.count.setText(self._appearance.text(code, count=f"{len(wanted):,}", shown=f"{len(shown):,}"))

    def _group(self, record_id: RecordId | None, problems: list[Problem]) -> QStandardItem:
        appearance, words = self._appearance, self._appearance.words
        record = self._bridge.catalogue.get(record_id)
        if record is None:
            head = QStandardItem(appearance.icons("booklet"), appearance.text("checks.booklet"))
        else:
            title = record_title(record, self._bridge.catalogue, words)
            head = QStandardItem(appearance.icons(record.kind), f"{title}　{words('kinds', record.kind)}")
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        head.setData(problems[0], _PROBLEM_ROLE)
        for problem in problems:
            head.appendRow(self._line(problem, record.kind if record else "booklet"))
        return head

    def _line(self, problem: Problem, kind: str) -> QStandardItem:
        appearance, theme = self._appearance, self._appearance.theme
        is_error = problem.severity == Severity.ERROR
        icon = (
            appearance.icons("error", theme.error) if is_error else appearance.icons("warning", theme.warning)
        )
        field = appearance.words.field(kind, problem.field) if problem.field else ""
        sentence = appearance.words.problem(problem)
        item = QStandardItem(icon, f"{field}：{sentence}" if field else sentence)
        spoken = appearance.text("checks.error" if is_error else "checks.warning")
        item.setData(f"{spoken} {item.text()}", Qt.ItemDataRole.AccessibleTextRole)
        item.setData(problem, _PROBLEM_ROLE)
        return item

    def _open(self, index: QModelIndex) -> None:
        problem = index.data(_PROBLEM_ROLE)
        if isinstance(problem, Problem):
            self.problem_opened.emit(problem.record_id or "", problem.field)

    def _show_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        problem = current.data(_PROBLEM_ROLE)
        if isinstance(problem, Problem) and problem.record_id is not None:
            self.record_shown.emit(problem.record_id)
