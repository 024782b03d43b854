from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import event, factory, record_id, small
from tests.unit.booklet.pages import patterns_of

from ofdesk.booklet.order import booklet_order
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.selection import Selector, fields_for, left_out
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import RecordFilter
from ofdesk.model.records import Forum, Link, Report
from ofdesk.model.search import SearchIndex
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Section

EVENTS = (
    event(1, name="見本の窯びらき", prefectures=("福井県", "大阪府"), state="approved"),
    event(2, name="見本の刃物まつり", prefectures=("大阪府",), duration_facets=("limited",)),
    event(3, name="見本の織物めぐり", prefectures=("北海道",), duration_facets=("permanent", "limited")),
    event(4, name="見本の場所不明", prefectures=()),
)


def names(wanted: RecordFilter, pattern: str = "region_events", *, definition: str = "") -> list[str]:
    catalogue = Catalogue.of(EVENTS, None, BookletSettings(region_definition=definition))
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    ids = selector.ids_of(Section(pattern=pattern, included=True, selection=wanted))
    return [catalogue.get(i).title for i in ids]  # type: ignore[union-attr]


def test_each_field_of_a_filter_narrows() -> None:
    assert names(RecordFilter(states=("approved",))) == ["見本の窯びらき"]
    assert names(RecordFilter(duration_facets=("permanent",))) == ["見本の織物めぐり"]
    assert names(RecordFilter(words="ハモノ まつり")) == []
    assert names(RecordFilter(words="刃物　見本")) == ["見本の刃物まつり"]
    assert names(RecordFilter(regions=("hokkaido",))) == ["見本の織物めぐり"]
    assert names(RecordFilter(regions=("hokkaido",), states=("approved",))) == []
    assert len(names(RecordFilter())) == len(EVENTS)


def test_an_event_counts_to_one_region_and_all_its_prefectures() -> None:
    assert names(RecordFilter(prefectures=("大阪府",))) == ["見本の窯びらき", "見本の刃物まつり"]
    assert "見本の窯びらき" in names(RecordFilter(regions=("kinki",)))
    moved = names(RecordFilter(regions=("kinki",)), definition="kinki_2fu4ken")
    assert moved == ["見本の刃物まつり"]  # 福井 counts to 中部 there


def test_fields_that_a_kind_does_not_have_let_all_pass() -> None:
    report = Report(id=record_id(9), name="見本の報告書", state="asked")
    catalogue = Catalogue.of((report,))
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    wanted = RecordFilter(regions=("kinki",), duration_facets=("limited",), states=("asked",))
    assert selector.ids_of(Section(pattern="reports", selection=wanted)) == (report.id,)


def test_forums_and_ties_lie_where_their_places_and_ends_do() -> None:
    forum = Forum(id=record_id(8), name="見本フォーラム", place="京都府京都市 見本会館")
    tie = Link(id=record_id(7), first=EVENTS[2].id, second=EVENTS[1].id)
    catalogue = Catalogue.of((*EVENTS, forum, tie))
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    for region, found in (("kinki", True), ("hokkaido", False)):
        wanted = RecordFilter(regions=(region,))
        assert (forum.id in selector.ids_of(Section(pattern="forums", selection=wanted))) is found
        assert tie.id in selector.ids_of(Section(pattern="links", selection=wanted))
    assert not selector.ids_of(Section(pattern="links", selection=RecordFilter(prefectures=("沖縄県",))))


@pytest.mark.parametrize("pattern", SECTION_PATTERNS)
def test_only_sections_of_records_take_filters(pattern: str) -> None:
    catalogue = small()
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    assert bool(fields_for(pattern)) == bool(selector.ids_of(Section(pattern=pattern)))
    assert set(fields_for(pattern)) <= set(RecordFilter.__dataclass_fields__)


def with_sections(*sections: Section) -> Catalogue:
    factories = [factory(20), factory(21, address="北海道札幌市1")]
    return Catalogue.of((*EVENTS, *factories), None, BookletSettings(sections=sections))


def test_a_filtered_section_opens_only_regions_it_tells_of() -> None:
    wanted = RecordFilter(states=("approved",))
    plan = paginate(with_sections(Section(pattern="region_events", included=True, selection=wanted)))
    assert patterns_of(plan) == ["region_opener", "event"]
    assert plan.slots[0].records == plan.slots[1].records == (EVENTS[0].id,)


def test_an_event_told_in_two_sections_is_referred_to_where_it_comes_first() -> None:
    kinki = Section(pattern="region_events", included=True, selection=RecordFilter(regions=("kinki",)))
    plan = paginate(with_sections(kinki, dataclasses.replace(kinki, selection=None)))
    told = [slot for slot in plan.slots if slot.pattern == "event" and EVENTS[1].id in slot.records]
    assert [slot.section for slot in told] == [0, 1]
    assert plan.event_page[EVENTS[1].id] == told[0].number
    assert [e.number for e in plan.entries if e.record == EVENTS[1].id] == [slot.number for slot in told]


def test_an_event_that_no_section_tells_of_is_in_no_index_and_no_contents() -> None:
    wanted = RecordFilter(regions=("kinki",))
    plan = paginate(
        with_sections(
            Section(pattern="contents", included=True),
            Section(pattern="region_events", included=True, selection=wanted),
            Section(pattern="factory_list", included=True, selection=wanted),
            Section(pattern="index", included=True),
        )
    )
    listed = {row.record for page in plan.index for column in page for row in column if row.record}
    assert listed == {EVENTS[0].id, EVENTS[1].id, record_id(20)}
    assert {entry.record for entry in plan.entries if entry.record} == {EVENTS[0].id, EVENTS[1].id}
    assert EVENTS[2].id not in plan.event_page
    assert set(plan.order.factory_numbers.values()) == {1, 2}  # numbers stay those of the maps


def test_what_no_section_shows_is_counted() -> None:
    wanted = RecordFilter(regions=("kinki",))
    lists = [
        Section(pattern="region_events", included=True, selection=wanted),
        Section(pattern="factory_list", included=True, selection=wanted),
    ]
    catalogue = with_sections(*lists)
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    assert left_out(selector, lists, selector.printed(lists)) == {"event": 2, "factory": 1}
    lists.append(Section(pattern="events_six", included=True))
    assert left_out(selector, lists, selector.printed(lists)) == {"event": 0, "factory": 1}


def test_an_index_follows_maps_where_nothing_lists_its_records() -> None:
    wanted = RecordFilter(regions=("kinki",))
    sections = [Section(pattern="nation_map", included=True, selection=wanted)]
    catalogue = with_sections(*sections)
    selector = Selector(catalogue, booklet_order(catalogue), SearchIndex())
    # The map of the nation shows no factories; who lists none of them leaves none out.
    assert left_out(selector, sections, selector.printed(sections)) == {"event": 2, "factory": 0}
    sections.append(Section(pattern="events_six", included=True))
    assert left_out(selector, sections, selector.printed(sections)) == {"event": 0, "factory": 0}
    openers = [Section(pattern="region_events", included=True, selection=wanted)]
    assert left_out(selector, openers, selector.printed(openers)) == {"event": 2, "factory": 1}


def test_a_map_from_which_the_filter_takes_all_has_no_page() -> None:
    nothing = Section(pattern="nation_map", included=True, selection=RecordFilter(states=("second_proof",)))
    assert patterns_of(paginate(with_sections(nothing))) == []
    empty = Catalogue.of((), None, BookletSettings(sections=(nothing,)))
    assert patterns_of(paginate(empty)) == ["nation_map"]  # no filter left it empty
