"""What the address search answered: how sure it is, level, radius, what was understood, other places."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.confidence import Confidence, confidence_of, is_wide
from ofdesk.geocoding.match import Match
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.labels import plain_label, push_button, set_role
from ofdesk.gui.map.alternative_list import AlternativeList
from ofdesk.gui.placing import radius_text
from ofdesk.services.located import model_level
from ofdesk.services.words import Words

_ROLES = {Confidence.SURE: "good", Confidence.DOUBTFUL: "warning", Confidence.CHOICE: "warning"}


def reasons_of(match: Match, words: Words) -> list[str]:
    """Return in plain words why an answer is as it is."""
    reasons = [words("ui", f"geocode.note.{note.value}") for note in match.notes]
    if match.point is not None and is_wide(match):
        reasons.append(words("ui", "geocode.wide"))
    return reasons


class AnswerCard(QWidget):
    """Shows an answer and asks what to do with it.

    Signals:
        accepted(): take the place.
        dismissed(): leave all as it is.
        alternative_chosen(canonical): look for this place instead.
        alternative_shown(number): let this alternative stand out on the map; -1 for none.
    """

    accepted = Signal()
    dismissed = Signal()
    alternative_chosen = Signal(str)
    alternative_shown = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.match: Match | None = None
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        text = appearance.text
        self.group = plain_label("", "warning")
        self.matched = plain_label("", "heading", wrap=True)
        self.exactness = plain_label("", wrap=True)
        self.rest = plain_label("", "muted", wrap=True)
        self.notes = plain_label("", "warning", wrap=True)
        self.choices_label = plain_label(text("geocode.alternatives"), "field")
        self.alternatives = AlternativeList(appearance)
        self.choices_label.setBuddy(self.alternatives)
        self.alternatives.alternative_chosen.connect(self.choose)
        self.alternatives.alternative_shown.connect(self.alternative_shown)
        self.accept_button = push_button(text("geocode.accept"), "primary")
        self.dismiss_button = push_button(text("geocode.dismiss"))
        self.accept_button.clicked.connect(self.accepted)
        self.dismiss_button.clicked.connect(self.dismissed)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.accept_button)
        buttons.addWidget(self.dismiss_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(3)
        for label in (self.group, self.matched, self.exactness, self.rest, self.notes, self.choices_label):
            layout.addWidget(label)
        layout.addWidget(self.alternatives)
        layout.addSpacing(5)
        layout.addLayout(buttons)

    @property
    def point(self) -> GeoPoint | None:
        """The place answered."""
        return self.match.point if self.match is not None else None

    def show_match(self, match: Match) -> None:
        """Show an answer."""
        self.match = match
        text, words = self._appearance.text, self._appearance.words
        confidence = confidence_of(match)
        self.group.setText(text(f"confidence.{confidence.value}"))
        set_role(self.group, _ROLES.get(confidence, "message"))
        self.matched.setText(match.canonical or match.matched or text("geocode.nothing"))
        if match.point is not None:
            level = words.choice("geo_level", model_level(match.level))
            radius = radius_text(match.radius_m, words)
            _say(self.exactness, text("geocode.exactness", level=level, radius=radius))
        else:
            _say(self.exactness, "" if match.alternatives else text("geocode.no_point"))
        _say(self.rest, text("geocode.rest", rest=match.rest) if match.rest else "")
        _say(self.notes, "\n".join(f"・{reason}" for reason in reasons_of(match, words)))
        set_role(self.notes, "muted" if confidence is Confidence.SURE else "warning")
        self.alternatives.offer(match.alternatives)
        self.choices_label.setVisible(bool(match.alternatives))
        self.choices_label.setText(
            text("geocode.candidates" if match.point is None else "geocode.alternatives")
        )
        self.accept_button.setEnabled(match.point is not None)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the answer, which comes and goes with it."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def choose(self, number: int) -> None:
        """Look for one of the alternatives instead."""
        if self.match is not None and 0 <= number < len(self.match.alternatives):
            self.alternative_chosen.emit(self.match.alternatives[number].canonical)


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
