"""How both maps hang together with list, page and checks: who tells whom what about pins.

Belongs to the desk; stands apart because a map talks with nearly everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ofdesk.base.errors import OfdeskError
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.bridge.map_layers import LayerChoice, LayerGround
from ofdesk.gui.callout_mover import CalloutMover
from ofdesk.gui.map.choice import choice_of
from ofdesk.gui.map.pin_filter import misplaced_records
from ofdesk.gui.panels.map_panel import MapPanel
from ofdesk.gui.panels.navigation import MAP
from ofdesk.model.ids import RecordId
from ofdesk.services.map_page import map_pages_of
from ofdesk.services.screen_layers import ScreenLayers

if TYPE_CHECKING:
    from ofdesk.gui.desk import ProjectDesk


class MapWiring(QObject):
    """Connects the map beside the page and the map of all records."""

    def __init__(self, desk: ProjectDesk, background: Background) -> None:
        super().__init__(desk)
        self._desk = desk
        self._beside, self._overview = desk.map, desk.overview
        self._left_out = 0
        self._told: dict[RecordId, str] = {}
        self.callouts = CalloutMover(desk.appearance, desk.project.document, desk.preview)
        # A click on the map leads to the record; in the overview it is shown there first.
        self._beside.record_clicked.connect(desk.open_record)
        self._beside.open_requested.connect(self._open)
        self._overview.record_clicked.connect(self._show_located)
        self._overview.open_requested.connect(self._open)
        self._overview.bulk_requested.connect(desk.bulk.open)
        # What is caught on a map is chosen in the list, and what is chosen there is ringed on both maps.
        self._beside.canvas.pins_chosen.connect(self._choose_beside)
        self._overview.canvas.pins_chosen.connect(self._choose_in_overview)
        desk.table.selection_changed.connect(self._show_chosen)
        desk.project.checks.problems_changed.connect(self._show_misplaced)
        for panel in (self._beside, self._overview):
            panel.lock_requested.connect(self._lock)
            panel.page_requested.connect(self._show_on_page)
            panel.tools.list_requested.connect(self._show_list)
        self._show_misplaced()
        self._show_layers(background)

    # ── layers of the project ───────────────────────────────────────────────────────────────────

    def _show_layers(self, background: Background) -> None:
        desk = self._desk
        document = desk.project.document
        choice, drawing = LayerChoice(document, self), ScreenLayers()
        for panel in (self._beside, self._overview):
            ground = LayerGround(choice, drawing, document, background, desk.appearance.theme, panel)
            panel.tools.layers.take(choice)
            panel.canvas.set_layers(ground)
            ground.failed.connect(self._tell_failed)

    def _tell_failed(self, errors: dict[RecordId, OfdeskError]) -> None:
        """Tell of layers that cannot be shown; a map beside them is told of them as well, but not twice."""
        desk = self._desk
        fresh = {key: error for key, error in errors.items() if self._told.get(key) != error.code}
        self._told.update({key: error.code for key, error in fresh.items()})
        sentences = []
        for key, error in fresh.items():
            record = desk.project.document.catalogue.get(key)
            if record is not None:
                reason = desk.appearance.words.error(error)
                sentences.append(desk.appearance.text("map.layer_failed", name=record.title, reason=reason))
        if sentences:
            desk.notice.tell("\n".join(sentences), "warning")

    # ── one record ──────────────────────────────────────────────────────────────────────────────

    def _open(self, record_id: str) -> None:
        if self._desk.open_record(record_id):
            self._desk.edit_record()

    def _show_located(self, record_id: str) -> None:
        self._overview.show_record(RecordId(record_id))
        self._desk.preview.show_record(RecordId(record_id))

    def _lock(self, record_id: str, locked: bool) -> None:
        self._desk.lock_place(record_id, locked)

    def _show_on_page(self, record_id: str) -> None:
        """Turn to the map where a record stands; asked again, to the next one."""
        desk = self._desk
        pages = map_pages_of(desk.project.document.catalogue, RecordId(record_id))
        if not pages:
            desk.notice.tell(desk.appearance.text("map.not_on_page"), "warning")
            return
        page = desk.preview.view.page
        here = pages.index(page.page_number) if page is not None and page.page_number in pages else -1
        seen_already = desk.preview.isVisible()
        desk.show_page()
        desk.preview.show_number(pages[(here + 1) % len(pages)] if seen_already else pages[max(here, 0)])
        desk.preview.mark_field(record_id, "name")

    # ── several records ─────────────────────────────────────────────────────────────────────────

    def _choose_beside(self, keys: frozenset[str]) -> None:
        self._choose(self._beside, keys)

    def _choose_in_overview(self, keys: frozenset[str]) -> None:
        self._choose(self._overview, keys)

    def _choose(self, panel: MapPanel, keys: frozenset[str]) -> None:
        desk = self._desk
        choice = choice_of(keys, desk.project.document.catalogue, desk.table.kind)
        if choice is None:
            panel.hint.setText(desk.appearance.text("map.none_inside"))
            return
        current = desk.table.current_id
        if panel is self._beside:
            panel.keep_view_for(current if current in choice.ids else None)
            desk.show_place(choice.kind)
        else:
            desk.table.show_kind(choice.kind)
        self._left_out = choice.left_out
        desk.table.choose_rows(choice.ids)
        panel.keep_view_for(desk.table.current_id)
        self._show_chosen(choice.ids)
        self._left_out = 0

    def _show_chosen(self, ids: frozenset[RecordId]) -> None:
        for panel in (self._beside, self._overview):
            panel.canvas.show_chosen(frozenset(ids))
            panel.tools.tell_chosen(len(ids), self._left_out)

    def _show_list(self) -> None:
        """Bring the list with what is chosen to the front, and the map beside it."""
        desk = self._desk
        desk.show_place(desk.table.kind)
        desk.side.choose(MAP)

    def _show_misplaced(self) -> None:
        keys = frozenset[str](misplaced_records(self._desk.project.checks.problems))
        for panel in (self._beside, self._overview):
            panel.tools.show_misplaced(keys)
