"""The flat plan (台割): follows the document, asks for the pictures in view, moves sections."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ofdesk.base.japan import REGIONS
from ofdesk.booklet.flow import BLANK
from ofdesk.booklet.plan import Plan
from ofdesk.drawing.display_list import Ink
from ofdesk.drawing.palettes import load_palette
from ofdesk.editing import commands
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.plan_book import PlanBook
from ofdesk.gui.bridge.preview import PreviewBridge
from ofdesk.gui.labels import plain_label
from ofdesk.gui.panels.flat_plan_layout import LEAF_WIDTH_PX
from ofdesk.gui.panels.flat_plan_view import FlatPlanView
from ofdesk.services.preview import PreviewImage
from ofdesk.services.thumbnails import Thumbnail

_WORDS_OF_PAGES = (
    "flat_plan.blank",
    "flat_plan.blank_page",
    "flat_plan.by_hand",
    "flat_plan.left",
    "flat_plan.ornament_page",
    "flat_plan.right",
)


def _region_colours() -> dict[str, QColor]:
    """Return the colours in which the regions are printed."""
    palette = load_palette()
    shades = {region: palette.rgb(Ink(f"region.{region}")) for region in REGIONS}
    return {region: QColor.fromRgbF(rgb.red, rgb.green, rgb.blue) for region, rgb in shades.items()}


class FlatPlanPanel(QWidget):
    """All pages of the booklet at a glance.

    Signals:
        record_opened(record_id): lead to the one record that a page shows.
        section_opened(place): lead to the section at a place.
        menu_requested(number, place): the context menu of a page is wanted at a place of the screen.
    """

    record_opened = Signal(str)
    section_opened = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(
        self, appearance: Appearance, bridge: DocumentBridge, book: PlanBook, preview: PreviewBridge
    ) -> None:
        super().__init__()
        self._appearance, self._bridge, self._preview = appearance, bridge, preview
        self._book = book
        self._colours = _region_colours()
        self._plan: Plan | None = None
        self._fresh: set[int] = set()
        self._fresh_from = 0
        self._page_number = 0
        text = appearance.text
        self.summary = plain_label("", "muted", wrap=True)
        self.summary.setContentsMargins(20, 8, 20, 8)
        self.view = FlatPlanView(appearance.theme)
        self.view.setAccessibleName(text("flat_plan.name"))
        self.view.setAccessibleDescription(text("flat_plan.keys"))
        self.view.words = {code.partition(".")[2]: text(code) for code in _WORDS_OF_PAGES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        self._wire()

    def _wire(self) -> None:
        self._book.rested.connect(self._refresh_if_shown)
        self._book.outdated.connect(self._note_change)
        self._preview.thumbnail_ready.connect(self._take_thumbnail)
        self._preview.page_ready.connect(self._follow_page)
        self.view.view_changed.connect(self._ask_in_view)
        self.view.page_chosen.connect(self._preview.ask_page)
        self.view.page_opened.connect(self.open_page)
        self.view.menu_requested.connect(self.menu_requested)
        self.view.section_moved.connect(self._move)
        self.view.section_stepped.connect(self.step_section)

    # ── following ───────────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the plan up to date when it comes to the front."""
        super().showEvent(event)
        if self._plan is None:
            self.refresh()
        self.view.mark(self._page_number)

    def refresh(self) -> None:
        """Show the plan as it stands."""
        self._plan = self._book.plan
        words = self._appearance.words
        names = {
            place: section.heading or words.choice("section_pattern", section.pattern)
            for place, section in enumerate(self._book.sections)
        }
        self._fresh.clear()
        slots = self._plan.slots
        text, blank = self._appearance.text, sum(slot.pattern == BLANK for slot in slots)
        code = "flat_plan.pages_and_blank" if blank else "flat_plan.pages"
        count = text(code, count=len(slots), blank=blank)
        self.summary.setText(f"{count}　{text('flat_plan.hint')}")
        self.view.show_plan(slots, names, self._colours, self._book.by_hand())

    def _note_change(self) -> None:
        self._plan = None

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.refresh()

    def _follow_page(self, page: PreviewImage) -> None:
        self._page_number = page.page_number
        if self._plan is not None and self.isVisible():
            self.view.mark(page.page_number)

    # ── pictures ────────────────────────────────────────────────────────────────────────────────

    def _ask_in_view(self) -> None:
        """Ask for the pictures in view that do not show the present state."""
        if self._plan is None or not self.isVisible():
            return
        wanted = tuple(
            number
            for number in self.view.visible_numbers()
            if number not in self._fresh or not self.view.has_picture(number)
        )
        if wanted:
            width_px = round(LEAF_WIDTH_PX * self.devicePixelRatioF())
            serial = self._preview.ask_thumbnails(wanted, width_px)
            if not self._fresh:
                self._fresh_from = serial

    def _take_thumbnail(self, thumbnail: Thumbnail) -> None:
        if self._plan is None or thumbnail.serial < self._fresh_from:
            return  # drawn before the last change; the page has been asked for again
        self._fresh.add(thumbnail.number)
        picture = QPixmap()
        if thumbnail.pixels:
            size = (thumbnail.width_px, thumbnail.height_px, thumbnail.stride)
            picture = QPixmap.fromImage(QImage(thumbnail.pixels, *size, QImage.Format.Format_RGB32))
        self.view.take_picture(thumbnail.number, picture)

    # ── acting ──────────────────────────────────────────────────────────────────────────────────

    def open_page(self, number: int) -> None:
        """Lead to the one record of a page, or to its section."""
        if self._plan is None:
            return
        slot = self._plan.slot(number)
        if len(slot.records) == 1:
            self.record_opened.emit(slot.records[0])
        else:
            self.section_opened.emit(slot.section)

    def _move(self, place: int, before: int) -> None:
        catalogue = self._bridge.catalogue
        self._bridge.step(commands.move_section(self._book.sections, catalogue, place, before))

    def step_section(self, place: int, steps: int) -> None:
        """Move a section past the next one that has pages, and stay on its first page."""
        if self._plan is None:
            return
        shown = sorted({slot.section for slot in self._plan.slots})
        goal = shown.index(place) + steps
        if not 0 <= goal < len(shown):
            return
        before = shown[goal] + (1 if steps > 0 else 0)
        self._move(place, before)
        self.refresh()
        moved_to = before - (before > place)
        self.view.mark(self.view.sheet.section(moved_to)[0].slot.number)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
