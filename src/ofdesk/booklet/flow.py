"""How pages flow: what begins on a right-hand or left-hand page, and how the sheets are filled up.

Right-hand pages have odd numbers. Pure counting; `plan` lays the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ofdesk.model.records import Event, Factory

RIGHT_HAND, LEFT_HAND = "right_hand", "left_hand"
PAGES_A_SHEET = 4
CLOSING_PATTERNS = frozenset({"colophon", "back_cover"})
"""Pages that stay last when a booklet is filled up."""


def blanks_before(number: int, starts: str) -> int:
    """Return how many blank pages go before a page that would have a number, so that it begins as wished."""
    match starts:
        case "right_hand":
            return 0 if number % 2 else 1
        case "left_hand":
            return number % 2
        case _:
            return 0


def missing_to_sheets(count: int) -> int:
    """Return how many pages a booklet lacks to a multiple of four."""
    return -count % PAGES_A_SHEET


def filling_place(patterns: Sequence[str], starts: Sequence[str], missing: int) -> int:
    """Return before which page blank ones are put that fill up the sheets.

    Before the colophon, or, when an odd number of them would push a page to the wrong side, before the back
    cover, which stays last. Where even that has a side of its own, the multiple of four wins.

    Args:
        patterns: of all pages.
        starts: for each page the side it must stand on, "" for any.
        missing: number of blank pages.
    """
    first = len(patterns)
    while first and (patterns[first - 1] in CLOSING_PATTERNS or patterns[first - 1] == "blank"):
        first -= 1
    closing = [place for place in range(first, len(patterns)) if patterns[place] in CLOSING_PATTERNS]
    if not closing:
        return len(patterns)
    for place in closing:
        if missing % 2 == 0 or not any(starts[place:]):
            return place
    return closing[-1]


def start_of(record: Event | Factory) -> str:
    """Return where the page of a record begins: as wished, and a spread made by hand on facing pages."""
    layout = record.layout
    if layout is None:
        return ""
    spread = isinstance(record, Event) and layout.pages == "spread"
    return layout.starts or (LEFT_HAND if spread else "")


def broken(factories: Sequence[Factory], per_page: int) -> Iterator[tuple[str, Sequence[Factory]]]:
    """Yield for each page of a list how it begins and who stands on it, with the breaks set by hand."""
    first = 0
    for place, factory in enumerate(factories):
        if place > first and (place - first == per_page or start_of(factory)):
            yield start_of(factories[first]), factories[first:place]
            first = place
    if first < len(factories):
        yield start_of(factories[first]), factories[first:]
