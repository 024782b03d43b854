from __future__ import annotations

import dataclasses

from ofdesk.editing.document import Document
from ofdesk.editing.plan_commands import (
    change_layout,
    change_section,
    laid_out_by_hand,
    reset_layouts,
    with_layout,
)
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import PageLayout, RecordFilter
from ofdesk.model.records import Event, Factory, Report
from ofdesk.model.settings import Section

EVENT = Event(id=RecordId("a" * 32), name="見本")
FACTORY = Factory(id=RecordId("b" * 32), name="見本", layout=PageLayout(starts="page"))
SECTIONS = (Section(pattern="cover", included=True), Section(pattern="reports", included=True))


def test_a_section_takes_its_values_and_undo_gives_the_former_ones_back() -> None:
    document = Document(Catalogue())
    wanted = RecordFilter(words="見本")
    document.execute(change_section(SECTIONS, document.catalogue, 1, {"selection": wanted}))
    expected = (SECTIONS[0], dataclasses.replace(SECTIONS[1], selection=wanted))
    assert document.catalogue.booklet.sections == expected
    document.undo()
    assert not document.catalogue.booklet.sections


def test_a_filter_that_lets_all_pass_is_none() -> None:
    command = change_section(SECTIONS, Catalogue(), 1, {"selection": RecordFilter()})
    assert command.changes == ()


def test_a_layout_without_a_decision_is_none() -> None:
    document = Document(Catalogue.of((EVENT,)))
    document.execute(change_layout(EVENT, {"photos": 2}))
    event = document.catalogue.all_of(Event)[0]
    assert event.layout == PageLayout(photos=2)
    document.execute(change_layout(event, {"photos": None}))
    assert document.catalogue.all_of(Event)[0].layout is None
    assert change_layout(EVENT, {"photos": None}).changes == ()


def test_layouts_are_reset_in_one_step() -> None:
    laid_out = dataclasses.replace(EVENT, layout=PageLayout(photos=1))
    document = Document(Catalogue.of((laid_out, FACTORY)))
    found = laid_out_by_hand(document.catalogue)
    assert [record.id for record in found] == [EVENT.id, FACTORY.id]
    document.execute(reset_layouts(found))
    assert laid_out_by_hand(document.catalogue) == ()
    document.undo()
    assert laid_out_by_hand(document.catalogue) == found


def test_a_layout_survives_a_change_of_the_data() -> None:
    document = Document(Catalogue.of((FACTORY,)))
    document.execute(change_layout(FACTORY, {"zoom_percent": 150}))
    factory = document.catalogue.all_of(Factory)[0]
    document.execute(change_layout(factory, {"starts": ""}))
    assert document.catalogue.all_of(Factory)[0].layout == PageLayout(zoom_percent=150)


def test_only_events_and_factories_are_laid_out_by_hand() -> None:
    report = Report(id=RecordId("c" * 32), name="見本")
    catalogue = Catalogue.of((report, EVENT))
    assert with_layout(catalogue, EVENT.id) == EVENT
    assert with_layout(catalogue, report.id) is None
    assert with_layout(catalogue, None) is None
