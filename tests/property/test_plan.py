"""Laws of the flat plan: whatever sections, filters, starts and breaks are chosen, pages hold together."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import SETTINGS, event, factory, small

from ofdesk.base.japan import PREFECTURE_NAMES, REGIONS
from ofdesk.booklet import flow
from ofdesk.booklet.engine import Source
from ofdesk.booklet.extent import takes_two_pages
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.booklet.selection import KIND_OF_PATTERN, KINDS_ON_MAPS
from ofdesk.model import choices
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout, RecordFilter
from ofdesk.model.records import Event, Factory, Record
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Section

STARTS = st.sampled_from(("", "", *choices.PAGE_START.codes))
STATES = st.sampled_from(("", *choices.WORKFLOW.codes))
PLACES = st.sampled_from(("大阪府", "京都府", "福井県", "北海道", "沖縄県", "架空県"))
LAYOUTS = st.none() | st.builds(
    PageLayout, starts=STARTS, pages=st.sampled_from(("", "one_page", "spread")), photos=st.integers(0, 4)
)
FILTERS = st.none() | st.builds(
    RecordFilter,
    regions=st.lists(st.sampled_from(REGIONS), max_size=2, unique=True).map(tuple),
    prefectures=st.lists(st.sampled_from(PREFECTURE_NAMES), max_size=2, unique=True).map(tuple),
    states=st.lists(st.sampled_from(choices.WORKFLOW.codes), max_size=1).map(tuple),
    words=st.sampled_from(("", "見本", "見本 1", "ない語")),
)


def sections(patterns: tuple[str, ...]) -> st.SearchStrategy[tuple[Section, ...]]:
    """Return any flat plan of sections of these patterns."""
    section = st.builds(
        Section,
        pattern=st.sampled_from(patterns),
        included=st.sampled_from((True, True, False)),
        starts=STARTS,
        selection=FILTERS,
    )
    return st.lists(section, min_size=1, max_size=8).map(tuple)


@st.composite
def catalogues(draw: st.DrawFn, patterns: tuple[str, ...] = SECTION_PATTERNS) -> Catalogue:
    """Return a small project with events and factories here and there, and any flat plan."""
    records: list[Record] = list(small())
    for number in range(draw(st.integers(0, 5))):
        records.append(
            event(200 + number, prefectures=(draw(PLACES),), layout=draw(LAYOUTS), state=draw(STATES))
        )
    for number in range(draw(st.integers(0, 12))):
        records.append(
            factory(300 + number, address=f"{draw(PLACES)}見本市1", layout=draw(LAYOUTS), state=draw(STATES))
        )
    settings = BookletSettings(
        title=SETTINGS.title,
        greeting="見本",
        sections=draw(sections(patterns)),
        pages_in_fours=draw(st.booleans()),
        first_page_number=draw(st.sampled_from((None, 0, 1, 4, 7))),
    )
    return Catalogue.of(records, None, settings)


@given(catalogues())
def test_pages_are_numbered_once_in_the_order_of_sections_and_fill_sheets(catalogue: Catalogue) -> None:
    plan, booklet = paginate(catalogue), catalogue.booklet
    begin = 1 if booklet.first_page_number is None else booklet.first_page_number
    assert [slot.number for slot in plan.slots] == list(range(begin, begin + len(plan.slots)))
    places = [slot.section for slot in plan.slots]
    assert places == sorted(places)
    assert all(booklet.sections[place].included for place in places)
    if booklet.pages_in_fours:
        assert len(plan.slots) % flow.PAGES_A_SHEET == 0
        printed = [section.pattern for section in booklet.sections if section.included]
        if printed and printed[-1] == "back_cover":
            assert plan.slots[-1].pattern == "back_cover"


@given(catalogues())
def test_sections_show_what_their_filters_let_pass_and_all_that_leads_there_is_right(
    catalogue: Catalogue,
) -> None:
    plan = paginate(catalogue)
    for place, section in enumerate(catalogue.booklet.sections):
        kind = KIND_OF_PATTERN.get(section.pattern)
        if kind is not None and section.included:
            _check_records(catalogue, plan, place, kind)
    for entry in plan.entries:
        slot = plan.slot(entry.number)
        assert slot.pattern != flow.BLANK
        assert entry.record is None or slot.records[0] == entry.record
    assert all(a.number <= b.number for a, b in itertools.pairwise(plan.entries))
    for found in (plan.event_page, plan.factory_page):
        assert all(record in plan.slot(number).records for record, number in found.items())
    shown = {*plan.event_page, *plan.factory_page}
    lists = {KIND_OF_PATTERN.get(s.pattern) for s in catalogue.booklet.sections if s.included}
    columns = [column for pages in plan.indexes.values() for page in pages for column in page]
    assert all(row.record in shown for column in columns for row in column if row.kind in lists)


@given(catalogues(tuple(KINDS_ON_MAPS)))
def test_maps_show_what_the_filter_of_their_section_lets_pass_numbered_as_ever(catalogue: Catalogue) -> None:
    source = Source(catalogue, paginate(catalogue))
    order, selector = source.plan.order, source.selector
    for slot in source.plan.slots:
        if slot.pattern not in MAP_PATTERNS:
            continue
        wanted = catalogue.booklet.sections[slot.section].selection
        events = frozenset(selector.chosen([event.id for event in order.events], wanted))
        factories = frozenset(selector.chosen([factory.id for factory in order.factories], wanted))
        content: Any = PATTERNS[slot.pattern].gather(slot, source)
        if slot.pattern == "nation_map":
            assert {shown.record for shown in content.map.events} == events
            assert content.map.factories == ()
            continue
        of_region = {event.id for event in order.events_of(slot.region)} & events
        assert {line.event.id for line in content.lines} == of_region
        assert content.factory_count == sum(f.id in factories for f in order.factories_of(slot.region))
        if content.map is not None:
            assert {shown.record for shown in content.map.events} == of_region
            assert {pin.record for pin in content.map.factories} <= factories
            assert all(pin.number == order.factory_numbers[pin.record] for pin in content.map.factories)


def _check_records(catalogue: Catalogue, plan: Plan, place: int, kind: str) -> None:
    section = catalogue.booklet.sections[place]
    of_list = {"region_events": "event", "events_six": "six_events"}.get(section.pattern, section.pattern)
    slots = [slot for slot in plan.slots if slot.section == place and slot.pattern == of_list]
    shown = Counter(record for slot in slots for record in slot.records)
    assert set(shown.values()) <= {1}
    wanted = section.selection
    if wanted is None or wanted == RecordFilter():
        assert set(shown) == set(catalogue.table(kind).ids)
    elif wanted.states:
        assert all(record.state in wanted.states for record in catalogue.table(kind) if record.id in shown)


@given(catalogues())
def test_what_wants_a_side_or_a_page_of_its_own_has_it(catalogue: Catalogue) -> None:
    plan, sections = paginate(catalogue), catalogue.booklet.sections
    closing = sections[plan.slots[-1].section] if plan.slots else None
    if catalogue.booklet.pages_in_fours and closing is not None and closing.starts:
        return  # a last page with a side of its own: there the sheet may win
    for place, section in enumerate(sections):
        pages = [slot for slot in plan.slots if slot.section == place]
        told = [slot for slot in pages if slot.pattern != flow.BLANK] or pages[-1:]
        if section.pattern != flow.BLANK:
            assert told == [] or told[0].pattern != flow.BLANK  # what shows nothing leaves no blank page
        if told and not _wish_of(catalogue, told[0]):
            assert _is_right(told[0].number, section.starts)
    for slot in plan.slots:
        assert _is_right(slot.number, _wish_of(catalogue, slot))
        if slot.pattern == "factory_list":
            followers = [catalogue.find(Factory, record) for record in slot.records[1:]]
            assert not any(follower and flow.start_of(follower) for follower in followers)


def _is_right(number: int, wish: str) -> bool:
    return {"right_hand": number % 2 == 1, "left_hand": number % 2 == 0}.get(wish, True)


def _wish_of(catalogue: Catalogue, slot: PageSlot) -> str:
    """Return the side that the first record of a page asks for."""
    if slot.pattern not in {"event", "factory_list"}:
        return ""
    record = catalogue.get(slot.records[0])
    assert isinstance(record, Event | Factory)
    facing = isinstance(record, Event) and takes_two_pages(catalogue, record)
    wish = flow.start_of(record, facing=facing)
    return wish if wish in {"right_hand", "left_hand"} else ""
