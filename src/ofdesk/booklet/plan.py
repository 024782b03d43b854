"""The plan: which page shows what, before anything is typeset.

Owns the sequence of sections and the number of pages each takes; knows no type and no colours. Since it
costs next to nothing, contents, index and preview ask it for page numbers on every keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ofdesk.base.japan import REGIONS
from ofdesk.booklet.calendar import ROWS_PER_CALENDAR, Calendar, calendar_of
from ofdesk.booklet.extent import needs_second_page
from ofdesk.booklet.index import IndexPage, index_pages
from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.order import BookletOrder, booklet_order
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Forum, Link, Report, Survey
from ofdesk.model.settings import PATTERNS_ON_REQUEST, SECTION_PATTERNS, Section

EVENTS_PER_GRID = 6
FACTORIES_PER_PAGE = 8
CONTENTS_ROWS_PER_PAGE = 42
REPORTS_PER_PAGE = 8
LINKS_PER_PAGE = 10
FORUMS_PER_PAGE = 2
SURVEYS_PER_PAGE = 2

ItemT = TypeVar("ItemT")


@dataclass(frozen=True, slots=True)
class PageSlot:
    """One page to be laid out.

    Attributes:
        pattern: name of the page pattern.
        number: page number, counted from the booklet's first page.
        section: index of the section in the plan.
        records: identities of the records shown, in order.
        region: region key for the thumb tab, or "".
        part: which page of the section's run of this pattern it is, from 0.
    """

    pattern: str
    number: int
    section: int
    records: tuple[RecordId, ...] = ()
    region: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: what, on which page, how deep.

    Attributes:
        region: set for region openers.
        record: identity of the event for a line that names one, else None.
    """

    key: str
    title: str
    number: int
    level: int
    region: str = ""
    record: RecordId | None = None


@dataclass(frozen=True)
class Plan:
    """All pages in order, with what follows from them.

    Attributes:
        slots: the pages.
        order: the order of events and factories.
        entries: lines of the contents.
        indexes: pages of each index by its pattern; slots name them by their part.
        calendar: what the calendar shows, None when it is not printed or no date is known.
    """

    slots: tuple[PageSlot, ...]
    order: BookletOrder
    entries: tuple[ContentsEntry, ...]
    indexes: Mapping[str, tuple[IndexPage, ...]]
    calendar: Calendar | None = None

    @property
    def index(self) -> tuple[IndexPage, ...]:
        """Pages of the index by prefecture."""
        return self.indexes.get("index", ())

    @cached_property
    def pages_of(self) -> Mapping[RecordId, tuple[int, ...]]:
        """For each record the numbers of the pages that show it."""
        found: dict[RecordId, list[int]] = {}
        for slot in self.slots:
            for record in slot.records:
                found.setdefault(record, []).append(slot.number)
        return {record: tuple(numbers) for record, numbers in found.items()}

    @cached_property
    def event_page(self) -> Mapping[RecordId, int]:
        """The page on which each event is told in full (or in brief, if nowhere else)."""
        return {**self._first_page("six_events"), **self._first_page("event")}

    @cached_property
    def factory_page(self) -> Mapping[RecordId, int]:
        """The page of the factory list on which each factory stands."""
        return self._first_page("factory_list")

    def _first_page(self, pattern: str) -> dict[RecordId, int]:
        found: dict[RecordId, int] = {}
        for slot in self.slots:
            if slot.pattern == pattern:
                for record in slot.records:
                    found.setdefault(record, slot.number)
        return found

    def goes_on(self, slot: PageSlot) -> bool:
        """Tell whether the event of a page is told on the next one, too."""
        found = self.slots[slot.number - self.slots[0].number + 1 :][:1]
        return bool(found) and found[0].pattern == "event_more" and found[0].records == slot.records

    def slot(self, number: int) -> PageSlot:
        """Return the slot of a page number.

        Raises:
            KeyError: no such page.
        """
        first = self.slots[0].number if self.slots else 0
        if not 0 <= number - first < len(self.slots):
            raise KeyError(number)
        return self.slots[number - first]


def default_sections() -> tuple[Section, ...]:
    """Return every section of the usual plan in the usual order."""
    usual = (pattern for pattern in SECTION_PATTERNS if pattern not in PATTERNS_ON_REQUEST)
    return tuple(Section(pattern=pattern, included=True) for pattern in usual)


