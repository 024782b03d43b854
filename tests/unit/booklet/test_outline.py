from __future__ import annotations

import dataclasses

from tests.unit.booklet.catalogues import SETTINGS, event, small

from ofdesk.booklet.outline import bookmarks, document_info
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.wording import load_wording
from ofdesk.drawing.display_list import Bookmark
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.settings import Section

JA = load_wording("ja")


def test_bookmarks_follow_the_contents() -> None:
    plan = paginate(small())
    found = bookmarks(plan, JA)
    assert [mark.title for mark in found][:7] == [
        "はじめに",
        "この冊子の見方",
        "全国オープンファクトリーMAP",
        "近畿",
        "見本の窯びらき",
        "見本の工場めぐり",
        "全国のオープンファクトリー",
    ]
    assert [mark.level for mark in found][3:6] == [0, 1, 1]
    assert all(mark.anchor == f"page.{entry.number}" for mark, entry in zip(found, plan.entries, strict=True))


def test_a_heading_of_their_own_is_kept() -> None:
    section = Section(pattern="colophon", heading="奥付と謝辞", included=True)
    plan = paginate(small(dataclasses.replace(SETTINGS, sections=(section,))))
    assert [mark.title for mark in bookmarks(plan, JA)] == ["奥付と謝辞"]


def test_an_event_without_a_name_is_still_called_something() -> None:
    plan = paginate(Catalogue.of([event(1, name="")]))
    assert "（名称未記入）" in [mark.title for mark in bookmarks(plan, JA)]


def test_a_range_that_begins_inside_a_region_begins_at_the_top_level() -> None:
    plan = paginate(small())
    first = next(entry.number for entry in plan.entries if entry.level == 1)
    found = bookmarks(plan, JA, range(first, first + 3))
    assert found[0] == Bookmark("見本の窯びらき", f"page.{first}", 0)
    assert {mark.level for mark in found} == {0}
    assert bookmarks(plan, JA, range(0)) == ()


def test_the_document_knows_its_title_author_language_and_day() -> None:
    info = document_info(small())
    assert (info.title, info.author, info.language) == (
        "見本オープンファクトリー集 2026",
        "見本経済産業局",
        "ja-JP",
    )
    assert info.created == "2027-03-01T00:00:00+09:00"


def test_an_english_booklet_is_called_in_english() -> None:
    info = document_info(small(dataclasses.replace(SETTINGS, language="en")))
    assert (info.title, info.language) == ("Sample Open Factories 2026", "en")


def test_a_nameless_booklet_is_called_after_the_program() -> None:
    assert document_info(Catalogue()).title == "ofdesk"
    assert document_info(Catalogue()).created == ""


def test_no_marks_of_readings_reach_what_programs_show() -> None:
    settings = dataclasses.replace(SETTINGS, title="産地《さんち》", publisher="｜見本局《きょく》")
    info = document_info(small(settings))
    assert (info.title, info.author) == ("産地 2026", "見本局")
