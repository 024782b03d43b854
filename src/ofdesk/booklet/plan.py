"""The plan: which page shows what, before anything is typeset.

Owns the sequence of sections and the number of pages each takes; knows no type and no colours. Since it
costs next to nothing, contents, index and preview ask it for page numbers on every keystroke. Which records
a section shows says `selection`, where blank pages go `flow`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ofdesk.base.japan import REGIONS
from ofdesk.booklet import flow
from ofdesk.booklet.calendar import ROWS_PER_CALENDAR, Calendar, calendar_of
from ofdesk.booklet.extent import takes_two_pages
from ofdesk.booklet.flow import PageFlow
from ofdesk.booklet.index import IndexPage, index_pages
from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.order import BookletOrder, booklet_order
from ofdesk.booklet.record_facts import told_name
from ofdesk.booklet.selection import Selector, shown_order
from ofdesk.booklet.slots import ContentsEntry as ContentsEntry
from ofdesk.booklet.slots import PageSlot as PageSlot
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event
from ofdesk.model.search import SearchIndex
from ofdesk.model.settings import PATTERNS_ON_REQUEST, SECTION_PATTERNS, Section

EVENTS_PER_GRID = 6
FACTORIES_PER_PAGE = 8
CONTENTS_ROWS_PER_PAGE = 42
REPORTS_PER_PAGE = 8
LINKS_PER_PAGE = 10
FORUMS_PER_PAGE = 2
SURVEYS_PER_PAGE = 2


@dataclass(frozen=True)
class Plan:
    """All pages in order, with what follows from them.

    Attributes:
        slots: the pages.
        order: the order of events and factories.
        entries: lines of the contents.
        indexes: pages of each index by its pattern; slots name them by their part.
        calendar: what the calendar shows, None when it is not printed or no date is known.
        words: what filters by words were asked of; who plans a little change of the same project hands it on.
    """

    slots: tuple[PageSlot, ...]
    order: BookletOrder
    entries: tuple[ContentsEntry, ...]
    indexes: Mapping[str, tuple[IndexPage, ...]]
    calendar: Calendar | None
    words: SearchIndex = field(compare=False, repr=False)

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
        place = slot.number - self.slots[0].number + 1
        found = self.slots[place : place + 1]
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


def paginate(catalogue: Catalogue, words: SearchIndex | None = None) -> Plan:
    """Return the plan of a catalogue's booklet; a catalogue without sections takes the usual ones.

    Args:
        catalogue: snapshot.
        words: index for filters by words; who plans after every edit keeps one.
    """
    order = booklet_order(catalogue)
    english = catalogue.booklet.language == "en"
    sections = catalogue.booklet.sections or default_sections()
    printed = {section.pattern for section in sections if section.included}
    words = SearchIndex() if words is None else words
    selector = Selector(catalogue, order, words)
    chosen = selector.printed(sections)
    listed = shown_order(selector, sections, chosen)
    indexes = {
        pattern: index_pages(rows(listed, english=english))
        for pattern, rows in INDEXES.items()
        if pattern in printed
    }
    calendar = calendar_of(catalogue, listed.events) if "calendar" in printed else None
    parts = {pattern: len(pages) for pattern, pages in indexes.items()}
    parts["calendar"] = -(-len(calendar.rows) // ROWS_PER_CALENDAR) if calendar else 0
    # The contents lead to pages whose numbers depend on how many pages the contents take; how many
    # lines they have does not, and is mostly guessed right.
    told = sum(len(chosen[place]) for place in chosen if sections[place].pattern == "region_events")
    guessed = _contents_pages(told + len(REGIONS) + len(sections))
    planner = _Planner(catalogue, order, chosen, {**parts, "contents": guessed})
    planner.run(sections)
    needed = _contents_pages(len(planner.entries))
    if needed != guessed:
        planner = _Planner(catalogue, order, chosen, {**parts, "contents": needed})
        planner.run(sections)
    if catalogue.booklet.pages_in_fours:
        planner.fill_up()
    return Plan(tuple(planner.slots), order, tuple(planner.entries), indexes, calendar, words)


def _contents_pages(lines: int) -> int:
    return max(1, -(-lines // CONTENTS_ROWS_PER_PAGE))


class _Planner(PageFlow):
    """Lays sections one after the other."""

    def __init__(
        self,
        catalogue: Catalogue,
        order: BookletOrder,
        chosen: Mapping[int, tuple[RecordId, ...]],
        parts: Mapping[str, int],
    ) -> None:
        """Take what is known beforehand.

        Args:
            catalogue: snapshot.
            order: of its events and factories.
            chosen: for each section printed the records it shows, by its place.
            parts: how many pages sections without records have, by pattern.
        """
        first = catalogue.booklet.first_page_number
        super().__init__(1 if first is None else first)
        self.catalogue = catalogue
        self.order = order
        self.parts = parts
        self._chosen = chosen

    def run(self, sections: Sequence[Section]) -> None:
        for place, section in enumerate(sections):
            step = _STEPS.get(section.pattern)
            if section.included and step is not None:
                self.open_section(place, section.starts)
                step(self, section)

    @property
    def records(self) -> tuple[RecordId, ...]:
        """The records that the section at work shows, in order."""
        return self._chosen[self.section]

    def enter_event(self, event: Event) -> None:
        """Note an event that is told on the page that comes next."""
        english = self.catalogue.booklet.language == "en"
        title = told_name(event, english=english)
        self.note(ContentsEntry("event", title, 0, 1, record=event.id))


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


def _nation_map(planner: _Planner, section: Section) -> None:
    if planner.order.events and not planner.records:
        return  # like a list from which the filter takes all; a project that is still empty has its map
    planner.enter("nation_map", section.heading)
    planner.page("nation_map")


def _region_events(planner: _Planner, section: Section) -> None:
    shown = frozenset(planner.records)
    for region in (*REGIONS, ""):
        events = [event for event in planner.order.events_of(region) if event.id in shown]
        if not events:
            continue
        planner.enter("region", "", region=region)
        planner.page("region_opener", [event.id for event in events], region)
        for event in events:
            two_pages = takes_two_pages(planner.catalogue, event)
            planner.begin(flow.start_of(event, facing=two_pages))
            planner.enter_event(event)
            planner.page("event", [event.id], region)
            if two_pages:
                planner.page("event_more", [event.id], region, part=1)


def _events_six(planner: _Planner, section: Section) -> None:
    ids = planner.records
    if ids:
        planner.enter("six_events", section.heading)
        planner.pages("six_events", ids, EVENTS_PER_GRID)


def _factory_list(planner: _Planner, section: Section) -> None:
    shown = frozenset(planner.records)
    if not shown:
        return
    narrowed = len(shown) < len(planner.order.factories)
    planner.enter("factory_list", section.heading)
    for region in (*REGIONS, ""):
        factories = planner.order.factories_of(region)
        if narrowed:
            factories = tuple(factory for factory in factories if factory.id in shown)
        for part, (starts, chunk) in enumerate(flow.broken(factories, FACTORIES_PER_PAGE)):
            planner.begin(starts)
            planner.page("factory_list", [factory.id for factory in chunk], region, part)


def _records(pattern: str, per_page: int) -> Callable[[_Planner, Section], None]:
    def step(planner: _Planner, section: Section) -> None:
        ids = planner.records
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
    "nation_map": _nation_map,
    "region_events": _region_events,
    "events_six": _events_six,
    "factory_list": _factory_list,
    "statistics": _records("statistics", SURVEYS_PER_PAGE),
    "forums": _records("forums", FORUMS_PER_PAGE),
    "links": _records("links", LINKS_PER_PAGE),
    "reports": _records("reports", REPORTS_PER_PAGE),
    **dict.fromkeys(INDEXES, _in_parts),
    "colophon": _single("colophon", listed=True),
    "back_cover": _single("back_cover", listed=False),
    "blank": _single("blank", listed=False),
}
