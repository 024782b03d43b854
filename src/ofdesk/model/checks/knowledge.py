"""What the checks ask about Japan's places, and the answers they get.

Gazetteer and map stand behind it, on floors above; whoever runs the checks hands them in. The
municipality of an answer is a set of codes (JIS X 0402): a city whose ward is not known goes by its own code
and those of all its wards, so that two answers mean the same place when their codes meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ofdesk.base.geometry import GeoPoint


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """What an address means.

    Attributes:
        codes: of the municipality.
        municipality: its name with prefecture, without 郡.
        town: name of the 大字 or 町, empty unless it is certain.
        chome: number of the 丁目, 0 without.
        lot: the numbers behind it, such as 1-2; empty without.
        postal_codes: those the town may bear, such as 581-0003; empty unless the town is certain.
        point: the place of the town, None where only the municipality or less is certain.
        radius_m: how far from that point the address may lie.
    """

    codes: frozenset[str]
    municipality: str
    town: str = ""
    chome: int = 0
    lot: str = ""
    postal_codes: tuple[str, ...] = ()
    point: GeoPoint | None = None
    radius_m: int = 0


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """A place that bears a postal code.

    Attributes:
        chomes: the 丁目 the code is limited to; empty when it is for the whole town.
        is_office: whether it is the own code of one large addressee.
    """

    codes: frozenset[str]
    municipality: str
    town: str
    chomes: tuple[int, ...] = ()
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Land:
    """The municipality whose land a point lies in or beside; without codes and name the point is at sea."""

    codes: frozenset[str] = frozenset()
    municipality: str = ""


class PlaceKnowledge(Protocol):
    """Knows the places of Japan. Checks ask again after every edit: answers should be remembered."""

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        """Return the official names of the prefectures that have a municipality of this official name.

        Wards of cities are given with their city (大阪市大正区), those of Tokyo without it; districts (郡)
        are left out.
        """

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return official names a wrong one may mean, best first; `prefecture` may be ""."""

    def successors(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return what a municipality that is no more belongs to today; () for every other name."""

    def codes_of(self, municipality: str, prefectures: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of the municipalities of an official name in some prefectures (in any, if ())."""

    def place_of_address(self, address: str) -> AddressPlace | None:
        """Return what an address means, None when not even its municipality is certain."""

    def places_of_postal_code(self, postal_code: str) -> tuple[PostalPlace, ...]:
        """Return the places that bear a code such as 581-0003; () for an unknown one."""

    def land_at(self, point: GeoPoint, reach_m: float) -> Land | None:
        """Return the municipality a point lies in, or the nearest within reach; None without a map."""

    def distance_m(self, codes: frozenset[str], point: GeoPoint) -> float | None:
        """Return how far a point lies outside the land of municipalities (0 inside); None without a map."""
