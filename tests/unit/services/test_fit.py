"""The process that measures what fits: the field typed in first, then the rest; it follows every edit."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import pytest
from tests.unit.services.small_project import EVENT_ID, small_catalogue

from ofdesk.booklet.overflow import BOOKLET
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.ids import RecordId
from ofdesk.services.fit import FitAnswer, FitNews, FitRequest, FitWorker, OverflowFound, Rest
from ofdesk.services.fit_measuring import FitMeasurer
from ofdesk.storage.photo_store import PhotoStore

PATIENCE_S = 30.0
FIELD = "overview_short"


@pytest.fixture
def measurer() -> FitMeasurer:
    found = FitMeasurer()
    found.load(small_catalogue(), PhotoStore())
    return found


def edit(catalogue: Catalogue, field: str, text: str) -> tuple[Catalogue, object]:
    record = catalogue.get(RecordId(EVENT_ID))
    assert record is not None
    change = set_field(record, field, text)
    return apply(catalogue, change), change


def answers(measurer: FitMeasurer, *fields: str) -> list[FitAnswer]:
    steps = measurer.measure(FitRequest(1, EVENT_ID, fields))
    return [step for step in steps if isinstance(step, FitAnswer)]


def test_the_field_typed_in_is_answered_first_and_maps_come_late(measurer: FitMeasurer) -> None:
    steps = list(measurer.measure(FitRequest(7, EVENT_ID, ("name", FIELD))))
    told = [step for step in steps if step is not None]
    kinds = [type(step) for step in told]
    assert kinds == [FitAnswer, Rest, FitAnswer, Rest, FitAnswer, Rest, OverflowFound, Rest, OverflowFound]
    first, second, again = (step for step in told if isinstance(step, FitAnswer))
    assert (first.serial, first.field, first.complete) == (7, "name", False)
    assert (second.field, second.complete) == (FIELD, True)
    assert (again.field, again.complete) == ("name", True)
    late = {place.pattern for place in again.places} - {place.pattern for place in first.places}
    assert late == {"region_opener"}
    pages = [place.page for place in again.places]
    assert pages == sorted(pages)


def test_a_stroke_is_followed_and_found_faster_than_the_first_time(measurer: FitMeasurer) -> None:
    def steps_to_answer() -> int:
        for number, step in enumerate(measurer.measure(FitRequest(1, EVENT_ID, (FIELD,)))):
            if isinstance(step, FitAnswer):
                return number
        raise AssertionError("no answer")

    before, catalogue = steps_to_answer(), small_catalogue()
    left = answers(measurer, FIELD)[0].places[-1].remaining
    catalogue, change = edit(catalogue, FIELD, catalogue.get(RecordId(EVENT_ID)).overview_short + "あ")  # type: ignore[union-attr]
    measurer.apply((change,))  # type: ignore[arg-type]
    assert steps_to_answer() < before
    assert answers(measurer, FIELD)[0].places[-1].remaining == left - 1


def test_letters_of_half_a_width_take_their_room_from_the_number_told_first(measurer: FitMeasurer) -> None:
    catalogue = small_catalogue()
    whole = answers(measurer, FIELD)[-1].places[-1].remaining
    told = []
    for _ in range(6):  # so fast that nothing is measured to the character between two of them
        catalogue, change = edit(catalogue, FIELD, catalogue.get(RecordId(EVENT_ID)).overview_short + "i")  # type: ignore[union-attr]
        measurer.apply((change,))  # type: ignore[arg-type]
        steps = measurer.measure(FitRequest(1, EVENT_ID, (FIELD,)))
        told.append(next(step for step in steps if isinstance(step, FitAnswer)).places[-1].remaining)
    assert told == [whole - taken for taken in (1, 1, 2, 2, 3, 3)]


def test_pages_where_a_field_stands_are_looked_for_anew_after_other_edits(measurer: FitMeasurer) -> None:
    patterns = {place.pattern for place in answers(measurer, FIELD)[0].places}
    _, change = edit(small_catalogue(), "overview_long", "")
    measurer.apply((change,))  # type: ignore[arg-type]
    assert {place.pattern for place in answers(measurer, FIELD)[0].places} >= patterns


def test_what_does_not_fit_anywhere_is_told_once_nothing_is_asked(measurer: FitMeasurer) -> None:
    _, change = edit(small_catalogue(), "catchphrase", "あ" * 3000)
    measurer.apply((change,))  # type: ignore[arg-type]
    found = [s for s in measurer.measure(FitRequest(1, BOOKLET, ())) if isinstance(s, OverflowFound)]
    assert [(p.record_id, p.field) for p in found[-1].problems] == [(EVENT_ID, "catchphrase")]


def test_a_page_that_cannot_be_laid_out_costs_no_other(
    measurer: FitMeasurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: object, toolkit: object) -> Page:
        raise ZeroDivisionError

    monkeypatch.setattr(PATTERNS["event"], "lay_out", fail)
    _, change = edit(small_catalogue(), "overview_short", "あ" * 3000)
    measurer.apply((change,))  # type: ignore[arg-type]
    told = list(measurer.measure(FitRequest(1, EVENT_ID, (FIELD,))))
    assert any(isinstance(step, FitAnswer) for step in told)
    found = [step for step in told if isinstance(step, OverflowFound)]
    assert FIELD in {problem.field for problem in found[-1].problems}  # on the page of six events


def test_a_field_that_is_not_printed_has_no_place(measurer: FitMeasurer) -> None:
    assert [answer.places for answer in answers(measurer, "remarks")] == [()]


@pytest.fixture
def worker() -> Iterator[FitWorker]:
    found = FitWorker()
    found.start(small_catalogue(), PhotoStore())
    yield found
    found.stop()


def awaited(worker: FitWorker, serial: int) -> FitAnswer:
    """Return the first answer of a wish; every poll must return at once."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        news: list[FitNews] = worker.poll()
        for item in news:
            if isinstance(item, FitAnswer) and item.serial == serial:
                return item
        time.sleep(0.005)
    raise AssertionError("no answer came")


def test_the_process_answers_follows_and_comes_back_when_it_died(worker: FitWorker) -> None:
    first = awaited(worker, worker.request(EVENT_ID, (FIELD,)))
    catalogue = small_catalogue()
    for text in ("あ", "ああ", "あああ"):
        catalogue, change = edit(catalogue, FIELD, text)
        worker.apply((change,))  # type: ignore[arg-type]
        serial = worker.request(EVENT_ID, (FIELD,))
    last = awaited(worker, serial)
    assert first.places
    assert last.places[-1].remaining != first.places[-1].remaining
    assert worker.restart_if_dead(lambda: (catalogue, PhotoStore())) is False
    pid = worker.pid
    worker.stop()
    assert (pid is not None, worker.pid) == (True, None)
    worker.start(catalogue, PhotoStore())
    again = awaited(worker, worker.request(EVENT_ID, (FIELD,)))
    assert again.places == last.places
    assert dataclasses.replace(again, serial=0) == dataclasses.replace(last, serial=0)