def paginate(catalogue: Catalogue) -> Plan:
    """Return the plan of a catalogue's booklet; a catalogue without sections takes the usual ones."""
    order = booklet_order(catalogue)
    english = catalogue.booklet.language == "en"
    sections = catalogue.booklet.sections or default_sections()
    printed = {section.pattern for section in sections if section.included}
    indexes = {
        pattern: index_pages(rows(order, english=english))
        for pattern, rows in INDEXES.items()
        if pattern in printed
    }
    calendar = calendar_of(catalogue, order.events) if "calendar" in printed else None
    parts = {pattern: len(pages) for pattern, pages in indexes.items()}
    parts["calendar"] = -(-len(calendar.rows) // ROWS_PER_CALENDAR) if calendar else 0
    planner = _Planner(catalogue, order, {**parts, "contents": 1})
    planner.run(sections)
    # The contents lead to pages whose numbers depend on how many pages the contents take; how many
    # lines they have does not.
    needed = -(-len(planner.entries) // CONTENTS_ROWS_PER_PAGE)
    if needed > 1:
        planner = _Planner(catalogue, order, {**parts, "contents": needed})
        planner.run(sections)
    return Plan(tuple(planner.slots), order, tuple(planner.entries), indexes, calendar)


class _Planner:
    """Lays sections one after the other and counts pages."""

    def __init__(self, catalogue: Catalogue, order: BookletOrder, parts: Mapping[str, int]) -> None:
        """Take how many pages the sections have whose pages are known beforehand, by pattern."""
        self.catalogue = catalogue
        self.order = order
        self.parts = parts
        self.slots: list[PageSlot] = []
        self.entries: list[ContentsEntry] = []
        first = catalogue.booklet.first_page_number
        self._next = 1 if first is None else first
        self._section = 0

    def run(self, sections: Sequence[Section]) -> None:
        for index, section in enumerate(sections):
            if not section.included:
                continue
            self._section = index
            step = _STEPS.get(section.pattern)
            if step is not None:
                step(self, section)

    def page(
        self, pattern: str, records: Sequence[RecordId] = (), region: str = "", part: int = 0
    ) -> PageSlot:
        slot = PageSlot(pattern, self._next, self._section, tuple(records), region, part)
        self.slots.append(slot)
        self._next += 1
        return slot

    def pages(self, pattern: str, items: Sequence[RecordId], per_page: int, region: str = "") -> None:
        for part, chunk in enumerate(_chunks(items, per_page)):
            self.page(pattern, chunk, region, part)

    def enter(self, key: str, heading: str, *, region: str = "") -> None:
        """Note a contents entry that leads to the page that comes next."""
        self.entries.append(ContentsEntry(key, heading, self._next, 0, region))

    def enter_event(self, event: Event) -> None:
        """Note an event that is told on the page that comes next."""
        english = self.catalogue.booklet.language == "en"
        title = event.name_en if english and event.name_en else event.name
        self.entries.append(ContentsEntry("event", title, self._next, 1, record=event.id))


def _chunks(items: Sequence[ItemT], size: int) -> Iterator[Sequence[ItemT]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _single(pattern: str, *, listed: bool) -> Callable[[_Planner, Section], None]:
    def step(planner: _Planner, section: Section) -> None:
        if listed:
            planner.enter(pattern, section.heading)
        planner.page(pattern)

    return step


def _greeting(planner: _Planner, section: Section) -> None:
    settings = planner.catalogue.booklet
    if settings.greeting or settings.definition:
        planner.enter("greeting", section.heading)
        planner.page("greeting")


def _region_events(planner: _Planner, section: Section) -> None:
    for region in (*REGIONS, ""):
        events = planner.order.events_of(region)
        if not events:
            continue
        planner.enter("region", "", region=region)
        planner.page("region_opener", [event.id for event in events], region)
        for event in events:
            planner.enter_event(event)
            planner.page("event", [event.id], region)
            if needs_second_page(planner.catalogue, event):
                planner.page("event_more", [event.id], region, part=1)


def _events_six(planner: _Planner, section: Section) -> None:
    if not planner.order.events:
        return
    planner.enter("six_events", section.heading)
    planner.pages("six_events", [event.id for event in planner.order.events], EVENTS_PER_GRID)


def _factory_list(planner: _Planner, section: Section) -> None:
    if not planner.order.factories:
        return
    planner.enter("factory_list", section.heading)
    for region in (*REGIONS, ""):
        factories = planner.order.factories_of(region)
        planner.pages("factory_list", [factory.id for factory in factories], FACTORIES_PER_PAGE, region)


def _records(
    pattern: str, record_type: type[Survey | Forum | Link | Report], per_page: int
) -> Callable[[_Planner, Section], None]:
    def step(planner: _Planner, section: Section) -> None:
        ids = planner.catalogue.table(record_type.kind).ids
        if ids:
            planner.enter(pattern, section.heading)
            planner.pages(pattern, ids, per_page)

    return step


def _in_parts(planner: _Planner, section: Section) -> None:
    """Lay a section whose pages are counted beforehand."""
    count = planner.parts.get(section.pattern, 0)
    if count and section.pattern != "contents":
        planner.enter(section.pattern, section.heading)
    for part in range(count):
        planner.page(section.pattern, part=part)


_STEPS: dict[str, Callable[[_Planner, Section], None]] = {
    "cover": _single("cover", listed=False),
    "greeting": _greeting,
    "calendar": _in_parts,
    "contents": _in_parts,
    "how_to_read": _single("how_to_read", listed=True),
    "nation_map": _single("nation_map", listed=True),
    "region_events": _region_events,
    "events_six": _events_six,
    "factory_list": _factory_list,
    "statistics": _records("statistics", Survey, SURVEYS_PER_PAGE),
    "forums": _records("forums", Forum, FORUMS_PER_PAGE),
    "links": _records("links", Link, LINKS_PER_PAGE),
    "reports": _records("reports", Report, REPORTS_PER_PAGE),
    **dict.fromkeys(INDEXES, _in_parts),
    "colophon": _single("colophon", listed=True),
    "back_cover": _single("back_cover", listed=False),
    "blank": _single("blank", listed=False),
}
