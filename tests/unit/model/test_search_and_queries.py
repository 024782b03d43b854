"""Finding records: words as people type them, filters, orders, who belongs to whom."""

from __future__ import annotations

import dataclasses

import pytest

from ofdesk.base.japan import Prefecture
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location, Organiser
from ofdesk.model.queries import (
    RecordFilter,
    by_reading,
    editions_of,
    factories_of_edition,
    factories_of_event,
    in_booklet_order,
    prefecture_of,
    prefectures_of,
    region_of,
    select,
)
from ofdesk.model.records import Edition, Event, Factory, Forum, Participation, Photo, Report
from ofdesk.model.references import users_of_photo
from ofdesk.model.search import SearchIndex, query_words


def identity(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


OSAKA = Event(
    id=identity(1),
    name="見本オープンファクトリー",
    reading="みほん",
    prefectures=("大阪府", "京都府"),
    photos=(identity(20),),
)
NIIGATA = Event(id=identity(2), name="工場の祭", reading="こうば", prefectures=("新潟県",), logo=identity(20))
NOWHERE = Event(id=identity(3), name="未定の祭", reading="あ")
KYOTO = Event(id=identity(4), name="KYOTO見本", reading="あい", prefectures=("京都府",))
OLD = Edition(id=identity(5), event=OSAKA.id, label="2025", begins=PartialDate(2025, 10))
NEW = Edition(
    id=identity(6),
    event=OSAKA.id,
    label="2026",
    begins=PartialDate(2026, 10),
    organisers=(Organiser(name="見本商工会"),),
)
SAW = Factory(
    id=identity(7), order="c", name="見本ノコギリ", reading="のこぎり", address="大阪府八尾市本町",
    state="approved", owner="kinki", location=Location(lat_deg=34.6, lon_deg=135.6),
    contact_person="見本担当",
)  # fmt: skip
AXE = Factory(
    id=identity(8), order="i", name="ﾐﾎﾝ斧", reading="おの", address="新潟県三条市", summary="手打ち 鍛造"
)
ROWS = (
    Participation(id=identity(9), factory=SAW.id, edition=OLD.id),
    Participation(id=identity(10), factory=SAW.id, edition=NEW.id),
    Participation(id=identity(11), factory=AXE.id, edition=NEW.id, programme="鍛造体験"),
    Participation(id=identity(12), factory=identity(99), edition=NEW.id),
)
CATALOGUE = Catalogue.of([OSAKA, NIIGATA, NOWHERE, KYOTO, OLD, NEW, SAW, AXE, *ROWS, Photo(id=identity(20))])


def found(kind: str, query: str) -> set[str]:
    matches = SearchIndex().matches(CATALOGUE, kind, query)
    return {record.title or record.id for record in CATALOGUE.table(kind) if record.id in matches}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("みほん", {"ﾐﾎﾝ斧"}),
        ("ミホン", {"ﾐﾎﾝ斧"}),
        ("見本", {"見本ノコギリ"}),
        ("のこぎり", {"見本ノコギリ"}),
        ("八尾　見本", {"見本ノコギリ"}),
        ("八尾 斧", set()),
        ("手打ち鍛造", {"ﾐﾎﾝ斧"}),
        ("担当", {"見本ノコギリ"}),
        ("", {"ﾐﾎﾝ斧", "見本ノコギリ"}),
        (" 　", {"ﾐﾎﾝ斧", "見本ノコギリ"}),
        ("approved", set()),
    ],
)
def test_every_word_must_occur_whatever_its_width_case_or_kana(query: str, names: set[str]) -> None:
    assert found("factory", query) == names


def test_words_are_found_in_lists_parts_and_prefectures() -> None:
    assert found("event", "京都府") == {"見本オープンファクトリー", "KYOTO見本"}
    assert found("event", "kyoto") == {"KYOTO見本"}
    assert found("edition", "商工会") == {"2026"}


def test_no_match_runs_over_from_one_field_to_the_next() -> None:
    assert found("factory", "ノコギリのこぎり") == set()


def test_ties_are_found_by_the_names_of_what_they_tie() -> None:
    assert found("participation", "ノコギリ") == {ROWS[0].id, ROWS[1].id}
    assert found("participation", "2026 みほん斧") == {"鍛造体験"}
    assert found("edition", "オープンファクトリー") == {"2025", "2026"}


def test_words_are_found_with_and_without_their_readings() -> None:
    read = Event(id=identity(1), name="産地《さんち》の市")
    held = Edition(id=identity(2), event=read.id, label="2026")
    catalogue = Catalogue.of([read, held])
    for query in ("産地の市", "産地《さんち》", "さんち"):
        assert SearchIndex().matches(catalogue, "event", query) == {read.id}
        assert SearchIndex().matches(catalogue, "edition", query) == {held.id}


