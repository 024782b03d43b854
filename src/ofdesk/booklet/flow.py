"""How pages flow: what begins on a right-hand or left-hand page, and how the sheets are filled up.

Right-hand pages have odd numbers. Blank pages are put in where they are needed; they belong to the section
that follows, and no line of the contents leads to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ofdesk.booklet.extent import SPREAD
from ofdesk.booklet.slots import ContentsEntry, PageSlot
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory

RIGHT_HAND, LEFT_HAND = "right_hand", "left_hand"
PAGES_A_SHEET = 4
BLANK = "blank"
_SIDES = (RIGHT_HAND, LEFT_HAND)
CLOSING = frozenset({"colophon", "back_cover"})
"""Patterns that stand at the end of a booklet, whatever else comes."""


class PageFlow:
    """Lays pages one after the other and counts them."""

    def __init__(self, first_number: int) -> None:
        self.slots: list[PageSlot] = []
        self.entries: list[ContentsEntry] = []
        self.section = 0
        self._next = first_number
        self._starts = ""
        self._sides: list[str] = []
        self._led = 0

    def open_section(self, place: int, starts: str) -> None:
        """Let the pages that follow belong to a section, and its first one begin where it is wished."""
        self.section, self._starts = place, starts

    def begin(self, starts: str) -> None:
        """Let the next page begin where it is wished; what a record wishes outdoes its section."""
        if starts in _SIDES:
            self._starts = starts

    def note(self, entry: ContentsEntry) -> None:
        """Note a line of the contents that leads to the page that comes next."""
        self.entries.append(entry)

    def enter(self, key: str, heading: str, *, region: str = "") -> None:
        """Note a heading of the contents that leads to the page that comes next."""
        self.note(ContentsEntry(key, heading, 0, 0, region))

    def page(
        self, pattern: str, records: Sequence[RecordId] = (), region: str = "", part: int = 0
    ) -> PageSlot:
        """Lay a page, after a blank one where it would come to the wrong side."""
        for _ in range(blanks_before(self._next, self._starts)):
            # Amid the events of a region it bears the region's ornament, as a leaf laid between.
            amid = region if pattern == "event" else ""
            self._add(PageSlot(BLANK, self._next, self.section, region=amid), "")
        for place in range(self._led, len(self.entries)):
            self.entries[place] = replace(self.entries[place], number=self._next)
        self._led = len(self.entries)
        slot = PageSlot(pattern, self._next, self.section, tuple(records), region, part)
        self._add(slot, self._starts if self._starts in _SIDES else "")
        self._starts = ""
        return slot

    def pages(self, pattern: str, items: Sequence[RecordId], per_page: int) -> None:
        """Lay as many pages as records need."""
        for part, start in enumerate(range(0, len(items), per_page)):
            self.page(pattern, items[start : start + per_page], part=part)

    def fill_up(self) -> None:
        """Put in blank pages until all pages, the cover included, are a multiple of four."""
        slots, missing = self.slots, missing_to_sheets(len(self.slots))
        if not missing:
            return
        place = filling_place([slot.pattern for slot in slots], self._sides, missing)
        first = slots[place].number if place < len(slots) else self._next
        section = slots[min(place, len(slots) - 1)].section
        blanks = [PageSlot(BLANK, first + more, section) for more in range(missing)]
        moved = [replace(slot, number=slot.number + missing) for slot in slots[place:]]
        self.slots = [*slots[:place], *blanks, *moved]
        self.entries = [
            replace(entry, number=entry.number + missing) if entry.number >= first else entry
            for entry in self.entries
        ]

    def _add(self, slot: PageSlot, side: str) -> None:
        self.slots.append(slot)
        self._sides.append(side)
        self._next += 1


def blanks_before(number: int, starts: str) -> int:
    """Return how many blank pages go before a page that would have a number, so that it begins as wished."""
    match starts:
        case "right_hand":
            return 1 - number % 2
        case "left_hand":
            return number % 2
        case _:
            return 0


def missing_to_sheets(count: int) -> int:
    """Return how many pages a booklet lacks to a multiple of four."""
    return -count % PAGES_A_SHEET


def filling_place(patterns: Sequence[str], sides: Sequence[str], missing: int) -> int:
    """Return before which page blank ones are put that fill up the sheets.

    Before the colophon, or, when an odd number of them would push a page to the wrong side, before the back
    cover, which stays last. Where even that has a side of its own, the multiple of four wins.

    Args:
        patterns: of all pages.
        sides: for each page the side it must stand on, "" for any.
        missing: number of blank pages.
    """
    first = len(patterns)
    while first and patterns[first - 1] in CLOSING | {BLANK}:
        first -= 1
    closing = [place for place in range(first, len(patterns)) if patterns[place] in CLOSING]
    for place in closing:
        if missing % 2 == 0 or not any(sides[place:]):
            return place
    return closing[-1] if closing else len(patterns)


def start_of(record: Event | Factory, *, facing: bool = False) -> str:
    """Return where the page of a record begins.

    A spread made by hand has its pages face. What takes two by its amount has them face as well, unless
    another start is wished, which spares the blank page before it.
    """
    layout = record.layout
    if isinstance(record, Event) and layout is not None and layout.pages == SPREAD:
        return LEFT_HAND
    wished = layout.starts if layout is not None else ""
    return wished or (LEFT_HAND if facing else "")


def broken(factories: Sequence[Factory], per_page: int) -> Iterator[tuple[str, Sequence[Factory]]]:
    """Yield for each page of a list how it begins and who stands on it, with the breaks set by hand."""
    first = 0
    for place, factory in enumerate(factories):
        if place > first and (place - first == per_page or start_of(factory)):
            yield start_of(factories[first]), factories[first:place]
            first = place
    if first < len(factories):
        yield start_of(factories[first]), factories[first:]
