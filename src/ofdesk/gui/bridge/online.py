"""Questions to an online service, as far as the user allowed them; off unless chosen and agreed to."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ofdesk.base.progress import Cancel, Progress
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.gui.bridge.background import Background, Job
from ofdesk.gui.preferences import Preferences
from ofdesk.services.online_search import Ground, Matching, OnlineAnswer, OnlineSearch


class _Question:
    """One question as work for the background."""

    def __init__(
        self, search: OnlineSearch, service: OnlineService, match: Match, matching: Matching, ground: Ground
    ) -> None:
        self._search, self._service, self._match = search, service, match
        self._matching, self._ground = matching, ground

    def __call__(self, *, progress: Progress, cancel: Cancel) -> OnlineAnswer | None:
        return self._search.ask(self._service, self._match, self._matching, self._ground, cancel=cancel)


class OnlineQuestions(QObject):
    """Knows which service the user chose, and asks it in the background.

    Signals:
        setting_changed(): another service, or none, was chosen.
    """

    setting_changed = Signal()

    def __init__(
        self,
        background: Background,
        preferences: Preferences,
        search: OnlineSearch,
        today: Callable[[], datetime.date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._preferences, self._today = background, preferences, today
        self.search = search

    @property
    def service(self) -> OnlineService | None:
        """The service that may be asked; None is the rule."""
        return self._preferences.online_service

    def choose(self, name: str) -> None:
        """Allow a service by its code, as agreed to today, or with "" none; then what was kept goes too."""
        if name:
            self._preferences.allow_online_service(OnlineService(name), self._today())
        else:
            self._preferences.forbid_online_services()
            self.search.cache.clear()
        self._preferences.write()
        self.setting_changed.emit()

    def ask(self, title: str, match: Match, matching: Matching, ground: Ground) -> Job | None:
        """Begin to ask; None when no service may be asked. The job's result is an `OnlineAnswer` or None."""
        service = self.service
        if service is None:
            return None
        return self._background.start(title, _Question(self.search, service, match, matching, ground))