def test_the_index_follows_the_catalogue() -> None:
    index = SearchIndex()
    assert index.matches(CATALOGUE, "factory", "斧") == {AXE.id}
    renamed = CATALOGUE.with_record(dataclasses.replace(AXE, name="見本鉈"))
    assert index.matches(renamed, "factory", "斧") == frozenset()
    assert index.matches(renamed, "factory", "鉈") == {AXE.id}
    assert index.matches(renamed, "participation", "鉈") == {ROWS[2].id}
    index.forget(renamed.without(AXE).without(OSAKA))
    assert index.matches(renamed, "factory", "鉈") == {AXE.id}


def test_words_of_a_query() -> None:
    assert query_words(" ＲＥＮＥＷ　カンジ ") == ("renew", "かんじ")


def name_of(prefecture: Prefecture | None) -> str:
    return prefecture.name if prefecture else ""


def test_where_records_belong() -> None:
    assert [name_of(prefecture_of(event)) for event in (OSAKA, NIIGATA, NOWHERE)] == ["大阪府", "新潟県", ""]
    assert [region_of(record) for record in (OSAKA, SAW, AXE, NOWHERE)] == ["kinki", "kinki", "kanto", ""]
    forum = Forum(id=identity(30), place="宮城県仙台市")
    for record, names in (
        (OSAKA, ["大阪府", "京都府"]),
        (NEW, ["大阪府", "京都府"]),
        (ROWS[2], ["新潟県"]),
        (forum, ["宮城県"]),
        (ROWS[3], []),
        (NOWHERE, []),
        (Edition(id=identity(31)), []),
        (Report(id=identity(32)), []),
    ):
        assert [prefecture.name for prefecture in prefectures_of(CATALOGUE, record)] == names


def test_events_stand_in_the_order_of_the_booklet() -> None:
    assert in_booklet_order(CATALOGUE.all_of(Event)) == (NIIGATA, KYOTO, OSAKA, NOWHERE)


def test_readings_order_records_and_names_stand_in_for_them() -> None:
    unread = Factory(id=identity(40), name="かじや")
    assert by_reading([SAW, AXE, unread]) == (AXE, unread, SAW)
    twins = [Factory(id=identity(n), reading="おなじ") for n in (52, 51)]
    assert by_reading(twins) == tuple(reversed(twins))


def test_editions_come_latest_first_and_factories_once() -> None:
    undated = Edition(id=identity(50), event=OSAKA.id)
    assert editions_of(CATALOGUE.with_record(undated), OSAKA.id) == (NEW, OLD, undated)
    assert factories_of_edition(CATALOGUE, NEW.id) == (AXE, SAW)
    assert factories_of_event(CATALOGUE, OSAKA.id) == (AXE, SAW)
    assert factories_of_event(CATALOGUE, NIIGATA.id) == ()


def test_who_shows_a_photo() -> None:
    assert set(users_of_photo(CATALOGUE, identity(20))) == {OSAKA.id, NIIGATA.id}
    assert users_of_photo(CATALOGUE, identity(21)) == ()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (RecordFilter(kind="factory"), ["見本ノコギリ", "ﾐﾎﾝ斧"]),
        (RecordFilter(kind="factory", prefecture="新潟県"), ["ﾐﾎﾝ斧"]),
        (RecordFilter(kind="factory", region="kinki"), ["見本ノコギリ"]),
        (RecordFilter(kind="factory", region="kinki", prefecture="新潟県"), []),
        (RecordFilter(kind="factory", state="approved"), ["見本ノコギリ"]),
        (RecordFilter(kind="factory", owner="kanto"), []),
        (RecordFilter(kind="factory", without_pin=True), ["ﾐﾎﾝ斧"]),
        (RecordFilter(kind="factory", with_problem=True), ["ﾐﾎﾝ斧"]),
        (RecordFilter(kind="factory", query="見本", state="approved"), ["見本ノコギリ"]),
        (RecordFilter(kind="factory", query="見本", without_pin=True), []),
        (RecordFilter(kind="photo", without_pin=True), []),
        (RecordFilter(kind="edition", region="kinki", query="2026"), ["2026"]),
    ],
)
def test_filters_narrow_a_list(wanted: RecordFilter, names: list[str]) -> None:
    assert [r.title for r in select(CATALOGUE, SearchIndex(), wanted, frozenset({AXE.id}))] == names
