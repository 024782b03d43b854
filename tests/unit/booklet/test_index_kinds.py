"""The indexes by reading and by industry."""

from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, factory, much
from tests.unit.booklet.pages import page_of, source_of, text_of, words_of

from ofdesk.booklet.index import IndexRow
from ofdesk.booklet.index_kinds import industry_rows, kana_row, letter, reading_rows
from ofdesk.booklet.order import booklet_order
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.settings import Section


def told(rows: tuple[IndexRow, ...]) -> list[str]:
    return [f"[{row.text}]" if row.is_heading else row.text for row in rows]


@pytest.mark.parametrize(
    ("reading", "row"),
    [
        ("あさひ", "あ"),
        ("ぁ", "あ"),
        ("がらす", "か"),
        ("ヂーゼル", "た"),
        ("ぱん", "は"),
        ("ッツ", "た"),
        ("ョット", "や"),
        ("ん", "わ"),
        ("ヴぁいす", "あ"),
        ("RENEW", ""),
        ("2026", ""),
        ("見本", ""),
        ("", ""),
    ],
)
def test_a_reading_belongs_to_its_row(reading: str, row: str) -> None:
    assert kana_row(reading) == row


LETTERS = [("walk", "W"), ("Écho", "E"), ("ßeta", "S"), ("ＡＢＣ", "A"), ("3D", ""), ("見本", "")]


@pytest.mark.parametrize(("name", "found"), LETTERS)
def test_a_name_belongs_to_its_letter(name: str, found: str) -> None:
    assert letter(name) == found


def test_events_and_factories_stand_by_reading_and_what_has_no_kana_comes_last() -> None:
    order = booklet_order(
        Catalogue.of(
            [
                event(1, name="さくら祭", reading="さくらまつり"),
                event(2, name="RENEW", reading=""),
                factory(3, name="朝日工業", reading="あさひこうぎょう"),
                factory(4, name="ザル屋", reading="ざるや"),
            ]
        )
    )
    assert told(reading_rows(order)) == ["[あ]", "朝日工業", "[さ]", "さくら祭", "ザル屋", "[]", "RENEW"]


def test_an_english_index_stands_by_letters() -> None:
    order = booklet_order(
        Catalogue.of([event(1, name_en="walk"), factory(2, name_en="Anvil"), factory(3, name_en="")])
    )
    assert told(reading_rows(order, english=True)) == ["[A]", "Anvil", "[W]", "walk", "[]", "見本製作所3"]


def test_letters_with_accents_and_wide_ones_stand_among_their_like() -> None:
    names = ("Zinc", "Ｅdge", "Écho", "Elm")
    order = booklet_order(Catalogue.of([factory(n, name_en=name) for n, name in enumerate(names, start=1)]))
    assert told(reading_rows(order, english=True)) == ["[E]", "Écho", "Ｅdge", "Elm", "[Z]", "Zinc"]


def test_industries_stand_by_size_and_factories_without_one_last() -> None:
    order = booklet_order(
        Catalogue.of(
            [
                factory(1, industry="漆器"),
                factory(2, industry="金属 機械"),
                factory(3, industry=" 金属　機械 "),
                factory(4, industry=""),
                factory(5, industry=" "),
                event(6),
            ]
        )
    )
    rows = industry_rows(order)
    assert [row.text for row in rows if row.is_heading] == ["金属 機械", "漆器", ""]
    assert [row.number for row in rows if not row.is_heading] == [2, 3, 1, 4, 5]


def test_rows_are_not_looked_through_again_for_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    order = booklet_order(Catalogue.of([factory(number, reading="みほん") for number in range(1, 121)]))
    looked = 0

    def is_heading(row: IndexRow) -> bool:
        nonlocal looked
        looked += 1
        return row.kind == "heading"

    monkeypatch.setattr(IndexRow, "is_heading", property(is_heading))
    assert len(reading_rows(order)) == 121
    assert looked <= 121


def test_both_are_printed_on_request_only(toolkit: Toolkit) -> None:
    records = [event(1), factory(2, industry="漆器"), factory(3)]
    plain = source_of(Catalogue.of(records, None, SETTINGS)).plan
    assert set(plain.indexes) == {"index"}
    sections = tuple(
        Section(pattern=name, included=True) for name in ("factory_list", "index_reading", "index_industry")
    )
    catalogue = Catalogue.of(records, None, dataclasses.replace(SETTINGS, sections=sections))
    assert set(source_of(catalogue).plan.indexes) == {"index_reading", "index_industry"}
    reading = words_of(page_of("index_reading", catalogue, toolkit))
    industry = words_of(page_of("index_industry", catalogue, toolkit))
    assert reading.startswith("五十音索引ま")
    assert "業種別索引漆器" in industry
    assert "そのほか" in industry
    assert "見本オープンファクトリー1" not in industry


def test_an_event_on_two_pages_is_given_with_both(toolkit: Toolkit) -> None:
    catalogue = much()
    plan = source_of(catalogue).plan
    (first,) = [slot.number for slot in plan.slots if slot.pattern == "event"]
    assert f"{first}–{first + 1}" in text_of(page_of("index", catalogue, toolkit)).split("\n")
