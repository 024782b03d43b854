"""What the editors of a form may ask of the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ofdesk.geocoding.match import Match
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.document import DocumentBridge


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One entry of a list to pick from.

    Attributes:
        value: what is taken.
        text: what is shown.
        note: shown beside it in a quieter tone (prefecture, reading).
        search: folded text by which it is found.
    """

    value: str
    text: str
    note: str
    search: str


class PlaceBook(Protocol):
    """Names and codes of places, from the gazetteer."""

    def municipalities(self) -> Sequence[Suggestion]:
        """Return all municipalities; the value is 都道府県 + 市区町村 or the municipality's name."""

    def addresses_of_postal_code(self, postal_code: str) -> Sequence[str]:
        """Return the addresses (down to the town) a postal code stands for."""

    def complete_address(self, text: str) -> Sequence[Suggestion]:
        """Return the ways an address that is being typed may go on."""

    def match(self, address: str) -> Match | None:
        """Return what the geocoder makes of an address; None while the gazetteer is being read."""


@dataclass(frozen=True)
class FormContext:
    """Given to every editor.

    Attributes:
        appearance: words, colours and icons.
        bridge: the document.
        places: the gazetteer.
        owner_name: returns who confirms places.
    """

    appearance: Appearance
    bridge: DocumentBridge
    places: PlaceBook
    owner_name: Callable[[], str]
