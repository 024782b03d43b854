"""The map: pins of the records, the current one to drag, and the search by address."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import PREFECTURES
from ofdesk.editing import commands
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button, set_tooltip
from ofdesk.gui.map.answer_card import AnswerCard
from ofdesk.gui.map.located import RecordPins, alternative_of, candidate_pins, locations_of, without_circle
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.map.map_painter import MapPainter
from ofdesk.gui.map.online_search import OnlineRow
from ofdesk.gui.map.pin_talk import PinTalk
from ofdesk.gui.map.pins import extent_of
from ofdesk.gui.map.tools import PinTools
from ofdesk.gui.placing import confirmation_summary, location_summary, online_location
from ofdesk.gui.record_titles import record_title
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Record
from ofdesk.services.bulk_geocoding import unplaced_records
from ofdesk.services.located import LOCATED_KINDS, address_of, can_be_located, found_location, location_of

_ZOOM = 1.6
_NO_ALTERNATIVE = -1
_ONLINE = "online"
_LINES_IN_COLUMN = 2


class MapPanel(QWidget):
    """Map with search.

    Signals:
        record_clicked(record_id): a pin was clicked.
        open_requested(record_id): the user wants the form of the record shown.
        lock_requested(record_id, locked): lock or unlock the record's place.
        bulk_requested(): look for the places of all records that have none.
        page_requested(record_id): show the record on the MAP of the booklet.
    """

    record_clicked = Signal(str)
    open_requested = Signal(str)
    lock_requested = Signal(str, bool)
    bulk_requested = Signal()
    page_requested = Signal(str)

    def __init__(
        self, appearance: Appearance, bridge: DocumentBridge, places: Places, *, overview: bool = False
    ) -> None:
        """Take `overview` for the map that stands in the middle, away from list and form."""
        super().__init__()
        self._overview = overview
        self._appearance, self._bridge, self._places = appearance, bridge, places
        self._record_id: RecordId | None = None
        self._locations: dict[RecordId, Location] = {}
        self._record_pins = RecordPins(appearance.words)
        self._clicked: RecordId | None = None
        self._stale = True
        self._shown_alternative = _NO_ALTERNATIVE
        self._asked = ""
        text, icons = appearance.text, appearance.icons
        self.canvas = MapCanvas(appearance.theme)
        self.canvas.setAccessibleName(text("map.name"))
        self.canvas.setAccessibleDescription(text("map.keys"))
        kinds = [appearance.words("kinds", kind) for kind in LOCATED_KINDS]
        self.canvas.legend = (*kinds, text("map.legend_locked"))
        self.tools = PinTools(appearance, self.canvas, away_from_list=overview)
        self.geocode_button = push_button(text("place.geocode"))
        self.geocode_button.setIcon(icons("locate"))
        self.zoom_out = icon_button(icons, "zoom_out", text("map.zoom_out"))
        self.nation = icon_button(icons, "fit", text("map.nation"))
        self.zoom_in = icon_button(icons, "zoom_in", text("map.zoom_in"))
        self.here = icon_button(icons, "pin", text("map.show_pin"))
        self.card = AnswerCard(appearance)
        self.online = OnlineRow(appearance, places)
        self.card.add_below(self.online)
        self.card.hide()
        self.title = plain_label("", "heading", wrap=True)
        self.open_button = push_button(text("map.open_record"))
        self.open_button.clicked.connect(self._open)
        self.page_button = push_button(text("map.on_page"))
        self.page_button.setIcon(icons("page"))
        self.lock_button = icon_button(icons, "lock", text("place.lock"))
        self.lock_button.setCheckable(True)
        self.bulk_button = push_button("")
        self.bulk_button.hide()
        if not overview:
            self.title.hide()
            self.open_button.hide()
        self.summary = plain_label("", wrap=True)
        self.hint = plain_label("", "muted", wrap=True)
        self.talk = PinTalk(appearance, bridge, places, self.canvas, self.hint)
        self._lay_out()
        self._wire()
        if places.layers is not None:
            self._take_map()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 4, 8, 4)
        tools.setSpacing(2)
        tools.addWidget(self.geocode_button)
        tools.addSpacing(8)
        tools.addWidget(self.bulk_button)
        tools.addStretch(1)
        for button in (self.lock_button, self.here, self.zoom_out, self.nation, self.zoom_in):
            tools.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.summary, self.hint):
            words.addWidget(label)
        # Longer words must not make the map smaller while a pin is being dragged on it.
        for label in (self.summary, self.hint):
            lines = 1 if self._overview else _LINES_IN_COLUMN
            label.setMinimumHeight(lines * label.fontMetrics().lineSpacing())
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addLayout(words, 1)
        foot.addWidget(self.page_button)
        foot.addSpacing(8)
        foot.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self.tools)
        layout.addWidget(hairline())
        layout.addWidget(self.canvas, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.card)
        layout.addLayout(foot)

    def _wire(self) -> None:
        self.geocode_button.clicked.connect(self._geocode_current)
        self.zoom_in.clicked.connect(self._zoom_in)
        self.zoom_out.clicked.connect(self._zoom_out)
        self.nation.clicked.connect(self.canvas.show_nation)
        self.here.clicked.connect(self.show_current_pin)
        self.canvas.pin_clicked.connect(self._click)
        self.canvas.pin_dragged.connect(self._drop)
        self.canvas.drag_ended.connect(self._tell)
        self.talk.ended.connect(self._tell)
        self.canvas.pin_opened.connect(self._open_pin)
        self.page_button.clicked.connect(self._ask_page)
        self.card.accepted.connect(self.accept_answer)
        self.card.dismissed.connect(self.dismiss_answer)
        self.card.alternative_chosen.connect(self._ask_exactly)
        self.online.answer_shown.connect(self._show_online)
        self.online.accepted.connect(self.accept_online)
        self.card.alternative_shown.connect(self._show_alternative)
        self.lock_button.clicked.connect(self._ask_lock)
        self.bulk_button.clicked.connect(self.bulk_requested)
        self._bridge.structure_changed.connect(self._count_unplaced)
        self._bridge.records_changed.connect(self._follow)
        self._places.map_ready.connect(self._take_map)
        self._places.gazetteer_ready.connect(self._take_gazetteer)

    def _take_gazetteer(self) -> None:
        self._take_map()  # the names of the towns are there now
        self._tell()

    def _take_map(self) -> None:
        layers = self._places.layers
        if layers is None:
            return
        japanese = self._appearance.words.language == "ja"
        names = {p.code: p.name if japanese else p.romaji for p in PREFECTURES}
        credit = self._appearance.text("map.credit")
        theme, towns = self._appearance.theme, self._places.town_names
        self.canvas.set_painter(MapPainter(layers, theme, names, credit, towns))

    # ── the record ──────────────────────────────────────────────────────────────────────────────

    def show_record(self, record_id: RecordId | None) -> None:
        """Make a record the current one; the map goes to its pin."""
        if record_id != self._record_id:
            self._record_id = record_id
            self.card.hide()
        self._refresh_pins()
        self._tell()
        if not self._overview and record_id != self._clicked:
            self.show_current_pin()
        self._clicked = None  # what was picked on the map is seen already

    def _open(self) -> None:
        if self._record_id is not None:
            self.open_requested.emit(self._record_id)

    def show_current_pin(self) -> None:
        """Bring the current pin into the middle."""
        pin = self.canvas.current_pin
        if pin is not None:
            self.canvas.show_point(pin.point, pin.radius_m)

    def _refresh_pins(self) -> None:
        catalogue = self._bridge.catalogue
        self._locations = locations_of(catalogue)
        pins = self._record_pins.of(catalogue, self._locations, self._record_id)
        if not self.card.isHidden() and self.card.match is not None:
            words, online = self._appearance.words, self.online.pin(_ONLINE)
            title = words("ui", "online.dictionary") if online is not None else ""
            candidates = candidate_pins(self.card.match, self._shown_alternative, words, title)
            pins = (*map(without_circle, pins), *candidates, *([online] if online is not None else []))
        self._stale = False
        self.canvas.show_pins(pins)

    def _count_unplaced(self) -> None:
        """Offer the search for all on the map of all records, while there is one to look for."""
        if self._overview:
            count = sum(1 for _ in unplaced_records(self._bridge.catalogue))
            self.bulk_button.setText(self._appearance.text("map.unplaced", count=f"{count:,}"))
            self.bulk_button.setVisible(count > 0)

    def _tell(self) -> None:
        words, text = self._appearance.words, self._appearance.text
        record = self._bridge.catalogue.get(self._record_id)
        locatable = can_be_located(record)
        location = location_of(record)
        self.geocode_button.setEnabled(locatable and self._places.has_gazetteer)
        self._tell_lock(location)
        self.here.setEnabled(location is not None and location.point is not None)
        self.title.setText(record_title(record, self._bridge.catalogue, words) if record is not None else "")
        self.open_button.setEnabled(record is not None)
        self.page_button.setEnabled(locatable)
        if not locatable:
            self.summary.setText(text("map.no_record"))
            self.hint.setText(text("map.no_record_hint"))
            return
        lines = [location_summary(location, words), confirmation_summary(location, words)]
        self.summary.setText(words("ui", "place.joint").join(filter(None, lines)))
        if location is None or location.point is None:
            self.hint.setText(text("map.unplaced_hint"))
        else:
            self.hint.setText(text("map.locked_hint" if location.locked else "map.drag_hint"))

    def _tell_lock(self, location: Location | None) -> None:
        located = location is not None and location.point is not None
        locked = location is not None and location.locked
        name = self._appearance.text("place.unlock" if locked else "place.lock")
        self.lock_button.setEnabled(located)
        self.lock_button.setChecked(locked)
        self.lock_button.setAccessibleName(name)
        set_tooltip(self.lock_button, name)
        self.lock_button.setIcon(self._appearance.icons("unlock" if locked else "lock"))

    def _ask_lock(self, locked: bool) -> None:
        if self._record_id is not None:
            self.lock_requested.emit(self._record_id, locked)

    def _follow(self, ids: frozenset[RecordId], _origin: object) -> None:
        """Follow edits, but only those that move, add or remove a pin, and only while the map is seen."""
        if not self.isVisible():
            self._stale = True
            return
        catalogue = self._bridge.catalogue
        if self._record_id in ids and address_of(catalogue.get(self._record_id)) != self._asked:
            self.dismiss_answer()  # it answers another address
        if any(location_of(catalogue.get(i)) != self._locations.get(i) for i in ids):
            self._refresh_pins()
        self._count_unplaced()  # a place or an address may have come or gone
        if self._record_id in ids:
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the map was not seen."""
        super().showEvent(event)
        if self._stale:
            self._refresh_pins()
            self._count_unplaced()
            self._tell()

    # ── the search ──────────────────────────────────────────────────────────────────────────────

    def geocode(self, record_id: RecordId) -> None:
        """Look for a record by its address and show what is answered."""
        self.show_record(record_id)
        address = self._asked = address_of(self._bridge.catalogue.get(record_id))
        if address:
            self._ask(address)
        else:
            self.hint.setText(self._appearance.text("geocode.no_address"))

    def _geocode_current(self) -> None:
        if self._record_id is not None:
            self.geocode(self._record_id)

    def _ask_exactly(self, canonical: str) -> None:
        self._ask(canonical, exact=True)

    def _ask(self, address: str, *, exact: bool = False) -> None:
        match = self._places.match(address, exact=exact)
        if match is None:
            self.hint.setText(self._appearance.text("geocode.loading"))
            return
        self._shown_alternative = _NO_ALTERNATIVE
        self.card.show_match(match)
        self.online.offer(match)
        self.card.show()
        self._refresh_pins()
        if match.point is not None:
            self.canvas.show_point(match.point, match.radius_m)
            self.card.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        extent = extent_of(candidate_pins(match, _NO_ALTERNATIVE, self._appearance.words))
        if extent is not None:
            self.canvas.show_extent(extent)
            self.card.alternatives.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_alternative(self, number: int) -> None:
        if number != self._shown_alternative:
            self._shown_alternative = number
            self._refresh_pins()

    def accept_answer(self) -> None:
        """Take the place answered."""
        match = self.card.match
        record = self._bridge.catalogue.get(self._record_id)
        if match is not None and match.point is not None and record is not None:
            self._take_location(record, found_location(match.point, match.level, match.radius_m))

    def accept_online(self) -> None:
        """Take the place a service answered."""
        answer = self.online.answer
        record = self._bridge.catalogue.get(self._record_id)
        if answer is not None and record is not None:
            self._take_location(record, online_location(answer))

    def _take_location(self, record: Record, location: Location) -> None:
        self.card.hide()
        try:
            self._bridge.step(commands.set_location(record, location))
        except InputError as error:
            self.hint.setText(self._appearance.words.error(error))

    def _show_online(self) -> None:
        """Show the place a service answered beside the one of the dictionary."""
        answer = self.online.answer
        self._refresh_pins()
        if answer is not None:
            self.canvas.show_point(answer.point, answer.distance_m or 0.0)

    def dismiss_answer(self) -> None:
        """Leave the record as it is."""
        if not self.card.isHidden():
            self.card.hide()
            self._refresh_pins()

    # ── the pin ─────────────────────────────────────────────────────────────────────────────────

    def _drop(self, key: str, lat_deg: float, lon_deg: float) -> None:
        record, point = self._bridge.catalogue.get(RecordId(key)), GeoPoint(lat_deg, lon_deg)
        if record is None or not can_be_located(record):
            return
        if not self.talk.refuses(record.id, point):
            self._bridge.step(commands.move_pin(record, point))

    def _open_pin(self, key: str) -> None:
        self._clicked = RecordId(key)
        self.open_requested.emit(key)

    def _ask_page(self) -> None:
        if self._record_id is not None:
            self.page_requested.emit(self._record_id)

    def keep_view_for(self, record_id: RecordId | None) -> None:
        """Stay where the map is when this record is shown next: it was picked here."""
        self._clicked = record_id

    def _click(self, key: str) -> None:
        if self._bridge.catalogue.get(RecordId(key)) is not None:
            self._clicked = RecordId(key)
            self.record_clicked.emit(key)
        else:
            self.card.choose(alternative_of(key))

    def _zoom_in(self) -> None:
        self.canvas.zoom_by(_ZOOM)

    def _zoom_out(self) -> None:
        self.canvas.zoom_by(1 / _ZOOM)
