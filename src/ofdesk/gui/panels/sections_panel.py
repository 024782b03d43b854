"""The sections of the booklet in order: which are printed, where they stand, which records they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ofdesk.booklet.flow import CLOSING, missing_to_sheets
from ofdesk.booklet.selection import kinds_of, left_out
from ofdesk.booklet.slots import PageSlot
from ofdesk.editing import commands
from ofdesk.editing.plan_commands import change_section
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.plan_book import PlanBook
from ofdesk.gui.dialogs.section_filter import SectionFilterDialog
from ofdesk.gui.labels import hairline, plain_label, push_button
from ofdesk.gui.panels.section_row import SectionCounts, SectionRow
from ofdesk.gui.theme import FORM_WIDTH_PX
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Section


class SectionsPanel(QScrollArea):
    """Edits the plan of the booklet."""

    def __init__(self, appearance: Appearance, bridge: DocumentBridge, book: PlanBook) -> None:
        super().__init__()
        self._appearance, self._bridge = appearance, bridge
        self._book = book
        self.rows: list[SectionRow] = []
        self._lines: list[QWidget] = []
        self.filter_dialog: SectionFilterDialog | None = None
        self._filtered = 0
        self._make_widgets()
        self._lay_out()
        book.rested.connect(self._count_if_shown)
        bridge.settings_changed.connect(self._follow)
        self.refresh()

    def _make_widgets(self) -> None:
        text = self._appearance.text
        self.fours = QCheckBox(self._appearance.field_label(BookletSettings, "pages_in_fours"))
        self.fours.clicked.connect(self._set_fours)
        self.total = plain_label("", "muted", wrap=True)
        self.total.setContentsMargins(28, 0, 0, 0)
        self.missing = plain_label("", "warning", wrap=True)
        self.missing.setContentsMargins(28, 4, 0, 0)
        self.missing.hide()
        # Lists the patterns of which a section can be added.
        self.add_button = push_button(text("sections.add"))
        self.add_button.setIcon(self._appearance.icons("add", self._appearance.theme.accent))
        self.add_menu = QMenu(self.add_button)
        for pattern in SECTION_PATTERNS:
            name = self._appearance.words.choice("section_pattern", pattern)
            self.add_menu.addAction(name).setData(pattern)
        self.add_menu.triggered.connect(self._add)
        self.add_button.setMenu(self.add_menu)

    def _lay_out(self) -> None:
        text = self._appearance.text
        body = QWidget()
        body.setProperty("role", "surface")
        column = QWidget()
        column.setMaximumWidth(FORM_WIDTH_PX)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(plain_label(text("sections.title"), "heading"))
        box.addSpacing(4)
        box.addWidget(plain_label(text("sections.hint"), "muted", wrap=True))
        box.addSpacing(12)
        box.addWidget(self.fours)
        box.addWidget(self.total)
        box.addWidget(self.missing)
        box.addSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        box.addLayout(self._list)
        box.addSpacing(12)
        box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 16, 24, 24)
        outer.addWidget(column, 1)
        outer.addStretch(0)
        self.setWidget(body)
        self.setWidgetResizable(True)

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self._book.sections

    # ── showing ─────────────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        """Count pages and records when the list comes to the front."""
        super().showEvent(event)
        self.refresh_counts()

    def refresh(self) -> None:
        """Show the sections as they stand."""
        sections = self._sections
        while len(self.rows) < len(sections):
            self._add_row()
        for number, row in enumerate(self.rows, start=1):
            row.setVisible(number <= len(sections))
            self._lines[number - 1].setVisible(number <= len(sections))
            if number <= len(sections):
                row.show_section(sections[number - 1], number, len(sections))
        self.fours.setChecked(self._bridge.catalogue.booklet.pages_in_fours)

    def refresh_counts(self) -> None:
        """Show on which pages the sections stand, how many records they show, and all pages."""
        plan, selector, sections = self._book.plan, self._book.selector, self._sections
        printed = selector.printed(sections)
        pages: dict[int, list[PageSlot]] = {}
        for slot in plan.slots:
            pages.setdefault(slot.section, []).append(slot)
        for place, section in enumerate(sections):
            own, shown = pages.get(place, []), printed.get(place)
            kinds = kinds_of(section.pattern)
            counts = SectionCounts(
                own[0].number if own else 0,
                own[-1].number if own else 0,
                len(selector.ids_of(section) if shown is None else shown),
                len(selector.every(kinds[0])) if kinds else 0,
            )
            self.rows[place].show_counts(section, counts)
        self.total.setText(self._total(plan.slots))
        words = self._appearance.words
        missing = [
            self._appearance.text("sections.of_kind", kind=words("kinds", kind), count=count)
            for kind, count in left_out(selector, sections, printed).items()
            if count
        ]
        names = self._appearance.text("sections.between").join(missing)
        self.missing.setText(self._appearance.text("sections.shown_nowhere", records=names))
        self.missing.setVisible(bool(missing))

    def _total(self, slots: tuple[PageSlot, ...]) -> str:
        """Say how many pages there are, and what filling up the sheets makes of them."""
        text, booklet = self._appearance.text, self._bridge.catalogue.booklet
        count = len(slots)
        if booklet.pages_in_fours:
            return text("sections.in_fours", count=count)
        missing = missing_to_sheets(count)
        code = "sections.to_fours" if missing else "sections.is_fours"
        return text(code, count=count, filled=count + missing, missing=missing)

    def _add_row(self) -> None:
        row = SectionRow(self._appearance)
        row.included_changed.connect(self._include)
        row.pattern_chosen.connect(self._choose_pattern)
        row.heading_typed.connect(self._head)
        row.heading_left.connect(self._bridge.typing.end)
        row.start_chosen.connect(self._choose_start)
        row.filter_requested.connect(self._open_filter)
        row.move_requested.connect(self._move)
        row.remove_requested.connect(self._remove)
        line = hairline()
        self._lines.append(line)
        self._list.addWidget(line)
        self._list.addWidget(row)
        self.rows.append(row)

    def _follow(self, origin: object) -> None:
        if origin is not self:
            self.refresh()

    def _count_if_shown(self) -> None:
        if self.isVisible():
            self.refresh_counts()

    # ── editing ─────────────────────────────────────────────────────────────────────────────────

    def _place_of_sender(self) -> int:
        return next(place for place, row in enumerate(self.rows) if row is self.sender())

    def _change(self, place: int, values: Mapping[str, Any]) -> None:
        self._bridge.step(change_section(self._sections, self._bridge.catalogue, place, values))

    def _include(self, included: bool) -> None:
        self._change(self._place_of_sender(), {"included": included})

    def _choose_pattern(self, pattern: str) -> None:
        self._change(self._place_of_sender(), {"pattern": pattern})

    def _choose_start(self, code: str) -> None:
        self._change(self._place_of_sender(), {"starts": code})

    def _head(self, text: str) -> None:
        place = self._place_of_sender()
        command = change_section(self._sections, self._bridge.catalogue, place, {"heading": text})
        for change in command.changes:
            self._bridge.type_setting(BookletSettings.kind, "sections", getattr(change, "after"), self)  # noqa: B009

    def _set_fours(self, checked: bool) -> None:
        self._bridge.step(commands.set_booklet_field(self._bridge.catalogue, "pages_in_fours", checked))

    def _open_filter(self) -> None:
        """Ask which records the section shows."""
        self._filtered = self._place_of_sender()
        section = self._sections[self._filtered]
        self.filter_dialog = SectionFilterDialog(
            self._appearance, self._bridge.catalogue, section, self.window()
        )
        self.filter_dialog.filter_chosen.connect(self._take_filter)
        self.filter_dialog.open()

    def _take_filter(self, wanted: object) -> None:
        place = self._filtered
        if place < len(self._sections):
            self._change(place, {"selection": wanted})
            self.refresh_counts()
            self.rows[place].records.setFocus()

    def _add(self, action: QAction) -> None:
        """Add a section at the end, but before colophon and back cover."""
        sections = self._sections
        place = len(sections)
        while place and sections[place - 1].pattern in CLOSING:
            place -= 1
        catalogue = self._bridge.catalogue
        self._bridge.step(commands.add_section(sections, catalogue, str(action.data()), place))
        self.rows[place].box.setFocus()
        self.ensureWidgetVisible(self.rows[place])

    def _remove(self) -> None:
        place = self._place_of_sender()
        self._bridge.step(commands.remove_section(self._sections, self._bridge.catalogue, place))
        self.rows[max(0, place - 1)].box.setFocus()

    def _move(self, steps: int) -> None:
        place = self._place_of_sender()
        sections, before = self._sections, place + steps + (steps > 0)
        self._bridge.step(commands.move_section(sections, self._bridge.catalogue, place, before))
        moved = self.rows[place + steps]
        (moved.up if steps < 0 else moved.down).setFocus()
