"""The window of the bulk search: it runs beside the work, shows what was found and takes what is ticked.

Owns the way from the search to the one step of undo. The records stay as they are until the user takes the
answers; meanwhile the editor can be used, and what is edited there is passed over.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ofdesk.base.progress import Cancel, Progress
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background, Breathing, Job
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bulk.result_view import ResultView
from ofdesk.gui.empty_state import EmptyState
from ofdesk.gui.labels import hairline, plain_label, push_button
from ofdesk.model.catalogue import Catalogue
from ofdesk.services.bulk_geocoding import BulkReport, adopt, geocode_unplaced, unplaced_records

_WIDTH_PX, _HEIGHT_PX = 1320, 800
_SHARE_OF_WINDOW = 0.94


class _Search:
    """The search over one snapshot, leaving the interface its share of the time."""

    def __init__(self, catalogue: Catalogue, matcher: AddressMatcher) -> None:
        self._catalogue, self._matcher = catalogue, matcher

    def __call__(self, *, progress: Progress, cancel: Cancel) -> BulkReport:
        return geocode_unplaced(self._catalogue, self._matcher, progress=progress, cancel=Breathing(cancel))


class BulkDialog(QDialog):
    """The window.

    Signals:
        adopted(sentence): places were taken; the sentence tells how many.
        record_opened(record_id): the user wants the form of this record.
    """

    adopted = Signal(str)
    record_opened = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        bridge: DocumentBridge,
        places: Places,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._bridge = appearance, bridge
        self._places, self._background = places, background
        self._job: Job | None = None
        text = appearance.text
        self.setWindowTitle(text("bulk.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.empty = EmptyState(text("bulk.none"), text("bulk.none_hint"))
        self.results = ResultView(appearance, places)
        self.results.record_opened.connect(self.record_opened)
        self.results.model.ticks_changed.connect(self._tell_ticks)
        self.working = plain_label("", "heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text("work.progress"))
        self.count = plain_label("", "muted")
        self.stop_button = push_button(text("bulk.stop"))
        self.stop_button.clicked.connect(self.stop)
        self.told = plain_label("", "muted", wrap=True)
        self.again_button = push_button(text("bulk.again"), "link")
        self.again_button.clicked.connect(self.search)
        self.close_button = push_button(text("help.close"))
        self.close_button.clicked.connect(self.close)
        self.accept_button = push_button("", "primary")
        self.accept_button.clicked.connect(self.take)
        self._lay_out()
        window = parent.window().size() * _SHARE_OF_WINDOW
        self.resize(min(_WIDTH_PX, window.width()), min(_HEIGHT_PX, window.height()))
        places.gazetteer_ready.connect(self._begin_late)
        self.search()

    def _lay_out(self) -> None:
        progress = QWidget()
        progress.setProperty("role", "surface")
        column = QVBoxLayout(progress)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.stop_button)
        row.addStretch(1)
        for widget in (self.working, self.bar, self.count):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(1)
        self.progress = progress
        self.pages = QStackedWidget()
        for page in (progress, self.results, self.empty):
            self.pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.again_button)
        foot.addWidget(self.close_button)
        foot.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages, 1)
        layout.addWidget(hairline())
        layout.addLayout(foot)

    # ── the search ──────────────────────────────────────────────────────────────────────────────

    def search(self) -> None:
        """Look for the places of all records that have none now."""
        if self._job is not None:
            return
        catalogue, text = self._bridge.catalogue, self._appearance.text
        count = sum(1 for _ in unplaced_records(catalogue))
        self._show_buttons(results=False)
        if not count:
            self.pages.setCurrentWidget(self.empty)
            self.close_button.setFocus()
            return
        matcher = self._places.matcher
        self.pages.setCurrentWidget(self.progress)
        self.bar.setRange(0, 0 if matcher is None else count)
        if matcher is None:
            self.working.setText(text("geocode.loading"))
            return
        self.working.setText(text("bulk.working", count=f"{count:,}"))
        self.stop_button.setEnabled(True)
        self.stop_button.setFocus()
        self._job = self._background.start(text("work.geocode"), _Search(catalogue, matcher))
        self._job.advanced.connect(self._advance)
        self._job.succeeded.connect(self._take_report)
        self._job.ended.connect(self._end_job)

    def _begin_late(self) -> None:
        if self.pages.currentWidget() is self.progress:
            self.search()

    def _advance(self) -> None:
        if self._job is not None:
            self.bar.setRange(0, self._job.total)
            self.bar.setValue(self._job.done)
            done, total = f"{self._job.done:,}", f"{self._job.total:,}"
            self.count.setText(self._appearance.text("bulk.progress", done=done, total=total))

    def stop(self) -> None:
        """End the search; what was found so far is offered."""
        if self._job is not None:
            self.stop_button.setEnabled(False)
            self._job.cancel()

    def _end_job(self) -> None:
        self._job = None

    def _take_report(self, report: BulkReport) -> None:
        self._job = None
        text = self._appearance.text
        self.results.model.show_report(report, self._bridge.catalogue)
        self.pages.setCurrentWidget(self.results)
        self._show_buttons(results=True)
        self.again_button.setVisible(report.stopped)
        if report.stopped:
            done, total = f"{len(report.answers):,}", f"{report.asked:,}"
            self.told.setText(text("bulk.stopped", done=done, total=total))
        else:
            self.told.setText(text("bulk.keys"))
        self.results.begin()

    def _show_buttons(self, *, results: bool) -> None:
        self.accept_button.setVisible(results)
        self.again_button.setVisible(False)
        self.told.setText("")

    # ── the end ─────────────────────────────────────────────────────────────────────────────────

    def _tell_ticks(self) -> None:
        count = len(self.results.model.chosen())
        self.accept_button.setText(self._appearance.text("bulk.accept", count=f"{count:,}"))
        self.accept_button.setEnabled(count > 0)

    def take(self) -> None:
        """Give the ticked records their places, in one step."""
        text = self._appearance.text
        adoption = adopt(self._bridge.catalogue, self.results.model.chosen())
        self._bridge.step(adoption.command)
        sentence = text("bulk.adopted", count=f"{adoption.placed:,}")
        if adoption.skipped:
            sentence += text("bulk.skipped", count=f"{adoption.skipped:,}")
        self.adopted.emit(sentence)
        self.close()

    def reject(self) -> None:
        """Esc first ends a search under way, and closes the window when there is none."""
        if self._job is not None:
            self.stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Call the search off; nothing is taken."""
        if self._job is not None:
            self._job.succeeded.disconnect(self._take_report)
            self._job.cancel()
            self._job = None
        super().closeEvent(event)
