"""What the geocoder asks of a dictionary, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level


@dataclass(frozen=True, slots=True)
class Question:
    """A town that was found in an address, and what stands behind it.

    Attributes:
        code: five digits of the municipality.
        key: folded name of the town without 大字, see `town_names.key_in`.
        chome: number of the 丁目, 0 without one.
        behind: the rest of the address, folded.
        canonical: the address as far as it was understood.
        radius_m: the town's own radius: nothing inside can be less certain.
    """

    code: str
    key: str
    chome: int
    behind: str
    canonical: str
    radius_m: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a dictionary knows better.

    Attributes:
        level: TOWN or CHOME for a better point of the town itself or of a 小字, BLOCK, PARCEL.
        label: what is added to the canonical address: 9番1号.
        end: how much of `Question.behind` that covers.
    """

    level: Level
    point: GeoPoint
    radius_m: int
    label: str
    end: int


class AddressDictionary(Protocol):
    """Something that may know more of a town than the gazetteer does."""

    @property
    def name(self) -> str:
        """How the user calls it."""

    def find(self, question: Question) -> Finding | None:
        """Return the deepest that is known, or None.

        Raises:
            OfdeskError: the dictionary cannot be read any more.
        """
