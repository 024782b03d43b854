"""Pages are laid out once for one content, and again only when what they show has changed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Hashable
from typing import Any

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, record_id, small
from tests.unit.booklet.pages import source_of

from ofdesk.base.errors import Cancelled
from ofdesk.base.progress import CancelToken
from ofdesk.booklet import engine as engine_module
from ofdesk.booklet.engine import LayoutEngine, Pattern, Source
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.settings import Section


class Counting:
    """A pattern that tells how often it lays out."""

    def __init__(self, name: str, pattern: Pattern, counts: Counter[str]) -> None:
        self._name, self._pattern, self._counts = name, pattern, counts

    def gather(self, slot: PageSlot, source: Source) -> Hashable:
        return self._pattern.gather(slot, source)

    def lay_out(self, content: Any, toolkit: Toolkit) -> Page:
        self._counts[self._name] += 1
        return self._pattern.lay_out(content, toolkit)


@pytest.fixture
def counted(toolkit: Toolkit) -> tuple[LayoutEngine, Counter[str]]:
    counts: Counter[str] = Counter()
    patterns = {name: Counting(name, pattern, counts) for name, pattern in PATTERNS.items()}
    return LayoutEngine(patterns, toolkit), counts


def edited(catalogue: Catalogue, number: int, **changes: object) -> Catalogue:
    record = catalogue.get(record_id(number))
    assert record is not None
    return catalogue.with_record(dataclasses.replace(record, **changes))  # type: ignore[arg-type]


def laid_out_by(
    change: Catalogue, engine: LayoutEngine, counts: Counter[str], before: Catalogue
) -> dict[str, int]:
    list(engine.pages(source_of(before)))
    counts.clear()
    list(engine.pages(source_of(change)))
    return dict(counts)


def test_the_same_content_gives_the_same_page(counted: tuple[LayoutEngine, Counter[str]]) -> None:
    engine, counts = counted
    first = list(engine.pages(source_of(small())))
    second = list(engine.pages(source_of(small())))
    assert all(a is b for a, b in zip(first, second, strict=True))
    assert sum(counts.values()) == len(first)


def test_an_overview_touches_only_the_pages_that_show_it(
    counted: tuple[LayoutEngine, Counter[str]],
) -> None:
    before = small()
    after = edited(before, 1, overview_long="書き直した概要。")
    # The grid holds the event with all its fields, the opener only what it lists.
    assert laid_out_by(after, *counted, before) == {"event": 1, "six_events": 1}


def test_a_factory_s_hours_touch_its_entry_alone(counted: tuple[LayoutEngine, Counter[str]]) -> None:
    before = small()
    assert laid_out_by(edited(before, 21, hours="9:00～12:00"), *counted, before) == {"factory_list": 1}


def test_what_no_page_shows_touches_no_page(counted: tuple[LayoutEngine, Counter[str]]) -> None:
    before = small()
    assert laid_out_by(edited(before, 900, file_name="x.jpg"), *counted, before) == {}
    assert laid_out_by(edited(before, 30, booking_how="電話"), *counted, before) == {}


def test_a_survey_touches_the_statistics_alone(counted: tuple[LayoutEngine, Counter[str]]) -> None:
    before = small()
    assert laid_out_by(edited(before, 40, note="注"), *counted, before) == {"statistics": 1}


def test_a_new_name_touches_every_page_that_says_it(counted: tuple[LayoutEngine, Counter[str]]) -> None:
    before = small()
    found = laid_out_by(edited(before, 1, name="新しい名の催し"), *counted, before)
    assert set(found) == {
        "contents",
        "nation_map",
        "region_opener",
        "event",
        "six_events",
        "factory_list",
        "calendar",
        "links",
        "index",
    }


def test_the_cache_is_bounded(toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "CACHED_PAGES", 2)
    counts: Counter[str] = Counter()
    engine = LayoutEngine({"cover": Counting("cover", PATTERNS["cover"], counts)}, toolkit)
    sources = [source_of(Catalogue(booklet=dataclasses.replace(small().booklet, title=t))) for t in "abc"]
    for source in (*sources, sources[2], sources[1], sources[0]):
        engine.page(source.plan.slots[0], source)
    assert counts["cover"] == 4  # a, b, c, and a again, which had been dropped


def test_pages_can_be_asked_for_by_number(toolkit: Toolkit) -> None:
    engine = LayoutEngine(PATTERNS, toolkit)
    assert [page.label for page in engine.pages(source_of(small()), range(3, 5))] == ["3", "4"]


def test_laying_out_tells_its_steps_and_stops_when_asked(toolkit: Toolkit) -> None:
    engine, cancel, steps = LayoutEngine(PATTERNS, toolkit), CancelToken(), []

    def progress(done: int, total: int, code: str) -> None:
        steps.append((done, total, code))
        if done == 2:
            cancel.cancel()

    source = source_of(Catalogue.of([event(1)]))
    with pytest.raises(Cancelled):
        list(engine.pages(source, progress=progress, cancel=cancel))
    assert steps == [(1, len(source.plan.slots), "layout"), (2, len(source.plan.slots), "layout")]


def test_a_plan_of_another_catalogue_is_a_bug(toolkit: Toolkit) -> None:
    engine = LayoutEngine(PATTERNS, toolkit)
    plan = source_of(Catalogue.of([event(1)])).plan
    slot = next(slot for slot in plan.slots if slot.pattern == "event")
    with pytest.raises(KeyError):
        engine.page(slot, Source(Catalogue(), plan))


def test_headings_come_from_the_sections_of_the_booklet() -> None:
    section = Section(pattern="cover", heading="表紙", included=True)
    source = source_of(small(dataclasses.replace(SETTINGS, sections=(section,))))
    assert [source.heading(slot) for slot in source.plan.slots] == ["表紙"]
    assert {source_of(small()).heading(slot) for slot in source_of(small()).plan.slots} == {""}
