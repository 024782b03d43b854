"""Pages laid out by hand: from the panel, the menus and the dragged photo to edits, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ofdesk.booklet.crop import dragged_focus
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.drawing.display_list import FieldBox
from ofdesk.editing import commands
from ofdesk.editing.plan_commands import (
    change_layout,
    change_section,
    laid_out_by_hand,
    reset_layouts,
    with_layout,
)
from ofdesk.gui.panels.layout_panel import LayoutPanel
from ofdesk.model.choices import PAGE_START
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Event, Factory
from ofdesk.services.preview import PreviewImage

if TYPE_CHECKING:
    from ofdesk.gui.desk import ProjectDesk

_DRAG_MS = 40  # a page takes longer to draw than the pointer to move
_TYPED = frozenset({"text_percent", "zoom_percent", "focus_x", "focus_y"})


class LayoutWiring(QObject):
    """Between one desk and the layouts of its records."""

    def __init__(self, desk: ProjectDesk) -> None:
        super().__init__(desk)
        self._desk, self._document, self._book = desk, desk.project.document, desk.booklet.book
        self._text = desk.appearance.text
        self.panel: LayoutPanel = desk.preview.layout_panel
        self.menu: QMenu | None = None
        self._number = 0
        self._shown: tuple[RecordId, ...] = ()
        self._picked: RecordId | None = None
        self._held: tuple[RecordId, Picture, FieldBox, PageLayout | None] | None = None
        self._way = (0.0, 0.0)
        self._drags = 0
        self._drag = QTimer(self, singleShot=True, interval=_DRAG_MS)
        self._drag.timeout.connect(self._crop)
        self._wire()

    def _wire(self) -> None:
        preview, view = self._desk.preview, self._desk.preview.view
        preview.layout_button.clicked.connect(self._toggle)
        self.panel.closed.connect(self._close)
        self.panel.decided.connect(self._decide)
        self.panel.reset_requested.connect(self._reset)
        self.panel.record_picked.connect(self._pick)
        self._desk.project.preview.page_ready.connect(self._follow_page)
        self._desk.form.record_shown.connect(self._follow_record)
        self._document.records_changed.connect(self._follow_edit)
        self._book.rested.connect(self._refresh)
        view.photo_dragged.connect(self._hold)
        view.photo_released.connect(self._release)
        view.page_menu_requested.connect(self._open_page_menu)
        self._desk.booklet.flat_plan.menu_requested.connect(self._open_plan_menu)

    # ── following ───────────────────────────────────────────────────────────────────────────────

    @property
    def record(self) -> Event | Factory | None:
        """The record whose layout the panel shows."""
        wanted = self._picked if self._picked in self._shown else next(iter(self._shown), None)
        return with_layout(self._document.catalogue, wanted)

    def _follow_page(self, page: PreviewImage) -> None:
        if page.page_number != self._number:
            self._number = page.page_number
            self._refresh()

    def _follow_record(self, record_id: str) -> None:
        if record_id in self._shown:
            self._picked = RecordId(record_id)
            self._show()

    def _follow_edit(self, *_facts: object) -> None:
        self._show()

    def _refresh(self) -> None:
        """Look anew whose page is shown."""
        self._shown = tuple(record.id for record in self._book.told_on(self._number))
        if self._desk.record_id in self._shown:
            self._picked = self._desk.record_id
        self._show()

    def _show(self) -> None:
        found = (with_layout(self._document.catalogue, record) for record in self._shown)
        records = [record for record in found if record is not None]
        current = self.record
        place = records.index(current) if current in records else 0
        self._desk.preview.mark_layout(by_hand=any(record.layout for record in records))
        if self.panel.isVisible():
            self.panel.show_records(records, place)
        self._desk.preview.view.crop.photos = frozenset(
            picture.record for record in records for picture in self._pictures(record)
        )

    def _pictures(self, record: Event | Factory) -> tuple[Picture, ...]:
        """Return the one photo whose crop a layout decides, if there is one."""
        return pictures_of(self._document.catalogue, record.photos)[:1]

    # ── the panel ───────────────────────────────────────────────────────────────────────────────

    def open_for(self, number: int) -> None:
        """Show a page with its panel."""
        self._desk.side.choose("page")
        self._desk.preview.show_number(number)
        self._number = number
        self._open()

    def _toggle(self) -> None:
        if self._desk.preview.layout_button.isChecked():
            self._open()
        else:
            self._close()

    def _open(self) -> None:
        self._desk.preview.set_layout_shown(shown=True)
        self._refresh()
        visible = (widget for widget in self.panel.inputs if widget.isVisible())
        focused = next(visible, self.panel.close_button)
        focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._desk.preview.set_layout_shown(shown=False)
        self._desk.preview.layout_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, place: int) -> None:
        if place < len(self._shown):
            self._picked = self._shown[place]
            self._show()

    def _decide(self, field: str, value: object) -> None:
        record = self.record
        if record is None:
            return
        command = change_layout(record, {field: value})
        if field in _TYPED:
            self._document.stroke(command, record.id, f"layout.{field}")
        else:
            self._document.step(command)

    def _reset(self) -> None:
        if self.record is not None:
            self._document.step(reset_layouts((self.record,)))

    # ── the photo ───────────────────────────────────────────────────────────────────────────────

    def _hold(self, box: FieldBox, dx_mm: float, dy_mm: float) -> None:
        """Note how far a photo was dragged; the page follows a little later."""
        if self._held is None or self._held[2] is not box:
            for record_id in self._shown:
                record = with_layout(self._document.catalogue, record_id)
                for picture in self._pictures(record) if record is not None else ():
                    if record is not None and picture.record == box.record:
                        self._held = (record_id, picture, box, record.layout)
                        self._picked = record_id
                        self._drags += 1
        self._way = (dx_mm, dy_mm)
        if not self._drag.isActive():
            self._drag.start()

    def _crop(self) -> None:
        if self._held is None:
            return
        record_id, picture, box, before = self._held
        record = with_layout(self._document.catalogue, record_id)
        if record is not None:
            values = dragged_focus(picture, box.rect, before, *self._way)
            self._document.gesture(change_layout(record, values), f"crop-{self._drags}")

    def _release(self, kept: bool) -> None:
        self._drag.stop()
        if self._held is not None and not kept:
            record = with_layout(self._document.catalogue, self._held[0])
            before = self._held[3]
            if record is not None:
                former = {name: getattr(before, name, None) for name in ("focus_x", "focus_y")}
                self._document.gesture(change_layout(record, former), f"crop-{self._drags}")
        elif kept:
            self._crop()
        self._held = None

    # ── menus ───────────────────────────────────────────────────────────────────────────────────

    def _open_page_menu(self, place: QPoint) -> None:
        menu = self._begin_menu(self._desk.preview)
        self._add_layout_actions(menu, self._number)
        menu.popup(place)

    def _open_plan_menu(self, number: int, place: QPoint) -> None:
        slot = next((slot for slot in self._book.plan.slots if slot.number == number), None)
        if slot is None:  # an edit took the page away that is still shown
            return
        menu = self._begin_menu(self._desk.booklet.flat_plan)
        self._add(menu, "flat_plan.open", ("open", number))
        menu.addSeparator()
        self._add_layout_actions(menu, number)
        menu.addSeparator()
        section = slot.section
        starts = self._book.sections[section].starts
        self._add_starts(menu, "flat_plan.section_starts", starts, ("section_starts", section))
        self._add(menu, "flat_plan.blank_before", ("blank", section))
        self._add(menu, "flat_plan.section_up", ("move", section, -1))
        self._add(menu, "flat_plan.section_down", ("move", section, 1))
        menu.popup(place)

    def _begin_menu(self, parent: QWidget) -> QMenu:
        self.menu = QMenu(parent)
        self.menu.triggered.connect(self._act)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        return self.menu

    def _add(self, menu: QMenu, code: str, wish: tuple[object, ...], *, able: bool = True) -> QAction:
        action = menu.addAction(self._text(code))
        action.setData(wish)
        action.setEnabled(able)
        return action

    def _add_layout_actions(self, menu: QMenu, number: int) -> None:
        told = self._book.told_on(number)
        self._add(menu, "layout.open", ("layout", number), able=bool(told))
        if len(told) == 1:
            starts = told[0].layout.starts if told[0].layout else ""
            self._add_starts(menu, "layout.starts", starts, ("starts", told[0].id))
        ids = tuple(record.id for record in told)
        changed = any(record.layout for record in told)
        self._add(menu, "layout.reset", ("reset", *ids), able=changed)
        every = laid_out_by_hand(self._document.catalogue)
        action = self._add(menu, "layout.reset_all", ("reset_all",), able=bool(every))
        action.setText(self._text("layout.reset_all", count=len(every)))

    def _add_starts(self, menu: QMenu, code: str, current: str, wish: tuple[object, ...]) -> None:
        inner = menu.addMenu(self._text(code))
        words = self._desk.appearance.words
        for start in ("", *PAGE_START.codes):
            word = words.choice(PAGE_START.name, start) if start else self._text("layout.automatic")
            action = inner.addAction(word)
            action.setCheckable(True)
            action.setChecked(start == current)
            action.setData((*wish, start))

    def _act(self, action: QAction) -> None:
        catalogue, document, sections = self._document.catalogue, self._document, self._book.sections
        match action.data():
            case ("open", int(number)):
                self._desk.booklet.flat_plan.open_page(number)
            case ("layout", int(number)):
                self.open_for(number)
            case ("starts", str(record_id), str(start)):
                record = with_layout(catalogue, RecordId(record_id))
                if record is not None:
                    document.step(change_layout(record, {"starts": start}))
            case ("reset", *ids):
                records = (with_layout(catalogue, RecordId(str(record_id))) for record_id in ids)
                document.step(reset_layouts(record for record in records if record is not None))
            case ("reset_all",):
                document.step(reset_layouts(laid_out_by_hand(catalogue)))
            case ("section_starts", int(place), str(start)):
                document.step(change_section(sections, catalogue, place, {"starts": start}))
            case ("blank", int(place)):
                document.step(commands.add_section(sections, catalogue, "blank", place))
            case ("move", int(place), int(steps)):
                self._desk.booklet.flat_plan.step_section(place, steps)
