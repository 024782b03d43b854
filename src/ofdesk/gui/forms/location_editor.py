"""The place of a record: what is known of it, and the ways to find, correct and lock it."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ofdesk.base.geometry import GeoPoint
from ofdesk.gui.flow_layout import FlowLayout
from ofdesk.gui.forms.context import FormContext
from ofdesk.gui.forms.editor import FieldEditor
from ofdesk.gui.forms.scalar_editors import NumberEditor
from ofdesk.gui.labels import plain_label, push_button
from ofdesk.gui.placing import confirmation_summary, location_summary, typed_location
from ofdesk.model.fields import NumberType, spec_of
from ofdesk.model.parts import Location


class LocationEditor(FieldEditor):
    """Coordinates with their level, radius and confirmation.

    Signals:
        geocode_requested(): find the place by the address.
        map_requested(): show the place on the map.
        lock_requested(locked): lock the place, noting who vouches for it, or unlock it.
    """

    geocode_requested = Signal()
    map_requested = Signal()
    lock_requested = Signal(bool)

    def __init__(self, context: FormContext) -> None:
        super().__init__(context.appearance)
        self._value: Location | None = None
        text = context.appearance.text
        self.summary = plain_label("", wrap=True)
        self.confirmation = plain_label("", "muted", wrap=True)
        self.geocode_button = push_button(text("place.geocode"))
        self.geocode_button.setIcon(context.appearance.icons("locate"))
        self.map_button = push_button(text("place.show_map"))
        self.map_button.setIcon(context.appearance.icons("map"))
        self.lock_button = push_button(text("place.lock"))
        self.lock_button.setCheckable(True)
        self.lat, self.lon = self._coordinate("lat_deg"), self._coordinate("lon_deg")
        self.geocode_button.clicked.connect(self.geocode_requested)
        self.map_button.clicked.connect(self.map_requested)
        self.lock_button.clicked.connect(self.lock_requested)
        self._lay_out()
        self.set_value(None)

    def _coordinate(self, name: str) -> NumberEditor:
        type = spec_of(Location, name).type
        assert isinstance(type, NumberType)
        editor = NumberEditor(self.appearance, type)
        editor.edited.connect(self._read_coordinates)
        editor.finished.connect(self.finished)
        return editor

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.geocode_button, self.map_button, self.lock_button):
            flow.addWidget(button)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for editor, name in ((self.lat, "lat_deg"), (self.lon, "lon_deg")):
            label = plain_label(self.appearance.field_label(Location, name), "muted")
            label.setBuddy(editor.target())
            numbers.addWidget(label)
            numbers.addWidget(editor)
        numbers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.summary)
        layout.addWidget(self.confirmation)
        layout.addLayout(numbers)
        layout.addWidget(buttons)
        self.setFocusProxy(self.lat.target())

    def target(self) -> QWidget:
        """Return the input of the latitude."""
        return self.lat.target()

    def value(self) -> Location | None:
        """Return the location."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a location."""
        self._value = value
        self.lat.set_value(value.lat_deg if value else None)
        self.lon.set_value(value.lon_deg if value else None)
        self._tell()

    def _tell(self) -> None:
        words, icons = self.appearance.words, self.appearance.icons
        self.summary.setText(location_summary(self._value, words))
        confirmation = confirmation_summary(self._value, words)
        self.confirmation.setText(confirmation)
        self.confirmation.setVisible(bool(confirmation))
        located = self._value is not None and self._value.point is not None
        locked = self._value is not None and self._value.locked
        for editor in (self.lat, self.lon):
            editor.input.setReadOnly(locked)
        self.geocode_button.setEnabled(not locked)
        self.lock_button.setEnabled(located)
        self.lock_button.setChecked(locked)
        self.lock_button.setText(self.appearance.text("place.unlock" if locked else "place.lock"))
        self.lock_button.setIcon(icons("unlock" if locked else "lock"))

    def input_message(self) -> str:
        """Return why the numbers are no coordinates."""
        return self.lat.input_message() or self.lon.input_message()

    def set_name(self, name: str, description: str) -> None:
        """Name coordinates and buttons after the field."""
        for editor, field in ((self.lat, "lat_deg"), (self.lon, "lon_deg")):
            editor.set_name(f"{name}: {self.appearance.field_label(Location, field)}", description)

    def _read_coordinates(self) -> None:
        lat, lon = self.lat.value(), self.lon.value()
        if not self.input_message():
            if lat is not None and lon is not None:
                self._value = typed_location(GeoPoint(lat, lon))
            elif lat is None and lon is None:
                self._value = None
            else:  # one number typed, the other still to come
                self._value = dataclasses.replace(self._value or Location(), lat_deg=lat, lon_deg=lon)
            self._tell()
        self.edited.emit()
