"""One section in the list: what it is, what it is headed, where it starts, which records it shows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.selection import fields_for
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.forms.scalar_editors import CalmComboBox
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import icon_button, plain_label, push_button, set_role, set_tooltip
from ofdesk.model.choices import PAGE_START
from ofdesk.model.settings import SECTION_PATTERNS, Section

_MOST_HEADING_CHARS = 200
_HEADED = frozenset(
    {
        "calendar",
        "contents",
        "factory_list",
        "forums",
        "greeting",
        "how_to_read",
        "links",
        "reports",
        "statistics",
        *INDEXES,
    }
)
_INDENT_PX = 28
_START_PX = 152


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """What a section comes to: its pages, and how many of the records it could show."""

    first_page: int = 0
    last_page: int = 0
    shown: int = 0
    every: int = 0


class SectionRow(QWidget):
    """One section.

    Signals:
        included_changed(included), pattern_chosen(pattern), heading_typed(text), heading_left(),
        start_chosen(code), filter_requested(), move_requested(steps), remove_requested().
    """

    included_changed = Signal(bool)
    pattern_chosen = Signal(str)
    heading_typed = Signal(str)
    heading_left = Signal()
    start_chosen = Signal(str)
    filter_requested = Signal()
    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        words = appearance.words
        self.box = QCheckBox()
        self.pattern = CalmComboBox()
        self.start = CalmComboBox()
        for pattern in SECTION_PATTERNS:
            self.pattern.addItem(words.choice("section_pattern", pattern), pattern)
        for code in PAGE_START.codes:
            # A section begins on a new page anyway: "" says no more than that.
            self.start.addItem(words.choice(PAGE_START.name, code), "" if code == "page" else code)
        for combo in (self.pattern, self.start):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(9)
            combo.setMaxVisibleItems(24)
            combo.setProperty("role", "quiet")
        self.heading = LineInput()
        self.heading.setMaxLength(_MOST_HEADING_CHARS)
        self.records = push_button("", "inline")
        self.pages = plain_label("", "muted")
        self.up = icon_button(appearance.icons, "up", appearance.text("list.up"))
        self.down = icon_button(appearance.icons, "down", appearance.text("list.down"))
        self.remove = icon_button(appearance.icons, "remove", appearance.text("list.remove"))
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        upper, lower, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(8)
        lower.setSpacing(8)
        buttons.setSpacing(0)
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        self.box.setFixedWidth(_INDENT_PX - upper.spacing())
        upper.addWidget(self.box)
        upper.addWidget(self.pattern, 1)
        upper.addWidget(self.heading, 1)
        upper.addLayout(buttons)
        lower.setContentsMargins(_INDENT_PX, 0, 0, 0)
        self.start.setMinimumWidth(_START_PX)
        lower.addWidget(self.start)
        lower.addWidget(self.records)
        lower.addStretch(1)
        lower.addWidget(self.pages, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addLayout(lower)

    def _wire(self) -> None:
        self.box.clicked.connect(self.included_changed)
        self.pattern.activated.connect(self._tell_pattern)
        self.heading.typed.connect(self._tell_heading)
        self.heading.left.connect(self.heading_left)
        self.start.activated.connect(self._tell_start)
        self.records.clicked.connect(self.filter_requested)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self.remove_requested)

    def show_section(self, section: Section, number: int, count: int) -> None:
        """Show a section and where it stands."""
        text = self._appearance.text
        name = self._appearance.words.choice("section_pattern", section.pattern)
        self.box.setChecked(section.included)
        self.box.setAccessibleName(text("sections.include", section=name))
        set_tooltip(self.box, text("sections.include", section=name))
        self.pattern.setCurrentIndex(self.pattern.findData(section.pattern))
        self.pattern.setAccessibleName(text("sections.pattern", number=number))
        self.heading.setVisible(section.pattern in _HEADED)
        self.heading.setPlaceholderText(name)
        set_tooltip(self.heading, text("sections.heading", section=name))
        self.heading.setAccessibleName(text("sections.heading_of", section=name))
        self.heading.show_text(section.heading)
        self.start.setCurrentIndex(max(0, self.start.findData(section.starts)))
        set_role(self.start, "quiet" if self.start.currentIndex() else "quiet_muted")
        self.start.setAccessibleName(text("sections.start_of", section=name))
        self.records.setVisible(bool(fields_for(section.pattern)))
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        self.up.setAccessibleName(f"{name}: {text('list.up')}")
        self.down.setAccessibleName(f"{name}: {text('list.down')}")
        self.remove.setEnabled(count > 1)
        self.remove.setAccessibleName(f"{name}: {text('list.remove')}")

    def show_counts(self, section: Section, counts: SectionCounts) -> None:
        """Show on which pages the section stands and how many records its filter leaves."""
        text = self._appearance.text
        name = self._appearance.words.choice("section_pattern", section.pattern)
        code = "sections.all_records" if section.selection is None else "sections.some_records"
        self.records.setText(text(code, count=counts.shown, every=counts.every))
        self.records.setAccessibleName(
            text("sections.records_of", section=name, records=self.records.text())
        )
        pages = text("sections.no_page" if section.included else "sections.left_out")
        if counts.last_page > counts.first_page:
            pages = text("sections.pages", first=counts.first_page, last=counts.last_page)
        elif counts.last_page:
            pages = text("sections.page", number=counts.first_page)
        self.pages.setText(pages)

    def _tell_pattern(self, *_index: int) -> None:
        self.pattern_chosen.emit(self.pattern.currentData())

    def _tell_start(self, *_index: int) -> None:
        self.start_chosen.emit(self.start.currentData())

    def _tell_heading(self) -> None:
        self.heading_typed.emit(self.heading.text())

    def _move_up(self) -> None:
        self.move_requested.emit(-1)

    def _move_down(self) -> None:
        self.move_requested.emit(1)
