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
from ofdesk.gui.labels import hairline, icon_button, plain_label, push_button
from ofdesk.gui.map.answer_card import AnswerCard, model_level
from ofdesk.gui.map.located import address_of, can_be_located, location_of, locations_of, pins_of
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.map.map_painter import MapPainter
from ofdesk.gui.map.online_search import OnlineRow
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.placing import confirmation_summary, found_location, location_summary, online_location
from ofdesk.gui.record_titles import record_title
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Record

_ZOOM = 1.6
_CANDIDATE = "candidate"
_ONLINE = "online"


class MapPanel(QWidget):
    """Map with search.

    Signals:
        record_clicked(record_id): a pin was clicked.
        open_requested(record_id): the user wants the form of the record shown.
    """

    record_clicked = Signal(str)
    open_requested = Signal(str)

    def __init__(
        self, appearance: Appearance, bridge: DocumentBridge, places: Places, *, overview: bool = False
    ) -> None:
        """Take `overview` for the map that stands in the middle, away from list and form."""
        super().__init__()
        self._overview = overview
        self._appearance, self._bridge, self._places = appearance, bridge, places
        self._record_id: RecordId | None = None
        self._locations: dict[RecordId, Location] = {}
        self._stale = True
        text, icons = appearance.text, appearance.icons
        self.canvas = MapCanvas(appearance.theme)
        self.canvas.setAccessibleName(text("map.name"))
        self.canvas.setAccessibleDescription(text("map.keys"))
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
        if not overview:
            self.title.hide()
            self.open_button.hide()
        self.summary = plain_label("", wrap=True)
        self.hint = plain_label("", "muted", wrap=True)
        self._lay_out()
        self._wire()
        if places.layers is not None:
            self._take_map()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 4, 8, 4)
        tools.setSpacing(2)
        tools.addWidget(self.geocode_button)
        tools.addStretch(1)
        for button in (self.here, self.zoom_out, self.nation, self.zoom_in):
            tools.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.summary, self.hint):
            words.addWidget(label)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addLayout(words, 1)
        foot.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
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
        self.canvas.pin_hovered.connect(self._tell_over)
        self.canvas.drag_ended.connect(self._tell)
        self.card.accepted.connect(self.accept_answer)
        self.card.dismissed.connect(self.dismiss_answer)
        self.card.alternative_chosen.connect(self._ask)
        self.online.answer_shown.connect(self._show_online)
        self.online.accepted.connect(self.accept_online)
        self._bridge.records_changed.connect(self._follow)
        self._places.map_ready.connect(self._take_map)
        self._places.gazetteer_ready.connect(self._tell)

    def _take_map(self) -> None:
        layers = self._places.layers
        if layers is None:
            return
        japanese = self._appearance.words.language == "ja"
        names = {p.code: p.name if japanese else p.romaji for p in PREFECTURES}
        credit = self._appearance.text("map.credit")
        self.canvas.set_painter(MapPainter(layers, self._appearance.theme, names, credit))

    # ── the record ──────────────────────────────────────────────────────────────────────────────

    def show_record(self, record_id: RecordId | None) -> None:
        """Make a record the current one; the map goes to its pin."""
        if record_id != self._record_id:
            self._record_id = record_id
            self.card.hide()
        self._refresh_pins()
        self._tell()
        if not self._overview:
            self.show_current_pin()

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
        pins = pins_of(catalogue, self._locations, self._record_id, self._appearance.words)
        if not self.card.isHidden() and self.card.match is not None:
            match, online = self.card.match, self.online.pin(_ONLINE)
            title = self._appearance.text("online.dictionary") if online is not None else ""
            if match.point is not None:
                pins = (*pins, Pin(_CANDIDATE, match.point, match.radius_m, title, candidate=True))
            if online is not None:
                pins = (*pins, online)
        self._stale = False
        self.canvas.show_pins(pins)

    def _tell(self) -> None:
        words, text = self._appearance.words, self._appearance.text
        record = self._bridge.catalogue.get(self._record_id)
        locatable = can_be_located(record)
        location = location_of(record)
        self.geocode_button.setEnabled(locatable and self._places.has_gazetteer)
        self.here.setEnabled(location is not None and location.point is not None)
        self.title.setText(record_title(record, self._bridge.catalogue, words) if record is not None else "")
        self.open_button.setEnabled(record is not None)
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

    def _follow(self, ids: frozenset[RecordId], _origin: object) -> None:
        """Follow edits, but only those that move, add or remove a pin, and only while the map is seen."""
        if not self.isVisible():
            self._stale = True
            return
        catalogue = self._bridge.catalogue
        if any(location_of(catalogue.get(i)) != self._locations.get(i) for i in ids):
            self._refresh_pins()
        if self._record_id in ids:
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the map was not seen."""
        super().showEvent(event)
        if self._stale:
            self._refresh_pins()
            self._tell()

    # ── the search ──────────────────────────────────────────────────────────────────────────────

    def geocode(self, record_id: RecordId) -> None:
        """Look for a record by its address and show what is answered."""
        self.show_record(record_id)
        address = address_of(self._bridge.catalogue.get(record_id))
        if address:
            self._ask(address)
        else:
            self.hint.setText(self._appearance.text("geocode.no_address"))

    def _geocode_current(self) -> None:
        if self._record_id is not None:
            self.geocode(self._record_id)

    def _ask(self, address: str) -> None:
        match = self._places.match(address)
        if match is None:
            self.hint.setText(self._appearance.text("geocode.loading"))
            return
        self.card.show_match(match)
        self.online.offer(match)
        self.card.show()
        self._refresh_pins()
        if match.point is not None:
            self.canvas.show_point(match.point, match.radius_m)
            self.card.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept_answer(self) -> None:
        """Take the place answered."""
        match = self.card.match
        record = self._bridge.catalogue.get(self._record_id)
        if match is not None and match.point is not None and record is not None:
            location = found_location(
                match.point, model_level(match.level), match.radius_m, location_of(record)
            )
            self._take_location(record, location)

    def accept_online(self) -> None:
        """Take the place a service answered."""
        answer = self.online.answer
        record = self._bridge.catalogue.get(self._record_id)
        if answer is not None and record is not None:
            self._take_location(record, online_location(answer, location_of(record)))

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
        self.card.hide()
        self._refresh_pins()

    # ── the pin ─────────────────────────────────────────────────────────────────────────────────

    def _drop(self, lat_deg: float, lon_deg: float) -> None:
        record = self._bridge.catalogue.get(self._record_id)
        if record is not None and can_be_located(record):
            self._bridge.step(commands.move_pin(record, GeoPoint(lat_deg, lon_deg)))

    def _tell_over(self, lat_deg: float, lon_deg: float) -> None:
        layers = self._places.layers
        if layers is not None:
            name = layers.municipality_name_at(GeoPoint(lat_deg, lon_deg))
            self.hint.setText(self._appearance.text("map.over", place=name) if name else "")

    def _click(self, key: str) -> None:
        if key not in (_CANDIDATE, _ONLINE):
            self.record_clicked.emit(key)

    def _zoom_in(self) -> None:
        self.canvas.zoom_by(_ZOOM)

    def _zoom_out(self) -> None:
        self.canvas.zoom_by(1 / _ZOOM)
