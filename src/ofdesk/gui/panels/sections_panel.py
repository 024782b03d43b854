"""The sections of the booklet in order: which are printed, where they stand, what they are headed."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ofdesk.booklet.plan import default_sections
from ofdesk.editing import commands
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button
from ofdesk.gui.theme import FORM_WIDTH_PX
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Section

_MOST_HEADING_CHARS = 200
_LAST = frozenset({"colophon", "back_cover"})
_HEADED = frozenset(
    {
        "greeting",
        "contents",
        "how_to_read",
        "calendar",
        "factory_list",
        "statistics",
        "forums",
        "links",
        "reports",
        "index",
        "index_reading",
        "index_industry",
    }
)


class SectionRow(QWidget):
    """One section.

    Signals:
        included_changed(included), heading_typed(text), heading_left(), move_requested(steps),
        remove_requested().
    """

    included_changed = Signal(bool)
    heading_typed = Signal(str)
    heading_left = Signal()
    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.box = QCheckBox()
        self.box.clicked.connect(self.included_changed)
        self.heading = LineInput()
        self.heading.setMaxLength(_MOST_HEADING_CHARS)
        self.heading.typed.connect(self._tell_heading)
        self.heading.left.connect(self.heading_left)
        self.up = icon_button(appearance.icons, "up", appearance.text("list.up"))
        self.down = icon_button(appearance.icons, "down", appearance.text("list.down"))
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove = icon_button(appearance.icons, "remove", appearance.text("list.remove"))
        self.remove.clicked.connect(self.remove_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(self.box, 2)
        layout.addWidget(self.heading, 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.up)
        buttons.addWidget(self.down)
        buttons.addWidget(self.remove)
        layout.addLayout(buttons)

    def show_section(self, section: Section, number: int, count: int) -> None:
        """Show a section and where it stands."""
        text = self._appearance.text
        name = self._appearance.words.choice("section_pattern", section.pattern)
        self.box.setText(name)
        self.box.setChecked(section.included)
        self.box.setAccessibleName(text("sections.include", section=name))
        self.heading.setVisible(section.pattern in _HEADED)
        self.heading.setPlaceholderText(text("sections.heading", section=name))
        self.heading.setAccessibleName(text("sections.heading_of", section=name))
        self.heading.show_text(section.heading)
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        self.up.setAccessibleName(f"{name}: {text('list.up')}")
        self.down.setAccessibleName(f"{name}: {text('list.down')}")
        self.remove.setEnabled(count > 1)
        self.remove.setAccessibleName(f"{name}: {text('list.remove')}")

    def _tell_heading(self) -> None:
        self.heading_typed.emit(self.heading.text())

    def _move_up(self) -> None:
        self.move_requested.emit(-1)

    def _move_down(self) -> None:
        self.move_requested.emit(1)


class SectionsPanel(QScrollArea):
    """Edits the plan of the booklet."""

    def __init__(self, appearance: Appearance, bridge: DocumentBridge) -> None:
        super().__init__()
        self._appearance, self._bridge = appearance, bridge
        self.rows: list[SectionRow] = []
        self._lines: list[QWidget] = []
        body = QWidget()
        body.setProperty("role", "surface")
        column = QWidget()
        column.setMaximumWidth(FORM_WIDTH_PX)
        self._box = QVBoxLayout(column)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(plain_label(appearance.text("sections.title"), "heading"))
        self._box.addSpacing(4)
        self._box.addWidget(plain_label(appearance.text("sections.hint"), "muted", wrap=True))
        self._box.addSpacing(12)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._box.addLayout(self._list)
        self._box.addSpacing(12)
        self._box.addWidget(self._make_add_button(), 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addStretch(1)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 16, 24, 24)
        outer.addWidget(column, 1)
        outer.addStretch(0)
        self.setWidget(body)
        self.setWidgetResizable(True)
        bridge.settings_changed.connect(self._follow)
        self.refresh()

    def _make_add_button(self) -> QWidget:
        """Return the button that lists the patterns of which a section can be added."""
        self.add_button = push_button(self._appearance.text("sections.add"))
        self.add_button.setIcon(self._appearance.icons("add", self._appearance.theme.accent))
        self.add_menu = QMenu(self.add_button)
        for pattern in SECTION_PATTERNS:
            name = self._appearance.words.choice("section_pattern", pattern)
            self.add_menu.addAction(name).setData(pattern)
        self.add_menu.triggered.connect(self._add)
        self.add_button.setMenu(self.add_menu)
        return self.add_button

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self._bridge.catalogue.booklet.sections or default_sections()

    def refresh(self) -> None:
        """Show the sections as they stand."""
        sections = self._sections
        while len(self.rows) < len(sections):
            self._add_row()
        for number, row in enumerate(self.rows, start=1):
            row.setVisible(number <= len(sections))
            self._lines[number - 1].setVisible(1 < number <= len(sections))
            if number <= len(sections):
                row.show_section(sections[number - 1], number, len(sections))

    def _add_row(self) -> None:
        row = SectionRow(self._appearance)
        row.included_changed.connect(self._include)
        row.heading_typed.connect(self._head)
        row.heading_left.connect(self._bridge.typing.end)
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

    def _place_of_sender(self) -> int:
        return next(place for place, row in enumerate(self.rows) if row is self.sender())

    def _set(self, sections: tuple[Section, ...]) -> None:
        self._bridge.step(commands.set_booklet_field(self._bridge.catalogue, "sections", sections))

    def _include(self, included: bool) -> None:
        place = self._place_of_sender()
        sections = list(self._sections)
        sections[place] = dataclasses.replace(sections[place], included=included)
        self._set(tuple(sections))

    def _head(self, text: str) -> None:
        place = self._place_of_sender()
        sections = list(self._sections)
        sections[place] = dataclasses.replace(sections[place], heading=text)
        self._bridge.type_setting(BookletSettings.kind, "sections", tuple(sections), self)

    def _add(self, action: QAction) -> None:
        """Add a section at the end, but before colophon and back cover."""
        sections = self._sections
        place = len(sections)
        while place and sections[place - 1].pattern in _LAST:
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
        sections = list(self._sections)
        sections.insert(place + steps, sections.pop(place))
        self._set(tuple(sections))
        moved = self.rows[place + steps]
        (moved.up if steps < 0 else moved.down).setFocus()
