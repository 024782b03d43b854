"""The answers of a bulk search: the tree at the left, the place of the current one on a map at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ofdesk.base.japan import PREFECTURES
from ofdesk.geocoding.confidence import Confidence
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bulk.result_model import ADDRESS, ANSWER, LEVEL, NAME, RADIUS, REASON, ResultModel, ResultRow
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button, set_role
from ofdesk.gui.map.alternative_list import AlternativeList
from ofdesk.gui.map.answer_card import reasons_of
from ofdesk.gui.map.located import alternative_of, candidate_pins
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.map.map_painter import MapPainter
from ofdesk.gui.map.pins import extent_of

_ZOOM = 1.6
_REST_MS = 80
_WIDTHS_PX = {NAME: 165, ADDRESS: 195, ANSWER: 185, LEVEL: 134, RADIUS: 66}


class _TickTree(QTreeView):
    """A tree in which Space ticks the current line, in whatever column the cursor stands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; everything else as usual."""
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, ResultModel):
            model.toggle(self.currentIndex())
            return
        super().keyPressEvent(event)


class ResultView(QWidget):
    """Shows the answers and lets the user decide about each.

    Signals:
        record_opened(record_id): the user wants the form of this record.
    """

    record_opened = Signal(str)

    def __init__(self, appearance: Appearance, places: Places) -> None:
        super().__init__()
        self._appearance, self._places = appearance, places
        text, icons = appearance.text, appearance.icons
        self.model = ResultModel(appearance, self)
        self.tree = _TickTree()
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setIndentation(18)
        self.tree.setAccessibleName(text("bulk.list"))
        self.tree.setAccessibleDescription(text("bulk.keys"))
        for column, width_px in _WIDTHS_PX.items():
            self.tree.setColumnWidth(column, width_px)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setMinimumSectionSize(60)
        self.tree.selectionModel().currentChanged.connect(self._show)
        self.canvas = MapCanvas(appearance.theme)
        self.canvas.setAccessibleName(text("map.name"))
        self.canvas.setAccessibleDescription(text("map.keys"))
        self.canvas.pin_clicked.connect(self._pick_pin)
        self.zoom_out = icon_button(icons, "zoom_out", text("map.zoom_out"))
        self.zoom_in = icon_button(icons, "zoom_in", text("map.zoom_in"))
        self.zoom_out.clicked.connect(self._zoom_out)
        self.zoom_in.clicked.connect(self._zoom_in)
        self.title = plain_label("", "heading", wrap=True)
        self.asked = plain_label("", "muted", wrap=True)
        self.reasons = plain_label("", "warning", wrap=True)
        self.choices_label = plain_label(text("geocode.alternatives"), "field")
        self.alternatives = AlternativeList(appearance)
        self.choices_label.setBuddy(self.alternatives)
        self.alternatives.alternative_chosen.connect(self._pick)
        self.alternatives.alternative_shown.connect(self._show_alternative)
        self.open_button = push_button(text("map.open_record"))
        self.open_button.clicked.connect(self._open)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show_place)
        self._lay_out()
        self._take_map()
        places.map_ready.connect(self._take_map)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 4, 8, 4)
        tools.addWidget(plain_label(self._appearance.text("bulk.place"), "muted"), 1)
        tools.addWidget(self.zoom_out)
        tools.addWidget(self.zoom_in)
        words = QVBoxLayout()
        words.setContentsMargins(16, 10, 16, 12)
        words.setSpacing(3)
        for widget in (self.title, self.asked, self.reasons, self.choices_label, self.alternatives):
            words.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        words.addSpacing(5)
        words.addLayout(foot)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(hairline())
        column.addWidget(self.canvas, 1)
        column.addWidget(hairline())
        column.addLayout(words)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(beside)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([960, 360])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _take_map(self) -> None:
        layers = self._places.layers
        if layers is None:
            return
        japanese = self._appearance.words.language == "ja"
        names = {p.code: p.name if japanese else p.romaji for p in PREFECTURES}
        theme, credit = self._appearance.theme, self._appearance.text("map.credit")
        self.canvas.set_painter(MapPainter(layers, theme, names, credit, self._places.town_names))

    # ── the current answer ──────────────────────────────────────────────────────────────────────

    @property
    def row(self) -> ResultRow | None:
        """The current answer, or None on a head line."""
        return self.model.row_at(self.tree.currentIndex())

    def begin(self) -> None:
        """Open the groups that want a decision and go to the first answer there."""
        groups = [self.model.index(number, NAME) for number in range(self.model.rowCount())]
        for group in groups:
            self.tree.setFirstColumnSpanned(group.row(), QModelIndex(), True)  # noqa: FBT003 - Qt's own
            self.tree.setExpanded(group, len(groups) == 1 or not self.model.is_sure(group))
        if not groups:
            return
        first = next((group for group in groups if self.tree.isExpanded(group)), groups[0])
        self.tree.setCurrentIndex(self.model.index(0, NAME, first))
        self.tree.scrollToTop()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, _current: QModelIndex, _before: QModelIndex) -> None:
        row, words = self.row, self._appearance.words
        for widget in (self.asked, self.reasons, self.choices_label, self.alternatives, self.open_button):
            widget.setVisible(row is not None)
        if row is None:
            head = self.tree.currentIndex().siblingAtColumn(NAME).data()
            self.title.setText(head or "")
            self.canvas.show_pins(())
            return
        first = self.tree.currentIndex().siblingAtColumn(NAME)
        self.title.setText(first.data())
        self.asked.setText(row.answer.address)
        reasons = reasons_of(row.answer.match, words)
        self.reasons.setText("\n".join(f"・{reason}" for reason in reasons))
        self.reasons.setVisible(bool(reasons))
        set_role(self.reasons, "muted" if row.answer.confidence is Confidence.SURE else "warning")
        self.alternatives.offer(row.answer.match.alternatives)
        without_point = row.answer.match.point is None
        code = "geocode.candidates" if without_point else "geocode.alternatives"
        self.choices_label.setText(self._appearance.text(code))
        self.choices_label.setVisible(bool(row.answer.match.alternatives))
        self._rest.start()  # the map follows when walking rests

    def _show_place(self) -> None:
        row = self.row
        if row is not None:
            self._show_alternative(row.picked)
            self._go_there(row)

    def _show_alternative(self, number: int) -> None:
        row = self.row
        if row is not None:
            shown = number if number >= 0 else row.picked
            self.canvas.show_pins(candidate_pins(row.answer.match, shown, self._appearance.words))

    def _go_there(self, row: ResultRow) -> None:
        match, other = row.answer.match, row.alternative
        if other is not None:
            self.canvas.show_point(other.point, other.radius_m)
        elif match.point is not None:
            self.canvas.show_point(match.point, match.radius_m)
        else:
            extent = extent_of(candidate_pins(match, -1, self._appearance.words))
            if extent is not None:
                self.canvas.show_extent(extent)
            else:
                self.canvas.show_nation()

    def _pick(self, number: int) -> None:
        row = self.row
        if row is not None:
            self.model.pick(self.tree.currentIndex(), number)
            self._show_alternative(number)
            self._go_there(row)

    def _pick_pin(self, key: str) -> None:
        number = alternative_of(key)
        if number >= 0:
            self._pick(number)

    def _open(self) -> None:
        row = self.row
        if row is not None:
            self.record_opened.emit(row.answer.record_id)

    def _zoom_in(self) -> None:
        self.canvas.zoom_by(_ZOOM)

    def _zoom_out(self) -> None:
        self.canvas.zoom_by(1 / _ZOOM)
