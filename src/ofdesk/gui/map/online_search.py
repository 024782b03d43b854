"""Under the answer of the dictionary: the offer to ask a service as well, and what it answered.

Shown only while the user has a service switched on. An answer is one more candidate; taking it is a button.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ofdesk.base.errors import OfdeskError
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Job
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.labels import hairline, plain_label, push_button, set_role
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.placing import radius_text
from ofdesk.services.online_search import Agreement, OnlineAnswer, text_to_send

SERVICE_NAMES = {
    OnlineService.GSI: "online.service.gsi",
    OnlineService.NOMINATIM: "online.service.nominatim",
}
_AGREEMENTS = {
    Agreement.NEAR: "online.near",
    Agreement.BEYOND: "online.beyond",
    Agreement.ELSEWHERE: "online.elsewhere",
    Agreement.UNCOMPARED: "online.uncompared",
}


class OnlineRow(QWidget):
    """Asks and shows.

    Signals:
        answer_shown(): there is an answer to look at on the map.
        accepted(): take the place the service answered.
    """

    answer_shown = Signal()
    accepted = Signal()

    def __init__(self, appearance: Appearance, places: Places) -> None:
        super().__init__()
        self._appearance, self._places = appearance, places
        self._match: Match | None = None
        self._job: Job | None = None
        self.answer: OnlineAnswer | None = None
        text = appearance.text
        self.told = plain_label("", wrap=True)
        self.comparison = plain_label("", wrap=True)
        self.source = plain_label("", "muted", wrap=True)
        self.ask_button = push_button(text("online.ask"))
        self.stop_button = push_button(text("online.stop"))
        self.accept_button = push_button(text("online.accept"))
        self.ask_button.clicked.connect(self._ask)
        self.stop_button.clicked.connect(self._stop)
        self.accept_button.clicked.connect(self.accepted)
        self._lay_out()
        self.hide()
        if places.online is not None:
            places.online.setting_changed.connect(self._follow_setting)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.ask_button, self.stop_button, self.accept_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(hairline())
        for label in (self.told, self.comparison, self.source):
            layout.addWidget(label)
        layout.addLayout(buttons)

    def pin(self, key: str) -> Pin | None:
        """Return the place answered as a candidate for the map."""
        answer = self.answer
        title = self._name(answer.service) if answer is not None else ""
        return Pin(key, answer.point, title=title, candidate=True) if answer is not None else None

    def offer(self, match: Match) -> None:
        """Offer to ask about an address that was just answered from the dictionary."""
        self._stop()
        self._match = match
        self._begin()

    def _follow_setting(self) -> None:
        self._stop()
        self._begin()

    def _begin(self) -> None:
        """Show what would be sent to whom, or nothing at all while no service is switched on."""
        self.answer = None
        service = self._places.online.service if self._places.online is not None else None
        query = text_to_send(self._match) if self._match is not None else ""
        self.setVisible(service is not None and bool(query))
        if service is not None:
            sentence = self._appearance.text("online.will_send", service=self._name(service), query=query)
            self._show(sentence, ask=True)

    def _name(self, service: OnlineService) -> str:
        return self._appearance.text(SERVICE_NAMES[service])

    def _show(self, sentence: str, *, ask: bool = False, stop: bool = False, warning: bool = False) -> None:
        self.told.setText(sentence)
        set_role(self.told, "warning" if warning else "muted")
        self.comparison.hide()
        self.source.hide()
        self.ask_button.setVisible(ask)
        self.stop_button.setVisible(stop)
        self.accept_button.hide()

    # ── the question ────────────────────────────────────────────────────────────────────────────

    def _ask(self) -> None:
        online, match = self._places.online, self._match
        layers, matching = self._places.layers, self._places.matching
        if online is None or online.service is None or match is None or self._job is not None:
            return
        if layers is None or matching is None:
            self._show(self._appearance.text("geocode.loading"), ask=True)
            return
        sentence = self._appearance.text("online.asking", service=self._name(online.service))
        job = online.ask(sentence, match, matching, layers)
        if job is None:
            return
        self._job = job
        job.succeeded.connect(self._take)
        job.failed.connect(self._tell_failure)
        job.ended.connect(self._forget)
        self._show(sentence, stop=True)
        self.stop_button.setFocus()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self._begin()

    def _is_of_now(self) -> bool:
        return self.sender() is self._job

    def _forget(self) -> None:
        if self._is_of_now():
            self._job = None
            if not self.stop_button.isHidden():  # called off at the status bar: neither answer nor failure
                self._begin()

    def _tell_failure(self, error: OfdeskError) -> None:
        if self._is_of_now():
            self._show(self._appearance.words.error(error), ask=True, warning=True)

    def _take(self, answer: OnlineAnswer | None) -> None:
        if not self._is_of_now():
            return
        text, words = self._appearance.text, self._appearance.words
        self.answer = answer
        if answer is None:
            self._show(text("online.nothing"), ask=True)
            return
        self._show(text("online.answer", service=self._name(answer.service), title=answer.title))
        set_role(self.told, "")
        distance = radius_text(answer.distance_m, words) if answer.distance_m is not None else ""
        agreement = text(_AGREEMENTS[answer.agreement], distance=distance)
        level = words.choice("geo_level", answer.level.value) if answer.level else ""
        code = "online.comparison" if level else "online.comparison_bare"
        _say(self.comparison, text(code, level=level, agreement=agreement))
        set_role(self.comparison, "" if answer.agreement is Agreement.NEAR else "warning")
        day = answer.asked_on.isoformat()
        _say(self.source, text("online.source", attribution=answer.attribution, day=day))
        self.accept_button.show()
        self.answer_shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more about what the user has turned away from; a minimised window does not count."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop()


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.show()
