"""What the map says of a pin: under the pointer, where the keyboard stands, why it does not move."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from ofdesk.base.geometry import GeoPoint
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.map.located import pin_words
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.model.ids import RecordId
from ofdesk.services.located import location_of

_SHORE_M = 300.0  # to which the map's coasts are true


class PinTalk(QObject):
    """Words about pins, for one map.

    Signals:
        ended(): there is nothing more to say of a single pin.
    """

    ended = Signal()

    def __init__(
        self,
        appearance: Appearance,
        bridge: DocumentBridge,
        places: Places,
        canvas: MapCanvas,
        hint: QLabel,
    ) -> None:
        """Take where to read, the map, and the label that shows the words."""
        super().__init__(canvas)
        self._appearance, self._bridge, self._places = appearance, bridge, places
        self._canvas, self._hint = canvas, hint
        canvas.words_of = self.words_of
        canvas.pin_hovered.connect(self._tell_over)
        canvas.pin_walked.connect(self._tell_walked)
        canvas.drag_refused.connect(self._tell_locked)

    def words_of(self, key: str) -> str:
        """Return what a pin tells under the pointer; "" for a candidate."""
        catalogue = self._bridge.catalogue
        record = catalogue.get(RecordId(key)) if key else None
        return pin_words(record, catalogue, self._appearance.words) if record is not None else ""

    def refuses(self, record_id: RecordId, point: GeoPoint) -> bool:
        """Tell whether a pin may not be put somewhere, and say why: out on the sea."""
        former = location_of(self._bridge.catalogue.get(record_id))
        was_at_sea = former is not None and former.point is not None and self._is_sea(former.point)
        if was_at_sea or not self._is_sea(point):
            return False
        self._hint.setText(self._appearance.text("map.no_land"))
        return True

    def _is_sea(self, point: GeoPoint) -> bool:
        known = self._places.known
        land = known.land_at(point, _SHORE_M) if known is not None else None
        return land is not None and not land.codes

    def _tell_over(self, lat_deg: float, lon_deg: float) -> None:
        layers = self._places.layers
        if layers is not None:
            name = layers.municipality_name_at(GeoPoint(lat_deg, lon_deg))
            self._hint.setText(self._appearance.text("map.over", place=name) if name else "")

    def _tell_locked(self, key: str) -> None:
        name = self.words_of(key).partition("\n")[0]
        self._hint.setText(self._appearance.text("map.locked_pin", name=name))

    def _tell_walked(self, key: str) -> None:
        """Tell of the pin on which the keyboard stands, in words that are seen and spoken."""
        name, words = self._appearance.text("map.name"), self.words_of(key)
        self._canvas.setAccessibleName(f"{name} {words}" if words else name)
        if words:
            self._hint.setText(words.replace("\n", self._appearance.text("place.joint")))
        else:
            self.ended.emit()
