"""What the address search answered: level, radius, what was understood, other places it may be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level, Match
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import plain_label, push_button
from ofdesk.gui.placing import radius_text
from ofdesk.gui.theme import ROW_PX

_LEVEL_IN_MODEL = {Level.NONE: ""}
_MOST_ALTERNATIVES = 6


def model_level(level: Level) -> str:
    """Return the model's code of a geocoder's level."""
    return _LEVEL_IN_MODEL.get(level, level.value)


class AnswerCard(QWidget):
    """Shows an answer and asks what to do with it.

    Signals:
        accepted(): take the place.
        dismissed(): leave all as it is.
        alternative_chosen(canonical): look for this place instead.
    """

    accepted = Signal()
    dismissed = Signal()
    alternative_chosen = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.match: Match | None = None
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        text = appearance.text
        self.matched = plain_label("", "heading", wrap=True)
        self.rest = plain_label("", "muted", wrap=True)
        self.exactness = plain_label("", wrap=True)
        self.notes = plain_label("", "warning", wrap=True)
        self.alternatives = QListWidget()
        self.alternatives.setAccessibleName(text("geocode.alternatives"))
        self.alternatives.itemActivated.connect(self._choose)
        self.alternatives.itemClicked.connect(self._choose)
        self.accept_button = push_button(text("geocode.accept"), "primary")
        self.dismiss_button = push_button(text("geocode.dismiss"))
        self.accept_button.clicked.connect(self.accepted)
        self.dismiss_button.clicked.connect(self.dismissed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.accept_button)
        buttons.addWidget(self.dismiss_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        for widget in (self.matched, self.rest, self.exactness, self.notes, self.alternatives):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addLayout(buttons)

    @property
    def point(self) -> GeoPoint | None:
        """The place answered."""
        return self.match.point if self.match is not None else None

    def show_match(self, match: Match) -> None:
        """Show an answer."""
        self.match = match
        text, words = self._appearance.text, self._appearance.words
        self.matched.setText(match.canonical or text("geocode.nothing"))
        _say(self.rest, text("geocode.rest", rest=match.rest) if match.rest else "")
        if match.point is not None:
            level = words.choice("geo_level", model_level(match.level))
            radius = radius_text(match.radius_m, words)
            _say(self.exactness, text("geocode.exactness", level=level, radius=radius))
        else:
            _say(self.exactness, text("geocode.no_point"))
        notes = [text(f"geocode.note.{note.value}") for note in match.notes]
        _say(self.notes, " ".join(notes))
        self._offer(match)
        self.accept_button.setEnabled(match.point is not None)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the answer, which comes and goes with it."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def _offer(self, match: Match) -> None:
        self.alternatives.clear()
        for other in match.alternatives[:_MOST_ALTERNATIVES]:
            item = QListWidgetItem(self._appearance.icons("pin"), other.canonical)
            item.setData(Qt.ItemDataRole.UserRole, other.canonical)
            self.alternatives.addItem(item)
        count = self.alternatives.count()
        self.alternatives.setVisible(count > 0)
        self.alternatives.setFixedHeight(count * (ROW_PX + 2) + 4)

    def _choose(self, item: QListWidgetItem) -> None:
        self.alternative_chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
