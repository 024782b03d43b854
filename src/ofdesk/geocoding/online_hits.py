"""Which online services there are and what one of them answers, as plain values.

Owns no connection and imports none: who only has to name a service loads nothing that could open a socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level

MAX_QUERY_CHARS = 200
MAX_TITLE_CHARS = 300


class OnlineService(StrEnum):
    """A service an address can be sent to, when the user asked for it."""

    GSI = "gsi"  # 国土地理院
    NOMINATIM = "nominatim"  # OpenStreetMap

    @property
    def attribution(self) -> str:
        """Who must be named beside every answer, in the words its terms ask for."""
        return "国土地理院" if self is OnlineService.GSI else "© OpenStreetMap contributors"


@dataclass(frozen=True, slots=True)
class OnlineHit:
    """A place a service answered.

    Attributes:
        title: what the service calls it.
        level: how exact the service says it is; None where it does not say.
    """

    title: str
    point: GeoPoint
    level: Level | None = None
