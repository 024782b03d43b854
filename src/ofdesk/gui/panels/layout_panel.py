"""このページの割付: what was decided by hand for the page of one record, to be changed and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.flow_layout import FlowLayout
from ofdesk.gui.forms.scalar_editors import CalmComboBox
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button, set_tooltip
from ofdesk.model.choices import EVENT_PAGES, PAGE_START
from ofdesk.model.fields import IntegerType, specs_of
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Event, Factory

_SHORT_WORDS = MappingProxyType(
    {
        "pages": "layout.short_pages",
        "photos": "layout.short_photos",
        "starts": "layout.short_starts",
        "text_percent": "layout.short_text_percent",
        "focus_x": "layout.short_focus_x",
        "focus_y": "layout.short_focus_y",
        "zoom_percent": "layout.short_zoom_percent",
    }
)
_OF_EVENTS_ONLY = frozenset({"pages", "photos"})
_FOCUS = frozenset({"focus_x", "focus_y"})
_WHOLE = 100
_STEPS = {"text_percent": 1, "zoom_percent": 5, "focus_x": 1, "focus_y": 1}
_LABEL_PX = 53
_TEXT_MARGIN_PX = 5
_INPUT_PX, _LIST_PX = 104, 160
_MOST_TITLE_CHARS = 16


class CalmSpinBox(QSpinBox):
    """A number that the wheel does not change in passing; steps out of "automatic" begin at a number."""

    def __init__(self, begin: int) -> None:
        super().__init__()
        self._begin = begin

    def stepBy(self, steps: int) -> None:
        """Step on, from the middle when nothing is decided."""
        if self.specialValueText() and self.value() == self.minimum():
            self.setValue(self._begin)
        super().stepBy(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        event.ignore()


class LayoutPanel(QWidget):
    """Shows and changes the layout of one of the records of a page.

    Signals:
        decided(field, value): the user decided something; None or "" leaves it to the page again.
        reset_requested(): all that was decided for the record is to be taken back.
        record_picked(place): another record of the page is to be shown.
        closed(): the panel is to go.
    """

    decided = Signal(str, object)
    reset_requested = Signal()
    record_picked = Signal(int)
    closed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        text = appearance.text
        self.setProperty("role", "surface")
        self.setAccessibleName(text("layout.title"))
        self.name = plain_label("", "heading")
        self.picker = CalmComboBox()
        self.picker.setAccessibleName(text("layout.record"))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.picker.setMinimumContentsLength(12)
        self.picker.activated.connect(self.record_picked)
        self.hint = plain_label(text("layout.no_record"), "muted", wrap=True)
        self.reset = push_button(text("layout.reset"), "inline")
        self.reset.clicked.connect(self.reset_requested)
        self.close_button = icon_button(appearance.icons, "close", text("layout.close"))
        self.close_button.clicked.connect(self.closed)
        self.combos: dict[str, QComboBox] = {}
        self.spins: dict[str, QSpinBox] = {}
        self._cells: dict[str, QWidget] = {}
        self._make_inputs()
        self._lay_out()

    @property
    def inputs(self) -> tuple[QWidget, ...]:
        """What takes values, in the order shown."""
        return (*self.combos.values(), *self.spins.values())

    def _make_inputs(self) -> None:
        words, text = self._appearance.words, self._appearance.text
        automatic = (text("layout.automatic"), "")
        pages = [(words.choice(EVENT_PAGES.name, code), code) for code in EVENT_PAGES.codes]
        self._add_combo("pages", [automatic, *pages])
        photos: list[tuple[str, Any]] = [(text("layout.photos", count=count), count) for count in range(1, 5)]
        self._add_combo("photos", [(automatic[0], None), (text("layout.no_photo"), 0), *photos])
        starts = [(words.choice(PAGE_START.name, code), code) for code in PAGE_START.codes]
        self._add_combo("starts", [automatic, *starts])
        for spec in specs_of(PageLayout):
            if spec.name in _FOCUS:
                self._add_spin(spec.name, 0, _WHOLE)
            elif isinstance(spec.type, IntegerType) and spec.name in _STEPS:
                self._add_spin(spec.name, spec.type.minimum, spec.type.maximum)

    def _add_combo(self, field: str, items: Sequence[tuple[str, Any]]) -> None:
        combo = CalmComboBox()
        for word, value in items:
            combo.addItem(word, value)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setFixedWidth(_INPUT_PX)
        combo.view().setMinimumWidth(_LIST_PX)
        combo.activated.connect(self._tell_choice)
        self.combos[field] = combo
        self._add_cell(field, combo)

    def _add_spin(self, field: str, least: int, most: int) -> None:
        """Add a number in percent: 100 leaves sizes as they are, one below the least a crop to its photo."""
        spin = CalmSpinBox(_WHOLE // 2)
        if field in _FOCUS:
            least -= 1
            spin.setSpecialValueText(self._appearance.text("layout.automatic"))
        spin.setRange(least, most)
        spin.setSingleStep(_STEPS[field])
        spin.setSuffix("%")
        spin.setKeyboardTracking(False)
        spin.lineEdit().setTextMargins(_TEXT_MARGIN_PX, 0, 0, 0)
        spin.setFixedWidth(_INPUT_PX)
        spin.valueChanged.connect(self._tell_number)
        self.spins[field] = spin
        self._add_cell(field, spin)

    def _add_cell(self, field: str, widget: QWidget) -> None:
        words = self._appearance.field_label(PageLayout, field)
        label = plain_label(self._appearance.text(_SHORT_WORDS[field]), "field")
        label.setBuddy(widget)
        widget.setAccessibleName(words)
        set_tooltip(widget, words)
        if field in _FOCUS:
            hint = self._appearance.text("layout.drag_hint")
            widget.setAccessibleDescription(hint)
            set_tooltip(widget, f"{words}\n{hint}")
        label.setMinimumWidth(_LABEL_PX)
        cell = QWidget()
        line = QHBoxLayout(cell)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(label)
        line.addWidget(widget)
        self._cells[field] = cell

    def _lay_out(self) -> None:
        head, cells = QHBoxLayout(), QWidget()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.picker, 1)
        head.addWidget(self.reset)
        head.addWidget(self.close_button)
        flow = FlowLayout(cells)
        for cell in self._cells.values():
            flow.addWidget(cell)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        cells.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 4, 8, 8)
        inner.setSpacing(4)
        inner.addLayout(head)
        inner.addWidget(cells)
        inner.addWidget(self.hint)
        layout.addWidget(hairline())
        layout.addLayout(inner)
        layout.addWidget(hairline())

    def show_records(self, records: Sequence[Event | Factory], place: int) -> None:
        """Show the layout of one of the records of a page; without any say where layouts are decided."""
        text = self._appearance.text
        record = records[place] if place < len(records) else None
        self.name.setVisible(len(records) < 2)
        self.picker.setVisible(len(records) > 1)
        self.name.setText(_short(record.title) if record else text("layout.title"))
        with QSignalBlocker(self.picker):
            self.picker.clear()
            self.picker.addItems([_short(other.title) for other in records])
            self.picker.setCurrentIndex(place)
        self.reset.setEnabled(record is not None and record.layout is not None)
        self.hint.setVisible(record is None)
        for field, cell in self._cells.items():
            shared = isinstance(record, Event) or field not in _OF_EVENTS_ONLY
            cell.setVisible(record is not None and shared)
        if record is not None:
            self._show_layout(record.layout or PageLayout())

    def _show_layout(self, layout: PageLayout) -> None:
        for field, combo in self.combos.items():
            combo.setCurrentIndex(max(0, combo.findData(getattr(layout, field))))
        # Facing pages begin on the left-hand one, whatever was wished before.
        self.combos["starts"].setEnabled(layout.pages != "spread")
        for field, spin in self.spins.items():
            value = getattr(layout, field)
            undecided = spin.minimum() if field in _FOCUS else _WHOLE
            with QSignalBlocker(spin):
                share = _WHOLE if field in _FOCUS else 1
                spin.setValue(undecided if value is None else round(value * share))

    def _tell_choice(self, *_index: int) -> None:
        field = next(field for field, combo in self.combos.items() if combo is self.sender())
        self.decided.emit(field, self.combos[field].currentData())

    def _tell_number(self, number: int) -> None:
        field = next(field for field, spin in self.spins.items() if spin is self.sender())
        if field in _FOCUS:
            self.decided.emit(field, number / _WHOLE if number >= 0 else None)
        else:
            self.decided.emit(field, None if number == _WHOLE else number)


def _short(title: str) -> str:
    return title if len(title) <= _MOST_TITLE_CHARS else title[: _MOST_TITLE_CHARS - 1] + "…"
