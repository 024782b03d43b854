"""The online half of `ofdesk geocode --online`: loaded only when that was given, which is the consent."""

from __future__ import annotations

import datetime
from pathlib import Path

import platformdirs

from ofdesk.base.errors import ServiceError
from ofdesk.cartography.base_map import load_base_map
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.services.online_cache import OnlineCache
from ofdesk.services.online_search import Agreement, OnlineAnswer, OnlineSearch, cache_path
from ofdesk.services.words import Words


def open_search() -> OnlineSearch:
    """Return the search with the answers kept in the user's data folder."""
    folder = Path(platformdirs.user_data_dir("ofdesk", appauthor=False))
    return OnlineSearch(OnlineCache(cache_path(folder), lambda: datetime.datetime.now().astimezone().date()))


class OnlineHalf:
    """Asks one service about addresses, until it fails for the first time."""

    def __init__(self, service: OnlineService, matcher: AddressMatcher) -> None:
        self.service = service
        self.failure: ServiceError | None = None
        self._matcher, self._ground, self._search = matcher, load_base_map(), open_search()

    def ask(self, match: Match) -> OnlineAnswer | ServiceError | None:
        """Return the answer for an address, the failure, or None when nothing was found."""
        if self.failure is None:
            try:
                return self._search.ask(self.service, match, self._matcher.match, self._ground)
            except ServiceError as error:
                self.failure = error
        return self.failure

    def as_json(self, answer: OnlineAnswer | ServiceError | None) -> dict[str, object] | None:
        """Return an answer in the stable shape of the key "online"."""
        if isinstance(answer, ServiceError):
            return {"service": self.service.value, "error": answer.code}
        if answer is None:
            return None
        return {
            "service": answer.service.value,
            "query": answer.query,
            "title": answer.title,
            "level": answer.level.value if answer.level else None,
            "lat": round(answer.point.lat_deg, 6),
            "lon": round(answer.point.lon_deg, 6),
            "agreement": answer.agreement.value,
            "distance_m": round(answer.distance_m) if answer.distance_m is not None else None,
            "attribution": answer.attribution,
            "asked_on": answer.asked_on.isoformat(),
        }


def as_line(match: Match, answer: OnlineAnswer | None, words: Words) -> str:
    """Return the line that stands under the one of the dictionary."""
    if answer is None:
        return words("cli", "geocode.online_nothing", query=match.query)
    level = words.choice("geo_level", answer.level.value) if answer.level else ""
    return words(
        "cli",
        "geocode.online_answer",
        query=match.query,
        title=answer.title,
        level=level or words("cli", "geocode.online_no_level"),
        point=f"{answer.point.lat_deg:.6f}, {answer.point.lon_deg:.6f}",
        agreement=_agreement(answer, words),
    )


def _agreement(answer: OnlineAnswer, words: Words) -> str:
    distance_m = round(answer.distance_m or 0)
    match answer.agreement:
        case Agreement.NEAR:
            return words("cli", "geocode.online_near", distance_m=distance_m)
        case Agreement.BEYOND:
            return words("cli", "geocode.online_beyond", distance_m=distance_m)
        case Agreement.ELSEWHERE:
            return words("cli", "geocode.online_elsewhere")
        case Agreement.UNCOMPARED:
            return words("cli", "geocode.online_uncompared")
