"""The live page at the right: desk, page turner, zoom, and the leaves of the booklet."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.preview import PreviewBridge
from ofdesk.gui.labels import icon_button, plain_label, set_role, set_tooltip
from ofdesk.gui.panels.layout_panel import LayoutPanel
from ofdesk.gui.panels.page_ruler import PageRuler
from ofdesk.gui.panels.page_view import PageView
from ofdesk.model.ids import RecordId
from ofdesk.services.preview import PreviewImage

_SLOW_MS = 700


class PreviewPanel(QWidget):
    """Shows the page of the current record.

    Signals:
        field_clicked(record_id, field): the user clicked a field on the page.
    """

    field_clicked = Signal(str, str)

    def __init__(self, appearance: Appearance, preview: PreviewBridge) -> None:
        super().__init__()
        self._appearance, self._preview = appearance, preview
        text, icons = appearance.text, appearance.icons
        self.view = PageView(appearance.theme)
        self.view.setAccessibleName(text("preview.name"))
        self.view.setAccessibleDescription(text("preview.callout_keys"))
        self.view.callout_hint = text("preview.callout_hint")
        self.ruler = PageRuler(appearance)
        self.number = plain_label("")
        self.note = plain_label("", "muted", wrap=True)
        self.previous = icon_button(icons, "previous", text("preview.previous"))
        self.next = icon_button(icons, "next", text("preview.next"))
        self.zoom_out = icon_button(icons, "zoom_out", text("preview.zoom_out"))
        self.fit = icon_button(icons, "fit", text("preview.fit"))
        self.zoom_in = icon_button(icons, "zoom_in", text("preview.zoom_in"))
        self.layout_button = QToolButton()
        self.layout_button.setText(text("layout.button"))
        self.layout_button.setCheckable(True)
        self.layout_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tooltip(self.layout_button, text("layout.title"))
        self.layout_panel = LayoutPanel(appearance)
        self.layout_panel.hide()
        self.mark_layout(by_hand=False)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 4, 8, 4)
        tools.setSpacing(2)
        tools.addWidget(self.previous)
        tools.addWidget(self.number)
        tools.addWidget(self.next)
        tools.addSpacing(8)
        tools.addWidget(self.ruler, 1)
        tools.addSpacing(8)
        tools.addWidget(self.layout_button)
        for button in (self.zoom_out, self.fit, self.zoom_in):
            tools.addWidget(button)
        self.number.setMinimumWidth(56)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setContentsMargins(16, 0, 16, 8)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self.layout_panel)
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)

    def _wire(self) -> None:
        self.previous.clicked.connect(self._turn_back)
        self.next.clicked.connect(self._turn_on)
        self.zoom_out.clicked.connect(self._zoom_out)
        self.zoom_in.clicked.connect(self._zoom_in)
        self.fit.clicked.connect(self.view.fit)
        self.view.width_wanted.connect(self._preview.ask_width)
        self.view.turn_requested.connect(self.turn)
        self.view.field_clicked.connect(self.field_clicked)
        self.ruler.page_clicked.connect(self._preview.ask_page)
        self._preview.page_ready.connect(self._show)
        self._preview.page_failed.connect(self._fail)
        self._preview.waiting_changed.connect(self._wait)

    @property
    def is_waiting(self) -> bool:
        """Whether the page shown is about to be replaced."""
        return self._preview.is_waiting

    def set_layout_shown(self, *, shown: bool) -> None:
        """Show the panel of the layouts made by hand, or put it away."""
        self.layout_button.setChecked(shown)
        self.layout_panel.setVisible(shown)

    def mark_layout(self, *, by_hand: bool) -> None:
        """Mark whether something was decided by hand for the page shown."""
        text = self._appearance.text("layout.button_marked" if by_hand else "layout.button")
        self.layout_button.setText(text)
        self.layout_button.setAccessibleName(f"{self._appearance.text('layout.title')}: {text}")

    # ── wishes ──────────────────────────────────────────────────────────────────────────────────

    def show_record(self, record_id: RecordId | None) -> None:
        """Show the page where a record stands."""
        self._preview.ask_record(record_id)

    def mark_field(self, record_id: str, field: str) -> None:
        """Mark where a field stands on the page."""
        self.view.mark_field(record_id, field)

    def show_number(self, number: int) -> None:
        """Show the page of a number."""
        self._preview.ask_page(number)

    def turn(self, steps: int) -> None:
        """Turn pages."""
        page = self.view.page
        if page is not None:
            number = page.page_number + steps
            if page.first_number <= number < page.first_number + page.page_count:
                self._preview.ask_page(number)

    def _turn_back(self) -> None:
        self.turn(-1)

    def _turn_on(self) -> None:
        self.turn(1)

    def _zoom_out(self) -> None:
        self.view.zoom_by(-1)

    def _zoom_in(self) -> None:
        self.view.zoom_by(1)

    # ── answers ─────────────────────────────────────────────────────────────────────────────────

    def _show(self, page: PreviewImage) -> None:
        self.view.show_page(page)
        last = page.first_number + page.page_count - 1
        self.number.setText(f"{page.page_number} / {last}")
        self.number.setAccessibleName(self._appearance.text("preview.page", number=page.page_number))
        self.ruler.show_pages(page.first_number, page.page_count, page.page_number, page.pages_of_record)
        self.previous.setEnabled(page.page_number > page.first_number)
        self.next.setEnabled(page.page_number < last)
        self._say("", "muted")

    def _fail(self, code: str) -> None:
        words = self._appearance.words
        reason = words("errors", code) if words.has("errors", code) else ""
        self._say(self._appearance.text("preview.failed", reason=reason), "warning")

    def _wait(self, waiting: bool) -> None:
        if waiting:
            self._slow.start()
        else:
            self._slow.stop()

    def _tell_slow(self) -> None:
        self._say(self._appearance.text("preview.drawing"), "muted")

    def _say(self, text: str, role: str) -> None:
        set_role(self.note, role)
        self.note.setText(text)
        self.note.setVisible(bool(text))
