"""The plan of the booklet as it stands, made once after a change for all who show pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.booklet.plan import Plan, default_sections, paginate
from ofdesk.booklet.selection import Selector
from ofdesk.editing.plan_commands import with_layout
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory
from ofdesk.model.search import SearchIndex
from ofdesk.model.settings import Section

# Their pages belong to the records they show, so that these may decide about them.
_LAID_OUT_PATTERNS = frozenset({"event", "event_more", "factory_list"})
_PAUSE_MS = 120


class PlanBook(QObject):
    """One project's plan.

    Signals:
        outdated(): the document changed; what shows the plan in detail may do so once typing rests.
        rested(): a moment went by since the last change.
    """

    outdated = Signal()
    rested = Signal()

    def __init__(self, document: DocumentBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._words = SearchIndex()
        self._plan: Plan | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.rested)
        document.changes_applied.connect(self._note_change)

    @property
    def plan(self) -> Plan:
        """The plan, made anew only after a change."""
        if self._plan is None:
            self._plan = paginate(self._document.catalogue, self._words)
        return self._plan

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections as they are printed now: the usual ones when the booklet has none of its own."""
        return self._document.catalogue.booklet.sections or default_sections()

    @property
    def selector(self) -> Selector:
        """Tells which records a section shows."""
        return Selector(self._document.catalogue, self.plan.order, self._words)

    def told_on(self, number: int) -> tuple[Event | Factory, ...]:
        """Return the events and factories whose own page has a number; () for other pages and none."""
        slots = self.plan.slots
        place = number - slots[0].number if slots else -1
        if not 0 <= place < len(slots) or slots[place].pattern not in _LAID_OUT_PATTERNS:
            return ()
        found = (with_layout(self._document.catalogue, record) for record in slots[place].records)
        return tuple(record for record in found if record is not None)

    def by_hand(self) -> frozenset[int]:
        """Return the numbers of the pages for which something was decided by hand."""
        return frozenset(
            slot.number
            for slot in self.plan.slots
            if slot.pattern in _LAID_OUT_PATTERNS and any(map(self._has_layout, slot.records))
        )

    def _has_layout(self, record_id: RecordId) -> bool:
        record = with_layout(self._document.catalogue, record_id)
        return record is not None and record.layout is not None

    def _note_change(self) -> None:
        self._plan = None
        self.outdated.emit()
        self._pause.start()
